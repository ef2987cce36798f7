// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace maintscope {

/// State of one logical connection, as published. Dialling states are those of the socket that is to serve;
/// while a handoff runs, the handoff state stands (state table: facts, maintenance-notifications 4.3).
enum class ConnectionState : std::uint8_t {
    Idle, ///< before start
    Resolving,
    Connecting,  ///< TCP and TLS
    Handshaking, ///< HELLO to +PONG
    Ready,       ///< one live socket takes writes
    Dialing,     ///< a MOVING is open: the old socket serves, candidates are tried beside it
    Draining,    ///< the new socket takes writes, the old one owes replies
    Tail,        ///< the new socket serves, the old one is gone, timeouts still relaxed
    Orphan,      ///< the old socket is gone, no candidate is ready yet; commands wait
    Backoff,     ///< waiting before the next attempt
    Closed,
};

[[nodiscard]] std::string_view toString(ConnectionState value); ///< lower case: "ready", "dialing", ...

} // namespace maintscope
