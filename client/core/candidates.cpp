// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/candidates.h"

#include "client/core/endpoint_type.h"
#include "client/core/retry_policy.h"
#include "client/types/event_names.h"

#include <algorithm>
#include <utility>

namespace maintscope::core {

StreamId Candidates::dial(Dial dial) {
    auto stream = std::make_unique<Stream>();
    const StreamId id = m_parts.context.newStream();
    stream->id = id;
    stream->address = std::move(dial.address);
    stream->dialled = m_parts.now();
    stream->deadline = m_parts.now() + m_parts.settings().timeouts.connect;
    stream->advertised = dial.advertised;

    stream->attempt = m_parts.event(EventKind::ConnectAttempt,
                                    m_parts.serving ? names::kCandidate : names::kDial, Severity::Info);
    stream->attempt.stream = id;
    stream->attempt.peerNew = toString(stream->address);
    if (m_parts.serving) stream->attempt.peerOld = toString(m_parts.serving->peer);
    stream->attempt.attempt = dial.attempt;
    stream->attempt.result = ResultWord::Running;
    if (m_parts.handoff) stream->attempt.sequence = m_parts.handoff->identity.sequence;
    if (dial.resolveTook > Duration::zero())
        stream->attempt.figures.push_back({std::string(names::kStepResolve), dial.resolveTook.count()});
    m_parts.publish(stream->attempt);

    m_parts.context.act(
        Open{id, stream->address, m_parts.settings().tls.enabled, std::move(dial.serverName)});
    if (m_parts.handoff && !m_parts.handoff->event.phases.connecting) {
        m_parts.handoff->event.phases.connecting = m_parts.now() - m_parts.handoff->notified;
        m_parts.publish(m_parts.handoff->event);
    }
    m_streams.push_back(std::move(stream));
    return id;
}

void Candidates::onOpened(const Opened& opened) {
    Stream* stream = find(opened.stream);
    if (stream == nullptr) return;
    const TargetSettings& settings = m_parts.settings();
    stream->peer = opened.peer;
    stream->opened = m_parts.now();
    stream->lastRead = m_parts.now();
    stream->phase = Stream::Phase::Handshaking;
    stream->attempt.figures.push_back({std::string(names::kStepTcp), opened.tcp.count()});
    if (settings.tls.enabled)
        stream->attempt.figures.push_back({std::string(names::kStepTls), opened.tls.count()});

    stream->endpointType = resolveEndpointType(settings.endpointType, opened.peer.host, settings.tls.enabled);
    Handshake::Plan plan;
    plan.user = settings.user;
    plan.password = settings.password;
    plan.clientName = m_parts.identity.clientName;
    plan.optIn = m_parts.optsIn();
    plan.endpointType = stream->endpointType;
    plan.resp3Required = m_parts.isProtected() && settings.policy == Policy::Required;
    // Some proxies close the connection at a command that they do not know: one attempt without HELLO, then with it
    // again (twemproxy src/proto/nc_redis.c).
    const bool withoutHello =
        !plan.resp3Required && !m_parts.context.helloAnswered && m_closedAtHello >= kRetry.closesAtHello;
    plan.hello = !withoutHello;
    if (withoutHello) m_closedAtHello = 0;
    plan.oneAtATime = std::exchange(m_oneAtATime, false) || m_parts.context.oneAtATime;
    plan.key = m_parts.identity.key;
    stream->handshake = Handshake(std::move(plan));
    m_parts.write(*stream, stream->handshake.begin(m_parts.now()));
}

Candidates::Progress Candidates::onReply(Stream& stream, const resp::Value& reply) {
    const Handshake::Progress progress = stream.handshake.onReply(reply, m_parts.now());
    if (stream.handshake.helloAnswered()) m_parts.context.helloAnswered = true;
    switch (progress.verdict) {
    case Handshake::Verdict::Pending:
        if (!progress.write.empty()) m_parts.write(stream, progress.write);
        return {};
    case Handshake::Verdict::Failed: {
        Failure failure{stream.handshake.errorType(), stream.handshake.errorText()};
        if (failure.type == "protocol_error") noteBroken(stream);
        m_parts.context.act(Close{stream.id});
        fail(stream.id, failure);
        return {nullptr, std::move(failure)};
    }
    case Handshake::Verdict::Ready:
        return judge(stream);
    }
    return {};
}

/// A candidate has answered PING: it is taken, or dropped and the reason published.
Candidates::Progress Candidates::judge(Stream& stream) {
    std::optional<Failure> failure = objection(stream);
    if (!failure) {
        m_closedAtHello = 0;
        m_parts.context.oneAtATime |= stream.handshake.oneAtATime();
        stream.phase = Stream::Phase::Ready;
        finishAttempt(stream, ResultWord::Ok, {});
        return {take(stream.id), std::nullopt};
    }
    const bool retiring = failure->type == kRetiring;
    if (failure->type == kSentinel) {
        m_parts.context.act(Close{stream.id});
        fail(stream.id, *failure);
        return {nullptr, std::move(failure)};
    }
    Event e = m_parts.event(EventKind::Alert, retiring ? names::kCandidateDropped : names::kOptInRefused,
                            retiring ? Severity::Notice : Severity::Error);
    e.peerNew = toString(stream.peer);
    e.stream = stream.id;
    e.errorType = failure->type;
    e.errorText = failure->text;
    m_parts.context.act(Close{stream.id});
    fail(stream.id, *failure);
    m_parts.publish(std::move(e));
    return {nullptr, std::move(failure)};
}

/// Why a connection that has answered PING may not serve; nullopt: it may.
std::optional<Candidates::Failure> Candidates::objection(const Stream& stream) const {
    if (stream.earlyMovingRepeated && hasSomethingBetter())
        return Failure{std::string(kRetiring),
                       "the server announced the same MOVING again: this is the retiring node"};
    if (stream.handshake.serverMode() == kSentinel)
        return Failure{
            std::string(kSentinel),
            "this is a Sentinel (or the discovery service), not a database: it names the endpoint of the "
            "database when asked SENTINEL GET-MASTER-ADDR-BY-NAME"};
    if (!m_parts.isProtected() || m_parts.settings().policy != Policy::Required) return std::nullopt;
    if (stream.handshake.optedIn()) return std::nullopt;
    // The old connection is gone: an unprotected one is better than none.
    if (m_parts.handoff && !m_parts.serving) return std::nullopt;
    return Failure{"sch_refused", stream.handshake.refusal().value_or("RESP3 is not available")};
}

/// A candidate that receives the same MOVING again before its PONG has reached the node that retires (stale
/// DNS, load balancer). One that is discarded costs nothing while the old connection serves. Without one,
/// something better gets a while, provided that commands can wait for it.
bool Candidates::hasSomethingBetter() const {
    if (m_parts.serving) return true;
    return m_parts.orphanSince && m_parts.windows.relaxed() &&
           m_parts.now() - *m_parts.orphanSince <= kRetry.orphanPatience;
}

void Candidates::noteBroken(const Stream& stream) {
    if (stream.phase != Stream::Phase::Handshaking || !stream.handshake.triesHello()) return;
    if (stream.handshake.helloAnswered())
        m_oneAtATime = !stream.handshake.oneAtATime(); // commands in one write may be what it cannot answer
    else
        ++m_closedAtHello;
}

bool Candidates::fail(StreamId id, const Failure& failure) {
    const StreamPtr stream = take(id);
    if (!stream) return false;
    finishAttempt(*stream, ResultWord::Failed, failure);
    return true;
}

void Candidates::supersede(StreamId id) {
    const StreamPtr stream = take(id);
    if (!stream) return;
    m_parts.context.act(Close{id});
    finishAttempt(*stream, ResultWord::Superseded, {});
}

std::optional<Candidates::Failure> Candidates::expire(StreamId id) {
    const Stream* stream = find(id);
    if (stream == nullptr || stream->deadline > m_parts.now()) return std::nullopt;
    const std::string limit = inSeconds(m_parts.settings().timeouts.connect);
    Failure failure{"timeout",
                    stream->phase == Stream::Phase::Connecting
                        ? "no connection within " + limit
                        : "no answer to " + std::string(stream->handshake.stepName()) + " within " + limit};
    if (stream->handshake.helloAnswered()) noteBroken(*stream);
    m_parts.context.act(Close{id});
    fail(id, failure);
    return failure;
}

void Candidates::extendDeadlines(Duration stall) {
    for (const StreamPtr& stream : m_streams)
        stream->deadline += stall;
}

void Candidates::finishAttempt(Stream& stream, ResultWord result, const Failure& failure) {
    Event& attempt = stream.attempt;
    attempt.end = m_parts.now();
    attempt.result = result;
    attempt.errorType = failure.type;
    attempt.errorText = failure.text;
    if (result == ResultWord::Failed) attempt.severity = Severity::Warning;
    const auto& steps = stream.handshake.steps();
    attempt.figures.insert(attempt.figures.end(), steps.begin(), steps.end());
    m_parts.publish(attempt);
}

StreamPtr Candidates::take(StreamId id) {
    const auto it =
        std::find_if(m_streams.begin(), m_streams.end(), [&](const StreamPtr& s) { return s->id == id; });
    if (it == m_streams.end()) return nullptr;
    StreamPtr stream = std::move(*it);
    m_streams.erase(it);
    return stream;
}

Stream* Candidates::find(StreamId id) const {
    for (const StreamPtr& stream : m_streams)
        if (stream->id == id) return stream.get();
    return nullptr;
}

std::optional<ConnectionState> Candidates::state() const {
    const Stream* furthest = nullptr;
    for (const StreamPtr& stream : m_streams)
        if (furthest == nullptr || stream->phase > furthest->phase) furthest = stream.get();
    if (furthest == nullptr) return std::nullopt;
    return furthest->phase == Stream::Phase::Connecting ? ConnectionState::Connecting
                                                        : ConnectionState::Handshaking;
}

std::optional<MonoTime> Candidates::nextDeadline() const {
    std::optional<MonoTime> next;
    for (const StreamPtr& stream : m_streams)
        consider(next, stream->deadline);
    return next;
}

} // namespace maintscope::core
