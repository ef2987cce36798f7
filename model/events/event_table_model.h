// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/time.h"
#include "model/base/zone_clock.h"

#include <QAbstractTableModel>

namespace maintscope::model {

class EventStore;

/// Roles with typed values, for sorting, filtering and delegates.
enum class EventRole : int {
    MonoNs = Qt::UserRole + 1, ///< qint64
    WallNs,                    ///< qint64
    EndMonoNs,                 ///< qint64, invalid for an instant or an open span
    Severity,                  ///< int of maintscope::Severity
    Kind,                      ///< int of maintscope::EventKind
    Name,                      ///< QString
    Connection,                ///< int, 0: the target as a whole
    Control,                   ///< bool: a control connection
    Target,                    ///< int
    Key,                       ///< qulonglong
    Raw,                       ///< QByteArray: the frame as received
};
constexpr int role(EventRole value) {
    return static_cast<int>(value);
}

enum class EventColumn : int { Time, Severity, Kind, Name, Connection, Seq, Text };
inline constexpr int kEventColumns = 7;

/// The store as a table. Copies nothing and formats cells on request. GUI thread.
class EventTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// `store` must outlive the model.
    explicit EventTableModel(const EventStore& store, QObject* parent = nullptr);

    /// The number of protected connections, so that control connections are numbered from 1 (see
    /// connectionLabel()).
    void setProtectedConnections(int count);
    [[nodiscard]] int protectedConnections() const { return m_protected; }
    /// The time zone of the displayed times, initially UTC. The heading shows it.
    void setClock(const ZoneClock& clock);
    [[nodiscard]] const ZoneClock& clock() const { return m_clock; }
    [[nodiscard]] const EventStore& store() const { return m_store; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    const EventStore& m_store;
    int m_protected = 0;
    ZoneClock m_clock;
};

} // namespace maintscope::model
