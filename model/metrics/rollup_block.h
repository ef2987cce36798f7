// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/sample.h"
#include "model/metrics/metric_store.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Samples summed up by second and connection, as bytes: about 45 a second. They persist the metrics of a
/// recording, so that a day is on the screen without reading its samples.
namespace maintscope::model {

/// No block of ours is larger: a stranger's is refused.
inline constexpr std::size_t kLargestRollup = std::size_t{4} << 20;

/// Sums samples up until they are taken. Confined to one thread.
class RollupBuilder {
public:
    void add(const Sample& sample);
    [[nodiscard]] bool empty() const { return m_series.empty(); }
    /// Seconds that wait, of all connections together.
    [[nodiscard]] std::size_t size() const { return m_size; }
    /// Bounds of the seconds that wait; only where not empty().
    [[nodiscard]] std::int64_t firstSecond() const { return m_first; }
    [[nodiscard]] std::int64_t lastSecond() const { return m_last; }
    /// What was summed up, as bytes; forgets it.
    [[nodiscard]] std::string take();

private:
    std::map<MetricKey, std::map<std::int64_t, MetricCell>> m_series;
    std::size_t m_size = 0;
    std::int64_t m_first = 0;
    std::int64_t m_last = 0;
};

/// Refuses anything that RollupBuilder::take() cannot have made.
[[nodiscard]] Result<std::vector<RollupSecond>> decodeRollup(std::string_view bytes);

} // namespace maintscope::model
