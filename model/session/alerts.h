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

/// What somebody who does not look at the window wants to be told.
namespace maintscope::model {

struct AlertRules {
    std::optional<Duration> gapOver = std::chrono::seconds(1); ///< of all protected connections together
    std::optional<Duration> p99Over;                           ///< of the last 15 minutes
    bool failed = true;      ///< a probe failed: timeout, error, lost, not sent
    bool unannounced = true; ///< a connection was lost that nothing had announced
    bool optInLost = true;   ///< a connection serves that gets no notifications any more
    bool onDesktop = true;   ///< as a notification of the desktop, beside the bar in the window
    friend bool operator==(const AlertRules&, const AlertRules&) = default;
};

enum class AlertKind { Gap, P99, Failed, Unannounced, OptInLost };

/// Of one target at one time; everything comes from the models.
struct AlertFacts {
    SessionId id;
    QString name;
    MonoTime now{};
    std::vector<Gap> gaps;       ///< listed ones of the set as a whole, ascending; the last few are enough
    std::optional<Duration> p99; ///< of the last 15 minutes
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

/// Tells when a rule begins to be broken, once; it tells again when that has ended and begins anew. What went
/// on before a target was first looked at is not told. Pure: no clock; GUI thread.
class AlertWatch {
public:
    /// How long a connection may serve without being opted in: a handoff opts in before it serves, a
    /// reconnection soon after.
    static constexpr Duration kOptInPatience = std::chrono::seconds(3);
    /// Of one kind and target nothing is told more often.
    static constexpr Duration kPause = std::chrono::seconds(5);

    [[nodiscard]] std::vector<Alert> step(const AlertRules& rules, const AlertFacts& facts);
    /// The target is not measured any more.
    void forget(SessionId id) { m_seen.erase(id.value); }

private:
    struct Seen {
        std::optional<MonoTime> gapsTold; ///< gaps that began up to it were told, or are history
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
