// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/ports/clock.h"

namespace maintscope::io {

/// The clocks of this machine; session time starts at construction. Immutable afterwards, so that any thread
/// may read it.
class SteadyClock final : public ports::Clock {
public:
    SteadyClock();

    [[nodiscard]] MonoTime now() const override;     ///< CLOCK_MONOTONIC since the session started
    [[nodiscard]] WallTime wallNow() const override; ///< CLOCK_REALTIME
    [[nodiscard]] Duration asleep() const override;  ///< growth of CLOCK_BOOTTIME over CLOCK_MONOTONIC

    /// Wall time at the start of the session.
    [[nodiscard]] WallTime startedAt() const { return m_startWall; }

private:
    Duration m_startMono;
    Duration m_startLead;
    WallTime m_startWall;
};

} // namespace maintscope::io
