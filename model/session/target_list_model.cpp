// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/target_list_model.h"

#include "model/base/format.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace maintscope::model {

using Qt::Literals::StringLiterals::operator""_s;

namespace {

/// "DOWN 12 s, unreachable since 14:11:02 UTC"
QString withTrouble(const TargetRow& row) {
    return row.trouble.isEmpty() ? row.state : row.state + u", "_s + row.trouble;
}

/// The minutes in words, for screen readers.
QString minutesText(const TargetRow& row) {
    const auto count = [&](MinuteState state) {
        return static_cast<int>(std::count_if(row.cells.begin(), row.cells.end(),
                                              [&](const Minute& minute) { return minute.state == state; }));
    };
    return TargetListModel::tr("%1 min: %2 with failures, %3 with maintenance, %4 healthy, %5 not measured")
        .arg(row.cells.size())
        .arg(count(MinuteState::Failure))
        .arg(count(MinuteState::Maintenance))
        .arg(count(MinuteState::Healthy))
        .arg(count(MinuteState::NotMeasured));
}

/// What is not known sorts below everything.
double nanoseconds(const std::optional<Duration>& value) {
    return static_cast<double>(value.value_or(Duration(-1)).count());
}

} // namespace

#define TR(text) QT_TRANSLATE_NOOP("maintscope::model::TargetListModel", text)

const std::vector<TargetColumn>& targetColumns() {
    static const std::vector<TargetColumn> columns{
        {TR("State"), 176, TargetCell::State, [](const TargetRow& row) -> QString { return row.state; }},
        {TR("Target"), 150, TargetCell::Name, [](const TargetRow& row) -> QString { return row.name; }},
        {TR("Environment"), 108, TargetCell::Text,
         [](const TargetRow& row) -> QString { return environmentLabel(row.environment); }},
        {TR("Flag"), 50, TargetCell::Mono, [](const TargetRow& row) -> QString { return row.flag; }},
        {TR("Opt-in"), 64, TargetCell::Mono, [](const TargetRow& row) -> QString { return row.optIn; }},
        {TR("Last notification (UTC)"), 190, TargetCell::Mono,
         [](const TargetRow& row) -> QString { return row.lastNotice; }},
        {TR("p99, 15 min"), 96, TargetCell::Number,
         [](const TargetRow& row) -> QString { return row.p99 ? formatDuration(*row.p99) : kNoValue; },
         nullptr, TR("p99"), [](const TargetRow& row) { return nanoseconds(row.p99); }},
        {TR("Gap max"), 84, TargetCell::Number,
         [](const TargetRow& row) -> QString {
             return row.gap        ? formatDuration(*row.gap)
                    : row.measured ? TargetListModel::tr("none")
                                   : kNoValue;
         },
         [](const TargetRow& row) { return row.gap.has_value(); }, TR("Longest gap"),
         [](const TargetRow& row) { return nanoseconds(row.gap); }},
        {TR("Failed, 15 min"), 108, TargetCell::Number,
         [](const TargetRow& row) -> QString {
             return row.measured ? formatCount(static_cast<std::int64_t>(row.failed)) : kNoValue;
         },
         [](const TargetRow& row) { return row.failed > 0; }, TR("Failed"),
         [](const TargetRow& row) { return static_cast<double>(row.failed); }},
        {TR("Last 2 h"), 0, TargetCell::Minutes,
         [](const TargetRow& row) -> QString { return minutesText(row); }},
    };
    return columns;
}

#undef TR

const std::vector<TargetOrder>& targetOrders() {
    static const std::vector<TargetOrder> orders = [] {
        std::vector<TargetOrder> all{{TargetListModel::tr("Worst first"),
                                      [](const TargetRow& row) { return static_cast<double>(row.rank); },
                                      false},
                                     {TargetListModel::tr("Name"), nullptr, false}};
        for (const TargetColumn& column : targetColumns())
            if (column.orderTitle)
                all.push_back({TargetListModel::tr(column.orderTitle), column.value, true});
        return all;
    }();
    return orders;
}

