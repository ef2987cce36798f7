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

/// Which rows of a recording hold the probes of a time: looking through all rows for those of one second
/// takes a day's recording longer than a picture may. Confined to one thread.
class BlockBounds {
public:
    /// The row after all that are known: the smallest and the largest intended time in it.
    void add(std::int64_t row, MonoTime first, MonoTime last) { m_rows.push_back({row, first, last}); }
    void add(std::int64_t row, std::span<const Sample> samples);
    /// Some row cannot be read: the bounds are of no use from now on.
    void giveUp() { m_useless = true; }

    /// The last row that is known; 0: none.
    [[nodiscard]] std::int64_t known() const { return m_rows.empty() ? 0 : m_rows.back().id; }
    /// First and last of the known rows that touch the range (first > last: none does); nullopt: any may.
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
