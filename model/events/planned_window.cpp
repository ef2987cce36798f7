// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/planned_window.h"

#include "model/base/event_ids.h"
#include "model/events/note.h"

#include <algorithm>
#include <string>

namespace maintscope::model {

Event plannedEvent(const PlannedWindow& window, WallTime sessionStart) {
    Event event;
    const std::string label = window.label.trimmed().toStdString();
    event.kind = EventKind::Recording;
    event.name = std::string(kPlannedPrefix) + label;
    event.at = kSessionStart + (window.from - sessionStart);
    event.end = kSessionStart + (window.to - sessionStart);
    event.wall = window.from;
    event.key = derivedKey("planned/" + std::to_string(window.from.time_since_epoch().count()) + '/' +
                           std::to_string(window.to.time_since_epoch().count()) + '/' + label);
    return event;
}

std::optional<PlannedWindow> plannedWindow(const Event& event, WallTime sessionStart) {
    if (event.kind != EventKind::Recording || !event.name.starts_with(kPlannedPrefix) || !event.end ||
        isWithdrawn(event))
        return std::nullopt;
    return PlannedWindow{QString::fromStdString(event.name.substr(kPlannedPrefix.size())),
                         sessionStart + event.at.time_since_epoch(),
                         sessionStart + event.end->time_since_epoch()};
}

std::vector<PlannedWindow> plannedWindows(const std::vector<Event>& events, WallTime sessionStart) {
    std::vector<PlannedWindow> windows;
    for (const Event& event : events)
        if (auto window = plannedWindow(event, sessionStart)) windows.push_back(std::move(*window));
    std::stable_sort(windows.begin(), windows.end(),
                     [](const PlannedWindow& a, const PlannedWindow& b) { return a.from < b.from; });
    return windows;
}

std::vector<Event> plannedChanges(const std::vector<PlannedWindow>& before,
                                  const std::vector<PlannedWindow>& after, WallTime sessionStart) {
    const auto has = [](const std::vector<PlannedWindow>& windows, const PlannedWindow& window) {
        return std::find(windows.begin(), windows.end(), window) != windows.end();
    };
    std::vector<Event> events;
    for (const PlannedWindow& window : before)
        if (!has(after, window)) events.push_back(withdrawn(plannedEvent(window, sessionStart)));
    for (const PlannedWindow& window : after)
        if (!has(before, window)) events.push_back(plannedEvent(window, sessionStart));
    return events;
}

} // namespace maintscope::model
