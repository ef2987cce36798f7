// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"

#include <QDialog>

class QComboBox;
class QPlainTextEdit;

namespace maintscope::ui {

/// Shows the command that measures a target without a window, for example overnight. The user copies it; the
/// program never runs it, because it has to outlive the window.
class HeadlessDialog : public QDialog {
    Q_OBJECT

public:
    explicit HeadlessDialog(const TargetSettings& target, QWidget* parent = nullptr);

private:
    void showCommand();

    TargetSettings m_target;
    QComboBox* m_length;
    QPlainTextEdit* m_command;
};

} // namespace maintscope::ui
