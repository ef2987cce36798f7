// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/probe_traffic.h"

#include "client/core/retry_policy.h"
#include "client/types/event_names.h"

#include <algorithm>
#include <string>

namespace maintscope::core {

ProbeTraffic::ProbeTraffic(ConnectionParts& parts, IncrTally& tally)
    : m_parts(parts)
    , m_ledger(parts.context, parts.identity.id, parts.identity.role, parts.identity.phase,
               parts.identity.key, parts.identity.ownKey, tally) {}

bool ProbeTraffic::idle() const {
    if (m_ledger.anyWaiting() || (m_parts.serving && m_parts.serving->hasProbesInFlight())) return false;
    return std::none_of(m_parts.draining.begin(), m_parts.draining.end(),
                        [](const StreamPtr& s) { return s->hasProbesInFlight(); });
}

std::uint64_t ProbeTraffic::abandonAll() {
    std::uint64_t dropped = m_ledger.abandonAll();
    const auto count = [&](const StreamPtr& stream) {
        if (!stream) return;
        dropped += static_cast<std::uint64_t>(
            std::count_if(stream->inFlight.begin(), stream->inFlight.end(),
                          [](const PendingReply& p) { return p.what == PendingReply::What::Probe; }));
    };
    for (const StreamPtr& stream : m_parts.draining)
        count(stream);
    count(m_parts.serving);
    return dropped;
}

bool ProbeTraffic::askIntegrity(bool setUp) {
    if (!m_parts.serving) return false;
    std::string bytes;
    if (setUp && m_parts.identity.ownKey) {
        // A key of ours expires after the session; NX keeps a running count.
        bytes += resp::encodeCommand({"SET", m_parts.identity.key, "0", "EX", "2592000", "NX"});
        m_parts.serving->inFlight.push_back({PendingReply::What::Discard, {}});
    }
    bytes += resp::encodeCommand({"GET", m_parts.identity.key});
    m_parts.serving->inFlight.push_back({PendingReply::What::Integrity, {}});
    m_parts.write(*m_parts.serving, std::move(bytes));
    return true;
}

bool ProbeTraffic::optInAgain() {
    if (!m_parts.optsIn() || !m_parts.serving || !m_parts.serving->handshake.resp3()) return false;
    m_parts.serving->inFlight.push_back({PendingReply::What::OptIn, {}});
    m_parts.write(*m_parts.serving, m_parts.serving->handshake.optInCommand());
    return true;
}

ProbeTraffic::Reply ProbeTraffic::onReply(Stream& stream, const resp::Frame& frame) {
    Reply reply;
    if (!stream.inFlight.empty()) reply.to = stream.inFlight.front().what;
    reply.problem = m_ledger.onReply(stream, frame.value, frame.bytes, m_parts.windows.effectiveTimeout());
    if (reply.problem.empty() && reply.to == PendingReply::What::Integrity) m_integrityAnswer = frame.value;
    return reply;
}

/// Our clock did not count either; but what was in flight may need a new connection first. It gets no more
/// than a relaxed timeout: nobody waits for hours after a night's sleep.
void ProbeTraffic::onSuspended(Duration missed) {
    const Duration extension = std::min(missed, m_parts.settings().timeouts.relaxed);
    m_ledger.extendWaiting(extension);
    if (m_parts.serving) m_ledger.extendInFlight(*m_parts.serving, extension);
    for (const StreamPtr& stream : m_parts.draining)
        m_ledger.extendInFlight(*stream, extension);
}

void ProbeTraffic::holdOrder() {
    if (!m_ledger.waitingDependsOnOrder()) return;
    const auto& limit = m_parts.settings().timeouts.drainLimit;
    m_orderingHeldUntil = limit ? m_parts.now() + *limit : MonoTime::max();
}

/// The old connection has not answered within the drain limit: what waits for it is written.
void ProbeTraffic::giveUpOrder() {
    m_orderingHeldUntil.reset();
    Event e = m_parts.event(EventKind::Alert, names::kOrderGivenUp, Severity::Warning);
    e.peerOld = toString(m_parts.draining.front()->peer);
    e.figures = {{"owed", static_cast<std::int64_t>(inFlightOnAll())}};
    m_parts.publish(std::move(e));
}

std::size_t ProbeTraffic::inFlightOnAll() const {
    std::size_t count = m_parts.serving ? m_parts.serving->inFlight.size() : 0;
    for (const StreamPtr& stream : m_parts.draining)
        count += stream->inFlight.size();
    return count;
}

void ProbeTraffic::schedule() {
    const ProbeLedger::Skipped skipped = m_ledger.schedule(inFlightOnAll());
    if (skipped.slots == 0) return;
    if (m_notMeasured.slots == 0) m_notMeasured.from = skipped.from;
    m_notMeasured.slots += skipped.slots;
}

void ProbeTraffic::writeWaiting() {
    if (m_orderingHeldUntil && *m_orderingHeldUntil <= m_parts.now()) giveUpOrder();
    if (!m_parts.serving || !m_ledger.anyWaiting() || m_orderingHeldUntil) return;
    m_parts.write(*m_parts.serving, m_ledger.moveTo(*m_parts.serving));
}

std::optional<MonoTime> ProbeTraffic::silenceDeadline() const {
    const StreamPtr& serving = m_parts.serving;
    // Abandoned replies are in flight, too: a socket that answers nothing at all has only those left.
    if (!serving || serving->inFlight.empty() || m_parts.windows.relaxed()) return std::nullopt;
    const MonoTime since =
        std::max({serving->lastRead, serving->inFlightSince, m_parts.windows.normalSince()});
    return since + kRetry.silentTimeouts * m_parts.settings().timeouts.normal;
}

std::optional<MonoTime> ProbeTraffic::nextDeadline() const {
    const Duration effective = m_parts.windows.effectiveTimeout();
    std::optional<MonoTime> next = m_ledger.nextDeadline(effective);
    if (m_parts.serving) consider(next, ProbeLedger::nextDeadline(*m_parts.serving, effective));
    for (const StreamPtr& stream : m_parts.draining)
        consider(next, ProbeLedger::nextDeadline(*stream, effective));
    consider(next, silenceDeadline());
    if (m_orderingHeldUntil != MonoTime::max()) consider(next, m_orderingHeldUntil);
    return next;
}

} // namespace maintscope::core
