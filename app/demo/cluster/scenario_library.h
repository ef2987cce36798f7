// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/scenario.h"
#include "client/types/result.h"

#include <string>
#include <vector>

namespace maintscope::demo {

/// The names of the bundled scenarios, sorted.
[[nodiscard]] std::vector<std::string> bundledScenarios();

/// Loads a bundled scenario by its name, or a file by its path. Error: neither exists, or a line is not
/// valid.
[[nodiscard]] Result<Scenario> loadScenario(const std::string& nameOrPath);

} // namespace maintscope::demo
