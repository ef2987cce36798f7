// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace maintscope::ui {

/// Version, licence, third-party notices and the trademark sentence.
class AboutDialog : public QDialog {
    Q_OBJECT

public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

} // namespace maintscope::ui
