// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/sample.h"
#include "model/metrics/metric_cell.h"
#include "model/metrics/metric_series.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace maintscope::model {

/// Rows of the latency heatmap: four to an octave (of equal width within it), from 1 us up. Their bounds are
/// bounds of the histogram's buckets, so the counts are exact.
namespace heat {
inline constexpr int kRows = 128;
/// Row of a latency; latencies are counted in whole us, rounded up.
[[nodiscard]] int rowOf(Duration latency);
/// A row holds what is above lowOf(row) and not above lowOf(row + 1).
[[nodiscard]] Duration lowOf(int row);
} // namespace heat

struct HeatCount {
    int row = 0;
    std::uint64_t count = 0;
    friend bool operator==(const HeatCount&, const HeatCount&) = default;
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
    std::vector<HeatCount> heat; ///< ascending by row, only rows that hold something
    double notMeasured = 0;      ///< share of [from, to) in which the client was not running, 0..1

    friend bool operator==(const Column&, const Column&) = default;
};

/// Whose probes: those of one set of connections of a target, or of one connection.
struct MetricKey {
    TargetId target{1};
    ProbeRole role = ProbeRole::Protected;
    ConnectionId connection{}; ///< 0: the whole set together
    friend bool operator==(const MetricKey&, const MetricKey&) = default;
    friend bool operator<(const MetricKey& a, const MetricKey& b) {
        return std::tuple(a.target.value, a.role, a.connection.value) <
               std::tuple(b.target.value, b.role, b.connection.value);
    }
};

/// One second of one connection, or its part since the last report: parts add up.
struct RollupSecond {
    MetricKey key;
    std::int64_t second = 0;
    MetricCell cell;
};

/// One step of a curve that only rises.
struct CumulativePoint {
    MonoTime at{};
    int reconnects = 0;
    int handoffs = 0; ///< switches to a new endpoint
};

/// Latency histograms and counters per second and connection (and per set), merged into 4 s, 16 s, 64 s, ...
/// as data comes in, so that a picture of W columns costs O(W) at any zoom, and every percentile is of the
/// merged histogram, never of other percentiles. A probe belongs to the second of its intended time. Fed by
/// the client or from a recording: samples, or seconds that were summed up when it was made. Memory is
/// bounded: past the limit the oldest seconds go first, and what is older is kept in 4 s, then in 16 s, ...
/// Confined to one thread. See ColumnCache for a view that follows.
class MetricStore {
public:
    static constexpr std::size_t kDefaultLimit = std::size_t{192} << 20;

    void add(const Sample& sample);
    void add(const Event& event);
    /// A second of one connection (or a part of it) that was summed up elsewhere. `key.connection` is not 0:
    /// the set is summed up here.
    void add(const MetricKey& key, std::int64_t second, const MetricCell& cell);
    /// Many of them: a set is summed up over all its connections at once.
    void add(std::vector<RollupSecond> seconds);
    void clear();
    void setLimit(std::size_t bytes) { m_limit = bytes; }

    /// Columns that cover [from, to): at most `width` + 1 of them, each columnLength() long and aligned to
    /// multiples of that, so that they stay the same when the view moves on. Columns without data are left
    /// out. None where `to` <= `from` or `width` < 1.
    [[nodiscard]] std::vector<Column> columns(const MetricKey& key, MonoTime from, MonoTime to,
                                              int width) const;
    [[nodiscard]] std::vector<Column> columns(TargetId target, ProbeRole role, MonoTime from, MonoTime to,
                                              int width) const {
        return columns(MetricKey{target, role, {}}, from, to, width);
    }
    /// Length of the columns that columns() gives: 2^n seconds.
    [[nodiscard]] Duration columnLength(const MetricKey& key, MonoTime from, MonoTime to, int width) const;
    /// The column [from, from + length); nullopt where it holds nothing. `length` as columnLength() gives it,
    /// `from` a multiple of it.
    [[nodiscard]] std::optional<Column> column(const MetricKey& key, MonoTime from, Duration length) const;
    /// What a chart draws of `cell`, which holds the probes of [from, from + length).
    [[nodiscard]] Column columnOf(const MetricKey& key, MonoTime from, Duration length,
                                  const MetricCell& cell) const;

    /// Latencies and counters of [from, to), widened to whole seconds (to the finest cells that are left).
    [[nodiscard]] LatencyHistogram latency(TargetId target, ProbeRole role, MonoTime from, MonoTime to) const;
    [[nodiscard]] OutcomeCounts counts(TargetId target, ProbeRole role, MonoTime from, MonoTime to) const;
    [[nodiscard]] MetricCell cell(const MetricKey& key, MonoTime from, MonoTime to) const;

    /// Begin of the first and end of the last second that has data, of any connection of the set.
    struct Extent {
        MonoTime from{};
        MonoTime to{};
    };
    [[nodiscard]] std::optional<Extent> extent(const MetricKey& key) const;
    /// Connections of a set that have data, ascending.
    [[nodiscard]] std::vector<ConnectionId> connections(TargetId target, ProbeRole role) const;

    /// Reconnects and handoffs since the start, ascending, one point per step: the last point at or before a
    /// time is the value at that time.
    [[nodiscard]] const std::vector<CumulativePoint>& cumulative(TargetId target, ProbeRole role) const;

    /// Rises with every change.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    /// Earliest time whose columns may differ from what they were at `revision`; nullopt: none does.
    [[nodiscard]] std::optional<MonoTime> changedSince(const MetricKey& key, std::uint64_t revision) const;
    /// Memory in use, about.
    [[nodiscard]] std::size_t bytes() const;

private:
    /// What changed when, so far that "the earliest second changed after revision r" can be answered.
    class ChangeLog {
    public:
        void note(std::uint64_t revision, std::int64_t second);
        [[nodiscard]] std::optional<std::int64_t> earliestAfter(std::uint64_t revision) const;

    private:
        struct Entry {
            std::uint64_t revision = 0;
            std::int64_t second = 0;
        };
        std::vector<Entry> m_entries; ///< ascending in both
    };
    struct Series {
        MetricSeries cells;
        ChangeLog changes;
    };
    struct Steps {
        std::vector<CumulativePoint> points;
        std::set<std::uint64_t> known; ///< keys of the events that are in `points`
    };
    struct Span {
        MonoTime from{};
        std::optional<MonoTime> to;
    };
    struct NotMeasured {
        std::map<std::uint64_t, Span> spans; ///< by event key
        std::vector<Extent> merged;          ///< ascending, disjoint
    };
    using SetKey = std::pair<std::uint16_t, ProbeRole>;

    [[nodiscard]] const Series* find(const MetricKey& key) const;
    void addStep(const Event& event, MonoTime at, int reconnects, int handoffs);
    void addNotMeasured(const Event& event);
    [[nodiscard]] double notMeasuredShare(TargetId target, MonoTime from, MonoTime to) const;
    void keepToLimit();

    std::map<MetricKey, Series> m_series;
    std::map<SetKey, Steps> m_steps;
    std::map<std::uint16_t, NotMeasured> m_notMeasured; ///< by target; 0: all of them
    std::size_t m_limit = kDefaultLimit;
    std::uint32_t m_untilCheck = 0;
    std::uint64_t m_revision = 0;
    std::uint64_t m_clearedAt = 0;
};

} // namespace maintscope::model
