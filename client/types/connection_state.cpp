// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/connection_state.h"

namespace maintscope {

std::string_view toString(ConnectionState value) {
    switch (value) {
    case ConnectionState::Idle:
        return "idle";
    case ConnectionState::Resolving:
        return "resolving";
    case ConnectionState::Connecting:
        return "connecting";
    case ConnectionState::Handshaking:
        return "handshaking";
    case ConnectionState::Ready:
        return "ready";
    case ConnectionState::Dialing:
        return "dialing";
    case ConnectionState::Draining:
        return "draining";
    case ConnectionState::Tail:
        return "tail";
    case ConnectionState::Orphan:
        return "orphan";
    case ConnectionState::Backoff:
        return "backoff";
    case ConnectionState::Closed:
        return "closed";
    }
    return {};
}

} // namespace maintscope
