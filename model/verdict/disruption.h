// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <vector>

namespace maintscope::model {

/// Connections lost while no operation was announced. Losses within a second of each other are one
/// disruption: a failing node loses all its connections.
struct Disruption {
    MonoTime from{};
    MonoTime to{}; ///< the last loss
    int losses = 0;
};
/// Whether the event is such a loss.
[[nodiscard]] bool isUnannounced(const Event& event);
/// Of one set of connections of one target, ascending.
[[nodiscard]] std::vector<Disruption> unannouncedDisruptions(const std::vector<Event>& events,
                                                             TargetId target, ProbeRole role);
/// Of the times of losses, in any order.
[[nodiscard]] std::vector<Disruption> disruptionsOf(std::vector<MonoTime> losses);

} // namespace maintscope::model
