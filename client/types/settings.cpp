// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/settings.h"

namespace maintscope {

double probesPerSecond(const ProbePlan& plan) {
    return plan.ratePerSecond * plan.connections * (plan.control ? 2 : 1);
}

std::string_view toString(Policy value) {
    switch (value) {
    case Policy::Auto:
        return "auto";
    case Policy::Required:
        return "required";
    case Policy::Never:
        return "never";
    }
    return {};
}

std::string_view toString(Support value) {
    switch (value) {
    case Support::Unknown:
        return "unknown";
    case Support::Supported:
        return "supported";
    case Support::Unsupported:
        return "unsupported";
    }
    return {};
}

std::string_view toString(EndpointType value) {
    switch (value) {
    case EndpointType::Auto:
        return "auto";
    case EndpointType::InternalIp:
        return "internal-ip";
    case EndpointType::InternalFqdn:
        return "internal-fqdn";
    case EndpointType::ExternalIp:
        return "external-ip";
    case EndpointType::ExternalFqdn:
        return "external-fqdn";
    case EndpointType::None:
        return "none";
    }
    return {};
}

std::string_view toString(ProbeCommand value) {
    switch (value) {
    case ProbeCommand::Get:
        return "get";
    case ProbeCommand::Ping:
        return "ping";
    case ProbeCommand::Set:
        return "set";
    case ProbeCommand::Incr:
        return "incr";
    }
    return {};
}

std::string_view toString(ProbeRole value) {
    switch (value) {
    case ProbeRole::Protected:
        return "protected";
    case ProbeRole::Control:
        return "control";
    }
    return {};
}

std::string_view toString(Environment value) {
    switch (value) {
    case Environment::Unspecified:
        return "unspecified";
    case Environment::Production:
        return "production";
    case Environment::Staging:
        return "staging";
    case Environment::Development:
        return "development";
    }
    return {};
}

} // namespace maintscope
