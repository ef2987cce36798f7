// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/latency_histogram.h"

#include "model/base/varint.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

namespace maintscope::model {
namespace {

// Three significant digits need 2,048 sub-buckets: below 2,048 us each microsecond has its own bucket, above
// each doubling of the value doubles the width of its 1,024 buckets.
constexpr std::uint32_t kSubBuckets = 2'048;
constexpr std::uint32_t kHalf = kSubBuckets / 2;
constexpr int kHalfBits = 10;
constexpr std::uint64_t kMostPerCell = (std::uint64_t{1} << 48) - 1;
/// Bytes at most: number of buckets, min and spread; the step of 16 bits with its flag and a count of 48.
constexpr std::size_t kLongestHead = 3 * kLongestVarint;
constexpr std::size_t kLongestBucket = 3 + 7;

constexpr std::uint64_t toUnits(Duration value) {
    const auto ns = static_cast<std::uint64_t>(
        std::clamp(value, LatencyHistogram::kLowest, LatencyHistogram::kHighest).count());
    return (ns + 999) / 1'000;
}

constexpr std::uint32_t indexOf(std::uint64_t units) {
    const int bucket = std::max(0, static_cast<int>(std::bit_width(units)) - (kHalfBits + 1));
    const auto sub = static_cast<std::uint32_t>(units >> bucket);
    return static_cast<std::uint32_t>(bucket) * kHalf + sub;
}

constexpr std::uint32_t kIndices = indexOf(toUnits(LatencyHistogram::kHighest)) + 1;

struct Range {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

constexpr Range unitsOf(std::uint32_t index) {
    if (index < kSubBuckets) return {index, index};
    const std::uint32_t bucket = index / kHalf - 1;
    const std::uint64_t sub = index - bucket * kHalf;
    return {sub << bucket, ((sub + 1) << bucket) - 1};
}

constexpr Duration fromUnits(std::uint64_t units) {
    return std::chrono::microseconds(static_cast<std::int64_t>(units));
}

static_assert(indexOf(1) == 1 && indexOf(2'047) == 2'047 && indexOf(2'048) == 2'048);
static_assert(unitsOf(2'048).low == 2'048 && unitsOf(2'048).high == 2'049);
static_assert(indexOf(4'096) == 3'072 && unitsOf(3'072).low == 4'096 && unitsOf(3'072).high == 4'099);

Error damagedHistogram(const char* why) {
    return {"A latency histogram cannot be read.", {}, why, {}};
}

} // namespace

void LatencyHistogram::increase(Cell& cell, std::uint64_t by) {
    cell.count = std::min(cell.count + by, kMostPerCell) & kMostPerCell;
}

void LatencyHistogram::add(Duration value, std::uint64_t count) {
    if (count == 0) return;
    value = std::clamp(value, kLowest, kHighest);
    if (m_count == 0) {
        m_min = m_max = value;
    } else {
        m_min = std::min(m_min, value);
        m_max = std::max(m_max, value);
    }
    count = std::min(count, kMostPerCell);
    m_count += count;
    const std::uint32_t index = indexOf(toUnits(value));
    const auto place = std::lower_bound(m_cells.begin(), m_cells.end(), index,
                                        [](const Cell& cell, std::uint32_t i) { return cell.index < i; });
    if (place != m_cells.end() && place->index == index)
        increase(*place, count);
    else
        m_cells.insert(place, Cell{index & 0xffffU, count & kMostPerCell});
}

void LatencyHistogram::merge(const LatencyHistogram& other) {
    if (other.m_count == 0) return;
    const std::array<const LatencyHistogram*, 2> both{this, &other};
    *this = m_count == 0 ? other : sum(both);
}

LatencyHistogram LatencyHistogram::sum(std::span<const LatencyHistogram* const> parts) {
    // A count for every bucket there can be, and a bit for each that is not zero: all of it is zero between
    // two calls.
    struct Scratch {
        std::vector<std::uint64_t> counts = std::vector<std::uint64_t>(kIndices);
        std::array<std::uint64_t, kIndices / 64 + 1> used{};
    };
    thread_local Scratch scratch;
    LatencyHistogram total;
    std::uint32_t lowest = kIndices;
    std::uint32_t highest = 0;
    std::size_t buckets = 0;
    for (const LatencyHistogram* part : parts) {
        if (part->m_count == 0) continue;
        total.m_min = total.m_count == 0 ? part->m_min : std::min(total.m_min, part->m_min);
        total.m_max = std::max(total.m_max, part->m_max);
        total.m_count += part->m_count;
        for (const Cell& cell : part->m_cells) {
            scratch.counts[cell.index] += cell.count;
            scratch.used[cell.index / 64] |= std::uint64_t{1} << cell.index % 64;
        }
        lowest = std::min(lowest, static_cast<std::uint32_t>(part->m_cells.front().index));
        highest = std::max(highest, static_cast<std::uint32_t>(part->m_cells.back().index));
        buckets += part->m_cells.size();
    }
    if (total.m_count == 0) return total;
    total.m_cells.reserve(std::min<std::size_t>(buckets, highest - lowest + 1));
    for (std::uint32_t word = lowest / 64; word <= highest / 64; ++word)
        for (std::uint64_t left = std::exchange(scratch.used[word], 0); left != 0; left &= left - 1) {
            const std::uint32_t index = word * 64 + static_cast<std::uint32_t>(std::countr_zero(left));
            const std::uint64_t count = std::min(std::exchange(scratch.counts[index], 0), kMostPerCell);
            total.m_cells.push_back({index & 0xffffU, count & kMostPerCell});
        }
    return total;
}

void LatencyHistogram::clear() {
    *this = {};
}

Duration LatencyHistogram::percentile(double percent) const {
    if (m_count == 0) return {};
    const double wanted = std::clamp(percent, 0.0, 100.0) / 100.0 * static_cast<double>(m_count);
    // The slack keeps a product such as 0.999 * 1000 from being rounded up past its whole number.
    const auto rank =
        std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::ceil(wanted - 1e-9)), 1, m_count);
    std::uint64_t seen = 0;
    for (const Cell& cell : m_cells) {
        seen += cell.count;
        if (seen >= rank)
            return std::min(fromUnits(unitsOf(static_cast<std::uint32_t>(cell.index)).high), m_max);
    }
    return m_max;
}

LatencyHistogram::Bucket LatencyHistogram::bucket(std::size_t position) const {
    const Cell& cell = m_cells[position];
    const Range units = unitsOf(static_cast<std::uint32_t>(cell.index));
    // Values were rounded up to whole microseconds.
    return {fromUnits(units.low) - std::chrono::nanoseconds(999), fromUnits(units.high), cell.count,
            static_cast<std::uint32_t>(cell.index)};
}

void LatencyHistogram::appendTo(std::string& bytes) const {
    const std::size_t begin = bytes.size();
    bytes.resize(begin + kLongestHead + m_cells.size() * kLongestBucket);
    char* to = writeVarint(bytes.data() + begin, m_cells.size());
    if (!m_cells.empty()) {
        to = writeVarint(to, static_cast<std::uint64_t>(m_min.count()));
        to = writeVarint(to, static_cast<std::uint64_t>((m_max - m_min).count()));
    }
    std::uint64_t previous = 0;
    for (const Cell& cell : m_cells) {
        // In a second of probes nearly every bucket holds one value: that takes no byte of its own.
        const bool many = cell.count > 1;
        to = writeVarint(to, (cell.index - previous) << 1 | (many ? 1U : 0U));
        if (many) to = writeVarint(to, cell.count);
        previous = cell.index;
    }
    bytes.resize(static_cast<std::size_t>(to - bytes.data()));
}

Result<LatencyHistogram> LatencyHistogram::readFrom(VarintReader& reader) {
    const std::uint64_t cells = reader.next();
    if (!reader.ok() || cells > kIndices) return damagedHistogram("too many buckets");
    LatencyHistogram histogram;
    if (cells == 0) return histogram;
    const std::uint64_t min = reader.next();
    const std::uint64_t spread = reader.next();
    constexpr auto kMost = static_cast<std::uint64_t>(kHighest.count());
    if (!reader.ok() || min > kMost || spread > kMost || min + spread > kMost)
        return damagedHistogram("bad bounds");
    histogram.m_min = Duration(static_cast<std::int64_t>(min));
    histogram.m_max = Duration(static_cast<std::int64_t>(min + spread));
    std::uint64_t index = 0;
    // Every bucket takes a byte at least: a number that the bytes cannot hold reserves no memory.
    histogram.m_cells.reserve(std::min<std::size_t>(cells, reader.left()));
    for (std::uint64_t i = 0; i < cells; ++i) {
        const std::uint64_t word = reader.next();
        const std::uint64_t step = word >> 1;
        const std::uint64_t count = (word & 1U) != 0 ? reader.next() : 1;
        const bool canonical = (word & 1U) == 0 || count > 1;
        if (!reader.ok() || step == 0 || step >= kIndices || !canonical || count > kMostPerCell)
            return damagedHistogram("bad bucket");
        index += step;
        if (index >= kIndices || count > UINT64_MAX - histogram.m_count)
            return damagedHistogram("bad bucket");
        histogram.m_count += count;
        histogram.m_cells.push_back({index & 0xffffU, count & kMostPerCell});
    }
    if (indexOf(toUnits(histogram.m_min)) != histogram.m_cells.front().index ||
        indexOf(toUnits(histogram.m_max)) != histogram.m_cells.back().index)
        return damagedHistogram("bounds outside the buckets");
    return histogram;
}

std::string LatencyHistogram::serialised() const {
    std::string bytes;
    appendTo(bytes);
    return bytes;
}

Result<LatencyHistogram> LatencyHistogram::parse(std::string_view bytes) {
    VarintReader reader(bytes);
    auto histogram = readFrom(reader);
    if (histogram && !reader.atEnd()) return damagedHistogram("trailing bytes");
    return histogram;
}

} // namespace maintscope::model
