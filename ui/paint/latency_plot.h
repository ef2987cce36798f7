// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/plot_input.h"

namespace maintscope::ui {

/// The latency chart of one role: replies as heat, percentiles, the timeout in force, failures. Completes a plot
/// that makePlot() has begun; `scale.left` is 0.
void makeLatencyPlot(Plot& plot, const PlotInput& input);

} // namespace maintscope::ui
