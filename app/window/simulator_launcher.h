// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/result.h"
#include "client/types/settings.h"

#include <memory>
#include <optional>

namespace maintscope::demo {
class Simulator;
}

namespace maintscope::app {

/// A running simulated cluster, and the settings to watch it with.
struct LaunchedSimulator {
    std::unique_ptr<demo::Simulator> simulator;
    TargetSettings target;
    std::optional<RestSettings> manager;
};

/// Starts the simulated cluster of the demonstration. `probe`: nullopt: the demonstration's default. Fails if
/// no port can be opened.
[[nodiscard]] Result<LaunchedSimulator> launchSimulator(const std::optional<ProbePlan>& probe);

} // namespace maintscope::app
