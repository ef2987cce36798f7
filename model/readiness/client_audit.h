// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::model {

/// Connections of one kind: same library, version and protocol.
struct ClientGroup {
    enum class State : std::uint8_t {
        Able,    ///< its version handles notifications, and it speaks RESP3; whether it opted in is not told
        TooOld,  ///< the library does, from a later version on
        Resp2,   ///< able by its version, but on RESP2 nothing can be announced
        Unknown, ///< not a library that is known to, or it does not say who it is
        OurOwn,  ///< this program
    };
    std::string library; ///< lib-name; empty: it does not say
    std::string version; ///< lib-ver
    int resp = 0;        ///< 0: the server does not tell
    std::size_t connections = 0;
    State state = State::Unknown;
    std::string advice; ///< one sentence: what its owner should change; empty: nothing
};
[[nodiscard]] std::string_view toString(ClientGroup::State value); ///< able, too_old, resp2, unknown, our_own

/// Which connected applications are ready for Smart client handoffs, by the reply to CLIENT LIST; the kind
/// with most connections first, our own last. At most 200 kinds; lines that hold no fields are skipped.
[[nodiscard]] std::vector<ClientGroup> auditClients(std::string_view clientList);

} // namespace maintscope::model
