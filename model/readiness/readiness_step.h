// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/readiness_facts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

namespace readiness {

/// Marks a step as failed or as needing attention, with cause and remedy.
void fail(ReadinessStep& step, std::string cause, std::string remedy, std::string option = {});
void warn(ReadinessStep& step, std::string cause, std::string remedy, std::string option = {});

[[nodiscard]] ReadinessStep makeStep(ReadinessStepId id, std::string title);
/// The state of a step that has not been reached.
[[nodiscard]] ReadinessState notThere(const ReadinessFacts& facts);

/// "3 s", "41 d": whole days left; negative when it is over.
[[nodiscard]] std::int64_t daysLeft(const PresentedCertificate& certificate, WallTime now);
/// A certificate that expires within this many days needs attention.
inline constexpr std::int64_t kSoonDays = 30;
/// "1 address", "2 addresses".
[[nodiscard]] std::string counted(std::size_t number, std::string_view one);

} // namespace readiness
} // namespace maintscope::model
