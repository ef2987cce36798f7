// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/readiness/readiness_steps.h"

#include "client/types/tls_failure.h"
#include "model/base/format.h"

#include <algorithm>
#include <chrono>

using namespace std::chrono_literals;

namespace maintscope::model::readiness {
namespace {

/// The shortest time that a MOVING grants in practice: a DNS record that is cached longer hides the new
/// address.
constexpr std::chrono::seconds kGrace{15};
constexpr Duration kClockTolerance = 1s;

/// "41 days left", "expired 2 days ago", "expired today".
std::string validity(std::int64_t daysLeft) {
    if (daysLeft >= 0) return counted(static_cast<std::size_t>(daysLeft), "day") + " left";
    if (daysLeft == -1) return "expired today";
    return "expired " + counted(static_cast<std::size_t>(-daysLeft - 1), "day") + " ago";
}

const char* scopeOf(EndpointType type) {
    switch (type) {
    case EndpointType::InternalIp:
        return "an internal address";
    case EndpointType::InternalFqdn:
        return "an internal name";
    case EndpointType::ExternalIp:
        return "an external address";
    case EndpointType::ExternalFqdn:
        return "an external name";
    case EndpointType::Auto:
    case EndpointType::None:
        break;
    }
    return "no endpoint";
}

} // namespace

ReadinessStep dns(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Dns, "DNS");
    if (!facts.name) {
        step.state = ReadinessState::NotAsked;
        step.value = "an address, no name";
        return step;
    }
    if (!facts.name->error.empty()) {
        step.took = facts.name->elapsed;
        step.words = facts.name->error;
        fail(step, "The name " + facts.target.endpoint.host + " cannot be resolved on this machine.",
             "Check the spelling of the name and the DNS of this network.");
        return step;
    }
    if (facts.name->addresses.empty()) {
        step.state = notThere(facts);
        return step;
    }
    step.took = facts.name->elapsed;
    step.value = counted(facts.name->addresses.size(), "address");
    std::string all;
    for (const std::string& address : facts.name->addresses)
        all += (all.empty() ? "" : ", ") + address;
    step.detail.push_back(all);
    return step;
}

ReadinessStep tcp(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Tcp, "TCP");
    if (facts.dials.empty()) {
        step.state = notThere(facts);
        return step;
    }
    std::size_t connected = 0;
    std::string unreachable;
    for (const DialFacts& dial : facts.dials) {
        const std::string address = toString(dial.address);
        if (dial.connected) {
            ++connected;
            if (!step.took) step.took = dial.elapsed;
            step.detail.push_back(address + " connected in " + formatDuration(dial.elapsed).toStdString());
        } else if (!dial.error.empty()) {
            step.detail.push_back(address + ": " + escapeServerText(dial.error).toStdString());
            if (step.words.empty()) step.words = dial.error;
            unreachable += (unreachable.empty() ? "" : ", ") + address;
        } else {
            step.state = ReadinessState::Running;
            return step;
        }
    }
    step.value = facts.dials.size() == 1 ? std::string(connected == 1 ? "connected" : "not connected")
                                         : std::to_string(connected) + " of " +
                                               counted(facts.dials.size(), "address") + " reachable";
    if (connected == 0) {
        step.took = facts.dials.front().elapsed;
        fail(step, "Nothing is reachable at " + unreachable + ".",
             "Check that the database is running, that host and port are correct, and that no firewall "
             "blocks the connection.");
    } else if (connected < facts.dials.size()) {
        warn(step,
             "The address " + unreachable +
                 " is not reachable from this machine, but a client may be directed to it.",
             "Open the route to it, or remove it from the DNS record.");
    }
    return step;
}

ReadinessStep tls(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Tls, "TLS");
    if (!facts.target.tls.enabled) {
        step.state = ReadinessState::NotAsked;
        step.value = "not encrypted";
        return step;
    }
    if (!facts.tls || (facts.tls->errorType.empty() && !facts.tls->certificate)) {
        step.state = notThere(facts);
        return step;
    }
    step.took = facts.tls->elapsed;
    step.value = facts.tls->protocol;
    if (facts.tls->certificate) {
        const PresentedCertificate& certificate = *facts.tls->certificate;
        const std::int64_t days = daysLeft(certificate, facts.checkedAt);
        std::string names;
        for (const std::string& name : certificate.names)
            names += (names.empty() ? "" : ", ") + name;
        step.detail.push_back("CN=" + certificate.commonName + ", " +
                              (certificate.selfSigned ? "self-signed" : "issued by " + certificate.issuer) +
                              ", names " + (names.empty() ? "none" : names));
        step.detail.push_back("valid " + formatDate(certificate.validFrom).toStdString() + " to " +
                              formatDate(certificate.validUntil).toStdString() + ", " + validity(days));
        step.detail.push_back("sha256:" + certificate.sha256);
        if (facts.target.tls.trust.mode == TlsTrust::Mode::Pin && facts.tls->errorType.empty())
            step.value += ", matches the pin";
        if (facts.tls->errorType.empty() && days <= kSoonDays) {
            step.value += ", " + validity(days);
            warn(step,
                 days < 0 ? "The certificate has expired; it is accepted only because it is pinned."
                          : "The certificate expires within " +
                                counted(static_cast<std::size_t>(days), "day") + ".",
                 "Replace it on the server before clients reject it.");
        }
    }
    if (!facts.tls->errorType.empty()) {
        step.value = "failed";
        step.words = facts.tls->error.detail;
        const TlsFailure* failure = tlsFailure(facts.tls->errorType);
        fail(step, facts.tls->error.what, facts.tls->error.remedy,
             failure != nullptr ? std::string(failure->options) : std::string());
        // An expired certificate is also dropped from the authorities and then reported as untrusted.
        if (facts.tls->errorType != "tls_pin_mismatch" && facts.tls->certificate &&
            facts.tls->certificate->validUntil < facts.checkedAt)
            fail(step,
                 "The server's certificate expired on " +
                     formatDate(facts.tls->certificate->validUntil).toStdString() + ".",
                 "Replace it on the server; until then it is accepted only if it is pinned.");
    }
    return step;
}

