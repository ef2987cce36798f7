// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/paint/plot.h"
#include "ui/paint/time_scale.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <vector>

/// What every chart reads from a frame.
namespace maintscope::ui {

/// What a chart is made from; all of it outlives the call.
struct PlotInput {
    ProbeRole role; ///< of a chart that has one
    bool hasControl;
    const Theme& theme;
    const LiveFrame& frame;
    TimeScale scale; ///< its left edge is 0
    double height;
};
/// Fills in a plot whose frame, such as the vertical grid, is there already.
using PlotMaker = void (*)(Plot& plot, const PlotInput& input);

/// How many of `width` pixels show what has been measured: so many columns are asked for, and their length
/// follows the zoom alone, however much of the picture lies right of now.
[[nodiscard]] int measuredPixels(const LiveFrame& frame, double width);

/// Columns of the visible range that has been measured; kept by the view, or worked out into `storage`.
[[nodiscard]] const std::vector<model::Column>& columnsOf(const LiveFrame& frame, ProbeRole role,
                                                          const TimeScale& scale,
                                                          std::vector<model::Column>& storage);

/// One announced operation, or several of a kind that overlap.
struct Announced {
    MonoTime from{};
    MonoTime to{};
    OperationKind kind{};
    bool torn = false;
};

/// The operations in sight, ascending by begin. Those of a kind that overlap, or lie in the same pixel, are
/// one: shade over shade would hide the curves, and a failure is shown once. `endOf` says where a band
/// ends.
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
