// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <cstddef>

namespace maintscope::core {

/// Delays of a capped exponential backoff: first, 2 first, 4 first, ... longest.
struct BackoffRange {
    Duration first;
    Duration longest;
};

/// All rules of retry, handoff and giving up that no user sets (those a user sets are in Timeouts). A rule
/// that changes is changed here, and where it is applied.
struct RetryPolicy {
    // Attempts.

    /// Between passes over the addresses of an endpoint that reached nobody.
    BackoffRange route{std::chrono::milliseconds(100), std::chrono::seconds(2)};
    /// The same for the endpoint that a MOVING names.
    BackoffRange namedRoute{std::chrono::milliseconds(250), std::chrono::seconds(2)};
    /// Before the first attempt after the loss of a connection that lived shorter than shortLife.
    BackoffRange loss{std::chrono::milliseconds(100), std::chrono::seconds(2)};
    /// A delay is shortened by a random part of up to one in this many.
    int jitterShare = 4;
    /// A connection that lived shorter counts as a failed attempt: it is not dialled again at once.
    Duration shortLife = std::chrono::seconds(1);
    /// After this many closes at HELLO in a row, one attempt is made without it, unless the target has answered HELLO
    /// in this session.
    int closesAtHello = 2;
    /// While a MOVING is open: how often the name is resolved and the configured endpoint is tried.
    Duration pollPeriod = std::chrono::seconds(1);

    // A handoff.

    /// Where a MOVING names no time: the grace observed on real clusters (StackExchange.Redis PR 3202).
    Duration usualGrace = std::chrono::seconds(15);
    /// A MOVING remains valid for this long after its grace.
    Duration graceSlack = std::chrono::seconds(5);
    /// The configured endpoint is dialled, too, once 1 / this of the grace has passed.
    int configuredShare = 2;
    /// The least time that a named target has before the configured endpoint is dialled, too.
    Duration headStart = std::chrono::milliseconds(250);
    /// The random delay before a named target is dialled: at most 1 / jitterOfGrace of the grace, and at most
    /// longestJitter. All clients receive the notification at once (StackExchange.Redis PR 3203).
    int jitterOfGrace = 10;
    Duration longestJitter = std::chrono::seconds(1);
    /// How often one connection hands off for the same MOVING: once more when its new socket reports it
    /// again.
    int mostHandoffsPerMoving = 2;
    /// How long a connection that nothing serves waits for something better than the retiring node.
    Duration orphanPatience = std::chrono::seconds(2);
    /// A handoff begins no attempt beyond this many old sockets that still have replies pending: whatever a
    /// server announces, the sockets of a connection stay few. The serving one continues meanwhile.
    std::size_t mostDraining = 2;
    /// How long an attempt waits when there are that many.
    Duration drainingPause = std::chrono::milliseconds(100);
    /// MOVINGs that one connection remembers as handled, and that one target remembers as announced.
    std::size_t handledRemembered = 64;
    std::size_t operationsRemembered = 256;

    // A peer that leaves its name without a notification.

    /// How often the configured name is resolved to see whether it still leads to the peer.
    Duration advertisedPeriod = std::chrono::seconds(30);
    /// The same for a while after a completion: a node that went into maintenance left DNS 5 s after its
    /// MIGRATED, and closed its sockets 13 s after that (StackExchange.Redis PR 3202).
    Duration advertisedSoonPeriod = std::chrono::seconds(2);
    Duration advertisedSoonLength = std::chrono::seconds(60);

    // Giving up.

    /// How many pushes a connection takes at once, and per second after that. A cascade of small slot ranges is some
    /// tens per second; what exceeds this is a server that pushes without end, and would fill memory and disk.
    int pushBurst = 4096;
    int pushesPerSecond = 512;

    /// A socket that is open and silent for this many normal timeouts while replies are pending is dead
    /// (StackExchange.Redis issue 2595: 15 minutes of silence on Linux).
    int silentTimeouts = 4;
    /// How often the counter of --command incr is read at the end, before the result is "unknown".
    int finalCounterReads = 3;
};

inline constexpr RetryPolicy kRetry{};

} // namespace maintscope::core
