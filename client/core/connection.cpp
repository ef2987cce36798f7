// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/connection.h"

#include "client/core/notification_decoder.h"
#include "client/types/event_names.h"

#include <algorithm>

namespace maintscope::core {
namespace {

void consider(std::optional<MonoTime>& next, std::optional<MonoTime> candidate) {
    if (candidate && (!next || *candidate < *next)) next = candidate;
}

} // namespace

Connection::Connection(Context& context, Identity identity, IncrTally& tally)
    : m_context(context)
    , m_identity(std::move(identity))
    , m_windows(context, m_identity.id, m_identity.role)
    , m_ledger(context, m_identity.id, m_identity.role, m_identity.phase, m_identity.key, m_identity.ownKey,
               tally) {
    m_configured.endpoint = context.settings.endpoint;
}

Event Connection::event(EventKind kind, std::string_view name, Severity severity) {
    Event e = m_context.event(kind, name, severity);
    e.connection = m_identity.id;
    e.role = m_identity.role;
    return e;
}

// ---- life
// ----------------------------------------------------------------------------------------------------------

void Connection::start() {
    m_started = true;
    m_configured.startAt(m_context.now);
}

void Connection::startSchedule() {
    m_ledger.start();
}

void Connection::stopSchedule() {
    m_ledger.stop();
}

std::uint64_t Connection::close() {
    if (m_closed) return 0;
    std::uint64_t dropped = m_ledger.abandonAll();
    const auto closeStream = [&](const StreamPtr& stream) {
        if (!stream) return;
        dropped += static_cast<std::uint64_t>(
            std::count_if(stream->inFlight.begin(), stream->inFlight.end(),
                          [](const PendingReply& o) { return o.what == PendingReply::What::Probe; }));
        m_context.act(Close{stream->id});
    };
    stopRoute(m_named);
    stopRoute(m_configured);
    if (m_handoff) endHandoff(*m_handoff, ResultWord::Running, "the recording ended before the switch");
    m_handoff.reset();
    for (Handoff& handoff : m_finishing) {
        handoff.event.end = m_context.now;
        m_context.publish(handoff.event);
    }
    m_finishing.clear();
    m_poll.reset();
    for (const StreamPtr& stream : m_draining)
        closeStream(stream);
    if (m_serving) {
        Event e = event(EventKind::Disconnect, names::kStopped, Severity::Info);
        e.peerOld = toString(m_serving->peer);
        e.stream = m_serving->id;
        m_context.publish(std::move(e));
    }
    closeStream(m_serving);
    m_draining.clear();
    m_serving.reset();
    m_windows.finish();
    m_ledger.finish();
    m_closed = true;
    publishState();
    return dropped;
}

bool Connection::idle() const {
    if (m_ledger.anyWaiting() || (m_serving && m_serving->hasProbesInFlight())) return false;
    return std::none_of(m_draining.begin(), m_draining.end(),
                        [](const StreamPtr& s) { return s->hasProbesInFlight(); });
}

Stream* Connection::find(StreamId id) {
    if (m_serving && m_serving->id == id) return m_serving.get();
    for (const auto* list : {&m_draining, &m_dialling})
        for (const StreamPtr& stream : *list)
            if (stream->id == id) return stream.get();
    return nullptr;
}

bool Connection::owns(StreamId id) const {
    return const_cast<Connection*>(this)->find(id) != nullptr;
}

bool Connection::owns(ResolveId id) const {
    return m_configured.resolving == id || m_named.resolving == id || m_advertised.asked == id ||
           (m_poll && m_poll->asked == id);
}

ConnectionState Connection::state() const {
    if (m_closed) return ConnectionState::Closed;
    if (!m_started) return ConnectionState::Idle;
    if (m_serving) {
        if (!m_draining.empty()) return ConnectionState::Draining;
        if (m_handoff) return ConnectionState::Dialing;
        if ((!m_finishing.empty() || m_afterHandoff) && m_windows.relaxed()) return ConnectionState::Tail;
        return ConnectionState::Ready;
    }
    if (m_handoff) return ConnectionState::Orphan;
    const Stream* furthest = nullptr;
    for (const StreamPtr& stream : m_dialling)
        if (furthest == nullptr || stream->phase > furthest->phase) furthest = stream.get();
    if (furthest != nullptr)
        return furthest->phase == Stream::Phase::Connecting ? ConnectionState::Connecting
                                                            : ConnectionState::Handshaking;
    if (m_configured.phase == Route::Phase::Resolving || m_named.phase == Route::Phase::Resolving)
        return ConnectionState::Resolving;
    return ConnectionState::Backoff;
}

void Connection::publishState() {
    const ConnectionState now = state();
    if (now == m_published) return;
    m_published = now;
    Event e = event(EventKind::State, toString(now), Severity::Info);
    if (m_serving) e.stream = m_serving->id;
    m_context.publish(std::move(e));
}

// ---- input
// ---------------------------------------------------------------------------------------------------------

void Connection::onReceived(StreamId id, std::string_view bytes) {
    Stream* stream = find(id);
    if (stream == nullptr) return;
    stream->lastRead = m_context.now;
    stream->decoder.feed(bytes);
    handleFrames(*stream);
}

void Connection::handleFrames(Stream& stream) {
    const StreamId id = stream.id;
    // A frame may end the stream (failed handshake, dropped candidate), so it is looked up again before each
    // one.
    for (Stream* s = &stream; s != nullptr; s = find(id)) {
        const auto frame = s->decoder.next();
        if (!frame) {
            if (!s->decoder.error().empty()) breakOff(*s, s->decoder.error());
            return;
        }
        if (frame->value.type == resp::Type::Push) {
            onPush(*s, *frame);
        } else if (s->phase != Stream::Phase::Ready) {
            const Handshake::Progress progress = s->handshake.onReply(frame->value, m_context.now);
            if (progress.verdict == Handshake::Verdict::Failed)
                handshakeFailed(*s, s->handshake.errorType(), s->handshake.errorText());
            else if (progress.verdict == Handshake::Verdict::Ready)
                candidateReady(*s);
            else if (!progress.write.empty())
                write(*s, progress.write);
        } else {
            onServingReply(*s, *frame);
        }
    }
}

/// What the peer sends cannot be understood any more.
void Connection::breakOff(const Stream& stream, const std::string& text) {
    const StreamId id = stream.id;
    Event e = event(EventKind::Error, names::kProtocolError, Severity::Error);
    e.stream = id;
    e.peerOld = toString(stream.peer);
    e.errorType = "protocol_error";
    e.errorText = text;
    m_context.publish(std::move(e));
    m_context.act(Close{id});
    onClosed({id, CloseCause::Error, "protocol error: " + text});
}

void Connection::onServingReply(Stream& stream, const resp::Frame& frame) {
    const bool integrity =
        !stream.inFlight.empty() && stream.inFlight.front().what == PendingReply::What::Integrity;
    const bool probe = !stream.inFlight.empty() && stream.inFlight.front().what == PendingReply::What::Probe;
    const bool optIn = !stream.inFlight.empty() && stream.inFlight.front().what == PendingReply::What::OptIn;
    const std::string_view problem =
        m_ledger.onReply(stream, frame.value, frame.bytes, m_windows.effectiveTimeout());
    if (!problem.empty()) {
        // Replies have lost their order: from here on every answer would be taken for another command's.
        breakOff(stream, std::string(problem));
        return;
    }
    if (integrity) m_integrityAnswer = frame.value;
    if (optIn) onOptedInAgain(stream, frame.value);
    if (probe && !frame.value.isError()) firstReply(stream);
    if (&stream != m_serving.get() && stream.inFlight.empty()) drained(stream);
}

void Connection::onFlushed(StreamId id) {
    if (Stream* stream = find(id)) m_ledger.onFlushed(*stream);
}

void Connection::onClosed(const Closed& closed) {
    const std::string type = closed.cause == CloseCause::Fin     ? "closed_by_peer"
                             : closed.cause == CloseCause::Reset ? "connection_reset"
                                                                 : "connection_error";
    if (m_serving && m_serving->id == closed.stream) {
        const bool announced = wasAnnounced(*m_serving);
        lost(std::move(m_serving), announced ? names::kDuringMaintenance : names::kUnannounced, type,
             closed.text);
        return;
    }
    const auto retired = std::find_if(m_draining.begin(), m_draining.end(),
                                      [&](const StreamPtr& s) { return s->id == closed.stream; });
    if (retired != m_draining.end()) {
        StreamPtr stream = std::move(*retired);
        m_draining.erase(retired);
        drainingGone(std::move(stream));
        return;
    }
    Stream* dialling = find(closed.stream);
    if (dialling == nullptr) return;
    const std::string at = " at " + std::string(dialling->handshake.stepName());
    const Route* route = routeOf(closed.stream);
    StreamPtr stream = takeDialling(closed.stream);
    finishAttempt(*stream, ResultWord::Failed, type, closed.text + at);
    if (route != nullptr) attemptFailed(*const_cast<Route*>(route), type, closed.text + at);
}

void Connection::onTick() {
    if (m_closed) return;
    driveHandoff();
    drivePoll();
    driveAdvertisedCheck();
    driveRoute(m_named);
    driveRoute(m_configured);
    checkSilence();
}

void Connection::onSuspended(Duration missed) {
    // Our clock stood still, too; but what was in flight may need a new connection first. More than a relaxed
    // timeout is never given: nobody waits for hours after a night's sleep.
    const Duration extension = std::min(missed, m_context.settings.timeouts.relaxed);
    m_ledger.extendWaiting(extension);
    if (m_serving) m_ledger.extendInFlight(*m_serving, extension);
    for (const StreamPtr& stream : m_draining)
        m_ledger.extendInFlight(*stream, extension);
}

void Connection::onStall(Duration stall) {
    m_ledger.extendWaiting(stall);
    for (const StreamPtr& stream : m_dialling)
        stream->deadline += stall;
    for (Route* route : {&m_configured, &m_named})
        if (route->phase == Route::Phase::Resolving) route->due += stall;
}

bool Connection::askIntegrity(bool setUp) {
    if (!m_serving) return false;
    std::string bytes;
    if (setUp && m_identity.ownKey) {
        // Our own key goes by itself after the session; NX keeps a running count.
        bytes += resp::encodeCommand({"SET", m_identity.key, "0", "EX", "2592000", "NX"});
        m_serving->inFlight.push_back({PendingReply::What::Discard, {}});
    }
    bytes += resp::encodeCommand({"GET", m_identity.key});
    m_serving->inFlight.push_back({PendingReply::What::Integrity, {}});
    write(*m_serving, std::move(bytes));
    return true;
}

bool Connection::optInAgain() {
    const bool asks = m_identity.role == ProbeRole::Protected && m_context.settings.policy != Policy::Never;
    if (!asks || !m_serving || !m_serving->handshake.resp3()) return false;
    m_serving->inFlight.push_back({PendingReply::What::OptIn, {}});
    write(*m_serving, m_serving->handshake.optInCommand());
    return true;
}

/// A connection that retired meanwhile has a successor that opted in by itself.
void Connection::onOptedInAgain(Stream& stream, const resp::Value& reply) {
    const bool before = stream.handshake.optedIn();
    stream.handshake.onOptIn(reply);
    if (&stream != m_serving.get()) return;
    const bool now = stream.handshake.optedIn();
    Event e = event(EventKind::Recording, names::kOptInAgain, now ? Severity::Info : Severity::Notice);
    e.stream = stream.id;
    e.peerNew = toString(stream.peer);
    e.policy = m_context.settings.policy;
    e.support = now ? Support::Supported : Support::Unsupported;
    e.errorText = stream.handshake.refusal().value_or(std::string());
    m_context.publish(e);
    if (now == before) return;
    Event support = event(EventKind::Recording, names::kSupport, Severity::Info);
    support.policy = e.policy;
    support.support = e.support;
    support.errorText = e.errorText;
    m_context.publish(std::move(support));
}

// ---- end of a step
// -------------------------------------------------------------------------------------------------

std::size_t Connection::inFlightOnAll() const {
    std::size_t count = m_serving ? m_serving->inFlight.size() : 0;
    for (const StreamPtr& stream : m_draining)
        count += stream->inFlight.size();
    return count;
}

void Connection::write(Stream& stream, std::string bytes) {
    m_context.act(Write{stream.id, std::move(bytes)});
}

/// The old connection has not given its replies within the drain limit: what waits for them goes out.
void Connection::giveUpOrder() {
    m_orderingHeldUntil.reset();
    Event e = event(EventKind::Alert, names::kOrderGivenUp, Severity::Warning);
    e.peerOld = toString(m_draining.front()->peer);
    e.figures = {{"owed", static_cast<std::int64_t>(inFlightOnAll())}};
    m_context.publish(std::move(e));
}

void Connection::writeWaiting() {
    if (!m_serving || !m_ledger.anyWaiting()) return;
    if (m_orderingHeldUntil) return;
    write(*m_serving, m_ledger.moveTo(*m_serving));
}

void Connection::settle() {
    if (m_closed) return;
    m_windows.update();
    const Duration effective = m_windows.effectiveTimeout();
    if (!m_context.waking) {
        const ProbeLedger::Skipped skipped = m_ledger.schedule(inFlightOnAll());
        if (skipped.slots > 0) {
            if (m_notMeasured.slots == 0) m_notMeasured.from = skipped.from;
            m_notMeasured.slots += skipped.slots;
        }
        if (m_serving) m_ledger.expireInFlight(*m_serving, effective);
        for (std::size_t i = 0; i < m_draining.size();) {
            Stream& stream = *m_draining[i];
            m_ledger.expireInFlight(stream, effective);
            // No reply still in flight can count: the old connection has nothing more to give.
            if (!stream.hasProbesInFlight())
                drained(stream);
            else
                ++i;
        }
        m_ledger.expireWaiting(effective);
    }
    if (m_orderingHeldUntil && *m_orderingHeldUntil <= m_context.now) giveUpOrder();
    writeWaiting();
    m_windows.update();
    if (!m_windows.relaxed()) m_afterHandoff = false;
    publishState();
}

std::optional<MonoTime> Connection::silenceDeadline() const {
    // Abandoned replies are in flight, too: a socket that answers nothing at all has only those left.
    if (!m_serving || m_serving->inFlight.empty() || m_windows.relaxed()) return std::nullopt;
    const MonoTime since = std::max({m_serving->lastRead, m_serving->inFlightSince, m_windows.normalSince()});
    return since + kRetry.silentTimeouts * m_context.settings.timeouts.normal;
}

void Connection::checkSilence() {
    const auto deadline = silenceDeadline();
    if (!deadline || *deadline > m_context.now || m_context.waking) return;
    m_context.act(Close{m_serving->id});
    lost(std::move(m_serving), names::kSilent, "silent",
         "the socket is open, but no byte came for " + std::to_string(kRetry.silentTimeouts) +
             " normal timeouts");
}

std::optional<MonoTime> Connection::nextDeadline() const {
    if (m_closed) return std::nullopt;
    const Duration effective = m_windows.effectiveTimeout();
    std::optional<MonoTime> next = m_ledger.nextDeadline(effective);
    consider(next, m_windows.nextDeadline());
    if (m_serving) consider(next, ProbeLedger::nextDeadline(*m_serving, effective));
    consider(next, silenceDeadline());
    for (const StreamPtr& stream : m_draining)
        consider(next, ProbeLedger::nextDeadline(*stream, effective));
    for (const StreamPtr& stream : m_dialling)
        consider(next, stream->deadline);
    for (const Route* route : {&m_configured, &m_named})
        if (route->phase == Route::Phase::Waiting || route->phase == Route::Phase::Resolving)
            consider(next, route->due);
    if (m_poll) consider(next, m_poll->when());
    if (checksAdvertised()) consider(next, m_advertised.when());
    if (m_orderingHeldUntil != MonoTime::max()) consider(next, m_orderingHeldUntil);
    if (m_handoff) {
        if (!m_configured.active() || m_configured.fixedAddresses) consider(next, m_handoff->halfTime);
        consider(next, m_handoff->switchLimit);
    }
    return next;
}

} // namespace maintscope::core
