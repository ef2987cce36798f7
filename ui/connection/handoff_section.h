// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"
#include "ui/connection/dialog_section.h"

class QComboBox;
class QDoubleSpinBox;

namespace maintscope::ui {

class Segments;

/// The fields for the opt-in and the timeouts. GUI thread.
class HandoffSection : public DialogSection {
    Q_OBJECT

public:
    /// `messages` outlives this section.
    explicit HandoffSection(FieldMessages& messages, QWidget* parent = nullptr);

    /// Shows this section's part of `settings`.
    void setSettings(const TargetSettings& settings);
    /// Writes the fields to `settings`.
    void read(TargetSettings& settings) const;
    void validate(const ProblemReport& report);

private:
    Segments* m_policy;
    QComboBox* m_endpointType;
    QDoubleSpinBox* m_normal;
    QDoubleSpinBox* m_relaxed;
    QDoubleSpinBox* m_connectTimeout;
    QDoubleSpinBox* m_handoff;
};

} // namespace maintscope::ui
