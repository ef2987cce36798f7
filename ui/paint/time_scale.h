// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <QString>
#include <QTimeZone>

#include <vector>

namespace maintscope::ui {

/// A stretch of session time, from < to.
struct TimeRange {
    MonoTime from{};
    MonoTime to{};
    [[nodiscard]] Duration length() const { return to - from; }
    [[nodiscard]] MonoTime middle() const { return from + length() / 2; }
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// Wall clock times of one zone, as text. The same characters in every locale; which zone they are of is said
/// by zoneName().
class ZoneClock {
public:
    ZoneClock()
        : m_zone(QTimeZone::utc()) {}
    explicit ZoneClock(const QTimeZone& zone)
        : m_zone(zone) {}

    [[nodiscard]] QString timeS(WallTime at) const;  ///< "14:12:03"
    [[nodiscard]] QString timeMs(WallTime at) const; ///< "14:12:03.118"
    [[nodiscard]] QString date(WallTime at) const;   ///< "20 Nov 2026"
    /// "UTC", "CET", "+05:30": what the zone is called at that time; differs over a daylight-saving edge.
    [[nodiscard]] QString zoneName(WallTime at) const;
    /// Ahead of UTC at that time.
    [[nodiscard]] Duration offset(WallTime at) const;
    /// When the offset changes within (from, to], ascending.
    [[nodiscard]] std::vector<WallTime> changes(WallTime from, WallTime to) const;
    [[nodiscard]] const QTimeZone& zone() const { return m_zone; }

private:
    [[nodiscard]] WallTime local(WallTime at) const { return at + offset(at); }
    QTimeZone m_zone;
};

/// Maps session time to the x axis that lanes and charts share. Session time counts from the session's start;
/// `start` is the wall clock of that moment.
struct TimeScale {
    MonoTime from{};
    MonoTime to{};
    double left = 0;  ///< x of `from`
    double right = 0; ///< x of `to`
    WallTime start{};
    ZoneClock clock{}; ///< of the times that ticks and labels show

    [[nodiscard]] double x(MonoTime at) const;
    /// x(at), kept between left and right.
    [[nodiscard]] double clamped(MonoTime at) const;
    [[nodiscard]] MonoTime at(double x) const;
    [[nodiscard]] double width() const { return right - left; }
    [[nodiscard]] bool touches(MonoTime a, MonoTime b) const { return b >= from && a <= to; }
    [[nodiscard]] WallTime wall(MonoTime at) const { return start + (at - kSessionStart); }
    [[nodiscard]] MonoTime mono(WallTime at) const { return kSessionStart + (at - start); }
    [[nodiscard]] Duration perPixel() const;
    [[nodiscard]] QString timeS(MonoTime at) const { return clock.timeS(wall(at)); }
    [[nodiscard]] QString timeMs(MonoTime at) const { return clock.timeMs(wall(at)); }
    [[nodiscard]] QString zoneName(MonoTime at) const { return clock.zoneName(wall(at)); }
};

struct TimeTick {
    MonoTime at{};
    double x = 0;
    QString label; ///< "14:12:10", "14:12" where whole minutes are enough, "02:00 CET" where the zone changes
};

/// Ticks at times that are round in the scale's zone (1, 2, 5 ms, ... 1, 2, 5, 10, 15, 30 s, 1 min, ...), at
/// least `spacing` pixels apart.
[[nodiscard]] std::vector<TimeTick> timeTicks(const TimeScale& scale, double spacing);

} // namespace maintscope::ui
