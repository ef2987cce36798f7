// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/readiness_facts.h"
#include "model/readiness/platform.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Evaluates the facts of a readiness check: is SCH on, end to end? Pure; shared by the window and the command
// line.
namespace maintscope::model {

/// The steps in display order.
enum class ReadinessStepId : std::uint8_t {
    Dns,
    Tcp,
    Tls,
    Auth,
    Hello,
    OptIn,
    EndpointType,
    Probe,
    Ttl,
    Clock,
    ClusterManager,
    ServerFlag,
    Database,
    Versions,
    Certificates,
};
[[nodiscard]] std::string_view toString(ReadinessStepId value); ///< dns, tcp, ... as in the JSON

enum class ReadinessState : std::uint8_t {
    Ok,
    Attention, ///< works, but needs attention before the window
    Failed,
    NotReached, ///< an earlier step failed
    NotAsked,
    Running, ///< the check is still running
};
[[nodiscard]] std::string_view toString(ReadinessState value); ///< ok, attention, failed, not_reached, ...

struct ReadinessStep {
    ReadinessStepId id = ReadinessStepId::Dns;
    ReadinessState state = ReadinessState::Ok;
    std::string title;               ///< "CLIENT MAINT_NOTIFICATIONS"
    std::string value;               ///< short: "2 addresses", "OFF"
    std::vector<std::string> detail; ///< facts, one a line
    std::optional<Duration> took;
    std::string words;  ///< exact message of the server or the system, as received
    std::string cause;  ///< one sentence; not empty for Failed and Attention
    std::string remedy; ///< one sentence; not empty for Failed and Attention; identical everywhere
    std::string option; ///< the related command line option: "--connect-timeout"; may be empty
};

enum class ReadinessVerdict : std::uint8_t {
    Running,
    Ready,
    Attention,    ///< protected, with notes
    NotProtected, ///< connects, but would receive no notification
    NotReachable, ///< does not connect
    Untrusted,    ///< stopped at TLS
    NotAuthorised,
};
[[nodiscard]] std::string_view toString(ReadinessVerdict value); ///< ready, attention, not_protected, ...

struct Readiness {
    ReadinessVerdict verdict = ReadinessVerdict::Running;
    std::string headline; ///< "READY", "NOT READY", "CANNOT CONNECT"
    std::string sentence; ///< "It connects, but is not protected: ..."
    std::vector<ReadinessStep> steps;
    Platform platform = Platform::Unknown;
    std::string platformNote; ///< what the platform means for maintenance notifications; may be empty
    int failed = 0;           ///< steps
    int attention = 0;
};

[[nodiscard]] Readiness judge(const ReadinessFacts& facts);

/// The result as one JSON object (schema maint-check/1), with a final newline.
[[nodiscard]] std::string toJson(const ReadinessFacts& facts, const Readiness& readiness);

} // namespace maintscope::model
