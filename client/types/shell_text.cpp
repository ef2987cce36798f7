// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/shell_text.h"

#include <algorithm>

namespace maintscope {

std::string shellQuoted(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'')
            quoted += "'\\''";
        else
            quoted += c;
    }
    return quoted + "'";
}

std::string shellWord(std::string_view text) {
    const auto isPlain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-_./=+:,@%").find(c) != std::string_view::npos;
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), isPlain) ? std::string(text)
                                                                           : shellQuoted(text);
}

} // namespace maintscope
