// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <string>
#include <string_view>

namespace maintscope {

/// 64 lower-case hex digits from what people paste: "sha256:" or "SHA256 Fingerprint=" before it and colons
/// or blanks in it are optional, case does not matter. The error says what is wrong with it.
[[nodiscard]] Result<std::string> normalisePin(std::string_view text);

} // namespace maintscope
