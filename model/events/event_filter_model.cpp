// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_filter_model.h"

#include "model/events/event_store.h"
#include "model/events/event_table_model.h"
#include "model/events/note.h"

#include <algorithm>

namespace maintscope::model {

EventFilterModel::EventFilterModel(const EventTableModel& source, QObject* parent)
    : QAbstractTableModel(parent)
    , m_source(source) {
    connect(&source, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) { onAppended(first, last); });
    connect(&source, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& from, const QModelIndex& to) { onChanged(from.row(), to.row()); });
    connect(&source, &QAbstractItemModel::headerDataChanged, this, &QAbstractItemModel::headerDataChanged);
    connect(&source, &QAbstractItemModel::modelReset, this, [this] {
        beginResetModel();
        collect();
        endResetModel();
        Q_EMIT countChanged();
    });
    collect();
}

void EventFilterModel::setFilter(const EventFilter& filter) {
    beginResetModel();
    m_filter = filter;
    collect();
    endResetModel();
    Q_EMIT countChanged();
}

const Event& EventFilterModel::eventAt(int row) const {
    return m_source.store().at(m_rows[static_cast<std::size_t>(row)]);
}

int EventFilterModel::rowOf(EventKey key) const {
    const int sourceRow = m_source.store().rowOf(key);
    if (sourceRow < 0) return -1;
    const int place = placeOf(sourceRow);
    return place < rowCount() && m_rows[static_cast<std::size_t>(place)] == sourceRow ? place : -1;
}

bool EventFilterModel::shows(int sourceRow) const {
    const Event& event = m_source.store().at(sourceRow);
    return !isWithdrawn(event) && m_filter.matches(event, m_source.protectedConnections());
}

int EventFilterModel::placeOf(int sourceRow) const {
    return static_cast<int>(std::lower_bound(m_rows.begin(), m_rows.end(), sourceRow) - m_rows.begin());
}

void EventFilterModel::collect() {
    m_total = m_source.rowCount();
    m_rows.clear();
    for (int row = 0; row < m_total; ++row)
        if (shows(row)) m_rows.push_back(row);
}

void EventFilterModel::onAppended(int first, int last) {
    m_total = m_source.rowCount();
    std::vector<int> fresh;
    for (int row = first; row <= last; ++row)
        if (shows(row)) fresh.push_back(row);
    if (!fresh.empty()) {
        const int at = rowCount();
        beginInsertRows({}, at, at + static_cast<int>(fresh.size()) - 1);
        m_rows.insert(m_rows.end(), fresh.begin(), fresh.end());
        endInsertRows();
    }
    Q_EMIT countChanged();
}

void EventFilterModel::onChanged(int first, int last) {
    bool counts = false;
    for (int row = first; row <= last; ++row) {
        const int place = placeOf(row);
        const bool was = place < rowCount() && m_rows[static_cast<std::size_t>(place)] == row;
        const bool is = shows(row);
        if (was && is) {
            Q_EMIT dataChanged(index(place, 0), index(place, columnCount() - 1));
        } else if (was) {
            beginRemoveRows({}, place, place);
            m_rows.erase(m_rows.begin() + place);
            endRemoveRows();
            counts = true;
        } else if (is) {
            beginInsertRows({}, place, place);
            m_rows.insert(m_rows.begin() + place, row);
            endInsertRows();
            counts = true;
        }
    }
    if (counts) Q_EMIT countChanged();
}

int EventFilterModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EventFilterModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kEventColumns;
}

QVariant EventFilterModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    return m_source.data(m_source.index(m_rows[static_cast<std::size_t>(index.row())], index.column()), role);
}

QVariant EventFilterModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return m_source.headerData(section, orientation, role);
}

} // namespace maintscope::model

#include "moc_event_filter_model.cpp"
