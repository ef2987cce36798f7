// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace maintscope::ui {

/// Shows version, licence, third-party notices and the trademark notice.
class AboutDialog : public QDialog {
    Q_OBJECT

public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

} // namespace maintscope::ui
