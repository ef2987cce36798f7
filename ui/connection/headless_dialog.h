// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"

#include <QDialog>

class QComboBox;
class QPlainTextEdit;

namespace maintscope::ui {

/// The command that measures a target without this window, as over a night: to be copied, never run from
/// here, because it has to outlive the window.
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
