// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/paint/plot.h"
#include "ui/paint/time_scale.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <vector>

/// The input that every chart takes from a frame.
namespace maintscope::ui {

/// The input of a chart; everything must outlive the call.
struct PlotInput {
    ProbeRole role; ///< of a chart that has one
    bool hasControl;
    const Theme& theme;
    const LiveFrame& frame;
    TimeScale scale; ///< its left edge is 0
    double height;
};
/// Completes a plot that already has its frame, such as the vertical grid.
using PlotMaker = void (*)(Plot& plot, const PlotInput& input);

/// The number of `width` pixels left of now, which is the number of columns to request. The length of a column then
/// depends only on the zoom, not on the part of the picture right of now.
[[nodiscard]] int measuredPixels(const LiveFrame& frame, double width);

/// The columns of the measured part of the visible range; cached by the view, or computed into `storage`.
[[nodiscard]] const std::vector<model::Column>& columnsOf(const LiveFrame& frame, ProbeRole role,
                                                          const TimeScale& scale,
                                                          std::vector<model::Column>& storage);

/// One announced operation, or several overlapping ones of a kind.
struct Announced {
    MonoTime from{};
    MonoTime to{};
    OperationKind kind{};
    bool torn = false;
};

/// The visible operations, ascending by beginning. Operations of one kind that overlap or share a pixel are merged,
/// because overlapping shades would hide the curves and a failure would be counted twice. `endOf` returns the end of
/// a band.
template <class EndOf>
std::vector<Announced> announced(const LiveFrame& frame, const TimeScale& scale, EndOf endOf) {
    const Duration pixel = scale.perPixel();
    std::vector<Announced> all;
    for (const model::Band& band : frame.timeline->bands()) {
        const MonoTime end = endOf(band);
        if (end < band.from || !scale.touches(band.from, end)) continue;
        const auto same = std::find_if(all.rbegin(), all.rend(),
                                       [&](const Announced& one) { return one.kind == band.kind; });
        const bool torn = band.state == PairState::Capped;
        if (same == all.rend() || band.from > same->to + pixel) {
            all.push_back({band.from, end, band.kind, torn});
        } else if (end >= same->to) {
            same->to = end;
            same->torn = torn;
        }
    }
    return all;
}

} // namespace maintscope::ui
