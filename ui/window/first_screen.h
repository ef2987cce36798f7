// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;

namespace maintscope::ui {

class BigButton;

/// What an empty program shows: what it is for, in a picture, and the ways to begin.
class FirstScreen : public QWidget {
    Q_OBJECT

public:
    /// What its buttons trigger; menu and toolbar share them.
    struct Ways {
        QAction* connect;
        QAction* simulator;
        QAction* again; ///< the target of last time
        QAction* recording;
    };
    explicit FirstScreen(const Ways& ways, QWidget* parent = nullptr);

    /// The target that was watched last, and where it is; empty: none was. It takes the first place: one key
    /// connects to it again.
    void setLast(const QString& name, const QString& place);

private:
    BigButton* m_again;
    BigButton* m_connect;
    QLabel* m_title;
    QLabel* m_offer;
};

} // namespace maintscope::ui
