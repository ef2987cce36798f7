// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/connection.h"
#include "client/types/event_names.h"

#include <algorithm>

namespace maintscope::core {
namespace {

std::string joined(const std::vector<std::string>& addresses) {
    std::string text;
    for (const std::string& address : addresses)
        text += (text.empty() ? "" : ", ") + address;
    return text;
}

/// The resolver's text for an address and the socket's may differ; the dialled one is the resolver's.
bool leadsTo(const Stream& stream, const std::string& address) {
    return address == stream.peer.host || address == stream.address.host;
}

} // namespace

void Connection::onResolved(ResolveId id, const std::vector<std::string>& addresses) {
    if (m_advertised.asked == id) {
        m_advertised.asked = {};
        resolvedCheck(addresses);
        return;
    }
    if (m_poll && m_poll->asked == id) {
        m_poll->asked = {};
        resolvedPoll(addresses);
        return;
    }
    for (Route* route : {&m_named, &m_configured}) {
        if (route->phase != Route::Phase::Resolving || route->resolving != id) continue;
        route->resolving = {};
        route->addresses = addresses;
        route->nextAddress = 0;
        route->resolveTook = m_context.now - route->resolveBegan;
        dialNext(*route);
        return;
    }
}

void Connection::onResolveFailed(ResolveId id, const std::string& text) {
    if (m_advertised.asked == id) {
        m_advertised.asked = {}; // no answer is no "no"
        return;
    }
    if (m_poll && m_poll->asked == id) {
        m_poll->asked = {}; // a resolver that fails says nothing about the address; asked again in a second
        return;
    }
    for (Route* route : {&m_named, &m_configured})
        if (route->phase == Route::Phase::Resolving && route->resolving == id)
            attemptFailed(*route, "unresolvable",
                          "the name " + route->endpoint.host + " cannot be resolved: " + text);
}

void Connection::ask(DnsPoll& poll, Duration period) {
    poll.next = m_context.now + period;
    poll.giveUp = m_context.now + m_context.settings.timeouts.connect;
    poll.asked = m_context.newResolve();
    m_context.act(Resolve{poll.asked, m_context.settings.endpoint.host});
}

// ---- MOVING without a target that works: the resolver is asked until it changes its answer
// -------------------------------------------------------------------------------------------------

void Connection::startPoll() {
    if (m_poll || isAddressLiteral(m_context.settings.endpoint.host)) return;
    m_poll.emplace();
    m_poll->next = m_context.now;
    drivePoll();
}

void Connection::drivePoll() {
    if (m_poll && m_poll->isDue(m_context.now)) ask(*m_poll, kRetry.pollPeriod);
}

void Connection::resolvedPoll(const std::vector<std::string>& addresses) {
    const std::string peer = m_serving ? m_serving->peer.host : m_lastPeer.host;
    std::vector<std::string> fresh;
    for (const std::string& address : addresses)
        if (address != peer && !(m_serving && leadsTo(*m_serving, address))) fresh.push_back(address);
    const bool changed = !m_poll->last.empty() && addresses != m_poll->last;
    if (!m_poll->reported || changed) {
        m_poll->reported = true;
        Event e = event(EventKind::DnsChange, fresh.empty() ? names::kDnsStale : names::kDnsChanged,
                        Severity::Info);
        e.peerOld = peer;
        e.peerNew = joined(addresses);
        m_context.publish(std::move(e));
    }
    m_poll->last = addresses;
    // Asking at once returned the retiring address in every run observed (StackExchange.Redis PR 3202): only
    // an address that differs from the peer is worth a dial; a sibling proxy is as good as the new one.
    if (!fresh.empty() && m_handoff) dialFresh(fresh);
}

/// Beside the named target where that is still being tried.
void Connection::dialFresh(const std::vector<std::string>& addresses) {
    Route& route = m_named.active() && !m_named.fixedAddresses ? m_configured : m_named;
    if (route.active() && !route.fixedAddresses) return; // it dials the configured endpoint already
    if (route.active() && route.addresses == addresses) return;
    if (route.phase == Route::Phase::Dialing) { // the new ones are next
        route.addresses = addresses;
        route.nextAddress = 0;
        return;
    }
    route = Route{};
    route.endpoint = m_context.settings.endpoint;
    route.addresses = addresses;
    route.fixedAddresses = true;
    route.period = kRetry.pollPeriod;
    route.startAt(m_context.now);
    driveRoute(route);
}

// ---- maintenance that nobody announces: the peer silently leaves the name
// -------------------------------------------------------------------------------------------------

bool Connection::checksAdvertised() const {
    return m_serving && !m_handoff && m_identity.role == ProbeRole::Protected &&
           !isAddressLiteral(m_context.settings.endpoint.host);
}

/// Node maintenance behind several proxies drops a node from DNS some ten seconds before its sockets close,
/// without any MOVING (facts: StackExchange.Redis TopologyChangeScenarioTests). Names only: an address
/// literal says nothing.
void Connection::driveAdvertisedCheck() {
    if (!checksAdvertised() || !m_advertised.isDue(m_context.now)) return;
    ask(m_advertised,
        m_context.now < m_advertisedSoonUntil ? kRetry.advertisedSoonPeriod : kRetry.advertisedPeriod);
}

void Connection::checkAdvertisedSoon() {
    m_advertised.next = m_context.now;
    m_advertisedSoonUntil = m_context.now + kRetry.advertisedSoonLength;
}

void Connection::checkAdvertisedLater() {
    m_advertised.next = m_context.now + kRetry.advertisedPeriod;
}

void Connection::resolvedCheck(const std::vector<std::string>& addresses) {
    if (!checksAdvertised()) return;
    if (std::any_of(addresses.begin(), addresses.end(),
                    [&](const std::string& address) { return leadsTo(*m_serving, address); })) {
        m_serving->advertised = true;
        stopRoute(m_configured);
        return;
    }
    // The target of a MOVING need not be one of the name's addresses: DNS follows later, or lists another
    // form.
    if (!m_serving->advertised || m_configured.active()) return;
    Event e = event(EventKind::Alert, names::kNoLongerAdvertised, Severity::Notice);
    e.stream = m_serving->id;
    e.peerOld = toString(m_serving->peer);
    e.peerNew = joined(addresses);
    m_context.publish(std::move(e));
    m_configured = Route{};
    m_configured.endpoint = m_context.settings.endpoint;
    m_configured.startAt(m_context.now);
    driveRoute(m_configured);
}

} // namespace maintscope::core
