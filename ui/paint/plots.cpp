// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/plots.h"

#include "ui/paint/count_plots.h"
#include "ui/paint/latency_plot.h"
#include "ui/paint/plot_input.h"

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

void addFrame(Plot& plot, const LiveFrame& frame, const TimeScale& scale, double height) {
    plot.running = frame.running;
    plot.beginX = scale.clamped(kSessionStart);
    plot.nowX = scale.clamped(frame.now);
    for (const TimeTick& tick : timeTicks(scale, 90))
        plot.timeLines.push_back(std::round(tick.x));
    const auto announcedEnd = [&](const model::Band& band) {
        MonoTime end = band.to.value_or(frame.now);
        if (band.kind == OperationKind::Moving && band.deadline) end = std::max(end, *band.deadline);
        return std::min(end, frame.running ? frame.now : scale.to);
    };
    for (const Announced& one : announced(frame, scale, announcedEnd))
        plot.shades.push_back({scale.clamped(one.from), scale.clamped(one.to), one.kind, one.torn});
    for (const model::ObserverSpan& span : frame.timeline->observer()) {
        const MonoTime end = span.to.value_or(frame.now);
        if (!scale.touches(span.from, end)) continue;
        const double from = scale.clamped(span.from);
        if (span.mark == model::ObserverMark::LocalStall)
            plot.stalls.push_back(from);
        else
            plot.notMeasured.emplace_back(from, 0, std::max(3.0, scale.clamped(end) - from), height);
    }
}

} // namespace

std::vector<PlotSlot> plotSlots(bool hasControl) {
    // With this height, the lanes of four control connections just fit into the default window.
    const int latency = hasControl ? 60 : 62;
    std::vector<PlotSlot> all{
        {"latencyChart", makeLatencyPlot, ProbeRole::Protected, latency, 3},
        {"controlLatencyChart", makeLatencyPlot, ProbeRole::Control, latency, 3},
        {"failuresChart", makeFailuresPlot, ProbeRole::Protected, 40, 1},
        {"movesChart", makeMovesPlot, ProbeRole::Protected, 48, 1},
    };
    if (!hasControl) std::erase_if(all, [](const PlotSlot& slot) { return slot.role == ProbeRole::Control; });
    return all;
}

Plot makePlot(PlotMaker make, ProbeRole role, bool hasControl, const Theme& theme, const LiveFrame& frame,
              const TimeScale& scale, double height) {
    TimeScale inner = scale;
    inner.left = 0;
    inner.right = scale.width();
    Plot plot;
    addFrame(plot, frame, inner, height);
    make(plot, {role, hasControl, theme, frame, inner, height});
    return plot;
}

} // namespace maintscope::ui
