// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/cluster_settings.h"
#include "client/types/secret.h"
#include "client/types/time.h"

#include <string>

namespace maintscope::demo {

struct ClusterOptions {
    int nodes = 3;
    double speed = 1; ///< divides every simulated duration
    bool loop = false;
    ServerProfile profile = ServerProfile::V8_0_16;
    bool clientMaintNotifications = true;
    Secret password{};
    bool tls = false;     ///< the database uses TLS: scenarios may concern certificates
    bool backend = false; ///< a backend holds the keys: commands that do not concern the connection go there
    std::string backendUser{};
    Secret backendPassword{}; ///< empty: no password is needed
    WallTime startedAt{};     ///< wall clock at MonoTime zero, for TIME
};

} // namespace maintscope::demo
