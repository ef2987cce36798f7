// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/sample.h"
#include "model/base/time_range.h"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace maintscope::model {

/// Finds the rows of a recording that contain the probes of a time range: searching all rows of a day's
/// recording for one second would take too long for a picture. Confined to one thread.
class BlockBounds {
public:
    /// Adds the row after all known ones, with the smallest and the largest intended time in it.
    void add(std::int64_t row, MonoTime first, MonoTime last) { m_rows.push_back({row, first, last}); }
    void add(std::int64_t row, std::span<const Sample> samples);
    /// A row cannot be read: the bounds are no longer usable.
    void giveUp() { m_useless = true; }

    /// The last known row; 0 if there is none.
    [[nodiscard]] std::int64_t known() const { return m_rows.empty() ? 0 : m_rows.back().id; }
    /// The first and last known row that touch the range (first > last: none does); nullopt: any row may.
    [[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> rowsOf(const TimeRange& range) const;

private:
    struct Row {
        std::int64_t id = 0;
        MonoTime first{};
        MonoTime last{};
    };
    std::vector<Row> m_rows; ///< ascending by id
    bool m_useless = false;
};

} // namespace maintscope::model
