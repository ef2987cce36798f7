// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"
#include "ui/connection/dialog_section.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace maintscope::ui {

/// The fields for the probes. GUI thread.
class ProbeSection : public DialogSection {
    Q_OBJECT

public:
    /// `messages` outlives this section.
    explicit ProbeSection(FieldMessages& messages, QWidget* parent = nullptr);

    /// Shows this section's part of `settings`.
    void setSettings(const TargetSettings& settings);
    /// Writes the fields to `settings`.
    void read(TargetSettings& settings) const;
    void validate(const ProblemReport& report);

private:
    QSpinBox* m_connections;
    QDoubleSpinBox* m_rate;
    QComboBox* m_command;
    QLineEdit* m_key;
    QCheckBox* m_control;
    QLabel* m_commandNote;
};

} // namespace maintscope::ui
