// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/theme/theme.h"

#include <QRectF>

class QPainter;

namespace maintscope::ui {

inline constexpr double kOverviewHeight = 42;

/// All that the overview spans: the session, what was planned, and what is visible.
[[nodiscard]] TimeRange overviewExtent(const LiveFrame& frame);

/// The whole session in one strip: latency, failures, operations, what was not measured; the visible range as
/// a window over it. `area` begins with the label column.
void paintOverview(QPainter& painter, const Theme& theme, const LiveFrame& frame, const QRectF& area);

/// The window over the visible range, never narrower than can be taken hold of.
[[nodiscard]] QRectF overviewWindow(const LiveFrame& frame, const QRectF& area);

} // namespace maintscope::ui
