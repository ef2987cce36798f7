// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace maintscope {

/// In single quotes, which protect everything in a POSIX shell but the single quote.
[[nodiscard]] std::string shellQuoted(std::string_view text);

/// The same, but a word that a shell takes as it is stays without quotes.
[[nodiscard]] std::string shellWord(std::string_view text);

} // namespace maintscope
