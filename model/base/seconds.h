// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <cstdint>

/// Session time in whole seconds, also before its start.
namespace maintscope::model {

constexpr std::int64_t floorDiv(std::int64_t value, std::int64_t by) {
    const std::int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

/// The second that a time lies in.
constexpr std::int64_t secondOf(MonoTime at) {
    return floorDiv(at.time_since_epoch().count(), 1'000'000'000);
}

} // namespace maintscope::model
