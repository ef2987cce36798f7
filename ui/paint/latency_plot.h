// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/paint/plot.h"
#include "ui/paint/time_scale.h"
#include "ui/theme/theme.h"

namespace maintscope::ui {

/// The latency chart of one role: replies as heat, percentiles, the time-out in force, what was lost. Fills
/// in a plot that makePlot() has begun; `scale.left` is 0.
void makeLatencyPlot(Plot& plot, ProbeRole role, bool hasControl, const Theme& theme, const LiveFrame& frame,
                     const TimeScale& scale, double height);

} // namespace maintscope::ui
