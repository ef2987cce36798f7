// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/metric_store.h"
#include "model/session/timeline.h"
#include "model/verdict/summary.h"
#include "ui/theme/theme.h"

#include <QString>

class QPainter;

namespace maintscope::ui {

inline constexpr int kReportTimelineWidth = 840;

/// What the timeline of a report is painted from. What it points to outlives the painting.
struct ReportTimeline {
    const model::Timeline* timeline = nullptr;
    const model::MetricStore* metrics = nullptr;
    const model::Summary* summary = nullptr; ///< of the same range; its gaps are drawn
    MonoTime from{};
    MonoTime to{};
    WallTime start{}; ///< wall clock of session time zero
};

/// The whole story in one picture of kReportTimelineWidth pixels: what was announced, numbered as the table
/// of operations is, what became of protected and control connections, and what failed when.
void paintReportTimeline(QPainter& painter, const Theme& theme, const ReportTimeline& report);
[[nodiscard]] int reportTimelineHeight(const ReportTimeline& report);
/// The same in words, for assistive technology.
[[nodiscard]] QString reportTimelineText(const ReportTimeline& report);

} // namespace maintscope::ui
