// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <string>
#include <string_view>

namespace maintscope::model {

/// The name of the event in plain words: "timeouts still relaxed" for "tail". For the screen; files, exports
/// and filters use Event::name. A notification keeps its name as on the wire, a note its text. May contain
/// server text, which is not escaped.
[[nodiscard]] std::string eventLabel(const Event& event);

/// The plain words for a name that the program gives to events; empty for any other name.
[[nodiscard]] std::string_view wordsForName(std::string_view name);

} // namespace maintscope::model
