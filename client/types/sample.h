// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "client/types/settings.h"
#include "client/types/time.h"

#include <cstdint>
#include <string_view>

namespace maintscope {

/// How a probe ended; disjoint: sent = ok + late + timeouts + errors + unknown (design 3.1).
enum class Outcome : std::uint8_t {
    Ok,
    Late, ///< answered after the normal timeout, within the relaxed one: saved by Smart client handoffs
    Timeout,
    Error,   ///< the server replied with an error
    Unknown, ///< lost in flight and not safe to repeat
    NotSent, ///< no connection before its deadline, or buffer full; not part of `sent`
    /// Not an outcome of its own: the reply to a probe that was counted as Timeout before. Never part of
    /// `sent`.
    ReplyAfterTimeout,
};

/// One probe. latency = done - sent; corrected latency = done - intended.
struct Sample {
    MonoTime intended{}; ///< its slot in the schedule
    MonoTime sent{};     ///< last write, taken after the flush; equals intended if never sent
    MonoTime done{};     ///< reply read, or the deadline or loss that ended it
    TargetId target{};
    ConnectionId connection{};
    StreamId stream{}; ///< socket that answered (or was last written to); 0: none
    ProbeRole role = ProbeRole::Protected;
    Outcome outcome = Outcome::Ok;
    bool carriedOver = false; ///< sent again after its connection was lost, or moved to the next one
    bool censored =
        false; ///< the true latency is not known: timeouts, losses, replies found after our own stall
    std::uint32_t bytesIn = 0;
};

[[nodiscard]] constexpr bool isReply(Outcome outcome) {
    return outcome == Outcome::Ok || outcome == Outcome::Late;
}
/// A failed probe: timeout, error, unknown, not sent.
[[nodiscard]] constexpr bool isFailure(Outcome outcome) {
    return !isReply(outcome) && outcome != Outcome::ReplyAfterTimeout;
}
[[nodiscard]] constexpr bool countsAsSent(Outcome outcome) {
    return outcome != Outcome::NotSent && outcome != Outcome::ReplyAfterTimeout;
}
[[nodiscard]] std::string_view
toString(Outcome outcome); ///< ok, late, timeout, error, unknown, not_sent, after_timeout

} // namespace maintscope
