// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/probe_ledger.h"

#include "client/types/event_names.h"

#include <algorithm>
#include <utility>

namespace maintscope::core {
namespace {

/// Own keys go by themselves after this; --key is never expired.
constexpr std::string_view kOwnKeyTtlSeconds = "2592000";
constexpr std::string_view kSetValue = "maintscope";
constexpr std::size_t kLeastBound = 4096;
constexpr std::size_t kWaitingBytes = 16U << 20U;

std::size_t waitingBound(const TargetSettings& settings, std::size_t commandBytes) {
    const double seconds = std::chrono::duration<double>(settings.timeouts.relaxed).count() + 1.0;
    const auto byRate = static_cast<std::size_t>(settings.probe.ratePerSecond * seconds);
    return std::min(std::max(kLeastBound, byRate), kWaitingBytes / std::max<std::size_t>(commandBytes, 1));
}

/// "ERR value is not..." -> "ERR": the first word names the error (OpenTelemetry: db.response.status_code).
std::string errorWord(const std::string& text) {
    return text.substr(0, text.find(' '));
}

MonoTime deadline(const Probe& probe, Duration effective) {
    return probe.intended + probe.deadlineExtension + effective;
}

/// Whether a reply can be the answer to such a command. One that cannot belongs to another command: from then
/// on every reply would be counted for the wrong one.
bool fits(ProbeKind kind, const resp::Value& reply) {
    if (reply.isError()) return true;
    switch (kind) {
    case ProbeKind::Ping:
        return reply.isText() && reply.text == "PONG";
    case ProbeKind::Set:
        return reply.isText() && reply.text == "OK";
    case ProbeKind::Incr:
        return reply.type == resp::Type::Integer;
    case ProbeKind::Get:
    case ProbeKind::SetRead:
        return reply.isNull() || reply.type == resp::Type::Bulk || reply.type == resp::Type::Verbatim;
    }
    return false;
}

} // namespace

ProbeLedger::ProbeLedger(Context& context, ConnectionId connection, ProbeRole role, double phase,
                         std::string key, bool ownKey, IncrTally& tally)
    : m_context(context)
    , m_connection(connection)
    , m_role(role)
    , m_key(std::move(key))
    , m_tally(tally)
    , m_schedule(context.settings.probe.ratePerSecond, phase)
    , m_ordered(context.settings.probe.command == ProbeCommand::Set ||
                context.settings.probe.command == ProbeCommand::Incr)
    , m_get(resp::encodeCommand({"GET", m_key}))
    , m_ping(resp::encodeCommand({"PING"}))
    , m_set(ownKey ? resp::encodeCommand({"SET", m_key, kSetValue, "EX", kOwnKeyTtlSeconds})
                   : resp::encodeCommand({"SET", m_key, kSetValue}))
    , m_incr(resp::encodeCommand({"INCR", m_key}))
    , m_bound(waitingBound(context.settings, std::max({m_get.size(), m_set.size(), m_incr.size()}))) {}

void ProbeLedger::start() {
    if (m_started) return;
    m_started = true;
    m_schedule.start(m_context.now);
}

ProbeKind ProbeLedger::kindOfNext() {
    switch (m_context.settings.probe.command) {
    case ProbeCommand::Get:
        return ProbeKind::Get;
    case ProbeCommand::Ping:
        return ProbeKind::Ping;
    case ProbeCommand::Incr:
        return ProbeKind::Incr;
    case ProbeCommand::Set:
        break;
    }
    m_setNext = !m_setNext;
    return m_setNext ? ProbeKind::SetRead : ProbeKind::Set;
}

const std::string& ProbeLedger::bytesOf(ProbeKind kind) const {
    switch (kind) {
    case ProbeKind::Ping:
        return m_ping;
    case ProbeKind::Set:
        return m_set;
    case ProbeKind::Incr:
        return m_incr;
    case ProbeKind::Get:
    case ProbeKind::SetRead:
        break;
    }
    return m_get;
}

ProbeLedger::Skipped ProbeLedger::schedule(std::size_t inFlight) {
    const ProbeSchedule::Due due = m_schedule.take(m_context.now);
    for (std::uint64_t i = 0; i < due.count; ++i) {
        Probe probe;
        probe.intended = i == 0 ? due.first : m_schedule.slotAfter(due.first, i);
        probe.kind = kindOfNext();
        if (m_waiting.size() + inFlight >= m_bound) {
            settle(probe, Outcome::NotSent, m_context.now, {}, 0, true);
            if (!m_full) {
                Event e = m_context.event(EventKind::Alert, names::kBufferFull, Severity::Error);
                e.connection = m_connection;
                e.role = m_role;
                e.figures = {{"bound", static_cast<std::int64_t>(m_bound)}};
                m_context.publish(std::move(e));
            }
            m_full = true;
            continue;
        }
        m_full = false;
        m_waiting.push_back(probe);
    }
    return {due.skipped, due.skippedFrom};
}

std::string ProbeLedger::moveTo(Stream& stream) {
    std::string bytes;
    if (stream.inFlight.empty()) stream.inFlightSince = m_context.now;
    for (Probe& probe : m_waiting) {
        bytes += bytesOf(probe.kind);
        probe.written = true;
        probe.sent = m_context.now;
        stream.inFlight.push_back({PendingReply::What::Probe, probe});
        if (probe.intended < stream.youngest)
            stream.unordered = stream.inFlight.size();
        else
            stream.youngest = probe.intended;
    }
    stream.probes += m_waiting.size();
    stream.unflushed += m_waiting.size();
    m_waiting.clear();
    return bytes;
}

void ProbeLedger::onFlushed(Stream& stream) const {
    const std::size_t count = std::min(stream.unflushed, stream.inFlight.size());
    for (auto it = stream.inFlight.end() - static_cast<std::ptrdiff_t>(count); it != stream.inFlight.end();
         ++it)
        it->probe.sent = m_context.now;
    stream.unflushed = 0;
}

void ProbeLedger::settle(const Probe& probe, Outcome outcome, MonoTime done, StreamId stream,
                         std::uint32_t bytes, bool censored) {
    Sample sample;
    sample.intended = probe.intended;
    sample.sent = probe.written ? probe.sent : probe.intended;
    sample.done = done;
    sample.target = m_context.settings.id;
    sample.connection = m_connection;
    sample.stream = stream;
    sample.role = m_role;
    sample.outcome = outcome;
    sample.carriedOver = probe.carriedOver;
    sample.censored = censored;
    sample.bytesIn = bytes;
    m_context.out->samples.push_back(sample);
    if (probe.kind != ProbeKind::Incr) return;
    if (outcome == Outcome::Ok || outcome == Outcome::Late) ++m_tally.acknowledged;
    if (outcome == Outcome::Timeout || outcome == Outcome::Unknown) ++m_tally.unresolved;
}

std::string_view ProbeLedger::onReply(Stream& stream, const resp::Value& reply, std::size_t bytes,
                                      Duration effective) {
    if (stream.inFlight.empty()) return "a reply that was not asked for";
    const bool ofProbe = stream.inFlight.front().what == PendingReply::What::Probe ||
                         stream.inFlight.front().what == PendingReply::What::Abandoned;
    if (ofProbe && !fits(stream.inFlight.front().probe.kind, reply))
        return "a reply that does not fit the command it should answer";
    const PendingReply pending = stream.inFlight.front();
    stream.inFlight.pop_front();
    if (stream.settled > 0) --stream.settled;
    if (stream.unordered > 0) --stream.unordered;
    stream.unflushed = std::min(stream.unflushed, stream.inFlight.size());
    stream.inFlightSince = m_context.now;

    const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(bytes, UINT32_MAX));
    switch (pending.what) {
    case PendingReply::What::Discard:
    case PendingReply::What::Integrity:
    case PendingReply::What::OptIn:
        break;
    case PendingReply::What::Abandoned:
        settle(pending.probe, Outcome::ReplyAfterTimeout, m_context.now, stream.id, size, true);
        if (pending.probe.kind == ProbeKind::Incr) {
            --m_tally.unresolved;
            if (!reply.isError()) ++m_tally.acknowledged;
        }
        break;
    case PendingReply::What::Probe:
        --stream.probes;
        settleReply(pending.probe, stream, reply, size, effective);
        break;
    }
    return {};
}

