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

/// The data for the timeline of a report. The objects it points to must outlive the painting.
struct ReportTimeline {
    const model::Timeline* timeline = nullptr;
    const model::MetricStore* metrics = nullptr;
    const model::Summary* summary = nullptr; ///< for the same range; its gaps are drawn
    MonoTime from{};
    MonoTime to{};
    WallTime start{}; ///< wall clock of session time zero
};

/// Paints the timeline, kReportTimelineWidth pixels wide: the announced operations, numbered as in the table of
/// operations, the state of protected and control connections, and the failures.
void paintReportTimeline(QPainter& painter, const Theme& theme, const ReportTimeline& report);
[[nodiscard]] int reportTimelineHeight(const ReportTimeline& report);
/// The same as text, for assistive technology.
[[nodiscard]] QString reportTimelineText(const ReportTimeline& report);

} // namespace maintscope::ui
