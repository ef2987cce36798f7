// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/readiness/readiness_step.h"

#include <chrono>
#include <utility>

namespace maintscope::model {

std::string_view toString(ReadinessStepId value) {
    switch (value) {
    case ReadinessStepId::Dns:
        return "dns";
    case ReadinessStepId::Tcp:
        return "tcp";
    case ReadinessStepId::Tls:
        return "tls";
    case ReadinessStepId::Auth:
        return "auth";
    case ReadinessStepId::Hello:
        return "hello";
    case ReadinessStepId::OptIn:
        return "opt_in";
    case ReadinessStepId::EndpointType:
        return "endpoint_type";
    case ReadinessStepId::Probe:
        return "probe";
    case ReadinessStepId::Ttl:
        return "resolver_ttl";
    case ReadinessStepId::Clock:
        return "clock";
    case ReadinessStepId::ClusterManager:
        return "cluster_manager";
    case ReadinessStepId::ServerFlag:
        return "server_flag";
    case ReadinessStepId::Database:
        return "database";
    case ReadinessStepId::Versions:
        return "versions";
    case ReadinessStepId::Certificates:
        return "certificates";
    }
    return {};
}

std::string_view toString(ReadinessState value) {
    switch (value) {
    case ReadinessState::Ok:
        return "ok";
    case ReadinessState::Attention:
        return "attention";
    case ReadinessState::Failed:
        return "failed";
    case ReadinessState::NotReached:
        return "not_reached";
    case ReadinessState::NotAsked:
        return "not_asked";
    case ReadinessState::Running:
        return "running";
    }
    return {};
}

namespace readiness {

void fail(ReadinessStep& step, std::string cause, std::string remedy, std::string option) {
    step.state = ReadinessState::Failed;
    step.cause = std::move(cause);
    step.remedy = std::move(remedy);
    step.option = std::move(option);
}

void warn(ReadinessStep& step, std::string cause, std::string remedy, std::string option) {
    step.state = ReadinessState::Attention;
    step.cause = std::move(cause);
    step.remedy = std::move(remedy);
    step.option = std::move(option);
}

ReadinessStep makeStep(ReadinessStepId id, std::string title) {
    ReadinessStep step;
    step.id = id;
    step.title = std::move(title);
    return step;
}

ReadinessState notThere(const ReadinessFacts& facts) {
    return facts.finished ? ReadinessState::NotReached : ReadinessState::Running;
}

std::int64_t daysLeft(const PresentedCertificate& certificate, WallTime now) {
    return std::chrono::floor<std::chrono::days>(certificate.validUntil - now).count();
}

std::string counted(std::size_t number, std::string_view one) {
    const std::string_view plural = number == 1 ? "" : one.ends_with('s') ? "es" : "s";
    return std::to_string(number) + " " + std::string(one) + std::string(plural);
}

} // namespace readiness
} // namespace maintscope::model
