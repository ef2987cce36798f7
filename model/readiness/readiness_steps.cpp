// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/readiness/readiness_steps.h"

#include "client/types/event_names.h"
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

std::optional<Duration> stepTime(const HandshakeFacts& handshake, std::string_view name) {
    for (const Figure& figure : handshake.steps)
        if (figure.name == name) return Duration(figure.value);
    return std::nullopt;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// The handshake ended before the reply to HELLO.
bool lostBeforeHello(const HandshakeFacts& handshake) {
    return !handshake.ready && !stepTime(handshake, names::kStepHello);
}

void explainLoss(ReadinessStep& step, const HandshakeFacts& handshake, const ReadinessFacts& facts) {
    step.words = handshake.error;
    if (handshake.errorType == "protocol_error")
        return fail(step, "The server at this port does not use the Redis protocol.",
                    "Check the host and the port.");
    if (handshake.errorType == "timeout")
        return fail(
            step, "The server accepted the connection but does not reply.",
            facts.target.tls.enabled
                ? "Check that the server is not paused or overloaded, or allow more time to connect."
                : "Check whether this port requires TLS (rediss://), and that the server is not paused.",
            facts.target.tls.enabled ? "--connect-timeout" : "");
    fail(step, "The server closed the connection during the handshake.",
         facts.target.tls.enabled ? "Check whether it requires a client certificate."
                                  : "Check whether this port requires TLS (rediss://).",
         facts.target.tls.enabled ? "--tls-cert, --tls-key" : "");
}

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
        fail(step, facts.tls->error.what, facts.tls->error.remedy);
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

ReadinessStep auth(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Auth, "AUTH");
    const std::string user = facts.target.user.empty() ? "default" : facts.target.user;
    if (!facts.handshake || lostBeforeHello(*facts.handshake)) {
        step.state = notThere(facts);
        return step;
    }
    if (facts.passwordGiven) step.took = stepTime(*facts.handshake, names::kStepHello);
    step.value = facts.passwordGiven ? "user " + user : "without a password";
    if (facts.handshake->errorType != "auth") return step;
    step.words = facts.handshake->error;
    if (!facts.passwordGiven)
        fail(step, "The server requires a password.",
             "Enter the password, and the user unless it is default.",
             "MAINTSCOPE_PASSWORD, --password-file or the prompt; --user");
    else if (contains(step.words, "NOPERM"))
        fail(step, "User " + user + " is not allowed to run the commands of the handshake.",
             "Allow HELLO, CLIENT and PING in the ACL of the user.");
    else
        fail(step, "The server refused the password of user " + user + ".",
             "Check the user and the password; those of the cluster manager are different.");
    return step;
}

ReadinessStep hello(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Hello, "HELLO 3");
    if (!facts.handshake || facts.handshake->errorType == "auth") {
        step.state = notThere(facts);
        return step;
    }
    const HandshakeFacts& handshake = *facts.handshake;
    if (lostBeforeHello(handshake)) {
        step.state = notThere(facts);
        if (!handshake.errorType.empty()) explainLoss(step, handshake, facts);
        return step;
    }
    if (facts.passwordGiven)
        step.detail.emplace_back("sent with AUTH");
    else
        step.took = stepTime(handshake, names::kStepHello);
    if (!handshake.ready && handshake.errorType == "server_error" && handshake.steps.size() == 1) {
        step.words = handshake.error;
        fail(step, "The server refused HELLO.",
             "Read the server's message, and check that host and port belong to a database.");
        return step;
    }
    step.value = handshake.resp3 ? "RESP3" : "RESP2";
    if (!handshake.serverVersion.empty()) step.value += ", server " + handshake.serverVersion;
    if (handshake.serverMode == "sentinel") {
        fail(step, "This is a Sentinel (or the discovery service), not a database.",
             "Use the endpoint of the database itself.");
        return step;
    }
    if (!handshake.resp3) {
        step.words = handshake.helloError;
        fail(step, "The connection stays on RESP2, but notifications require RESP3.",
             "In Redis Software, set resp3 of the database to true (version 7.2 or later); elsewhere use "
             "Redis 6 or later, and check that no proxy in between blocks HELLO.");
    }
    return step;
}

