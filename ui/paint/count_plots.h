// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/plot_input.h"

/// The charts that count. Each fills in a plot that makePlot() has begun; `scale.left` is 0.
namespace maintscope::ui {

/// Time-outs and errors, as bars of a rate per second.
void makeFailuresPlot(Plot& plot, const PlotInput& input);
/// Handoffs and reconnects since the session began, as steps.
void makeMovesPlot(Plot& plot, const PlotInput& input);

} // namespace maintscope::ui