ReadinessStep endpointType(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::EndpointType, "Endpoint type");
    if (facts.target.policy == Policy::Never) {
        step.state = ReadinessState::NotAsked;
        return step;
    }
    if (!facts.handshake || facts.endpointType == EndpointType::Auto ||
        (!facts.handshake->ready && facts.finished)) {
        step.state = notThere(facts);
        return step;
    }
    step.value = std::string(toString(facts.endpointType)) +
                 (facts.target.endpointType == EndpointType::Auto ? " (auto)" : "");
    if (facts.endpointType == EndpointType::None) {
        step.detail.emplace_back(
            "A MOVING will not name a target: clients connect to the configured name again.");
        return step;
    }
    const bool internal =
        facts.endpointType == EndpointType::InternalIp || facts.endpointType == EndpointType::InternalFqdn;
    if (facts.implied) {
        const ImpliedEndpointFacts& implied = *facts.implied;
        const auto reached = std::count_if(implied.dials.begin(), implied.dials.end(),
                                           [](const DialFacts& dial) { return dial.connected; });
        step.detail.push_back("the cluster reports " + toString(implied.endpoint));
        if (!implied.error.empty()) step.words = implied.error;
        for (const DialFacts& dial : implied.dials)
            if (!dial.connected && step.words.empty()) step.words = dial.error;
        if (reached > 0) {
            step.detail.back() += ", reachable from this machine";
        } else if (!implied.error.empty() || !implied.dials.empty()) {
            fail(step,
                 "A MOVING will name " + std::string(scopeOf(facts.endpointType)) + " like " +
                     toString(implied.endpoint) + ", which is not reachable from this machine.",
                 std::string("Request ") + (internal ? "an external" : "an internal") +
                     " endpoint type, also in your applications; or open the route to it.",
                 "--endpoint-type");
        }
        return step;
    }
    if (isPrivateAddress(facts.peer) != internal) {
        warn(step,
             "A MOVING will name " + std::string(scopeOf(facts.endpointType)) + ", but " + facts.peer +
                 " is " + (internal ? "a public" : "a private") + " address.",
             "Use the endpoint type auto, or name the cluster manager to check whether the other side is "
             "reachable.",
             "--endpoint-type auto, --rest");
        return step;
    }
    step.detail.push_back("A MOVING will name " + std::string(scopeOf(facts.endpointType)) + "; " +
                          "the connected "
                          "address " +
                          facts.peer + " is " + (internal ? "private." : "public."));
    return step;
}

ReadinessStep ttl(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Ttl, "Resolver TTL");
    if (!facts.name) {
        step.state = ReadinessState::NotAsked;
        step.value = "an address, no name";
        return step;
    }
    if (facts.name->ttl) {
        step.value = std::to_string(facts.name->ttl->count()) + " s";
        if (*facts.name->ttl > kGrace)
            warn(step,
                 "The DNS record may be cached for longer than the 15 s that a MOVING grants; clients that "
                 "only resolve the name again may connect to the retiring node.",
                 "Lower the TTL of the record, or let clients request a target in MOVING (any endpoint type "
                 "except none).");
        return step;
    }
    step.state = facts.name->ttlNote.empty() ? notThere(facts) : ReadinessState::NotAsked;
    step.value = facts.name->ttlNote.empty() ? "" : "unknown: " + facts.name->ttlNote;
    return step;
}

ReadinessStep clock(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Clock, "Clock offset");
    const std::optional<ClockFacts>& best = facts.databaseClock ? facts.databaseClock : facts.clusterClock;
    if (!best) {
        step.state = facts.finished && facts.handshake && facts.handshake->ready ? ReadinessState::NotAsked
                                                                                 : notThere(facts);
        if (step.state == ReadinessState::NotAsked)
            step.value = "unknown: TIME was refused, and no cluster manager was contacted";
        return step;
    }
    const auto show = [&step](const ClockFacts& clock, const char* whose) {
        step.detail.push_back(std::string(whose) + ": " + formatDuration(clock.offset).toStdString() +
                              ", within " + formatDuration(clock.uncertainty).toStdString());
    };
    if (facts.databaseClock) show(*facts.databaseClock, "database (TIME)");
    if (facts.clusterClock) show(*facts.clusterClock, "cluster manager (Date)");
    step.value = formatDuration(best->offset).toStdString();
    const Duration size = best->offset < Duration::zero() ? -best->offset : best->offset;
    if (size > kClockTolerance + best->uncertainty)
        warn(step,
             "The server's clock is " + formatDuration(size).toStdString() +
                 (best->offset > Duration::zero() ? " ahead of" : " behind") + " this machine's.",
             "Synchronise both clocks with NTP; otherwise server logs and this recording do not align.");
    return step;
}

} // namespace maintscope::model::readiness
