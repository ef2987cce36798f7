// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"
#include "client/types/time.h"

#include <cstdint>
#include <string>

namespace maintscope::demo {

/// Number of a client connection, from 1; CLIENT ID returns it.
using ConnectionKey = std::uint64_t;

/// What the server knows about one connection.
struct Session {
    ConnectionKey key = 0;
    std::string peer;  ///< address:port
    std::string local; ///< address:port
    int protocol = 2;
    bool authenticated = false;
    bool loginRefused = false; ///< the node refuses the login, whatever the password
    bool optInRefused = false; ///< the node refuses the opt-in
    bool optedIn = false;
    EndpointType endpointType = EndpointType::None; ///< None: also for ON without a type
    std::string name;
    std::string libraryName;
    std::string libraryVersion;
    std::string lastCommand;
    MonoTime connectedAt{};
    MonoTime lastSeen{};
};

} // namespace maintscope::demo
