// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/theme/theme.h"

#include <QRectF>

class QPainter;

namespace maintscope::ui {

inline constexpr double kOverviewHeight = 42;

/// The time range of the overview: the session, the planned windows and the visible range.
[[nodiscard]] TimeRange overviewExtent(const LiveFrame& frame);

/// Paints the whole session in one strip: latency, failures, operations, time not measured, and the visible range as
/// a window. `area` begins with the label column.
void paintOverview(QPainter& painter, const Theme& theme, const LiveFrame& frame, const QRectF& area);

/// The window of the visible range, always wide enough for the pointer.
[[nodiscard]] QRectF overviewWindow(const LiveFrame& frame, const QRectF& area);

} // namespace maintscope::ui
