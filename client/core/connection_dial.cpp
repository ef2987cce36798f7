// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/connection.h"
#include "client/core/endpoint_type.h"
#include "client/types/event_names.h"

#include <algorithm>

namespace maintscope::core {
namespace {

constexpr std::string_view kRetiring = "retiring";

std::string inSeconds(Duration duration) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

NotReadyCause causeOf(const std::string& type) {
    if (type.starts_with("tls")) return NotReadyCause::Untrusted;
    if (type == "auth") return NotReadyCause::NotAuthorised;
    if (type == "sch_refused" || type == "resp3") return NotReadyCause::Refused;
    return NotReadyCause::Unreachable;
}

} // namespace

// ---- routes
// --------------------------------------------------------------------------------------------------------

Route* Connection::routeOf(StreamId stream) {
    for (Route* route : {&m_named, &m_configured})
        if (route->phase == Route::Phase::Dialing && route->stream == stream) return route;
    return nullptr;
}

void Connection::driveRoute(Route& route) {
    switch (route.phase) {
    case Route::Phase::Idle:
        return;
    case Route::Phase::Waiting:
        if (route.due > m_context.now) return;
        if (m_serving && m_draining.size() >= kRetry.mostDraining) {
            route.startAt(m_context.now + kRetry.drainingPause);
            return;
        }
        if (route.validUntil && *route.validUntil <= m_context.now)
            route.stop();
        else
            beginAttempt(route);
        return;
    case Route::Phase::Resolving:
        if (route.due <= m_context.now)
            attemptFailed(route, "timeout",
                          "the name " + route.endpoint.host + " was not resolved within " +
                              inSeconds(m_context.settings.timeouts.connect));
        return;
    case Route::Phase::Dialing: {
        Stream* stream = find(route.stream);
        if (stream == nullptr || stream->deadline > m_context.now) return;
        const std::string text =
            stream->phase == Stream::Phase::Connecting
                ? "no connection within " + inSeconds(m_context.settings.timeouts.connect)
                : "no answer to " + std::string(stream->handshake.stepName()) + " within " +
                      inSeconds(m_context.settings.timeouts.connect);
        m_context.act(Close{stream->id});
        const StreamPtr gone = takeDialling(stream->id);
        finishAttempt(*gone, ResultWord::Failed, "timeout", text);
        attemptFailed(route, "timeout", text);
        return;
    }
    }
}

void Connection::beginAttempt(Route& route) {
    if (route.fixedAddresses || route.hasMoreAddresses()) {
        dialNext(route);
        return;
    }
    route.nextAddress = 0;
    route.resolveTook = Duration::zero();
    if (isAddressLiteral(route.endpoint.host)) {
        route.addresses = {route.endpoint.host};
        dialNext(route);
        return;
    }
    // Every attempt asks again: a name that moved must not be remembered (redis/memtier_benchmark#26).
    route.phase = Route::Phase::Resolving;
    route.resolving = m_context.newResolve();
    route.resolveBegan = m_context.now;
    route.due = m_context.now + m_context.settings.timeouts.connect;
    m_context.act(Resolve{route.resolving, route.endpoint.host});
}

void Connection::dialNext(Route& route) {
    auto stream = std::make_unique<Stream>();
    stream->id = m_context.newStream();
    stream->address = {route.addresses[route.nextAddress++], route.endpoint.port};
    stream->dialled = m_context.now;
    stream->deadline = m_context.now + m_context.settings.timeouts.connect;
    stream->advertised = route.endpoint == m_context.settings.endpoint;
    ++route.attempts;
    route.phase = Route::Phase::Dialing;
    route.stream = stream->id;

    stream->attempt =
        event(EventKind::ConnectAttempt, m_serving ? names::kCandidate : names::kDial, Severity::Info);
    stream->attempt.stream = stream->id;
    stream->attempt.peerNew = toString(stream->address);
    if (m_serving) stream->attempt.peerOld = toString(m_serving->peer);
    stream->attempt.attempt = route.attempts;
    stream->attempt.result = ResultWord::Running;
    if (m_handoff) stream->attempt.sequence = m_handoff->identity.sequence;
    if (route.resolveTook > Duration::zero())
        stream->attempt.figures.push_back({std::string(names::kStepResolve), route.resolveTook.count()});
    m_context.publish(stream->attempt);

    // A MOVING never weakens verification: the name that is verified is the configured one, unless the target
    // itself is a name, which the certificate has to cover then.
    const TargetSettings& settings = m_context.settings;
    std::string serverName =
        settings.tls.serverName.empty() ? settings.endpoint.host : settings.tls.serverName;
    if (&route == &m_named && settings.tls.serverName.empty() && !isAddressLiteral(route.endpoint.host))
        serverName = route.endpoint.host;
    m_context.act(Open{stream->id, stream->address, settings.tls.enabled, std::move(serverName)});
    if (m_handoff && !m_handoff->event.phases.connecting) {
        m_handoff->event.phases.connecting = m_context.now - m_handoff->notified;
        m_context.publish(m_handoff->event);
    }
    m_dialling.push_back(std::move(stream));
}

void Connection::finishAttempt(Stream& stream, ResultWord result, const std::string& type,
                               const std::string& text) {
    Event& attempt = stream.attempt;
    attempt.end = m_context.now;
    attempt.result = result;
    attempt.errorType = type;
    attempt.errorText = text;
    if (result == ResultWord::Failed) attempt.severity = Severity::Warning;
    const auto& steps = stream.handshake.steps();
    attempt.figures.insert(attempt.figures.end(), steps.begin(), steps.end());
    m_context.publish(attempt);
}

void Connection::attemptFailed(Route& route, const std::string& type, const std::string& text) {
    m_lastFailure = causeOf(type);
    if (route.phase == Route::Phase::Resolving) { // no stream, so the attempt has no event yet
        ++route.attempts;
        Event e =
            event(EventKind::ConnectAttempt, m_serving ? names::kCandidate : names::kDial, Severity::Warning);
        e.peerNew = toString(route.endpoint);
        e.at = route.resolveBegan;
        e.end = m_context.now;
        e.attempt = route.attempts;
        e.result = ResultWord::Failed;
        e.errorType = type;
        e.errorText = text;
        m_context.publish(std::move(e));
    }
    const bool dialled = route.phase == Route::Phase::Dialing;
    route.stream = {};
    route.resolving = {};
    route.sawRetiring |= type == kRetiring;
    // The other addresses of the name are tried at once: a sibling may serve where this one does not.
    if (route.hasMoreAddresses() && dialled) {
        route.startAt(m_context.now);
        return;
    }
    if (&route == &m_named && m_handoff && !route.fixedAddresses) {
        // Where certificate or password are wrong, trying again changes nothing. Elsewhere the target is
        // tried on, but after two failures DNS is asked for something better.
        const bool forGood = type == "auth" || type.starts_with("tls");
        if (forGood) route.stop();
        if (forGood || route.passes > 0) startPoll();
        if (forGood) return;
    }
    route.retryLater(m_context.now, m_context.jitter);
}

void Connection::stopRoute(Route& route) {
    if (route.phase == Route::Phase::Dialing) {
        if (const StreamPtr stream = takeDialling(route.stream)) {
            m_context.act(Close{stream->id});
            finishAttempt(*stream, ResultWord::Superseded, {}, {});
        }
    }
    route.stop();
}

Connection::StreamPtr Connection::takeDialling(StreamId id) {
    const auto it =
        std::find_if(m_dialling.begin(), m_dialling.end(), [&](const StreamPtr& s) { return s->id == id; });
    if (it == m_dialling.end()) return nullptr;
    StreamPtr stream = std::move(*it);
    m_dialling.erase(it);
    return stream;
}

// ---- what the world answers
// ----------------------------------------------------------------------------------------

void Connection::onOpened(const Opened& opened) {
    Stream* stream = find(opened.stream);
    if (stream == nullptr) return;
    const TargetSettings& settings = m_context.settings;
    stream->peer = opened.peer;
    stream->opened = m_context.now;
    stream->lastRead = m_context.now;
    stream->phase = Stream::Phase::Handshaking;
    stream->attempt.figures.push_back({std::string(names::kStepTcp), opened.tcp.count()});
    if (settings.tls.enabled)
        stream->attempt.figures.push_back({std::string(names::kStepTls), opened.tls.count()});

    const bool isProtected = m_identity.role == ProbeRole::Protected;
    stream->endpointType = resolveEndpointType(settings.endpointType, opened.peer.host, settings.tls.enabled);
    Handshake::Plan plan;
    plan.user = settings.user;
    plan.password = settings.password;
    plan.clientName = m_identity.clientName;
    plan.optIn = isProtected && settings.policy != Policy::Never;
    plan.endpointType = stream->endpointType;
    plan.resp3Required = isProtected && settings.policy == Policy::Required;
    stream->handshake = Handshake(std::move(plan));
    write(*stream, stream->handshake.begin(m_context.now));
}

void Connection::onOpenFailed(const OpenFailed& failed) {
    Route* route = routeOf(failed.stream);
    const StreamPtr stream = takeDialling(failed.stream);
    if (!stream) return;
    finishAttempt(*stream, ResultWord::Failed, failed.type, failed.text);
    if (route != nullptr) attemptFailed(*route, failed.type, failed.text);
}

void Connection::handshakeFailed(Stream& stream, const std::string& type, const std::string& text) {
    Route* route = routeOf(stream.id);
    m_context.act(Close{stream.id});
    const StreamPtr gone = takeDialling(stream.id);
    finishAttempt(*gone, ResultWord::Failed, type, text);
    if (route != nullptr) attemptFailed(*route, type, text);
}

// ---- a candidate is ready
// ------------------------------------------------------------------------------------------

/// Whether a connection that has answered PING may take over. If not, why.
bool Connection::acceptable(const Stream& stream, std::string& type, std::string& text) const {
    if (stream.earlyMovingRepeated && hasSomethingBetter()) {
        type = kRetiring;
        text = "the server announced the same MOVING again: this is the retiring node";
        return false;
    }
    if (m_identity.role != ProbeRole::Protected || m_context.settings.policy != Policy::Required) return true;
    if (stream.handshake.optedIn()) return true;
    if (m_handoff && !m_serving) return true; // the old connection is gone: unprotected beats none
    type = "sch_refused";
    text = stream.handshake.refusal().value_or("RESP3 is not available");
    return false;
}

/// A candidate that receives the same MOVING again before its PONG has reached the node that retires (stale
/// DNS, load balancer). One discard costs nothing while the old connection serves. Without one, two seconds
/// are given to something better, provided that commands can wait for it.
bool Connection::hasSomethingBetter() const {
    if (m_serving) return true;
    return m_orphanSince && m_windows.relaxed() && m_context.now - *m_orphanSince <= kRetry.orphanPatience;
}

void Connection::candidateReady(Stream& stream) {
    std::string type;
    std::string text;
    if (acceptable(stream, type, text)) {
        stream.phase = Stream::Phase::Ready;
        finishAttempt(stream, ResultWord::Ok, {}, {});
        adopt(takeDialling(stream.id));
        return;
    }
    const bool retiring = type == kRetiring;
    Event e = event(EventKind::Alert, retiring ? names::kCandidateDropped : names::kOptInRefused,
                    retiring ? Severity::Notice : Severity::Error);
    e.peerNew = toString(stream.peer);
    e.stream = stream.id;
    e.errorType = type;
    e.errorText = text;
    Route* route = routeOf(stream.id);
    m_context.act(Close{stream.id});
    const StreamPtr gone = takeDialling(stream.id);
    finishAttempt(*gone, ResultWord::Failed, type, text);
    m_context.publish(std::move(e));
    if (route != nullptr) attemptFailed(*route, type, text);
}

} // namespace maintscope::core
