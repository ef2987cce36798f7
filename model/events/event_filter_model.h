// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/events/event_filter.h"

#include <QAbstractTableModel>

#include <vector>

namespace maintscope::model {

class EventStore;
class EventTableModel;

/// The rows of an event table that match a filter, in their order. Works row by row: an appended row is
/// checked once, a changed row again; only a new filter checks all rows. Removed notes are never shown. GUI
/// thread.
class EventFilterModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// `source` must outlive the model.
    explicit EventFilterModel(const EventTableModel& source, QObject* parent = nullptr);

    void setFilter(const EventFilter& filter);
    [[nodiscard]] const EventFilter& filter() const { return m_filter; }
    /// The number of all rows, shown or not.
    [[nodiscard]] int total() const { return m_total; }

    [[nodiscard]] const Event& eventAt(int row) const;
    /// The row of a key; -1 if it is unknown or not shown.
    [[nodiscard]] int rowOf(EventKey key) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// rowCount() or total() has changed.
    void countChanged();

private:
    [[nodiscard]] bool shows(int sourceRow) const;
    [[nodiscard]] int placeOf(int sourceRow) const; ///< first place whose row is not before it
    void collect();
    void onAppended(int first, int last);
    void onChanged(int first, int last);

    const EventTableModel& m_source;
    EventFilter m_filter;
    std::vector<int> m_rows; ///< ascending rows of the source
    int m_total = 0;
};

} // namespace maintscope::model
