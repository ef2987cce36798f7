// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/paint/plot.h"
#include "ui/paint/plot_input.h"
#include "ui/paint/time_scale.h"
#include "ui/theme/theme.h"

#include <vector>

/// The metric charts below the lanes, on the same x axis.
namespace maintscope::ui {

/// One chart and its share of the remaining height. A new chart is a row of plotSlots().
struct PlotSlot {
    const char* name; ///< of its widget: "latencyChart"
    PlotMaker make;
    ProbeRole role;
    int minimum; ///< pixels
    int stretch; ///< 0: stays at its minimum
};
/// From top to bottom.
[[nodiscard]] std::vector<PlotSlot> plotSlots(bool hasControl);

/// `scale` holds the visible range and, as right - left, the width of the plot; its left edge is treated as 0.
[[nodiscard]] Plot makePlot(PlotMaker make, ProbeRole role, bool hasControl, const Theme& theme,
                            const LiveFrame& frame, const TimeScale& scale, double height);

} // namespace maintscope::ui
