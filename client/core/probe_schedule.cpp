// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/probe_schedule.h"

#include <cmath>

namespace maintscope::core {
namespace {

constexpr double kNsPerSecond = 1e9;

} // namespace

ProbeSchedule::ProbeSchedule(double ratePerSecond, double phase)
    : m_rate(ratePerSecond)
    , m_phase(phase) {}

void ProbeSchedule::start(MonoTime now) {
    m_epoch = now + Duration(static_cast<Duration::rep>(m_phase * kNsPerSecond / m_rate));
    m_next = 0;
    m_running = true;
}

/// From the index, not by adding intervals: 3 per second must not drift by their rounding.
MonoTime ProbeSchedule::slot(std::uint64_t index) const {
    return m_epoch + Duration(static_cast<Duration::rep>(static_cast<double>(index) * kNsPerSecond / m_rate));
}

MonoTime ProbeSchedule::slotAfter(MonoTime first, std::uint64_t n) const {
    const double offset = static_cast<double>((first - m_epoch).count()) * m_rate / kNsPerSecond;
    return slot(static_cast<std::uint64_t>(std::llround(offset)) + n);
}

std::optional<MonoTime> ProbeSchedule::nextSlot() const {
    return m_running ? std::optional(slot(m_next)) : std::nullopt;
}

ProbeSchedule::Due ProbeSchedule::take(MonoTime now) {
    Due due;
    if (!m_running || slot(m_next) > now) return due;
    const double elapsed = static_cast<double>((now - m_epoch).count()) * m_rate / kNsPerSecond;
    auto end = static_cast<std::uint64_t>(elapsed) + 1; // first slot after now, up to rounding
    while (end > m_next && slot(end - 1) > now)
        --end;
    while (slot(end) <= now)
        ++end;
    if (now - slot(m_next) > kCatchUp) {
        due.skippedFrom = slot(m_next);
        due.skipped = end - m_next;
        m_next = end;
        return due;
    }
    due.first = slot(m_next);
    due.count = end - m_next;
    m_next = end;
    return due;
}

} // namespace maintscope::core
