// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/sample.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace maintscope {

/// What leaves the client in one go. Immutable once published; shared between the recorder and the view.
struct Batch {
    std::vector<Event> events;
    std::vector<Sample> samples;
    /// Samples that were left out of this copy since the last one, because its consumer was behind.
    std::uint64_t omittedSamples = 0;
    /// The same of events: only when a consumer stands still and a server pushes without end.
    std::uint64_t omittedEvents = 0;
    /// Until when the client has run: everything before it that is to be known is in this batch or an earlier
    /// one.
    MonoTime until{};
    WallTime untilWall{};
};
using BatchPtr = std::shared_ptr<const Batch>;

} // namespace maintscope
