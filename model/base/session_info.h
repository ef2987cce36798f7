// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"
#include "client/types/time.h"

#include <string>
#include <vector>

namespace maintscope::model {

/// The settings of a target in recordings and exports, without secrets.
struct TargetInfo {
    TargetId id{1};
    std::string name; ///< never empty: the endpoint if the user gave none
    Environment environment = Environment::Unspecified;
    Endpoint endpoint;
    std::string user;
    bool tls = false;
    Policy policy = Policy::Auto;
    EndpointType endpointType = EndpointType::Auto;
    Timeouts timeouts;
    ProbePlan probe;
};

[[nodiscard]] TargetInfo targetInfo(const TargetSettings& settings);

/// Time between two probes of one connection; 50 ms if the rate is not positive.
[[nodiscard]] Duration probeInterval(const TargetInfo& target);

/// One session, live or recorded.
struct SessionInfo {
    std::string uuid; ///< of the recording; ids of exported events are derived from it
    WallTime startedWall{};
    std::string appVersion;
    std::vector<TargetInfo> targets;
};

/// A session that starts at `startedWall`, with a new random uuid and the version of this program.
[[nodiscard]] SessionInfo newSession(WallTime startedWall);

[[nodiscard]] const TargetInfo* findTarget(const SessionInfo& session, TargetId id);

} // namespace maintscope::model
