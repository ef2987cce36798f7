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

/// Planned windows of an iCalendar file (RFC 5545), ascending by their begin.
struct CalendarWindows {
    static constexpr qsizetype kLargestFile = 4 * 1024 * 1024;
    static constexpr std::size_t kMostWindows = 1'000;
    static constexpr qsizetype kLongestLabel = 200;

    std::vector<PlannedWindow> windows;
    QStringList remarks; ///< what was left out, or taken otherwise than it stands there, and why
};

/// Reads a stranger's calendar, bounded in size, events and texts. Takes UTC, times of an IANA or Windows
/// zone, and days; a time without a zone is UTC. An event that repeats is taken once, one that is cancelled
/// or has no length not at all. Of a calendar that this program wrote only the planned windows are taken: its
/// operations have happened. An error: it is no calendar, or no event in it has a time that can be read.
[[nodiscard]] Result<CalendarWindows> readCalendar(const QByteArray& bytes);
/// The same of a file, which the error then names.
[[nodiscard]] Result<CalendarWindows> readCalendarFile(const QString& path);

} // namespace maintscope::model
