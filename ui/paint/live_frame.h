// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/gap_finder.h"
#include "model/metric_store.h"
#include "model/target_status.h"
#include "model/timeline.h"

#include <vector>

namespace maintscope::ui {

/// What one picture of a target is painted from: the same for the window and for a saved picture.
/// What it points to outlives the painting.
struct LiveFrame {
    const model::Timeline* timeline = nullptr;
    const model::MetricStore* metrics = nullptr;
    model::TargetStatus status;
    std::vector<model::Gap> gaps; ///< of single connections, protected and control
    MonoTime from{};              ///< visible range
    MonoTime to{};
    MonoTime now{};       ///< nothing right of it has been measured
    bool running = false; ///< else the session is over and "now" is its end
    WallTime start{};     ///< wall clock of session time zero
};

/// Where a live view takes its frames from. GUI thread.
class LiveSource {
public:
    virtual ~LiveSource() = default;
    [[nodiscard]] virtual const model::Timeline& timeline() const = 0;
    [[nodiscard]] virtual const model::MetricStore& metrics() const = 0;
    [[nodiscard]] virtual model::TargetStatus status(MonoTime now) const = 0;
    [[nodiscard]] virtual std::vector<model::Gap> connectionGaps(MonoTime now) const = 0;
    [[nodiscard]] virtual WallTime start() const = 0;
    [[nodiscard]] virtual MonoTime now() const = 0;
    [[nodiscard]] virtual bool running() const = 0;
};

} // namespace maintscope::ui