void ProbeLedger::settleReply(const Probe& probe, const Stream& stream, const resp::Value& reply,
                              std::uint32_t bytes, Duration effective) {
    if (reply.isError()) {
        settle(probe, Outcome::Error, m_context.now, stream.id, bytes, m_context.waking);
        std::string word = errorWord(reply.text);
        const bool clusterMode = word == "MOVED" || word == "ASK";
        m_context.secrets.maskText(word); // it is the run's type, which is compared
        countFailure(m_errors, EventKind::Error, names::kErrorReplies, word, reply.text);
        if (clusterMode) reportClusterMode(word, reply.text);
        return;
    }
    // Late is what a relaxed timeout saved. Where none is in force, a reply past its deadline was read before
    // the deadline could be judged: it came in time as far as this program can know.
    const Duration normal = m_context.settings.timeouts.normal;
    const bool late = effective > normal && m_context.now > probe.intended + probe.deadlineExtension + normal;
    // A reply that lay in the buffer while we did not run came in time; how fast it was nobody knows.
    const bool censored = m_context.waking || probe.deadlineExtension != Duration::zero();
    settle(probe, late && !censored ? Outcome::Late : Outcome::Ok, m_context.now, stream.id, bytes, censored);
    endFailure(m_timeouts);
    endFailure(m_errors);
}

