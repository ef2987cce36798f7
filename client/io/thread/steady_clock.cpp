// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/thread/steady_clock.h"

#include <ctime>

namespace maintscope::io {

namespace {

Duration read(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

Duration bootLead() {
    return read(CLOCK_BOOTTIME) - read(CLOCK_MONOTONIC);
}

} // namespace

SteadyClock::SteadyClock()
    : m_startMono(read(CLOCK_MONOTONIC))
    , m_startLead(bootLead())
    , m_startWall(read(CLOCK_REALTIME)) {}

MonoTime SteadyClock::now() const {
    return MonoTime(read(CLOCK_MONOTONIC) - m_startMono);
}

WallTime SteadyClock::wallNow() const {
    return WallTime(read(CLOCK_REALTIME));
}

Duration SteadyClock::asleep() const {
    return bootLead() - m_startLead;
}

} // namespace maintscope::io
