// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/result.h"

namespace maintscope {

std::string toString(const Error& error) {
    std::string text = error.what;
    // The sentence goes on: its full stop comes last.
    if (text.ends_with('.') && !(error.where.empty() && error.detail.empty())) text.pop_back();
    if (!error.where.empty()) text += " (" + error.where + ")";
    if (!error.detail.empty()) text += ": " + error.detail;
    if (!error.remedy.empty()) text += (text.ends_with('.') ? " " : ". ") + error.remedy;
    return text;
}

} // namespace maintscope
