// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/dns_watch.h"

#include "client/core/retry_policy.h"
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

bool DnsWatch::owns(ResolveId id) const {
    return m_advertised.asked == id || (m_poll && m_poll->asked == id);
}

DnsWatch::Answer DnsWatch::onResolved(ResolveId id, const std::vector<std::string>& addresses) {
    if (m_advertised.asked == id) {
        m_advertised.asked = {};
        return resolvedCheck(addresses);
    }
    m_poll->asked = {};
    return resolvedPoll(addresses);
}

/// A resolver that fails says nothing about the address: no answer is no "no". It is asked again.
void DnsWatch::onResolveFailed(ResolveId id) {
    if (m_advertised.asked == id)
        m_advertised.asked = {};
    else
        m_poll->asked = {};
}

void DnsWatch::ask(DnsPoll& poll, Duration period) {
    poll.next = m_parts.now() + period;
    poll.giveUp = m_parts.now() + m_parts.settings().timeouts.connect;
    poll.asked = m_parts.context.newResolve();
    m_parts.context.act(Resolve{poll.asked, m_parts.settings().endpoint.host});
}

void DnsWatch::startPoll() {
    if (m_poll || isAddressLiteral(m_parts.settings().endpoint.host)) return;
    m_poll.emplace();
    m_poll->next = m_parts.now();
    drivePoll();
}

void DnsWatch::drivePoll() {
    if (m_poll && m_poll->isDue(m_parts.now())) ask(*m_poll, kRetry.pollPeriod);
}

/// Node maintenance behind several proxies drops a node from DNS some ten seconds before its sockets close,
/// without any MOVING (facts: StackExchange.Redis TopologyChangeScenarioTests). Names only: an address
/// literal says nothing.
void DnsWatch::drive() {
    drivePoll();
    if (!checksAdvertised() || !m_advertised.isDue(m_parts.now())) return;
    ask(m_advertised,
        m_parts.now() < m_advertisedSoonUntil ? kRetry.advertisedSoonPeriod : kRetry.advertisedPeriod);
}

DnsWatch::Answer DnsWatch::resolvedPoll(const std::vector<std::string>& addresses) {
    const Stream* serving = m_parts.serving.get();
    const std::string peer = serving != nullptr ? serving->peer.host : m_parts.lastPeer.host;
    std::vector<std::string> fresh;
    for (const std::string& address : addresses)
        if (address != peer && !(serving != nullptr && leadsTo(*serving, address))) fresh.push_back(address);
    const bool changed = !m_poll->last.empty() && addresses != m_poll->last;
    if (!m_poll->reported || changed) {
        m_poll->reported = true;
        Event e = m_parts.event(EventKind::DnsChange, fresh.empty() ? names::kDnsStale : names::kDnsChanged,
                                Severity::Info);
        e.peerOld = peer;
        e.peerNew = joined(addresses);
        m_parts.publish(std::move(e));
    }
    m_poll->last = addresses;
    // Asking at once returned the retiring address in every run observed (StackExchange.Redis PR 3202): only
    // an address that differs from the peer is worth an attempt; a sibling proxy is as good as the new one.
    if (fresh.empty() || !m_parts.handoff) return {};
    return {Finding::Fresh, std::move(fresh)};
}

bool DnsWatch::checksAdvertised() const {
    return m_parts.serving && !m_parts.handoff && m_parts.isProtected() &&
           !isAddressLiteral(m_parts.settings().endpoint.host);
}

void DnsWatch::checkSoon() {
    m_advertised.next = m_parts.now();
    m_advertisedSoonUntil = m_parts.now() + kRetry.advertisedSoonLength;
}

void DnsWatch::checkLater() {
    m_advertised.next = m_parts.now() + kRetry.advertisedPeriod;
}

DnsWatch::Answer DnsWatch::resolvedCheck(const std::vector<std::string>& addresses) const {
    if (!checksAdvertised()) return {};
    Stream& serving = *m_parts.serving;
    if (std::any_of(addresses.begin(), addresses.end(),
                    [&](const std::string& address) { return leadsTo(serving, address); })) {
        serving.advertised = true;
        return {Finding::StillAdvertised, {}};
    }
    // The target of a MOVING need not be one of the name's addresses: DNS follows later, or lists another
    // form.
    if (!serving.advertised) return {};
    return {Finding::Left, addresses};
}

void DnsWatch::publishLeft(const std::vector<std::string>& addresses) {
    Event e = m_parts.event(EventKind::Alert, names::kNoLongerAdvertised, Severity::Notice);
    e.stream = m_parts.serving->id;
    e.peerOld = toString(m_parts.serving->peer);
    e.peerNew = joined(addresses);
    m_parts.publish(std::move(e));
}

std::optional<MonoTime> DnsWatch::nextDeadline() const {
    std::optional<MonoTime> next;
    if (m_poll) consider(next, m_poll->when());
    if (checksAdvertised()) consider(next, m_advertised.when());
    return next;
}

} // namespace maintscope::core
