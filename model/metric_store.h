// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/sample.h"
#include "model/latency_histogram.h"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

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

/// One slice of time as a chart draws it. Latencies are of replies (done - sent), exact to 3 digits; where
/// there was no reply, hasLatency is false: a gap in the line, never a value.
struct Column {
    MonoTime from{};
    MonoTime to{};
    bool hasLatency = false;
    Duration p50{};
    Duration p99{};
    Duration max{};
    OutcomeCounts counts;
};

/// One step of a curve that only rises.
struct CumulativePoint {
    MonoTime at{};
    int reconnects = 0;
    int handoffs = 0; ///< switches to a new endpoint
};

/// Latency histograms and counters per second and target, merged into 4 s, 16 s, 64 s, ... as data comes in,
/// so that a picture of W columns costs O(W) at any zoom, and every percentile is of the merged histogram,
/// never of other percentiles. A probe belongs to the second of its intended time. Confined to one thread.
class MetricStore {
public:
    static constexpr int kLevels = 9; ///< 1 s .. 65,536 s

    void add(const Sample& sample);
    void add(const Event& event);
    void clear();

    /// Columns that cover [from, to): at most `width` + 1 of them, each 2^n seconds long and aligned to
    /// multiples of that, so that they stay the same when the view moves on. Columns without data are left
    /// out. None where `to` <= `from` or `width` < 1.
    [[nodiscard]] std::vector<Column> columns(TargetId target, ProbeRole role, MonoTime from, MonoTime to,
                                              int width) const;
    /// Length of the columns that columns() gives.
    [[nodiscard]] static Duration columnLength(MonoTime from, MonoTime to, int width);

    /// Latencies and counters of [from, to), widened to whole seconds.
    [[nodiscard]] LatencyHistogram latency(TargetId target, ProbeRole role, MonoTime from, MonoTime to) const;
    [[nodiscard]] OutcomeCounts counts(TargetId target, ProbeRole role, MonoTime from, MonoTime to) const;

    /// Reconnects and handoffs since the start, ascending, one point per step: the last point at or before a
    /// time is the value at that time.
    [[nodiscard]] const std::vector<CumulativePoint>& cumulative(TargetId target, ProbeRole role) const;

    /// Rises with every change.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

private:
    struct Cell {
        OutcomeCounts counts;
        LatencyHistogram latency;
    };
    /// Cells by their number, which is their begin in units of the level's length. Sparse: time may have
    /// holes of days.
    using Level = std::map<std::int64_t, Cell>;
    struct Series {
        std::array<Level, kLevels> levels;
        std::vector<CumulativePoint> cumulative;
        std::set<std::uint64_t> steps; ///< keys of the events that are in `cumulative`
    };
    using SeriesKey = std::pair<std::uint16_t, ProbeRole>;

    [[nodiscard]] const Series* find(TargetId target, ProbeRole role) const;
    /// Merges seconds [first, end) into one cell, by the largest cells that fit.
    static Cell collect(const Series& series, std::int64_t first, std::int64_t end);
    static void addStep(Series& series, const Event& event, MonoTime at, int reconnects, int handoffs);

    std::map<SeriesKey, Series> m_series;
    std::uint64_t m_revision = 0;
};

} // namespace maintscope::model
