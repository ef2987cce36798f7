// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/moving_operations.h"
#include "client/types/event.h"

#include <vector>

namespace maintscope::core {

/// One MOVING carried out by one connection: from its receipt until the new connection has answered a probe
/// and the old one is closed. Its event is the row that the user sees grow.
struct Handoff {
    MovingIdentity identity;
    MonoTime notified{};
    Duration grace{};
    MonoTime halfTime{};           ///< from here on the configured endpoint is dialled, too
    MonoTime switchLimit{};        ///< a handoff that has not switched by then has failed
    std::vector<EventKey> windows; ///< its maintenance windows; more than one when MOVINGs were joined
    StreamId oldStream{};
    StreamId newStream{}; ///< 0 until the switch
    Event event;

    [[nodiscard]] bool switched() const { return newStream.value != 0; }
    /// The operation of the server is over for this connection; its windows end.
    [[nodiscard]] bool moved() const { return switched() && event.phases.oldClosed; }
    [[nodiscard]] bool complete() const { return moved() && event.phases.firstOk; }
};

/// A MOVING that was carried out, so that the same one is not carried out twice on one connection.
struct HandledMoving {
    MovingIdentity identity;
    StreamId firstStream{}; ///< stream that received it first
    Endpoint oldPeer;       ///< its peer: the node that retires
    MonoTime validUntil{};
    int handoffs = 1; ///< a later stream that receives it again moves once more, not more often
};

} // namespace maintscope::core
