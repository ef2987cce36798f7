// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/time_scale.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace maintscope::ui {
namespace {

using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

constexpr std::array<Duration, 27> kSteps{1ms,   2ms,   5ms,   10ms, 20ms, 50ms, 100ms, 200ms, 500ms,
                                          1s,    2s,    5s,    10s,  15s,  30s,  1min,  2min,  5min,
                                          10min, 15min, 30min, 1h,   2h,   6h,   12h,   24h,   72h};

std::int64_t floorDivided(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

QString tickLabel(const ZoneClock& clock, WallTime at, Duration step) {
    if (step >= 24h) return clock.date(at).section(u' ', 0, 1);
    if (step < 1s) return clock.timeMs(at);
    const QString text = clock.timeS(at);
    return step % 1min == 0s ? text.left(5) : text;
}

} // namespace

double TimeScale::x(MonoTime at) const {
    if (to <= from) return left;
    return left + std::chrono::duration<double>(at - from).count() /
                      std::chrono::duration<double>(to - from).count() * width();
}

double TimeScale::clamped(MonoTime at) const {
    return std::clamp(x(at), left, right);
}

MonoTime TimeScale::at(double position) const {
    if (width() <= 0) return from;
    const double share = (position - left) / width();
    return from + Duration(static_cast<Duration::rep>(share * static_cast<double>((to - from).count())));
}

Duration TimeScale::perPixel() const {
    return width() < 1
               ? to - from
               : Duration(static_cast<Duration::rep>(static_cast<double>((to - from).count()) / width()));
}

std::vector<TimeTick> timeTicks(const TimeScale& scale, double spacing) {
    std::vector<TimeTick> ticks;
    if (scale.width() <= 0 || scale.to <= scale.from) return ticks;
    const auto wanted =
        Duration(static_cast<Duration::rep>(static_cast<double>(scale.perPixel().count()) * spacing));
    const auto found =
        std::find_if(kSteps.begin(), kSteps.end(), [&](Duration step) { return step >= wanted; });
    const Duration step = found == kSteps.end() ? kSteps.back() : *found;
    const WallTime first = scale.wall(scale.from);
    const WallTime last = scale.wall(scale.to);
    // Between two changes of the zone's offset, round times in the zone are at equal distances.
    std::vector<WallTime> edges = scale.clock.changes(first, last);
    edges.insert(edges.begin(), first);
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const bool begins = i > 0;
        const WallTime end = i + 1 < edges.size() ? edges[i + 1] : last + 1ns;
        const Duration offset = scale.clock.offset(edges[i]);
        std::int64_t number =
            floorDivided((edges[i] + offset).time_since_epoch().count() + step.count() - 1, step.count());
        bool named = !begins;
        for (;; ++number) {
            const WallTime wall = WallTime{Duration(number * step.count())} - offset;
            if (wall >= end) break;
            const MonoTime at = scale.mono(wall);
            const double x = scale.x(at);
            // Where an hour is repeated or skipped, the tick with the zone's new name replaces the
            // one before it.
            if (!named && !ticks.empty() && x - ticks.back().x < spacing - 1) ticks.pop_back();
            QString label = tickLabel(scale.clock, wall, step);
            if (!named) label += u' ' + scale.clock.zoneName(wall);
            named = true;
            ticks.push_back({at, x, label});
        }
    }
    return ticks;
}

} // namespace maintscope::ui
