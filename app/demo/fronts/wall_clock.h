// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

namespace maintscope::demo {

/// UTC now; the one place where the simulator reads it.
[[nodiscard]] inline WallTime wallNow() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

} // namespace maintscope::demo
