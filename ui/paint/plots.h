// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/paint/plot.h"
#include "ui/paint/time_scale.h"
#include "ui/theme/theme.h"

/// The metric charts below the lanes, on the same x axis.
namespace maintscope::ui {

/// `scale` gives the visible range and, by right - left, the plot's width; its left edge is taken as 0.
[[nodiscard]] Plot makePlot(PlotKind kind, ProbeRole role, bool hasControl, const Theme& theme,
                            const LiveFrame& frame, const TimeScale& scale, double height);

} // namespace maintscope::ui
