// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/presented_certificate.h"

namespace maintscope {

std::string colonSeparated(std::string_view sha256) {
    if (sha256.size() != 64) return std::string(sha256);
    std::string text;
    for (std::size_t i = 0; i < sha256.size(); i += 2) {
        if (i > 0) text += ':';
        text += sha256.substr(i, 2);
    }
    return text;
}

} // namespace maintscope
