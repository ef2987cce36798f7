// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <QString>
#include <QTimeZone>

#include <vector>

namespace maintscope::model {

/// Wall clock times of one zone as text. Independent of the locale; zoneName() returns the zone.
class ZoneClock {
public:
    ZoneClock()
        : m_zone(QTimeZone::utc()) {}
    explicit ZoneClock(const QTimeZone& zone)
        : m_zone(zone) {}

    [[nodiscard]] QString timeS(WallTime at) const;  ///< "14:12:03"
    [[nodiscard]] QString timeMs(WallTime at) const; ///< "14:12:03.118"
    [[nodiscard]] QString date(WallTime at) const;   ///< "20 Nov 2026"
    /// RFC 3339 with nine digits: "2026-11-20T15:12:03.118000000+01:00", in UTC with "Z".
    [[nodiscard]] QString rfc3339(WallTime at) const;
    /// "UTC", "CET", "+05:30": the name of the zone at that time; it changes with daylight saving time.
    [[nodiscard]] QString zoneName(WallTime at) const;
    /// "UTC", "Europe/Paris": the general name of the zone, for the heading of a column.
    [[nodiscard]] QString heading() const;
    /// Ahead of UTC at that time.
    [[nodiscard]] Duration offset(WallTime at) const;
    /// When the offset changes within (from, to], ascending.
    [[nodiscard]] std::vector<WallTime> changes(WallTime from, WallTime to) const;
    [[nodiscard]] const QTimeZone& zone() const { return m_zone; }

private:
    [[nodiscard]] WallTime local(WallTime at) const { return at + offset(at); }
    QTimeZone m_zone;
};

} // namespace maintscope::model
