// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/event.h"

#include <string_view>

namespace maintscope::model {

/// A REST task as an event of the timeline (`rest_change`), so that every recording and export shows who
/// changed what, and when. The client's outlet assigns its time. `user` and `endpoint` are those of the
/// cluster manager.
[[nodiscard]] Event restEvent(const RestOutcome& outcome, std::string_view user, const Endpoint& endpoint,
                              TargetId target);

} // namespace maintscope::model
