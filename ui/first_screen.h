// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;

namespace maintscope::ui {

/// What an empty program shows: what it is for, in a picture, and the two ways to begin.
class FirstScreen : public QWidget {
    Q_OBJECT

public:
    /// The buttons trigger these actions, which menu and toolbar share.
    FirstScreen(QAction* connectAction, QAction* simulatorAction, QWidget* parent = nullptr);
};

} // namespace maintscope::ui
