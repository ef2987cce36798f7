// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/backoff.h"
#include "client/core/retry_policy.h"
#include "client/types/endpoint.h"
#include "client/types/ids.h"
#include "client/types/time.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace maintscope::core {

/// The way to one endpoint: which address is tried next, and when. Dials nothing itself: Dialler does.
struct Route {
    enum class Phase { Idle, Waiting, Resolving, Dialing };

    Endpoint endpoint;
    Phase phase = Phase::Idle;
    MonoTime due{}; ///< Waiting: next attempt; Resolving: when it is given up
    ResolveId resolving{};
    MonoTime resolveBegan{};
    Duration resolveTook{};
    std::vector<std::string> addresses; ///< of this pass
    std::size_t nextAddress = 0;
    bool fixedAddresses = false; ///< given from outside (a DNS poll): never resolved here
    bool sawRetiring = false;    ///< in this pass: an address that led to the retiring node
    StreamId stream{};           ///< Dialing
    int attempts = 0;
    int passes = 0; ///< that reached nobody
    Backoff backoff{kRetry.route};
    std::optional<Duration> period;     ///< retry at this distance instead of backing off
    std::optional<MonoTime> validUntil; ///< no attempt begins after this

    void startAt(MonoTime when) {
        phase = Phase::Waiting;
        due = when;
    }
    void stop() {
        phase = Phase::Idle;
        stream = {};
        resolving = {};
    }
    [[nodiscard]] bool active() const { return phase != Phase::Idle; }
    [[nodiscard]] bool hasMoreAddresses() const { return nextAddress < addresses.size(); }
    /// After a pass that reached nobody. Where it met the retiring node, DNS or a balancer has to change
    /// first: the next second may find it changed.
    void retryLater(MonoTime now, Jitter& jitter) {
        ++passes;
        nextAddress = 0;
        if (!fixedAddresses) addresses.clear();
        if (std::exchange(sawRetiring, false))
            startAt(now + kRetry.pollPeriod);
        else
            startAt(now + (period ? *period : backoff.next(jitter)));
    }
};

} // namespace maintscope::core
