// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/time.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::model {

class VarintReader;

/// Latencies in the buckets of an HdrHistogram with a unit of 1 us, a highest value of 1 h and 3 significant
/// digits, kept sparse: what was never seen takes no memory. Values are ns; they are counted in whole us
/// (rounded up, so that nothing reads as 0) and clamped to 1 us..1 h; min and max are exact.
/// Merging is exact: the histogram of a union equals the union of the histograms.
/// Source: HdrHistogram AbstractHistogram (bucket layout, highestEquivalentValue, getValueAtPercentile).
class LatencyHistogram {
public:
    static constexpr Duration kLowest = std::chrono::microseconds(1);
    static constexpr Duration kHighest = std::chrono::hours(1);

    void add(Duration value, std::uint64_t count = 1);
    void merge(const LatencyHistogram& other);
    /// The sum of many in one go, which costs far less than one merge after the other.
    [[nodiscard]] static LatencyHistogram sum(std::span<const LatencyHistogram* const> parts);
    void clear();

    [[nodiscard]] bool empty() const { return m_count == 0; }
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] Duration min() const { return m_count == 0 ? Duration{} : m_min; }
    [[nodiscard]] Duration max() const { return m_count == 0 ? Duration{} : m_max; }
    /// The value that `percent` (0..100) of the values do not exceed: the highest value of its bucket, never
    /// above max(). Zero when empty.
    [[nodiscard]] Duration percentile(double percent) const;

    /// What is in one bucket: from `low` up to and with `high`.
    struct Bucket {
        Duration low{};
        Duration high{};
        std::uint64_t count = 0;
        std::uint32_t index = 0; ///< as HdrHistogram counts them, for its own file format
    };
    [[nodiscard]] std::size_t bucketCount() const { return m_cells.size(); }
    [[nodiscard]] Bucket bucket(std::size_t position) const; ///< ascending

    /// Compact bytes: number of buckets, min, max, then the gap to the next bucket and, where it is not 1,
    /// its count, as varints.
    void appendTo(std::string& bytes) const;
    /// Refuses anything that appendTo() cannot have written.
    [[nodiscard]] static Result<LatencyHistogram> readFrom(VarintReader& reader);
    [[nodiscard]] std::string serialised() const;
    [[nodiscard]] static Result<LatencyHistogram> parse(std::string_view bytes);

    friend bool operator==(const LatencyHistogram&, const LatencyHistogram&) = default;

private:
    /// Index and count in eight bytes: a day of seconds is held in memory.
    struct Cell {
        std::uint64_t index : 16;
        std::uint64_t count : 48;
        friend bool operator==(const Cell& a, const Cell& b) {
            return a.index == b.index && a.count == b.count;
        }
    };
    static void increase(Cell& cell, std::uint64_t by);

    std::vector<Cell> m_cells; ///< ascending by index
    std::uint64_t m_count = 0;
    Duration m_min{};
    Duration m_max{};
};

} // namespace maintscope::model
