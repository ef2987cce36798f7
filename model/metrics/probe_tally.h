// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/sample.h"
#include "model/metrics/latency_histogram.h"
#include "model/metrics/metric_cell.h"

#include <cstdint>

namespace maintscope::model {

/// What a set of probes came to: the one place that decides which sample enters which percentile. Latency is
/// over replies; corrected latency is over all probes, timeouts and losses entering at their deadline or
/// loss.
struct ProbeTally {
    OutcomeCounts counts;
    std::uint64_t carriedOver = 0;
    std::uint64_t censored = 0; ///< probes whose true latency is not known
    LatencyHistogram latency;
    LatencyHistogram corrected;

    /// A reply after its timeout was counted when it timed out.
    void add(const Sample& sample);
};

} // namespace maintscope::model