void ProbeLedger::reportClusterMode(const std::string& word, const std::string& text) {
    if (std::exchange(m_clusterModeReported, true)) return;
    Event e = m_context.event(EventKind::Alert, names::kClusterMode, Severity::Error);
    e.connection = m_connection;
    e.role = m_role;
    e.errorType = word;
    e.errorText = text;
    m_context.publish(std::move(e));
}

void ProbeLedger::expireWaiting(Duration effective) {
    while (!m_waiting.empty()) {
        const Probe probe = m_waiting.front();
        if (deadline(probe, effective) > m_context.now) return;
        m_waiting.pop_front();
        // One that was written to a connection since lost was sent; it was never answered.
        settle(probe, probe.written ? Outcome::Timeout : Outcome::NotSent, m_context.now, {}, 0, true);
        countFailure(m_timeouts, EventKind::Timeout, names::kTimeouts, probe.written ? "timeout" : "not_sent",
                     {});
    }
}

void ProbeLedger::expireInFlight(Stream& stream, Duration effective) {
    const auto expireIfDue = [&](PendingReply& pending) {
        if (pending.what != PendingReply::What::Probe || deadline(pending.probe, effective) > m_context.now)
            return;
        pending.what = PendingReply::What::Abandoned;
        --stream.probes;
        settle(pending.probe, Outcome::Timeout, m_context.now, stream.id, 0, true);
        countFailure(m_timeouts, EventKind::Timeout, names::kTimeouts, "timeout", {});
    };
    for (std::size_t i = stream.settled; i < stream.unordered; ++i)
        expireIfDue(stream.inFlight[i]);
    // From there on they are in the order of their deadlines.
    for (std::size_t i = std::max(stream.settled, stream.unordered); i < stream.inFlight.size(); ++i) {
        expireIfDue(stream.inFlight[i]);
        if (stream.inFlight[i].what == PendingReply::What::Probe) break;
    }
    while (stream.settled < stream.inFlight.size() &&
           stream.inFlight[stream.settled].what != PendingReply::What::Probe)
        ++stream.settled;
}

