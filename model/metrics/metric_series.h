// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/metric_cell.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace maintscope::model {

/// The cells of one connection (or of a set of them) at every level: 1 s, 4 s, 16 s, ... Exact: what
/// collect() gives equals the sum of all samples of these seconds, however late some of them came.
///
/// Cells at rest are packed bytes. Samples gather in a few unpacked seconds first; a second that is left
/// behind goes into its packed cell and up into the unpacked cell of the next level, and so on. So a sample
/// is merged about once per level, in ever larger company. What has not been handed up yet is added when a
/// range is collected. Confined to one thread.
class MetricSeries {
public:
    static constexpr int kLevels = 9; ///< 1 s .. 65,536 s
    /// Seconds in one cell of a level: 1, 4, 16, ...
    static constexpr std::int64_t cellSeconds(int level) { return std::int64_t{1} << (2 * level); }

    void add(std::int64_t second, const Sample& sample);
    /// A second, or a part of it, that was summed up elsewhere.
    void add(std::int64_t second, MetricCell&& cell);

    [[nodiscard]] bool empty() const { return !m_first; }
    /// First and last second that hold anything; only where not empty().
    [[nodiscard]] std::int64_t firstSecond() const { return m_first.value_or(0); }
    [[nodiscard]] std::int64_t lastSecond() const { return m_last; }

    /// Everything in the seconds [first, end), by the largest cells that fit: O(levels), not O(seconds).
    /// Where finer cells were forgotten, `first` and `end` must be multiples of the finest ones left.
    [[nodiscard]] MetricCell collect(std::int64_t first, std::int64_t end) const;

    /// Finest level that still knows everything from `second` on.
    [[nodiscard]] int finestLevel(std::int64_t second) const;
    /// Forgets the oldest sixty-four cells of the finest level that has some to spare; the coarser levels go
    /// on telling that time. Each level keeps its latest 3,840: an hour of seconds, four hours of 4 s. False
    /// where nothing can be spared.
    bool forgetOldest();

    /// Memory in use, about.
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

private:
    static constexpr int kCellsPerChunk = 64;
    /// Bytes of a MetricCell behind their number; null: no such cell.
    using Packed = std::unique_ptr<unsigned char[]>;
    using Chunk = std::array<Packed, kCellsPerChunk>;
    struct Level {
        /// Unpacked, not yet handed up: the cells below it, to be added up at once.
        std::optional<std::int64_t> openNumber;
        std::vector<MetricCell> open;
        std::map<std::int64_t, Chunk> chunks;
        /// Cells before this number were forgotten.
        std::optional<std::int64_t> keptFrom;
    };

    MetricCell& hot(std::int64_t second);
    void settle(std::map<std::int64_t, MetricCell>::iterator second);
    void handUp(int level, std::int64_t number, MetricCell&& cell);
    void store(int level, std::int64_t number, const MetricCell& cell);
    [[nodiscard]] const unsigned char* find(int level, std::int64_t number) const;
    static MetricCell unpack(const unsigned char* packed);

    std::map<std::int64_t, MetricCell> m_hot; ///< seconds that gather samples
    std::array<Level, kLevels> m_levels;
    std::optional<std::int64_t> m_first;
    std::int64_t m_last = 0;
    std::size_t m_bytes = 0;
};

} // namespace maintscope::model
