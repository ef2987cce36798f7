// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/context.h"
#include "client/core/probe_schedule.h"
#include "client/core/stream.h"

#include <deque>
#include <string>
#include <string_view>

namespace maintscope::core {

/// The sums of the INCRs of one role.
struct IncrTally {
    std::int64_t acknowledged = 0;
    std::int64_t unresolved = 0; ///< timed out or lost: may or may not have been executed
};

/// A run of equal failures is one event that grows.
struct FailureRun {
    Event event;
    std::int64_t count = 0;
    MonoTime last{};
    MonoTime lastPublished{};
};

/// The probes of one connection and their accounting: every slot of the schedule is sent or counted as not
/// sent or not measured; every probe is in exactly one place (waiting here, or in flight on one stream) and
/// ends in exactly one outcome.
class ProbeLedger {
public:
    ProbeLedger(Context& context, ConnectionId connection, ProbeRole role, double phase, std::string key,
                bool ownKey, IncrTally& tally);

    void start();
    void stop() { m_schedule.stop(); }
    [[nodiscard]] bool started() const { return m_started; }

    struct Skipped {
        std::uint64_t slots = 0;
        MonoTime from{};
    };
    /// Turns due slots into waiting probes; returns what was not measured. `inFlight`: replies that all
    /// streams together still wait for.
    Skipped schedule(std::size_t inFlight);

    [[nodiscard]] bool anyWaiting() const { return !m_waiting.empty(); }
    [[nodiscard]] bool waitingDependsOnOrder() const { return m_ordered; }
    /// Moves all waiting probes to the stream; returns the bytes to write.
    [[nodiscard]] std::string moveTo(Stream& stream);
    /// The bytes have left: stamps the probes.
    void onFlushed(Stream& stream) const;

    /// The stream's next reply; `effective` is the timeout in force now. Empty, or why it cannot be the reply
    /// to the next command: the stream's replies have lost their order, and nothing was taken.
    [[nodiscard]] std::string_view onReply(Stream& stream, const resp::Value& reply, std::size_t bytes,
                                           Duration effective);
    /// Ends probes whose deadline has passed. `effective` is the timeout in force now.
    void expireWaiting(Duration effective);
    void expireInFlight(Stream& stream, Duration effective);
    /// A stream is gone: repeatable probes wait again, in order; others end as unknown.
    void takeBack(Stream& stream);
    /// The run is aborted: what waits is not measured. Returns the number of these probes.
    [[nodiscard]] std::uint64_t abandonAll();
    /// Moves deadlines, because we or the machine did not run for so long.
    void extendWaiting(Duration missed);
    void extendInFlight(Stream& stream, Duration missed) const;

    [[nodiscard]] std::optional<MonoTime> nextDeadline(Duration effective) const;
    [[nodiscard]] static std::optional<MonoTime> nextDeadline(const Stream& stream, Duration effective);

    /// Publishes failure runs that are still open; at the end.
    void finish();

private:
    void settleReply(const Probe& probe, const Stream& stream, const resp::Value& reply, std::uint32_t bytes,
                     Duration effective);
    void reportClusterMode(const std::string& word, const std::string& text);
    void settle(const Probe& probe, Outcome outcome, MonoTime done, StreamId stream, std::uint32_t bytes,
                bool censored);
    void countFailure(std::optional<FailureRun>& run, EventKind kind, std::string_view name,
                      const std::string& type, const std::string& text);
    void endFailure(std::optional<FailureRun>& run);
    void publish(FailureRun& run);
    [[nodiscard]] ProbeKind kindOfNext();
    [[nodiscard]] const std::string& bytesOf(ProbeKind kind) const;

    Context& m_context;
    ConnectionId m_connection;
    ProbeRole m_role;
    std::string m_key;
    IncrTally& m_tally;
    ProbeSchedule m_schedule;
    bool m_started = false;
    bool m_ordered;
    bool m_setNext = true;
    std::string m_get, m_ping, m_set, m_incr; ///< encoded once
    std::size_t m_bound;
    std::deque<Probe> m_waiting; ///< oldest first
    bool m_full = false;
    bool m_clusterModeReported = false;
    std::optional<FailureRun> m_timeouts;
    std::optional<FailureRun> m_errors;
};

} // namespace maintscope::core
