// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace maintscope {

/// Published state of one logical connection. Resolving to Handshaking describe the socket that is going to
/// serve; a running handoff shows its own state instead (state table: facts, maintenance-notifications 4.3).
enum class ConnectionState : std::uint8_t {
    Idle, ///< before start
    Resolving,
    Connecting,  ///< TCP and TLS
    Handshaking, ///< HELLO to +PONG
    Ready,       ///< one live socket accepts writes
    Dialing,     ///< a MOVING is open: the old socket serves while candidates are tried
    Draining,    ///< the new socket accepts writes, the old one has pending replies
    Tail,        ///< the new socket serves, the old one is closed, timeouts are still relaxed
    Orphan,      ///< the old socket is closed and no candidate is ready yet; commands wait
    Backoff,     ///< waiting before the next attempt
    Closed,
};

[[nodiscard]] std::string_view toString(ConnectionState value); ///< lower case: "ready", "dialing", ...

} // namespace maintscope
