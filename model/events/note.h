// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <QString>

#include <optional>

namespace maintscope::model {

/// A note of the user: an event of kind note, whose name is what was written, for an instant or (with `end`)
/// a span. Recorded like any other event. `key` must be new within the session, see noteKey().
[[nodiscard]] Event note(EventKey key, const QString& text, MonoTime at, std::optional<MonoTime> end = {});
/// Key of the `number`th note of a session.
[[nodiscard]] EventKey noteKey(std::uint64_t number);

/// The same note, or planned window, taken back: published under the same key, so that the recording tells of
/// it no more.
[[nodiscard]] Event withdrawn(const Event& note);
/// Whether it was taken back: nothing shows it.
[[nodiscard]] bool isWithdrawn(const Event& event);

} // namespace maintscope::model
