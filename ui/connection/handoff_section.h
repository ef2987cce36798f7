// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"
#include "ui/connection/dialog_section.h"

class QComboBox;
class QDoubleSpinBox;

namespace maintscope::ui {

class Segments;

/// Whether the client opts in, and its time-outs. GUI thread.
class HandoffSection : public DialogSection {
    Q_OBJECT

public:
    /// `messages` outlives the section.
    explicit HandoffSection(FieldMessages& messages, QWidget* parent = nullptr);

    /// Shows what `settings` say of this section.
    void setSettings(const TargetSettings& settings);
    /// Writes into `settings` what the fields say.
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
