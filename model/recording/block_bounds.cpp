// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/block_bounds.h"

#include <algorithm>

namespace maintscope::model {

void BlockBounds::add(std::int64_t row, std::span<const Sample> samples) {
    if (samples.empty()) return;
    const auto [first, last] =
        std::minmax_element(samples.begin(), samples.end(),
                            [](const Sample& a, const Sample& b) { return a.intended < b.intended; });
    add(row, first->intended, last->intended);
}

std::optional<std::pair<std::int64_t, std::int64_t>> BlockBounds::rowsOf(const TimeRange& range) const {
    if (m_useless) return std::nullopt;
    const auto touches = [&range](const Row& row) {
        return (!range.from || row.last >= *range.from) && (!range.to || row.first < *range.to);
    };
    const auto first = std::find_if(m_rows.begin(), m_rows.end(), touches);
    if (first == m_rows.end()) return std::pair(std::int64_t{1}, std::int64_t{0});
    return std::pair(first->id, std::find_if(m_rows.rbegin(), m_rows.rend(), touches)->id);
}

} // namespace maintscope::model
