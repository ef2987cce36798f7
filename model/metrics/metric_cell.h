// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/sample.h"
#include "model/metrics/latency_histogram.h"

#include <cstdint>
#include <span>
#include <string>

namespace maintscope::model {

/// How many probes ended how.
struct OutcomeCounts {
    std::uint64_t ok = 0;
    std::uint64_t late = 0;
    std::uint64_t timeouts = 0;
    std::uint64_t errors = 0;
    std::uint64_t unknown = 0;
    std::uint64_t notSent = 0; ///< stands apart: not part of sent()
    [[nodiscard]] std::uint64_t sent() const { return ok + late + timeouts + errors + unknown; }
    [[nodiscard]] std::uint64_t failed() const { return timeouts + errors + unknown + notSent; }
    void add(Outcome outcome);
    void add(const OutcomeCounts& other);
    friend bool operator==(const OutcomeCounts&, const OutcomeCounts&) = default;
};

/// What the probes of one slice of time came to: how they ended, and the latencies (done - sent) of the
/// replies whose time is known. Merging is exact, so a cell of an hour says what its seconds say.
struct MetricCell {
    OutcomeCounts counts;
    LatencyHistogram latency;

    /// A reply after its timeout was counted when it timed out.
    void add(const Sample& sample);
    void merge(const MetricCell& other);
    /// The sum of many in one go.
    [[nodiscard]] static MetricCell sum(std::span<const MetricCell* const> parts);
    [[nodiscard]] bool empty() const { return counts == OutcomeCounts{} && latency.empty(); }

    /// Compact bytes: about 45 for a second of 20 probes.
    void appendTo(std::string& bytes) const;
    /// Refuses anything that appendTo() cannot have written.
    [[nodiscard]] static Result<MetricCell> readFrom(VarintReader& reader);

    friend bool operator==(const MetricCell&, const MetricCell&) = default;
};

} // namespace maintscope::model
