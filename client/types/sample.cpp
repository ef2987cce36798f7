// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/sample.h"

namespace maintscope {

std::string_view toString(Outcome outcome) {
    switch (outcome) {
    case Outcome::Ok:
        return "ok";
    case Outcome::Late:
        return "late";
    case Outcome::Timeout:
        return "timeout";
    case Outcome::Error:
        return "error";
    case Outcome::Unknown:
        return "unknown";
    case Outcome::NotSent:
        return "not_sent";
    case Outcome::ReplyAfterTimeout:
        return "after_timeout";
    }
    return {};
}

} // namespace maintscope
