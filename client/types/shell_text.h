// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maintscope {

/// Quotes a word with single quotes, which protect everything in a POSIX shell except the single quote.
[[nodiscard]] std::string shellQuoted(std::string_view text);

/// The same, but a word without special characters is not quoted.
[[nodiscard]] std::string shellWord(std::string_view text);

} // namespace maintscope
