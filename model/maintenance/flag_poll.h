// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/time.h"

#include <optional>

namespace maintscope::model {

/// When the cluster's settings are read again by themselves, after somebody has read them once. One 401 ends
/// it until the user acts: five failures within 15 minutes lock an account. Pure: `now` is any clock that
/// only goes forward. Source: redis/docs login-lockout; the pauses are ours.
class FlagPoll {
public:
    static constexpr Duration kPause = std::chrono::seconds(15);
    static constexpr Duration kLongestPause = std::chrono::seconds(60);

    /// The user's own reading went well.
    void begin(MonoTime now);
    /// What was read is no longer what the form is about.
    void stop();

    /// When to read next; nullopt: not by itself, or a reading is under way.
    [[nodiscard]] std::optional<MonoTime> due() const { return m_due; }
    void onStarted() { m_due.reset(); }
    void onEnded(const std::optional<RestFailure>& failure, MonoTime now);

private:
    std::optional<MonoTime> m_due;
    Duration m_pause = kPause;
    bool m_on = false;
};

} // namespace maintscope::model
