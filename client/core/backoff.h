// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/retry_policy.h"
#include "client/types/time.h"

#include <cstdint>

namespace maintscope::core {

/// Deterministic generator for jitter (splitmix64). Seeded once per target; no other randomness in the core.
class Jitter {
public:
    explicit Jitter(std::uint64_t seed)
        : m_state(seed) {}
    [[nodiscard]] std::uint64_t next();
    /// Uniform in [0, limit].
    [[nodiscard]] Duration upTo(Duration limit);

private:
    std::uint64_t m_state;
};

/// Capped exponential delay with jitter: each delay of its range is shortened by a random part, so that
/// clients which lost their connections together do not come back in lockstep.
class Backoff {
public:
    explicit Backoff(const BackoffRange& range)
        : m_range(range) {}
    [[nodiscard]] Duration next(Jitter& jitter);
    void reset() { m_attempts = 0; }

private:
    BackoffRange m_range;
    int m_attempts = 0;
};

} // namespace maintscope::core
