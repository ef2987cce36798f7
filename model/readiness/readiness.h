// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/readiness_facts.h"
#include "model/readiness/platform.h"
#include "model/readiness/readiness_step.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Evaluates the facts of a readiness check: is SCH on, end to end? Pure; shared by the window and the command
// line.
namespace maintscope::model {

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