QString environmentLabel(Environment environment) {
    switch (environment) {
    case Environment::Production:
        return TargetListModel::tr("Production");
    case Environment::Staging:
        return TargetListModel::tr("Staging");
    case Environment::Development:
        return TargetListModel::tr("Development");
    case Environment::Unspecified:
        return TargetListModel::tr("Unspecified");
    }
    return {};
}

bool TargetListModel::before(const TargetRow& a, const TargetRow& b) const {
    if (m_byEnvironment && a.environment != b.environment) {
        // Production comes first, targets without an environment last.
        if (a.environment == Environment::Unspecified || b.environment == Environment::Unspecified)
            return b.environment == Environment::Unspecified;
        return a.environment < b.environment;
    }
    const TargetOrder& order = targetOrders()[m_order];
    if (order.value)
        if (const double one = order.value(a), other = order.value(b); one != other)
            return order.largestFirst ? one > other : one < other;
    if (const int names = a.name.compare(b.name, Qt::CaseInsensitive); names != 0) return names < 0;
    return a.id < b.id;
}

void TargetListModel::setRows(std::vector<TargetRow> rows) {
    const auto find = [](std::vector<TargetRow>& in, SessionId id) {
        return std::find_if(in.begin(), in.end(), [id](const TargetRow& row) { return row.id == id; });
    };
    for (int i = rowCount() - 1; i >= 0; --i) {
        if (find(rows, row(i).id) != rows.end()) continue;
        beginRemoveRows({}, i, i);
        m_rows.erase(m_rows.begin() + i);
        endRemoveRows();
    }
    for (TargetRow& fresh : rows) {
        if (const auto known = find(m_rows, fresh.id); known != m_rows.end()) {
            *known = std::move(fresh);
            continue;
        }
        beginInsertRows({}, rowCount(), rowCount());
        m_rows.push_back(std::move(fresh));
        endInsertRows();
    }
    reorder();
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void TargetListModel::setOrder(std::size_t order, bool byEnvironment) {
    m_order = order;
    m_byEnvironment = byEnvironment;
    reorder();
}

void TargetListModel::reorder() {
    const auto ascending = [this](const TargetRow& a, const TargetRow& b) { return before(a, b); };
    if (std::is_sorted(m_rows.begin(), m_rows.end(), ascending)) return;
    std::vector<std::size_t> places(m_rows.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return before(m_rows[a], m_rows[b]); });

    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    std::vector<int> newPlace(places.size());
    std::vector<TargetRow> sorted;
    sorted.reserve(m_rows.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        newPlace[places[i]] = static_cast<int>(i);
        sorted.push_back(std::move(m_rows[places[i]]));
    }
    m_rows = std::move(sorted);
    const QModelIndexList old = persistentIndexList();
    QModelIndexList moved;
    for (const QModelIndex& one : old)
        moved << index(newPlace[static_cast<std::size_t>(one.row())], one.column());
    changePersistentIndexList(old, moved);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

int TargetListModel::rowOf(SessionId id) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [id](const TargetRow& row) { return row.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

std::array<int, 6> TargetListModel::counts() const {
    std::array<int, 6> counts{};
    for (const TargetRow& row : m_rows)
        ++counts[static_cast<std::size_t>(row.rank)];
    return counts;
}

int TargetListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TargetListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(targetColumns().size());
}

QVariant TargetListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const TargetRow& one = row(index.row());
    if (role == model::role(TargetRole::Id)) return one.id.value;
    if (role == model::role(TargetRole::Rank)) return static_cast<int>(one.rank);
    if (role == model::role(TargetRole::Aside)) return one.aside;
    if (role == Qt::ToolTipRole)
        return QString(u"<qt>"_s + (one.name + u" · "_s + one.endpoint).toHtmlEscaped() + u"<br>"_s +
                       withTrouble(one).toHtmlEscaped() + u"</qt>"_s);
    if (role == Qt::AccessibleTextRole && index.column() == kTargetNameColumn)
        return QString(one.name + u", "_s + withTrouble(one));
    return role == Qt::DisplayRole ? targetColumns()[static_cast<std::size_t>(index.column())].text(one)
                                   : QVariant();
}

QVariant TargetListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount())
        return {};
    return tr(targetColumns()[static_cast<std::size_t>(section)].title);
}

} // namespace maintscope::model

#include "moc_target_list_model.cpp"
