// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace maintscope {

using Duration = std::chrono::nanoseconds;

/// Monotonic time of one session: nanoseconds since the session (its recording) started. Deliberately has no
/// now(): only the Clock port reads a clock.
struct MonoClock {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<MonoClock>;
    static constexpr bool is_steady = true;
};
using MonoTime = MonoClock::time_point;

/// Wall clock, UTC, nanoseconds since the Unix epoch.
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

inline constexpr MonoTime kSessionStart{};

[[nodiscard]] constexpr double inMilliseconds(Duration value) {
    return std::chrono::duration<double, std::milli>(value).count();
}

} // namespace maintscope
