// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/plot_input.h"

/// The charts of counts. Each completes a plot that makePlot() has begun; `scale.left` is 0.
namespace maintscope::ui {

/// Timeouts and errors, as bars per second.
void makeFailuresPlot(Plot& plot, const PlotInput& input);
/// Handoffs and reconnections since the session began, as steps.
void makeMovesPlot(Plot& plot, const PlotInput& input);

} // namespace maintscope::ui
