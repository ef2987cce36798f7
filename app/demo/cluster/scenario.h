// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/cluster_action.h"
#include "client/types/result.h"
#include "client/types/time.h"

#include <string>
#include <string_view>
#include <vector>

namespace maintscope::demo {

struct ScenarioStep {
    Duration at{}; ///< since the scenario's start
    ClusterAction action;
};

/// A text file with comments (#), blank lines, and lines "at 3s ACTION" in any order. The first comment
/// describes the scenario and, from a line that begins with "Expect:", how a protected client reacts.
struct Scenario {
    std::string description{};
    std::string expectation{};
    std::vector<ScenarioStep> steps; ///< by time
    int highestNode = 0;             ///< the highest node number in the file
    bool needsTls = false;           ///< an action concerns certificates
};

/// Reads a whole file. The error's `where` contains `name` (a file or a scenario's name) and the line number.
[[nodiscard]] Result<Scenario> parseScenario(std::string_view text, const std::string& name);

} // namespace maintscope::demo
