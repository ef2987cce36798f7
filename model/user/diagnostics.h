// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/session_info.h"
#include "model/session/target_status.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace maintscope::model {

/// The diagnostic facts of one target.
struct DiagnosticTarget {
    TargetInfo info;
    TargetStatus status;
    bool running = false;
    Duration recorded{};
    std::uint64_t bytes = 0;
    std::uint64_t dropped = 0;
    Duration loopLag{};
    int events = 0;
};

struct DiagnosticsInput {
    QStringList program; ///< "Qt 6.4.2", "platform xcb", ... one fact each
    std::vector<DiagnosticTarget> targets;
    QString log; ///< the last lines
};

/// A text for a problem report, without secrets and names: hosts, targets, users and keys are replaced with
/// aliases ("host-1") everywhere, including server messages and the log. The input contains no passwords.
/// Figures, versions and settings are kept.
[[nodiscard]] QString diagnostics(const DiagnosticsInput& input);

} // namespace maintscope::model
