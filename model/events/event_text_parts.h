// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <QString>

#include <string_view>

// The parts of eventText(): for event_text.cpp and event_text_session.cpp.
namespace maintscope::model::event_text {

// Words that several texts use.
[[nodiscard]] QString plain(std::string_view value);
[[nodiscard]] QString inQuotes(std::string_view words);
/// The quoted error text after a colon, the error type, or nothing.
[[nodiscard]] QString because(const Event& event);
[[nodiscard]] QString policyWord(const Event& event);

// What the target and the recording report of themselves.
[[nodiscard]] QString alertText(const Event& event);
[[nodiscard]] QString recordingText(const Event& event);
[[nodiscard]] QString stateText(const Event& event);

} // namespace maintscope::model::event_text
