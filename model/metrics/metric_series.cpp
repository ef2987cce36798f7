// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/metric_series.h"

#include "model/base/seconds.h"
#include "model/base/varint.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

namespace maintscope::model {
namespace {

/// Seconds that stay unpacked: replies come within milliseconds, timeouts within seconds of their slot.
constexpr std::size_t kHotSeconds = 12;
/// Chunks that a level keeps in any case.
constexpr std::size_t kLeastChunks = 60;
/// Unpacked cells of a level that wait to be added up.
constexpr std::size_t kMostWaiting = 8;
/// What one allocation costs beside its bytes, about.
constexpr std::size_t kAllocation = 16;

struct Bytes {
    const char* data;
    std::uint32_t size;
};

MetricCell sumOf(const std::vector<MetricCell>& cells) {
    std::vector<const MetricCell*> parts;
    parts.reserve(cells.size());
    for (const MetricCell& cell : cells)
        parts.push_back(&cell);
    return MetricCell::sum(parts);
}

/// Packed cells hold their length in their first four bytes.
Bytes bytesOf(const unsigned char* packed) {
    Bytes bytes{reinterpret_cast<const char*>(packed) + sizeof(std::uint32_t), 0};
    std::memcpy(&bytes.size, packed, sizeof bytes.size);
    return bytes;
}

} // namespace

MetricCell& MetricSeries::hot(std::int64_t second) {
    if (!m_first) {
        m_first = second;
        m_last = second;
    }
    m_first = std::min(*m_first, second);
    m_last = std::max(m_last, second);
    if (!m_hot.empty() && m_hot.rbegin()->first == second) return m_hot.rbegin()->second;
    MetricCell& cell = m_hot[second];
    while (m_hot.size() > kHotSeconds) {
        // Never the one that is about to be added to.
        auto oldest = m_hot.begin();
        if (oldest->first == second) ++oldest;
        settle(oldest);
    }
    return cell;
}

void MetricSeries::add(std::int64_t second, const Sample& sample) {
    hot(second).add(sample);
}

void MetricSeries::add(std::int64_t second, MetricCell&& cell) {
    MetricCell& gathered = hot(second);
    if (gathered.empty())
        gathered = std::move(cell);
    else
        gathered.merge(cell);
}

void MetricSeries::settle(std::map<std::int64_t, MetricCell>::iterator second) {
    MetricCell cell = std::move(second->second);
    const std::int64_t number = second->first;
    m_hot.erase(second);
    if (cell.empty()) return;
    store(0, number, cell);
    handUp(1, floorDiv(number, 4), std::move(cell));
}

void MetricSeries::handUp(int level, std::int64_t number, MetricCell&& cell) {
    if (level >= kLevels) return;
    Level& l = m_levels[static_cast<std::size_t>(level)];
    if (l.openNumber && *l.openNumber != number) {
        MetricCell done = sumOf(l.open);
        l.open.clear();
        const std::int64_t doneNumber = *l.openNumber;
        store(level, doneNumber, done);
        handUp(level + 1, floorDiv(doneNumber, 4), std::move(done));
    }
    l.openNumber = number;
    l.open.push_back(std::move(cell));
    // Four, unless some of what is below came in parts.
    if (l.open.size() > kMostWaiting) {
        MetricCell together = sumOf(l.open);
        l.open.clear();
        l.open.push_back(std::move(together));
    }
}

void MetricSeries::store(int level, std::int64_t number, const MetricCell& cell) {
    Level& l = m_levels[static_cast<std::size_t>(level)];
    if (l.keptFrom && number < *l.keptFrom) return; // the coarser levels have it
    const std::int64_t chunkNumber = floorDiv(number, kCellsPerChunk);
    auto chunk = l.chunks.find(chunkNumber);
    if (chunk == l.chunks.end()) {
        chunk = l.chunks.try_emplace(chunkNumber).first;
        m_bytes += sizeof(Chunk) + 3 * kAllocation;
    }
    Packed& place = chunk->second[static_cast<std::size_t>(number - chunkNumber * kCellsPerChunk)];
    thread_local std::string bytes; // its memory is used again and again
    bytes.clear();
    if (place) {
        m_bytes -= bytesOf(place.get()).size + sizeof(std::uint32_t) + kAllocation;
        MetricCell whole = unpack(place.get());
        whole.merge(cell);
        whole.appendTo(bytes);
    } else {
        cell.appendTo(bytes);
    }
    const auto size = static_cast<std::uint32_t>(bytes.size());
    place = std::make_unique_for_overwrite<unsigned char[]>(sizeof size + size);
    std::memcpy(place.get(), &size, sizeof size);
    std::memcpy(place.get() + sizeof size, bytes.data(), size);
    m_bytes += size + sizeof size + kAllocation;
}

const unsigned char* MetricSeries::find(int level, std::int64_t number) const {
    const auto& chunks = m_levels[static_cast<std::size_t>(level)].chunks;
    const std::int64_t chunkNumber = floorDiv(number, kCellsPerChunk);
    const auto chunk = chunks.find(chunkNumber);
    if (chunk == chunks.end()) return nullptr;
    return chunk->second[static_cast<std::size_t>(number - chunkNumber * kCellsPerChunk)].get();
}

MetricCell MetricSeries::unpack(const unsigned char* packed) {
    const Bytes bytes = bytesOf(packed);
    VarintReader reader(std::string_view(bytes.data, bytes.size));
    auto cell = MetricCell::readFrom(reader);
    return cell ? std::move(*cell) : MetricCell{}; // we packed it: it is whole
}

MetricCell MetricSeries::collect(std::int64_t first, std::int64_t end) const {
    if (!m_first) return {};
    std::vector<const MetricCell*> parts;
    std::deque<MetricCell> unpacked;
    // What is on its way up is not in the packed cells of its own level and above yet.
    const std::int64_t from = std::max(first, *m_first);
    const std::int64_t to = std::min(end, m_last + 1);
    for (auto it = m_hot.lower_bound(from); it != m_hot.end() && it->first < to; ++it)
        parts.push_back(&it->second);

    // Pieces are aligned to their level, so an unpacked cell lies in a piece as a whole, or its level is
    // above that of the piece, whose packed cell has it then.
    std::int64_t at = first;
    if (from > first) {
        // Nothing lies before `from`; begin at the largest boundary at or before it that keeps pieces
        // aligned.
        const std::int64_t top = cellSeconds(kLevels - 1);
        at = std::max(first, floorDiv(from, top) * top);
    }
    const std::int64_t stop =
        std::min(end, (floorDiv(to, cellSeconds(kLevels - 1)) + 1) * cellSeconds(kLevels - 1));
    while (at < stop) {
        int level = 0;
        while (level + 1 < kLevels && at % cellSeconds(level + 1) == 0 && at + cellSeconds(level + 1) <= stop)
            ++level;
        const std::int64_t pieceEnd = at + cellSeconds(level);
        if (pieceEnd > from && at < to) {
            if (const unsigned char* packed = find(level, floorDiv(at, cellSeconds(level))))
                parts.push_back(&unpacked.emplace_back(unpack(packed)));
            for (int below = 1; below <= level; ++below) {
                const Level& l = m_levels[static_cast<std::size_t>(below)];
                if (!l.openNumber) continue;
                const std::int64_t openFirst = *l.openNumber * cellSeconds(below);
                if (openFirst < at || openFirst >= pieceEnd) continue;
                for (const MetricCell& part : l.open)
                    parts.push_back(&part);
            }
        }
        at = pieceEnd;
    }
    return MetricCell::sum(parts);
}

int MetricSeries::finestLevel(std::int64_t second) const {
    for (int level = 0; level < kLevels; ++level) {
        const auto& kept = m_levels[static_cast<std::size_t>(level)].keptFrom;
        if (!kept || second >= *kept * cellSeconds(level)) return level;
    }
    return kLevels - 1;
}

bool MetricSeries::forgetOldest() {
    for (int level = 0; level + 1 < kLevels; ++level) {
        Level& l = m_levels[static_cast<std::size_t>(level)];
        if (l.chunks.size() <= kLeastChunks) continue;
        const auto oldest = l.chunks.begin();
        for (const Packed& cell : oldest->second)
            if (cell) m_bytes -= bytesOf(cell.get()).size + sizeof(std::uint32_t) + kAllocation;
        m_bytes -= sizeof(Chunk) + 3 * kAllocation;
        l.keptFrom = (oldest->first + 1) * kCellsPerChunk;
        l.chunks.erase(oldest);
        return true;
    }
    return false;
}

} // namespace maintscope::model
