// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <QString>

#include <optional>

namespace maintscope::model {

/// A note of the user: an event of kind note whose name is the text of the note, for an instant or (with
/// `end`) a span. Recorded like any other event. `key` must be new within the session, see noteKey().
[[nodiscard]] Event note(EventKey key, const QString& text, MonoTime at, std::optional<MonoTime> end = {});
/// The key of the note with this number in a session.
[[nodiscard]] EventKey noteKey(std::uint64_t number);

/// A withdrawn note or planned window: published under the same key, so that it replaces the original in the
/// recording.
[[nodiscard]] Event withdrawn(const Event& note);
/// Whether the event was withdrawn and must not be shown.
[[nodiscard]] bool isWithdrawn(const Event& event);

} // namespace maintscope::model
