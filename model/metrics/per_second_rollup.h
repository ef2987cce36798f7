// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/sample.h"
#include "model/metrics/latency_histogram.h"
#include "model/metrics/metric_store.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <tuple>

namespace maintscope::model {

/// What one set of connections of one target did in one second of session time.
struct SecondCell {
    std::int64_t second = 0; ///< since the session's start
    TargetId target{};
    ProbeRole role = ProbeRole::Protected;
    OutcomeCounts counts; ///< of the probes that were due in it
    int reconnects = 0;
    int handoffs = 0;           ///< switches to a new endpoint
    LatencyHistogram latency;   ///< of replies; those found after our own stall are left out
    LatencyHistogram corrected; ///< of all probes; those without a reply enter at their deadline or loss
    Duration longestGap{};      ///< longest time between two replies of the set that touches this second
};

/// Sorts samples into seconds and hands each second over once nothing more can come for it, in the order of
/// time: memory does not grow with the length of the recording, but with the longest outage in it.
class PerSecondRollup {
public:
    using Visit = std::function<void(const SecondCell&)>;
    explicit PerSecondRollup(Visit visit)
        : m_visit(std::move(visit)) {}

    /// All events before the first sample.
    void add(const Event& event);
    /// In the order in which they were published.
    void add(const Sample& sample);
    /// Hands over the rest.
    void finish();

private:
    using Key = std::tuple<std::int64_t, std::uint16_t, ProbeRole>;
    SecondCell& cell(std::int64_t second, TargetId target, ProbeRole role);
    void handOver(std::int64_t before);

    Visit m_visit;
    std::map<Key, SecondCell> m_cells;
    std::map<std::pair<std::uint16_t, ProbeRole>, MonoTime> m_lastReply;
    std::int64_t m_latest = 0;
};

} // namespace maintscope::model
