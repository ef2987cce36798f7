// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"
#include "model/base/zone_clock.h"

#include <QString>

#include <vector>

namespace maintscope::ui {

/// A range of session time, from < to.
struct TimeRange {
    MonoTime from{};
    MonoTime to{};
    [[nodiscard]] Duration length() const { return to - from; }
    [[nodiscard]] MonoTime middle() const { return from + length() / 2; }
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

using model::ZoneClock;

/// Maps session time to the x axis that lanes and charts share. Session time counts from the start of the session;
/// `start` is the wall-clock time of that moment.
struct TimeScale {
    MonoTime from{};
    MonoTime to{};
    double left = 0;  ///< x of `from`
    double right = 0; ///< x of `to`
    WallTime start{};
    ZoneClock clock{}; ///< for the times in ticks and labels

    [[nodiscard]] double x(MonoTime at) const;
    /// x(at), limited to left and right.
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
