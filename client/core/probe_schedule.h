// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace maintscope::core {

/// The open loop: slots at a fixed rate that do not wait for replies, so that a stall shows as all the probes
/// it delayed. If the program itself was late by up to kCatchUp, the missed slots are due at once; beyond
/// that, they were not measured.
class ProbeSchedule {
public:
    static constexpr Duration kCatchUp = std::chrono::milliseconds(250);

    /// `phase` in [0, 1) interleaves connections.
    ProbeSchedule(double ratePerSecond, double phase);

    void start(MonoTime now);
    void stop() { m_running = false; }
    [[nodiscard]] std::optional<MonoTime> nextSlot() const;

    struct Due {
        std::uint64_t count = 0; ///< slots to send now; the first one's time is `first`
        MonoTime first{};
        std::uint64_t skipped = 0; ///< slots that were not measured, from `skippedFrom`
        MonoTime skippedFrom{};
    };
    /// Slots up to now. Advances the schedule.
    [[nodiscard]] Due take(MonoTime now);
    /// Time of the n-th slot after the first one of a Due.
    [[nodiscard]] MonoTime slotAfter(MonoTime first, std::uint64_t n) const;

private:
    [[nodiscard]] MonoTime slot(std::uint64_t index) const;

    double m_rate;
    double m_phase;
    MonoTime m_epoch{};
    std::uint64_t m_next = 0;
    bool m_running = false;
};

} // namespace maintscope::core
