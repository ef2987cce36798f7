// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/connection_parts.h"
#include "client/core/probe_ledger.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace maintscope::core {

/// The commands of one connection on its sockets: writes the probes that are due, holds them back while their
/// order requires it, ends them at their deadlines, and notices a socket that is silent.
class ProbeTraffic {
public:
    struct NotMeasured {
        std::uint64_t slots = 0;
        MonoTime from{};
    };

    ProbeTraffic(ConnectionParts& parts, IncrTally& tally);

    void start() { m_ledger.start(); }
    void stop() { m_ledger.stop(); }
    [[nodiscard]] bool started() const { return m_ledger.started(); }
    [[nodiscard]] bool idle() const; ///< no probe waits, none is in flight
    /// Drops what is open. Returns the number of probes that were dropped unmeasured.
    [[nodiscard]] std::uint64_t abandonAll();
    /// Publishes what is still open; at the end.
    void finish() { m_ledger.finish(); }

    /// GET of the probe's key beside the probes; the answer is taken by takeIntegrityAnswer().
    bool askIntegrity(bool setUp);
    [[nodiscard]] std::optional<resp::Value> takeIntegrityAnswer() {
        return std::exchange(m_integrityAnswer, std::nullopt);
    }
    /// Asks for notifications once more on the socket that serves. False: there is nothing to ask.
    bool optInAgain();

    struct Reply {
        std::string_view problem;             ///< not empty: the replies have lost their order
        std::optional<PendingReply::What> to; ///< what it answers
    };
    [[nodiscard]] Reply onReply(Stream& stream, const resp::Frame& frame);
    void onFlushed(Stream& stream) const { m_ledger.onFlushed(stream); }
    /// A stream is gone: what is in flight waits again, or ends as unknown.
    void takeBack(Stream& stream) { m_ledger.takeBack(stream); }
    /// Moves all deadlines, those in flight included, because the machine slept.
    void onSuspended(Duration missed);
    /// Moves the deadlines of what waits, because this program did not run.
    void onStall(Duration stall) { m_ledger.extendWaiting(stall); }

    /// A socket retires: commands that depend on order wait until it has answered or the drain limit passes.
    void holdOrder();
    /// No retired socket is left.
    void releaseOrder() { m_orderingHeldUntil.reset(); }

    // At the end of a step, in this order; the first three not while waking from a stall. `effective`: the
    // timeout in force before any of them.
    void schedule();
    void expireInFlight(Stream& stream, Duration effective) { m_ledger.expireInFlight(stream, effective); }
    void expireWaiting(Duration effective) { m_ledger.expireWaiting(effective); }
    void writeWaiting();

    /// When the serving socket counts as dead; nullopt: it owes no sign of life.
    [[nodiscard]] std::optional<MonoTime> silenceDeadline() const;
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const;
    [[nodiscard]] NotMeasured takeNotMeasured() { return std::exchange(m_notMeasured, {}); }

private:
    [[nodiscard]] std::size_t inFlightOnAll() const;
    void giveUpOrder();

    ConnectionParts& m_parts;
    ProbeLedger m_ledger;
    /// Until when commands that depend on order wait; max: without limit.
    std::optional<MonoTime> m_orderingHeldUntil;
    std::optional<resp::Value> m_integrityAnswer;
    NotMeasured m_notMeasured;
};

} // namespace maintscope::core
