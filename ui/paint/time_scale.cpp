// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/time_scale.h"

#include "model/format.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace maintscope::ui {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 18> kSteps{1s,    2s,    5s,    10s, 15s, 30s, 1min, 2min, 5min,
                                          10min, 15min, 30min, 1h,  2h,  6h,  12h,  24h,  72h};

std::int64_t floorDivided(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
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
    const std::int64_t first =
        floorDivided(scale.wall(scale.from).time_since_epoch().count() + step.count() - 1, step.count());
    for (std::int64_t number = first;; ++number) {
        const WallTime wall{Duration(number * step.count())};
        const MonoTime at = kSessionStart + (wall - scale.start);
        if (at > scale.to) break;
        const QString text = model::formatTimeS(wall);
        ticks.push_back({at, scale.x(at), step % 1min == 0s ? text.left(5) : text});
    }
    return ticks;
}

} // namespace maintscope::ui
