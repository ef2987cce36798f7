// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/resp_codec.h"
#include "client/types/readiness_facts.h"
#include "client/types/time.h"

#include <chrono>
#include <string>

// For readiness_check.cpp and readiness_session.cpp.
namespace maintscope::io::readiness {

/// A list of ten thousand clients takes about 4 MiB.
inline constexpr core::resp::Bounds kReplyBounds{
    .depth = 16, .elements = std::size_t{64} * 1024, .valueBytes = std::size_t{16} << 20U};

inline std::chrono::milliseconds inMs(Duration duration) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration);
}

inline std::string within(Duration limit) {
    return " within " + std::to_string(inMs(limit).count()) + " ms";
}

/// A clock that was read somewhere between `asked` and `answered`, in wall time of ours.
inline ClockFacts clockFacts(WallTime theirs, Duration theirStep, WallTime answered, Duration took) {
    return {(theirs + theirStep / 2) - (answered - took / 2), took / 2 + theirStep / 2};
}

} // namespace maintscope::io::readiness
