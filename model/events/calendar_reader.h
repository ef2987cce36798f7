// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/events/planned_window.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <vector>

namespace maintscope::model {

/// Planned windows of an iCalendar file (RFC 5545), ascending by start.
struct CalendarWindows {
    static constexpr qsizetype kLargestFile = 4 * 1024 * 1024;
    static constexpr std::size_t kMostWindows = 1'000;
    static constexpr qsizetype kLongestLabel = 200;

    std::vector<PlannedWindow> windows;
    QStringList remarks; ///< what was skipped or interpreted differently, and why
};

/// Reads an untrusted calendar with limits on its size, events and texts. Accepts UTC, times in an IANA or
/// Windows zone, and whole days; a time without a zone is UTC. A recurring event is imported once; cancelled
/// events and events without a duration are skipped. From a calendar that this program has written, only the
/// planned windows are imported, because its operations have already happened. Errors: not a calendar, or no
/// event with a valid time.
[[nodiscard]] Result<CalendarWindows> readCalendar(const QByteArray& bytes);
/// The same for a file, which the error names.
[[nodiscard]] Result<CalendarWindows> readCalendarFile(const QString& path);

} // namespace maintscope::model
