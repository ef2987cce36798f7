// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/scenario.h"
#include "client/types/result.h"

#include <string>
#include <vector>

namespace maintscope::demo {

/// Names of the scenarios that are compiled in, sorted.
[[nodiscard]] std::vector<std::string> bundledScenarios();

/// A bundled scenario by name, else a file by path. Error: neither is there, or a line cannot be read.
[[nodiscard]] Result<Scenario> loadScenario(const std::string& nameOrPath);

} // namespace maintscope::demo
