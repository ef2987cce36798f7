// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/plot_input.h"

#include <cmath>

namespace maintscope::ui {

int measuredPixels(const LiveFrame& frame, double width) {
    const Duration measured = std::min(frame.to, frame.now) - frame.from;
    if (measured <= Duration{}) return 0;
    const double share =
        static_cast<double>(measured.count()) / static_cast<double>((frame.to - frame.from).count());
    return static_cast<int>(std::ceil(width * share));
}

const std::vector<model::Column>& columnsOf(const LiveFrame& frame, ProbeRole role, const TimeScale& scale,
                                            std::vector<model::Column>& storage) {
    const MonoTime end = std::min(scale.to, frame.now);
    const int width = measuredPixels(frame, scale.width());
    const model::MetricKey key{frame.timeline->target().id, role, {}};
    if (frame.columns) return frame.columns->of(role).columns(key, scale.from, end, width);
    storage = frame.metrics->columns(key, scale.from, end, width);
    return storage;
}

} // namespace maintscope::ui
