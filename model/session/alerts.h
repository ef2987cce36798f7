// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"
#include "model/metrics/gap_finder.h"
#include "model/session/fleet.h"

#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

/// Alerts for users who are not looking at the window.
namespace maintscope::model {

struct AlertRules {
    std::optional<Duration> gapOver = std::chrono::seconds(1); ///< for all protected connections together
    std::optional<Duration> p99Over;                           ///< in the last 15 minutes
    bool failed = true;      ///< a probe failed: timeout, error, lost or not sent
    bool unannounced = true; ///< a connection was lost without an announcement
    bool optInLost = true;   ///< a serving connection no longer gets notifications
    bool onDesktop = true;   ///< as a desktop notification, in addition to the bar in the window
    friend bool operator==(const AlertRules&, const AlertRules&) = default;
};

enum class AlertKind { Gap, P99, Failed, Unannounced, OptInLost };

/// The state of one target at one time, taken from the models.
struct AlertFacts {
    SessionId id;
    QString name;
    MonoTime now{};
    std::vector<Gap> gaps; ///< listed gaps of the whole set, ascending; the most recent ones are sufficient
    std::optional<Duration> p99; ///< in the last 15 minutes
    std::uint64_t failed = 0;    ///< since the measurement began
    std::uint64_t unannounced = 0;
    int serving = 0;
    int optedIn = 0;
    bool wantsOptIn = true; ///< the policy is not "never"
};

struct Alert {
    SessionId id;
    AlertKind kind = AlertKind::Gap;
    MonoTime at{};
    QString title; ///< "orders-prod: no reply for 1.2 s"
    QString text;  ///< one sentence; may be empty
};

/// Raises an alert once when a rule is first broken, and again when the rule is broken anew after it
/// recovered. Does not report what happened before a target was first checked. Pure: no clock; GUI thread.
class AlertWatch {
public:
    /// How long a connection may serve without being opted in: a handoff opts in before it serves, a
    /// reconnection shortly afterwards.
    static constexpr Duration kOptInPatience = std::chrono::seconds(3);
    /// The minimum interval between alerts of the same kind and target.
    static constexpr Duration kPause = std::chrono::seconds(5);

    [[nodiscard]] std::vector<Alert> step(const AlertRules& rules, const AlertFacts& facts);
    /// The target is no longer measured.
    void forget(SessionId id) { m_seen.erase(id.value); }

private:
    struct Seen {
        std::optional<MonoTime> gapsTold; ///< gaps that began before it were reported or are in the past
        std::uint64_t failed = 0;
        std::uint64_t unannounced = 0;
        bool slow = false;
        bool wasOptedIn = false;
        bool optInLost = false;
        std::optional<MonoTime> missingSince;
        std::map<AlertKind, MonoTime> told;
    };
    std::map<std::uint32_t, Seen> m_seen;
};

} // namespace maintscope::model
