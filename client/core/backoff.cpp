// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/backoff.h"

#include <algorithm>

namespace maintscope::core {

std::uint64_t Jitter::next() {
    m_state += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

Duration Jitter::upTo(Duration limit) {
    if (limit <= Duration::zero()) return Duration::zero();
    const auto range = static_cast<std::uint64_t>(limit.count()) + 1;
    return Duration(static_cast<Duration::rep>(next() % range));
}

Duration Backoff::next(Jitter& jitter) {
    const int doublings = std::min(m_attempts, 20);
    ++m_attempts;
    const Duration full = std::min(m_range.longest, Duration(m_range.first.count() * (1L << doublings)));
    return full - jitter.upTo(full / kRetry.jitterShare);
}

} // namespace maintscope::core
