// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/paint/plot.h"
#include "ui/paint/time_scale.h"
#include "ui/theme/theme.h"

/// The charts that count. Each fills in a plot that makePlot() has begun; `scale.left` is 0.
namespace maintscope::ui {

/// Time-outs and errors, as bars of a rate per second.
void makeFailuresPlot(Plot& plot, bool hasControl, const LiveFrame& frame, const TimeScale& scale,
                      double height);
/// Handoffs and reconnects since the session began, as steps.
void makeMovesPlot(Plot& plot, bool hasControl, const Theme& theme, const LiveFrame& frame,
                   const TimeScale& scale, double height);

} // namespace maintscope::ui
