// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/event.h"

#include <string_view>

namespace maintscope::model {

/// What was done over REST as an event of the timeline (`rest_change`), so that every recording and export
/// tells who changed what, when. Its time is left to the client's outlet. `user` and `endpoint` are those of
/// the cluster manager.
[[nodiscard]] Event restEvent(const RestOutcome& outcome, std::string_view user, const Endpoint& endpoint,
                              TargetId target);

} // namespace maintscope::model
