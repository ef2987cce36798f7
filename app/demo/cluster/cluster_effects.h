// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/access_mode.h"
#include "app/demo/cluster/cluster_action.h"
#include "app/demo/cluster/session.h"

#include <string>
#include <variant>
#include <vector>

namespace maintscope::demo {

// What the caller carries out after a step, in order.

struct SendBytes {
    ConnectionKey connection = 0;
    std::string bytes;
};
/// Also closes the connection to the backend, except with Closing::Half.
struct CloseSocket {
    ConnectionKey connection = 0;
    Closing how = Closing::Fin;
};
/// To the backend, on a connection for this client alone, which the caller opens if there is none.
struct SendUpstream {
    ConnectionKey connection = 0;
    std::string bytes;
};
struct SetAccess {
    int node = 0; ///< 0: the entry address
    AccessMode mode = AccessMode::Open;
};
/// Which certificate a node presents from now on.
struct SetCertificate {
    int node = 0;
    bool trusted = true;
};
/// The nodes that the endpoint's name resolves to from now on, in order.
struct SetName {
    std::vector<int> nodes;
};
using Effect = std::variant<SendBytes, CloseSocket, SendUpstream, SetAccess, SetCertificate, SetName>;
using Effects = std::vector<Effect>;

} // namespace maintscope::demo