void ProbeLedger::takeBack(Stream& stream) {
    std::deque<Probe> repeat;
    for (PendingReply& pending : stream.inFlight) {
        if (pending.what != PendingReply::What::Probe) continue;
        if (isRepeatable(pending.probe.kind)) {
            pending.probe.carriedOver = true;
            if (m_context.waking)
                pending.probe.deadlineExtension += m_context.stall; // nobody could send it meanwhile
            repeat.push_back(pending.probe);
        } else {
            settle(pending.probe, Outcome::Unknown, m_context.now, stream.id, 0, true);
            countFailure(m_errors, EventKind::Error, names::kLost, "unknown", {});
        }
    }
    stream.inFlight.clear();
    stream.probes = 0;
    stream.settled = 0;
    stream.unordered = 0;
    stream.unflushed = 0;
    const auto older = [](const Probe& a, const Probe& b) { return a.intended < b.intended; };
    // One that was carried over before may stand behind a younger one.
    std::stable_sort(repeat.begin(), repeat.end(), older);
    // Older than what waits already, as a rule; by time in any case, so that the queue stays in order.
    std::deque<Probe> merged;
    std::merge(repeat.begin(), repeat.end(), m_waiting.begin(), m_waiting.end(), std::back_inserter(merged),
               older);
    m_waiting = std::move(merged);
}

std::uint64_t ProbeLedger::abandonAll() {
    const std::uint64_t count = m_waiting.size();
    m_waiting.clear();
    m_schedule.stop();
    return count;
}

void ProbeLedger::extendWaiting(Duration missed) {
    for (Probe& probe : m_waiting)
        probe.deadlineExtension += missed;
}

void ProbeLedger::extendInFlight(Stream& stream, Duration missed) const {
    for (PendingReply& pending : stream.inFlight)
        pending.probe.deadlineExtension += missed;
    stream.unordered = stream.inFlight.size(); // what is written from now on has the earlier deadline
}

std::optional<MonoTime> ProbeLedger::nextDeadline(Duration effective) const {
    std::optional<MonoTime> next = m_schedule.nextSlot();
    if (!m_waiting.empty()) {
        const MonoTime due = deadline(m_waiting.front(), effective);
        if (!next || due < *next) next = due;
    }
    return next;
}

std::optional<MonoTime> ProbeLedger::nextDeadline(const Stream& stream, Duration effective) {
    std::optional<MonoTime> next;
    for (std::size_t i = stream.settled; i < stream.inFlight.size(); ++i) {
        const PendingReply& pending = stream.inFlight[i];
        if (pending.what != PendingReply::What::Probe) continue;
        const MonoTime due = deadline(pending.probe, effective);
        if (!next || due < *next) next = due;
        if (i >= stream.unordered) break; // from here on they are in order
    }
    return next;
}

void ProbeLedger::publish(FailureRun& run) {
    run.lastPublished = m_context.now;
    run.event.figures = {{"count", run.count}};
    m_context.publish(run.event);
}

void ProbeLedger::countFailure(std::optional<FailureRun>& run, EventKind kind, std::string_view name,
                               const std::string& type, const std::string& text) {
    if (run && (run->event.errorType != type || run->event.name != name)) endFailure(run);
    if (!run) {
        run.emplace();
        run->event = m_context.event(kind, name, Severity::Error);
        run->event.connection = m_connection;
        run->event.role = m_role;
        run->event.errorType = type;
        run->event.errorText = text;
        run->last = m_context.now;
        run->count = 1;
        publish(*run);
        return;
    }
    ++run->count;
    run->last = m_context.now;
    // A long run grows on screen once a second, not once a probe.
    if (m_context.now - run->lastPublished >= std::chrono::seconds(1)) publish(*run);
}

void ProbeLedger::endFailure(std::optional<FailureRun>& run) {
    if (!run) return;
    run->event.end = run->last; // the last failure, not the reply that ended the run
    publish(*run);
    run.reset();
}

void ProbeLedger::finish() {
    endFailure(m_timeouts);
    endFailure(m_errors);
}

} // namespace maintscope::core
