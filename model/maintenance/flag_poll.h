// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/time.h"

#include <optional>

namespace maintscope::model {

/// Schedules automatic readings of the cluster settings after the user has read them once. One 401 stops it
/// until the user acts: five failures within 15 minutes lock an account. Pure: `now` is any monotonic clock.
/// Source: redis/docs login-lockout; the intervals are chosen by this program.
class FlagPoll {
public:
    static constexpr Duration kPause = std::chrono::seconds(15);
    static constexpr Duration kLongestPause = std::chrono::seconds(60);

    /// The user's own reading succeeded.
    void begin(MonoTime now);
    /// The earlier reading no longer applies to the form.
    void stop();

    /// The time of the next reading; nullopt: no automatic reading, or one is in progress.
    [[nodiscard]] std::optional<MonoTime> due() const { return m_due; }
    void onStarted() { m_due.reset(); }
    void onEnded(const std::optional<RestFailure>& failure, MonoTime now);

private:
    std::optional<MonoTime> m_due;
    Duration m_pause = kPause;
    bool m_on = false;
};

} // namespace maintscope::model
