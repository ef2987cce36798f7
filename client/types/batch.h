// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/sample.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace maintscope {

/// A batch of samples and events that leaves the client at once. Immutable once published; shared between the
/// recorder and the view.
struct Batch {
    std::vector<Event> events;
    std::vector<Sample> samples;
    /// The number of samples dropped from this copy since the previous one because its consumer was too slow.
    std::uint64_t omittedSamples = 0;
    /// The same for events: only when a consumer has stopped while a server pushes without end.
    std::uint64_t omittedEvents = 0;
    /// The time up to which this batch is complete: everything before it is in this batch or an earlier one.
    MonoTime until{};
    WallTime untilWall{};
};
using BatchPtr = std::shared_ptr<const Batch>;

} // namespace maintscope
