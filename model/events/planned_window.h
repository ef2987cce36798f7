// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/time.h"

#include <QString>

#include <optional>
#include <string_view>
#include <vector>

namespace maintscope::model {

/// An interval in which maintenance is planned, entered or imported by the user. It does not describe what
/// happened.
struct PlannedWindow {
    QString label; ///< a ticket or a few words: "CHG-1042"
    WallTime from{};
    WallTime to{};
    friend bool operator==(const PlannedWindow&, const PlannedWindow&) = default;
};

/// The prefix of the name of such an event, followed by the user's label: "planned_window:CHG-1042".
inline constexpr std::string_view kPlannedPrefix = "planned_window:";

/// The window as an event of the session, so that it is recorded and exported like any other event. It
/// applies to all targets. Its key is derived from the window, so a window that is planned twice exists once.
[[nodiscard]] Event plannedEvent(const PlannedWindow& window, WallTime sessionStart);
/// nullopt if the event is not a planned window, or a withdrawn one (see withdrawn()).
[[nodiscard]] std::optional<PlannedWindow> plannedWindow(const Event& event, WallTime sessionStart);
/// All planned windows, ascending by start.
[[nodiscard]] std::vector<PlannedWindow> plannedWindows(const std::vector<Event>& events,
                                                        WallTime sessionStart);
/// The events to publish to replace `before` with `after`.
[[nodiscard]] std::vector<Event> plannedChanges(const std::vector<PlannedWindow>& before,
                                                const std::vector<PlannedWindow>& after,
                                                WallTime sessionStart);

} // namespace maintscope::model
