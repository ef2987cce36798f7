// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever somebody imports as a calendar: windows that can be drawn and recorded, or words why not.
#include "model/events/calendar_reader.h"
#include "tests/fuzz/fuzz.h"

#include <QByteArray>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maintscope;
    const auto text = fuzz::text(data, size);
    const auto calendar = model::readCalendar(QByteArray(text.data(), static_cast<qsizetype>(text.size())));
    if (!calendar) {
        fuzz::require(!calendar.error().what.empty(), "a refusal says why");
        return 0;
    }
    fuzz::require(!calendar->windows.empty(), "a calendar without a window is refused");
    fuzz::require(calendar->windows.size() <= model::CalendarWindows::kMostWindows, "windows are bounded");
    for (const model::PlannedWindow& window : calendar->windows) {
        fuzz::require(window.from < window.to, "a window has a length");
        fuzz::require(!window.label.isEmpty() && window.label.size() <= model::CalendarWindows::kLongestLabel,
                      "a window has a name that fits");
        const Event event = model::plannedEvent(window, window.from);
        fuzz::require(model::plannedWindow(event, window.from) == window, "a window is recorded as it is");
    }
    return 0;
}
