// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/time.h"

#include <QString>

#include <optional>
#include <string_view>
#include <vector>

namespace maintscope::model {

/// An interval in which maintenance is planned, as entered or imported by the user: says nothing about what
/// happened.
struct PlannedWindow {
    QString label; ///< a ticket or a few words: "CHG-1042"
    WallTime from{};
    WallTime to{};
    friend bool operator==(const PlannedWindow&, const PlannedWindow&) = default;
};

/// Name of such an event, before what the user calls it: "planned_window:CHG-1042".
inline constexpr std::string_view kPlannedPrefix = "planned_window:";

/// The window as an event of the session, so that it is recorded and exported like all else. It concerns
/// every target. Its key follows from the window: planned twice, it is there once.
[[nodiscard]] Event plannedEvent(const PlannedWindow& window, WallTime sessionStart);
/// nullopt: the event is no planned window, or one that was taken back (see withdrawn()).
[[nodiscard]] std::optional<PlannedWindow> plannedWindow(const Event& event, WallTime sessionStart);
/// All that are planned, ascending by their begin.
[[nodiscard]] std::vector<PlannedWindow> plannedWindows(const std::vector<Event>& events,
                                                        WallTime sessionStart);
/// What is to be published so that `after` is planned where `before` was.
[[nodiscard]] std::vector<Event> plannedChanges(const std::vector<PlannedWindow>& before,
                                                const std::vector<PlannedWindow>& after,
                                                WallTime sessionStart);

} // namespace maintscope::model
