// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

/// Capped exponential delay with jitter: base, 2 base, 4 base, ... cap, each less up to a quarter of itself,
/// so that clients which lost their connections together do not come back in lockstep.
class Backoff {
public:
    Backoff(Duration base, Duration cap)
        : m_base(base)
        , m_cap(cap) {}
    [[nodiscard]] Duration next(Jitter& jitter);
    void reset() { m_attempts = 0; }
    [[nodiscard]] int attempts() const { return m_attempts; }

private:
    Duration m_base;
    Duration m_cap;
    int m_attempts = 0;
};

} // namespace maintscope::core
