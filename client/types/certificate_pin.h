// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <string>
#include <string_view>

namespace maintscope {

/// Converts a pasted fingerprint to 64 lower-case hex digits. A leading "sha256:" or "SHA256 Fingerprint="
/// and colons or blanks between the digits are optional; case is ignored. The error describes what is wrong
/// with the text.
[[nodiscard]] Result<std::string> normalisePin(std::string_view text);

} // namespace maintscope
