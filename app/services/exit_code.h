// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maintscope::app {

/// Exit codes of the program; those above 3 are from sysexits.h.
enum class ExitCode : int {
    Pass = 0,
    Warn = 1,
    Fail = 2,
    Inconclusive = 3,
    Usage = 64,
    Unreachable = 69,
    Internal = 70,
    CannotWrite = 73,
    Untrusted = 76,
    NotAuthorised = 77,
};
[[nodiscard]] constexpr int toInt(ExitCode code) {
    return static_cast<int>(code);
}

} // namespace maintscope::app
