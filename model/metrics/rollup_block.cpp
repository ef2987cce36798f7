// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/rollup_block.h"

#include "model/base/seconds.h"
#include "model/base/varint.h"
#include "model/metrics/sample_block.h"

#include <algorithm>
#include <utility>

namespace maintscope::model {
namespace {

constexpr std::uint8_t kRollupVersion = 1;
/// As many connections as targets can have.
constexpr std::uint64_t kMostSeries = 65'536;
constexpr std::int64_t kMostSeconds = kFarthestTime / std::chrono::seconds(1);

Error damagedRollup(const char* why) {
    return {"A block of metrics cannot be read.", {}, why, {}};
}

} // namespace

void RollupBuilder::add(const Sample& sample) {
    if (sample.outcome == Outcome::ReplyAfterTimeout) return;
    const std::int64_t second = secondOf(sample.intended);
    auto& seconds = m_series[{sample.target, sample.role, sample.connection}];
    const auto [cell, isNew] = seconds.try_emplace(second);
    cell->second.add(sample);
    if (!isNew) return;
    m_first = m_size == 0 ? second : std::min(m_first, second);
    m_last = m_size == 0 ? second : std::max(m_last, second);
    ++m_size;
}

std::string RollupBuilder::take() {
    std::string bytes;
    bytes.push_back(static_cast<char>(kRollupVersion));
    putVarint(bytes, m_series.size());
    for (const auto& [key, seconds] : m_series) {
        putVarint(bytes, key.target.value);
        putVarint(bytes, key.connection.value);
        putVarint(bytes, static_cast<std::uint64_t>(key.role));
        putVarint(bytes, seconds.size());
        std::int64_t previous = 0;
        for (const auto& [second, cell] : seconds) {
            putSigned(bytes, second - previous);
            cell.appendTo(bytes);
            previous = second;
        }
    }
    *this = RollupBuilder();
    return bytes;
}

Result<std::vector<RollupSecond>> decodeRollup(std::string_view bytes) {
    if (bytes.size() > kLargestRollup) return damagedRollup("too large");
    if (bytes.empty() || static_cast<std::uint8_t>(bytes.front()) != kRollupVersion)
        return damagedRollup("unknown version");
    VarintReader reader(bytes);
    reader.skip(1);
    const std::uint64_t seriesCount = reader.next();
    if (!reader.ok() || seriesCount > kMostSeries) return damagedRollup("too many connections");
    std::vector<RollupSecond> seconds;
    for (std::uint64_t i = 0; i < seriesCount; ++i) {
        const std::uint64_t target = reader.next();
        const std::uint64_t connection = reader.next();
        const std::uint64_t role = reader.next();
        const std::uint64_t count = reader.next();
        if (!reader.ok() || target > UINT16_MAX || connection > UINT16_MAX || role > 1)
            return damagedRollup("bad connection");
        MetricKey key{TargetId{static_cast<std::uint16_t>(target)},
                      role == 0 ? ProbeRole::Protected : ProbeRole::Control,
                      ConnectionId{static_cast<std::uint16_t>(connection)}};
        std::int64_t second = 0;
        for (std::uint64_t n = 0; n < count; ++n) {
            const std::int64_t step = reader.nextSigned();
            // Both are bounded before they are added up.
            if (!reader.ok() || step < -2 * kMostSeconds || step > 2 * kMostSeconds || (n > 0 && step <= 0))
                return damagedRollup("bad second");
            second += step;
            if (second < -kMostSeconds || second > kMostSeconds) return damagedRollup("bad second");
            auto cell = MetricCell::readFrom(reader);
            if (!cell) return cell.error();
            seconds.push_back({key, second, std::move(*cell)});
        }
    }
    if (!reader.atEnd()) return damagedRollup("trailing bytes");
    return seconds;
}

} // namespace maintscope::model
