// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a readiness check from AUTH to the first command.
#include "client/types/event_names.h"
#include "client/types/refusal.h"
#include "model/base/format.h"
#include "model/readiness/readiness_steps.h"

namespace maintscope::model::readiness {
namespace {

std::optional<Duration> stepTime(const HandshakeFacts& handshake, std::string_view name) {
    for (const Figure& figure : handshake.steps)
        if (figure.name == name) return Duration(figure.value);
    return std::nullopt;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// The server's words, and what they mean.
void explainRefusal(ReadinessStep& step, std::string_view words) {
    const Refusal& refusal = refusalOf(words);
    step.words = words;
    fail(step, std::string(refusal.what), std::string(refusal.remedy));
}

bool isLoginRefused(const HandshakeFacts& handshake) {
    return handshake.errorType == "auth" || handshake.errorType == kNoPermission;
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

} // namespace

ReadinessStep auth(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Auth, "AUTH");
    const std::string user = facts.target.user.empty() ? "default" : facts.target.user;
    if (!facts.handshake || lostBeforeHello(*facts.handshake)) {
        step.state = notThere(facts);
        return step;
    }
    if (facts.passwordGiven) step.took = stepTime(*facts.handshake, names::kStepHello);
    step.value = facts.passwordGiven ? "user " + user : "without a password";
    if (!isLoginRefused(*facts.handshake)) return step;
    if (facts.handshake->errorType == kNoPermission) {
        step.words = facts.handshake->error;
        fail(step, "User " + user + " may run neither PING nor GET of the probe's key.",
             std::string(kNoPermissionRemedy), "--key");
        return step;
    }
    explainRefusal(step, facts.handshake->error);
    if (!facts.passwordGiven) step.option = "MAINTSCOPE_PASSWORD, --password-file or the prompt; --user";
    return step;
}

ReadinessStep hello(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Hello, "HELLO 3");
    if (!facts.handshake || isLoginRefused(*facts.handshake)) {
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
        explainRefusal(step, handshake.error);
        return step;
    }
    step.value = handshake.resp3 ? "RESP3" : "RESP2";
    if (!handshake.serverVersion.empty()) step.value += ", server " + handshake.serverVersion;
    if (handshake.serverMode == "sentinel") {
        fail(step, "This is a Sentinel (or the discovery service), not a database.",
             "Use the endpoint of the database itself.");
        return step;
    }
    if (handshake.resp3 || !handshake.ready) return step;
    step.words = handshake.helloError;
    if (contains(handshake.helloError, "NOPERM"))
        fail(step,
             "The connection stays on RESP2, but notifications require RESP3: the user may not run HELLO.",
             "Allow HELLO in the ACL of the user, and of the users of your applications.");
    else
        fail(step, "The connection stays on RESP2, but notifications require RESP3.",
             "In Redis Software, set resp3 of the database to true (version 7.2 or later); elsewhere use "
             "Redis 6 or later, and check that no proxy in between blocks HELLO.");
    return step;
}

ReadinessStep optIn(const ReadinessFacts& facts, Platform platform) {
    ReadinessStep step = makeStep(ReadinessStepId::OptIn, "CLIENT MAINT_NOTIFICATIONS");
    if (facts.target.policy == Policy::Never) {
        step.state = ReadinessState::NotAsked;
        step.value = "not requested (policy never)";
        return step;
    }
    // Where the handshake failed later, its reply is not what stopped it.
    if (!facts.handshake || !stepTime(*facts.handshake, names::kStepOptIn) ||
        !facts.handshake->errorType.empty()) {
        step.state = notThere(facts);
        return step;
    }
    const HandshakeFacts& handshake = *facts.handshake;
    // What arrives with the reply to HELLO says nothing about how long the opt-in takes.
    if (handshake.optInWithHello)
        step.detail.emplace_back("sent in one write with HELLO 3: the time of that step is the time of both");
    else
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

ReadinessStep probe(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Probe, "Probe command");
    if (!facts.probe) {
        step.state = notThere(facts);
        if (!facts.handshake || facts.handshake->ready || isLoginRefused(*facts.handshake) ||
            lostBeforeHello(*facts.handshake) || facts.handshake->errorType.empty())
            return step;
        const HandshakeFacts& handshake = *facts.handshake;
        if (handshake.errorType == "server_error") {
            if (handshake.steps.size() > 1) explainRefusal(step, handshake.error); // else the step HELLO has
            return step;
        }
        step.words = handshake.error;
        fail(step, "The server did not reply to " + handshake.pending + ".",
             "Check the log of the server, then try again.");
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
    else if (contains(step.words, "NOPERM") && contains(step.words, "key"))
        fail(step, "This user is not allowed to access the probe's key.",
             "Name a key that the user may read (it need not exist), or use the command PING.",
             "--key, --command ping");
    else if (contains(step.words, "NOPERM"))
        fail(step, "This user is not allowed to run the probe command.",
             "Choose another command (PING requires the fewest rights), or another user.", "--command");
    else
        fail(step, "The probe command failed.", "Choose another command, or fix the problem in the database.",
             "--command");
    return step;
}

} // namespace maintscope::model::readiness
