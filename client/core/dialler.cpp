// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/dialler.h"

#include "client/core/retry_policy.h"
#include "client/types/event_names.h"
#include "client/types/refusal.h"
#include "client/types/tls_failure.h"

#include <algorithm>
#include <utility>

namespace maintscope::core {
namespace {

NotReadyCause causeOf(const std::string& type) {
    if (const TlsFailure* failure = tlsFailure(type)) {
        switch (failure->what) {
        case TlsFailureClass::NoCommonTls:
            return NotReadyCause::NoCommonTls;
        case TlsFailureClass::ClientCertificate:
            return NotReadyCause::ClientCertificate;
        case TlsFailureClass::Untrusted:
            return NotReadyCause::Untrusted;
        }
    }
    if (type == "auth" || type == kNoPermission) return NotReadyCause::NotAuthorised;
    if (type == Candidates::kSentinel) return NotReadyCause::NotADatabase;
    if (type == "sch_refused" || type == "resp3") return NotReadyCause::Refused;
    return NotReadyCause::Unreachable;
}

} // namespace

Dialler::Dialler(ConnectionParts& parts)
    : m_parts(parts)
    , m_dns(parts)
    , m_candidates(parts) {
    m_configured.endpoint = parts.settings().endpoint;
}

void Dialler::start() {
    m_configured.startAt(m_parts.now());
}

void Dialler::stop() {
    stopRoute(m_named);
    stopRoute(m_configured);
    m_dns.stopPoll();
}

void Dialler::drive() {
    m_dns.drive();
    driveRoutes();
}

void Dialler::onConnected() {
    stop();
    m_configured.endpoint = m_parts.settings().endpoint;
    m_configured.period.reset();
    m_configured.backoff.reset();
    m_configured.attempts = 0;
    m_dns.checkLater();
    m_lastFailure = NotReadyCause::None;
}

void Dialler::onLost(bool shortLived, const HandledMoving* known) {
    const MonoTime now = m_parts.now();
    // At once; but a server that accepts and drops in a loop must not be dialled in a loop.
    if (!shortLived) m_lossBackoff.reset();
    const MonoTime begin = shortLived ? now + m_lossBackoff.next(m_parts.context.jitter) : now;
    if (!m_parts.handoff && !m_named.active() && known != nullptr) {
        m_named = Route{};
        m_named.endpoint = *known->identity.target;
        m_named.validUntil = known->validUntil;
        m_named.startAt(begin);
    }
    const bool underWay =
        m_configured.phase == Route::Phase::Dialing || m_configured.phase == Route::Phase::Resolving;
    if (!underWay || m_configured.fixedAddresses) {
        stopRoute(m_configured);
        resetConfigured(begin);
    }
    m_configured.period = m_parts.handoff ? std::optional(kRetry.pollPeriod) : std::nullopt;
    if (m_named.phase == Route::Phase::Waiting && m_parts.handoff)
        m_named.startAt(now); // there is no socket left that a delay could spare
    driveRoutes();
}

void Dialler::onStall(Duration stall) {
    m_candidates.extendDeadlines(stall);
    for (Route* route : {&m_configured, &m_named})
        if (route->phase == Route::Phase::Resolving) route->due += stall;
}

void Dialler::clearForHandoff(bool configuredToo) {
    stopRoute(m_named);
    if (configuredToo) stopRoute(m_configured);
    m_dns.stopPoll();
}

void Dialler::beginHandoff(const std::optional<Endpoint>& target) {
    if (!target) {
        m_dns.startPoll();
        return;
    }
    m_named = Route{};
    m_named.endpoint = *target;
    m_named.backoff = Backoff(kRetry.namedRoute);
    // The same notification reaches every client: a small random delay spares the new endpoint
    // (StackExchange.Redis PR 3203).
    const Duration limit = std::min(kRetry.longestJitter, m_parts.handoff->grace / kRetry.jitterOfGrace);
    m_named.startAt(m_parts.now() + m_parts.context.jitter.upTo(limit));
}

void Dialler::dialConfiguredToo() {
    if (dialsConfigured()) return;
    if (m_configured.phase == Route::Phase::Dialing) { // to an address that DNS newly gave: the name is next
        m_configured.fixedAddresses = false;
        m_configured.addresses.clear();
        m_configured.nextAddress = 0;
        return;
    }
    resetConfigured(m_parts.now());
    m_configured.period = kRetry.pollPeriod;
}

void Dialler::onHandoffExpired() {
    stopRoute(m_named);
    m_dns.stopPoll();
    if (m_parts.serving)
        stopRoute(m_configured);
    else
        m_configured.period.reset();
}

void Dialler::resetConfigured(MonoTime begin) {
    m_configured = Route{};
    m_configured.endpoint = m_parts.settings().endpoint;
    m_configured.startAt(begin);
}

Route* Dialler::routeOf(StreamId stream) {
    for (Route* route : {&m_named, &m_configured})
        if (route->phase == Route::Phase::Dialing && route->stream == stream) return route;
    return nullptr;
}

void Dialler::driveRoutes() {
    driveRoute(m_named);
    driveRoute(m_configured);
}

void Dialler::driveRoute(Route& route) {
    switch (route.phase) {
    case Route::Phase::Idle:
        return;
    case Route::Phase::Waiting:
        if (route.due > m_parts.now()) return;
        if (m_parts.serving && m_parts.draining.size() >= kRetry.mostDraining) {
            route.startAt(m_parts.now() + kRetry.drainingPause);
            return;
        }
        if (route.validUntil && *route.validUntil <= m_parts.now())
            route.stop();
        else
            beginAttempt(route);
        return;
    case Route::Phase::Resolving:
        if (route.due <= m_parts.now())
            attemptFailed(route, {"timeout", "the name " + route.endpoint.host + " was not resolved within " +
                                                 inSeconds(m_parts.settings().timeouts.connect)});
        return;
    case Route::Phase::Dialing:
        if (const auto failure = m_candidates.expire(route.stream)) attemptFailed(route, *failure);
        return;
    }
}

void Dialler::beginAttempt(Route& route) {
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
    route.resolving = m_parts.context.newResolve();
    route.resolveBegan = m_parts.now();
    route.due = m_parts.now() + m_parts.settings().timeouts.connect;
    m_parts.context.act(Resolve{route.resolving, route.endpoint.host});
}

void Dialler::dialNext(Route& route) {
    const TargetSettings& settings = m_parts.settings();
    // A MOVING never weakens verification: the name that is verified is the configured one, unless the target
    // itself is a name, which the certificate has to cover then.
    std::string serverName =
        settings.tls.serverName.empty() ? settings.endpoint.host : settings.tls.serverName;
    if (&route == &m_named && settings.tls.serverName.empty() && !isAddressLiteral(route.endpoint.host))
        serverName = route.endpoint.host;
    ++route.attempts;
    route.phase = Route::Phase::Dialing;
    route.stream = m_candidates.dial({.address = {route.addresses[route.nextAddress++], route.endpoint.port},
                                      .attempt = route.attempts,
                                      .resolveTook = route.resolveTook,
                                      .advertised = route.endpoint == settings.endpoint,
                                      .serverName = std::move(serverName)});
}

/// A candidate whose stream has ended. False: it is none.
bool Dialler::candidateFailed(StreamId id, const Candidates::Failure& failure) {
    Route* route = routeOf(id);
    if (!m_candidates.fail(id, failure)) return false;
    if (route != nullptr) attemptFailed(*route, failure);
    return true;
}

void Dialler::attemptFailed(Route& route, const Candidates::Failure& failure) {
    const std::string& type = failure.type;
    m_lastFailure = causeOf(type);
    if (route.phase == Route::Phase::Resolving) { // no stream, so the attempt has no event yet
        ++route.attempts;
        publishUnresolved(route, failure);
    }
    const bool dialled = route.phase == Route::Phase::Dialing;
    route.stream = {};
    route.resolving = {};
    route.sawRetiring |= type == Candidates::kRetiring;
    // The other addresses of the name are tried at once: a sibling may serve where this one does not.
    if (route.hasMoreAddresses() && dialled) {
        route.startAt(m_parts.now());
        return;
    }
    if (&route == &m_named && m_parts.handoff && !route.fixedAddresses) {
        // Where certificate or password are wrong, trying again changes nothing. Elsewhere the target is
        // tried on, but after two failures DNS is asked for something better.
        const bool forGood = causeOf(type) == NotReadyCause::NotAuthorised || tlsFailure(type) != nullptr;
        if (forGood) route.stop();
        if (forGood || route.passes > 0) m_dns.startPoll();
        if (forGood) return;
    }
    route.retryLater(m_parts.now(), m_parts.context.jitter);
}

void Dialler::publishUnresolved(const Route& route, const Candidates::Failure& failure) {
    Event e = m_parts.event(EventKind::ConnectAttempt, m_parts.serving ? names::kCandidate : names::kDial,
                            Severity::Warning);
    e.peerNew = toString(route.endpoint);
    e.at = route.resolveBegan;
    e.end = m_parts.now();
    e.attempt = route.attempts;
    e.result = ResultWord::Failed;
    e.errorType = failure.type;
    e.errorText = failure.text;
    m_parts.publish(std::move(e));
}

void Dialler::stopRoute(Route& route) {
    if (route.phase == Route::Phase::Dialing) m_candidates.supersede(route.stream);
    route.stop();
}

void Dialler::onResolved(ResolveId id, const std::vector<std::string>& addresses) {
    if (m_dns.owns(id)) {
        const DnsWatch::Answer answer = m_dns.onResolved(id, addresses);
        switch (answer.finding) {
        case DnsWatch::Finding::Nothing:
            break;
        case DnsWatch::Finding::Fresh:
            dialFresh(answer.addresses);
            break;
        case DnsWatch::Finding::StillAdvertised:
            stopRoute(m_configured);
            break;
        case DnsWatch::Finding::Left:
            dialWhatDnsSays(answer.addresses);
            break;
        }
        return;
    }
    for (Route* route : {&m_named, &m_configured}) {
        if (route->phase != Route::Phase::Resolving || route->resolving != id) continue;
        route->resolving = {};
        route->addresses = addresses;
        route->nextAddress = 0;
        route->resolveTook = m_parts.now() - route->resolveBegan;
        dialNext(*route);
        return;
    }
}

void Dialler::onResolveFailed(ResolveId id, const std::string& text) {
    if (m_dns.owns(id)) {
        m_dns.onResolveFailed(id);
        return;
    }
    for (Route* route : {&m_named, &m_configured})
        if (route->phase == Route::Phase::Resolving && route->resolving == id)
            attemptFailed(*route, {"unresolvable",
                                   "the name " + route->endpoint.host + " cannot be resolved: " + text});
}

/// Maintenance that nobody announces: the peer has silently left its name.
void Dialler::dialWhatDnsSays(const std::vector<std::string>& addresses) {
    if (m_configured.active()) return;
    m_dns.publishLeft(addresses);
    resetConfigured(m_parts.now());
    driveRoute(m_configured);
}

/// Beside the named target where that is still being tried.
void Dialler::dialFresh(const std::vector<std::string>& addresses) {
    Route& route = m_named.active() && !m_named.fixedAddresses ? m_configured : m_named;
    if (route.active() && !route.fixedAddresses) return; // it dials the configured endpoint already
    if (route.active() && route.addresses == addresses) return;
    if (route.phase == Route::Phase::Dialing) { // the new ones are next
        route.addresses = addresses;
        route.nextAddress = 0;
        return;
    }
    route = Route{};
    route.endpoint = m_parts.settings().endpoint;
    route.addresses = addresses;
    route.fixedAddresses = true;
    route.period = kRetry.pollPeriod;
    route.startAt(m_parts.now());
    driveRoute(route);
}

void Dialler::onOpenFailed(const OpenFailed& failed) {
    candidateFailed(failed.stream, {failed.type, failed.text});
}

bool Dialler::onClosed(StreamId id, const std::string& type, const std::string& text) {
    const Stream* stream = find(id);
    if (stream == nullptr) return false;
    m_candidates.noteBroken(*stream);
    return candidateFailed(id, {type, text + " at " + std::string(stream->handshake.stepName())});
}

StreamPtr Dialler::onHandshakeReply(Stream& stream, const resp::Value& reply) {
    Route* route = routeOf(stream.id);
    Candidates::Progress progress = m_candidates.onReply(stream, reply);
    if (progress.failure && route != nullptr) attemptFailed(*route, *progress.failure);
    return std::move(progress.ready);
}

Stream* Dialler::find(StreamId id) const {
    return m_candidates.find(id);
}

bool Dialler::owns(ResolveId id) const {
    return m_configured.resolving == id || m_named.resolving == id || m_dns.owns(id);
}

ConnectionState Dialler::state() const {
    if (const auto candidate = m_candidates.state()) return *candidate;
    if (m_configured.phase == Route::Phase::Resolving || m_named.phase == Route::Phase::Resolving)
        return ConnectionState::Resolving;
    return ConnectionState::Backoff;
}

std::optional<MonoTime> Dialler::nextDeadline() const {
    std::optional<MonoTime> next = m_dns.nextDeadline();
    consider(next, m_candidates.nextDeadline());
    for (const Route* route : {&m_configured, &m_named})
        if (route->phase == Route::Phase::Waiting || route->phase == Route::Phase::Resolving)
            consider(next, route->due);
    return next;
}

} // namespace maintscope::core
