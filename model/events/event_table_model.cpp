// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_table_model.h"

#include "model/base/format.h"
#include "model/events/event_label.h"
#include "model/events/event_store.h"
#include "model/events/event_text.h"

#include <QByteArray>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

QVariant display(const Event& event, EventColumn column, int protectedConnections, const ZoneClock& clock) {
    switch (column) {
    case EventColumn::Time:
        return clock.timeMs(event.wall);
    case EventColumn::Severity:
        return toQString(toString(event.severity)).toUpper();
    case EventColumn::Kind:
        return kindLabel(event.kind);
    case EventColumn::Name:
        return escapeServerText(eventLabel(event), 60);
    case EventColumn::Connection:
        return connectionLabel(event.connection, event.role, protectedConnections);
    case EventColumn::Seq:
        return event.sequence ? QString::number(static_cast<qlonglong>(event.sequence->value)) : QString();
    case EventColumn::Text:
        return toQString(event.text);
    }
    return {};
}

} // namespace

EventTableModel::EventTableModel(const EventStore& store, QObject* parent)
    : QAbstractTableModel(parent)
    , m_store(store) {
    connect(&store, &EventStore::aboutToAppend, this,
            [this](int first, int last) { beginInsertRows({}, first, last); });
    connect(&store, &EventStore::appended, this, [this] { endInsertRows(); });
    connect(&store, &EventStore::changed, this,
            [this](int row) { Q_EMIT dataChanged(index(row, 0), index(row, kEventColumns - 1)); });
    connect(&store, &EventStore::aboutToClear, this, [this] { beginResetModel(); });
    connect(&store, &EventStore::cleared, this, [this] { endResetModel(); });
}

void EventTableModel::setProtectedConnections(int count) {
    if (m_protected == count) return;
    m_protected = count;
    if (m_store.count() == 0) return;
    const int column = static_cast<int>(EventColumn::Connection);
    Q_EMIT dataChanged(index(0, column), index(m_store.count() - 1, column), {Qt::DisplayRole});
}

void EventTableModel::setClock(const ZoneClock& clock) {
    if (m_clock.zone() == clock.zone()) return;
    m_clock = clock;
    const int column = static_cast<int>(EventColumn::Time);
    Q_EMIT headerDataChanged(Qt::Horizontal, column, column);
    if (m_store.count() > 0)
        Q_EMIT dataChanged(index(0, column), index(m_store.count() - 1, column),
                           {Qt::DisplayRole, Qt::ToolTipRole});
}

int EventTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_store.count();
}

int EventTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kEventColumns;
}

QVariant EventTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_store.count()) return {};
    const Event& event = m_store.at(index.row());
    const auto column = static_cast<EventColumn>(index.column());
    if (role == Qt::DisplayRole) return display(event, column, m_protected, m_clock);
    if (role == Qt::ToolTipRole && column == EventColumn::Time)
        return QString(m_clock.date(event.wall) + u' ' + m_clock.timeMs(event.wall) + u' ' +
                       m_clock.zoneName(event.wall));
    if (role == Qt::ToolTipRole) {
        if (column != EventColumn::Text) return {};
        // Always escaped rich text: a view would interpret server text that looks like a tag.
        return QString(u"<qt>"_s + toQString(event.text).toHtmlEscaped() + u"</qt>"_s);
    }
    if (role == Qt::TextAlignmentRole && column == EventColumn::Seq)
        return QVariant::fromValue(int(Qt::AlignRight | Qt::AlignVCenter));
    switch (static_cast<EventRole>(role)) {
    case EventRole::MonoNs:
        return QVariant::fromValue<qint64>(event.at.time_since_epoch().count());
    case EventRole::WallNs:
        return QVariant::fromValue<qint64>(event.wall.time_since_epoch().count());
    case EventRole::EndMonoNs:
        return event.end ? QVariant::fromValue<qint64>(event.end->time_since_epoch().count()) : QVariant();
    case EventRole::Severity:
        return static_cast<int>(event.severity);
    case EventRole::Kind:
        return static_cast<int>(event.kind);
    case EventRole::Name:
        return toQString(event.name);
    case EventRole::Connection:
        return int(event.connection.value);
    case EventRole::Control:
        return event.role == ProbeRole::Control;
    case EventRole::Target:
        return int(event.target.value);
    case EventRole::Key:
        return QVariant::fromValue<qulonglong>(event.key.value);
    case EventRole::Raw:
        return QByteArray(event.raw.data(), static_cast<qsizetype>(event.raw.size()));
    }
    return {};
}

QVariant EventTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<EventColumn>(section)) {
    case EventColumn::Time:
        return tr("Time (%1)").arg(m_clock.heading());
    case EventColumn::Severity:
        return tr("Severity");
    case EventColumn::Kind:
        return tr("Kind");
    case EventColumn::Name:
        return tr("Name");
    case EventColumn::Connection:
        return tr("Connection");
    case EventColumn::Seq:
        return tr("Seq");
    case EventColumn::Text:
        return tr("What happened");
    }
    return {};
}

} // namespace maintscope::model

#include "moc_event_table_model.cpp"
