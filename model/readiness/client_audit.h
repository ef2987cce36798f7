// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::model {

/// Connections with the same library, version and protocol.
struct ClientGroup {
    enum class State : std::uint8_t {
        Able,   ///< its version supports notifications, and it uses RESP3; the server does not report whether
                ///< it opted in
        TooOld, ///< a later version of the library supports notifications
        Resp2,  ///< its version supports notifications, but RESP2 cannot carry them
        Unknown, ///< a library that is not known to support them, or an unnamed one
        OurOwn,  ///< this program
    };
    std::string library; ///< lib-name; empty: not reported
    std::string version; ///< lib-ver
    int resp = 0;        ///< 0: not reported
    std::size_t connections = 0;
    State state = State::Unknown;
    std::string advice; ///< what its owner should change, one sentence; empty: nothing
};
[[nodiscard]] std::string_view toString(ClientGroup::State value); ///< able, too_old, resp2, unknown, our_own

/// Determines from the reply to CLIENT LIST which connected applications are ready for Smart client handoffs.
/// The group with most connections comes first, this program last. At most 200 groups; lines without fields
/// are skipped.
[[nodiscard]] std::vector<ClientGroup> auditClients(std::string_view clientList);

} // namespace maintscope::model
