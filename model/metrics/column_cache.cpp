// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/column_cache.h"

#include <algorithm>
#include <iterator>

namespace maintscope::model {
namespace {

std::int64_t numberOf(MonoTime at, Duration length) {
    const std::int64_t ns = at.time_since_epoch().count();
    return ns / length.count() - (ns % length.count() < 0 ? 1 : 0);
}

} // namespace

void ColumnCache::compute(std::int64_t first, std::int64_t end, std::vector<Column>& into) {
    for (std::int64_t number = first; number < end; ++number, ++m_computed)
        if (auto column = m_store->column(m_key, MonoTime(number * m_length), m_length))
            into.push_back(std::move(*column));
}

const std::vector<Column>& ColumnCache::columns(const MetricKey& key, MonoTime from, MonoTime to, int width) {
    m_computed = 0;
    const auto extent = m_store->extent(key);
    if (!extent || to <= from || width < 1) {
        m_columns.clear();
        m_first = m_end = 0;
        return m_columns;
    }
    const Duration length = m_store->columnLength(key, from, to, width);
    // Only where there is data.
    const std::int64_t first = numberOf(std::max(from, extent->from), length);
    const std::int64_t end = std::max(first, numberOf(std::min(to, extent->to) - Duration(1), length) + 1);
    std::int64_t good = m_end; // known columns from here on are out of date
    if (!(key == m_key) || length != m_length) {
        good = m_first;
    } else if (const auto changed = m_store->changedSince(key, m_revision)) {
        good = std::min(m_end, numberOf(*changed, length));
    }
    m_key = key;
    m_length = length;
    m_revision = m_store->revision();

    // [keepFrom, keepTo) of what is known is wanted and up to date.
    const std::int64_t keepFrom = std::max(first, m_first);
    const std::int64_t keepTo = std::min(end, good);
    std::vector<Column> result;
    if (keepFrom >= keepTo) {
        compute(first, end, result);
    } else {
        compute(first, keepFrom, result);
        for (Column& column : m_columns) {
            const std::int64_t number = numberOf(column.from, length);
            if (number >= keepFrom && number < keepTo) result.push_back(std::move(column));
        }
        compute(keepTo, end, result);
    }
    m_columns = std::move(result);
    m_first = first;
    m_end = end;
    return m_columns;
}

} // namespace maintscope::model
