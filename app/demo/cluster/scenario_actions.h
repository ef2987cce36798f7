// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/cluster_action.h"
#include "client/types/result.h"

#include <string_view>

namespace maintscope::demo {

class Words;

/// Whether a line that begins with this word is an action.
[[nodiscard]] bool isActionWord(std::string_view word);

/// Reads one action; on failure the error is in `words`.
[[nodiscard]] ClusterAction parseAction(Words& words);

/// Reads a line that is one action. The error's `detail` names what was expected and what was found.
[[nodiscard]] Result<ClusterAction> parseAction(std::string_view line);

} // namespace maintscope::demo