ReadinessStep optIn(const ReadinessFacts& facts, Platform platform) {
    ReadinessStep step = makeStep(ReadinessStepId::OptIn, "CLIENT MAINT_NOTIFICATIONS");
    if (facts.target.policy == Policy::Never) {
        step.state = ReadinessState::NotAsked;
        step.value = "not requested (policy never)";
        return step;
    }
    if (!facts.handshake || !stepTime(*facts.handshake, names::kStepOptIn) ||
        facts.handshake->errorType == "auth") {
        step.state = notThere(facts);
        return step;
    }
    const HandshakeFacts& handshake = *facts.handshake;
    step.took = stepTime(handshake, names::kStepOptIn);
    if (handshake.optedIn) {
        step.value = "opted in";
        return step;
    }
    step.value = "refused";
    step.words = handshake.refusal.value_or("");
    if (!handshake.resp3) {
        step.value = "without effect";
        fail(step, "On RESP2, the server cannot send notifications.", "See the step HELLO 3.");
    } else if (contains(step.words, "disabled")) {
        fail(step, "client_maint_notifications is off on this cluster, so no client can opt in.",
             "Turn it on in the settings of the cluster (requires the admin role). Then reconnect: open "
             "connections do not opt in by themselves, including those of your applications.",
             "maintscope sch on --rest " +
                 (facts.rest ? baseUrl(facts.rest->endpoint) : std::string("https://CLUSTER:9443")));
    } else if (contains(step.words, "unknown subcommand") || contains(step.words, "unknown command") ||
               contains(step.words, "Unknown subcommand")) {
        const std::string name = platform == Platform::RedisSoftware ? std::string() : platformName(platform);
        if (!name.empty())
            fail(step, "This is " + name + ", which does not support the command.",
                 "Plan for reconnections: the timeouts and retries of your clients must cover the window.");
        else
            fail(step,
                 "The server does not support the command: only Redis Software 8.0.2 or later and Redis "
                 "Cloud do.",
                 "With Redis Software, upgrade every node to 8.0.2 or later; elsewhere plan for "
                 "reconnections.");
    } else if (contains(step.words, "NOPERM")) {
        fail(step, "This user is not allowed to run CLIENT MAINT_NOTIFICATIONS.",
             "Add +client|maint_notifications to the ACL of the user, and to those of your applications.");
    } else {
        fail(step, "The server refused the opt-in.", "Read the server's message, then check again.");
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

ReadinessStep probe(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Probe, "Probe command");
    if (!facts.probe) {
        step.state = notThere(facts);
        if (facts.handshake && !facts.handshake->ready && facts.handshake->errorType != "auth" &&
            !lostBeforeHello(*facts.handshake) && !facts.handshake->errorType.empty()) {
            step.words = facts.handshake->error;
            fail(step, "The server did not reply to " + facts.handshake->pending + ".",
                 "Check the log of the server, then try again.");
        }
        return step;
    }
    step.value = facts.probe->command;
    step.took = facts.probe->elapsed;
    if (facts.probe->elapsed == Duration::zero() && facts.probe->error.empty()) {
        step.state = notThere(facts);
        return step;
    }
    if (facts.probe->error.empty()) return step;
    step.words = facts.probe->error;
    if (contains(step.words, "MOVED") || contains(step.words, "CROSSSLOT"))
        fail(step, "The database uses the OSS Cluster API, which is not supported yet.",
             "Use the command PING to watch it.", "--command ping");
    else if (contains(step.words, "NOPERM"))
        fail(step, "This user is not allowed to run the probe command.",
             "Choose another command (PING requires the fewest rights), or another user.", "--command");
    else
        fail(step, "The probe command failed.", "Choose another command, or fix the problem in the database.",
             "--command");
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
