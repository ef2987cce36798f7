// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/backoff.h"
#include "client/types/endpoint.h"
#include "client/types/ids.h"
#include "client/types/time.h"

#include <optional>
#include <string>
#include <vector>

namespace maintscope::core {

/// The way to one endpoint: which address is tried next, and when. Dials nothing itself: Connection does what
/// it says.
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
    StreamId stream{};           ///< Dialing
    int attempts = 0;
    Backoff backoff{std::chrono::milliseconds(100), std::chrono::seconds(2)};
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
    /// After a pass that reached nobody.
    void retryLater(MonoTime now, Jitter& jitter) {
        nextAddress = 0;
        if (!fixedAddresses) addresses.clear();
        startAt(now + (period ? *period : backoff.next(jitter)));
    }
};

/// How often the configured name is asked whether it still leads to the peer.
inline constexpr Duration kAdvertisedPeriod = std::chrono::seconds(30);

/// While a MOVING without a target is open: the configured name is asked every second until its answer
/// changes.
struct DnsPoll {
    ResolveId asked{};
    MonoTime next{};
    std::vector<std::string> last;
    bool told = false;
};

} // namespace maintscope::core
