// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/metric_store.h"

#include <cstdint>
#include <vector>

namespace maintscope::model {

/// The columns of one chart, kept between pictures: a view that follows pays for the columns that changed, a
/// view that is dragged for those that came into sight, a zoom for all of them once. What it gives is always
/// equal to MetricStore::columns(). The store must outlive it. Confined to the store's thread.
class ColumnCache {
public:
    explicit ColumnCache(const MetricStore& store)
        : m_store(&store) {}

    /// As MetricStore::columns(). Valid until the next call, and until the store is cleared.
    const std::vector<Column>& columns(const MetricKey& key, MonoTime from, MonoTime to, int width);

    /// How many columns the last call had to work out.
    [[nodiscard]] int computed() const { return m_computed; }

private:
    void compute(std::int64_t first, std::int64_t end, std::vector<Column>& into);

    const MetricStore* m_store;
    MetricKey m_key;
    Duration m_length{};
    std::uint64_t m_revision = 0;
    /// Columns [m_first, m_end), by their number, are known; those without data are left out.
    std::int64_t m_first = 0;
    std::int64_t m_end = 0;
    std::vector<Column> m_columns;
    int m_computed = 0;
};

} // namespace maintscope::model
