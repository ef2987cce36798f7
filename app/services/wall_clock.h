// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <chrono>

namespace maintscope::app {

/// Time of day of this machine, UTC.
[[nodiscard]] inline WallTime wallNow() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

} // namespace maintscope::app
