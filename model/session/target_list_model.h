// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/fleet.h"

#include <QAbstractTableModel>

#include <array>
#include <vector>

namespace maintscope::model {

enum class TargetColumn : int {
    State,
    Name,
    Environment,
    Flag,
    OptIn,
    LastNotice,
    P99,
    Gap,
    Failed,
    Minutes
};
inline constexpr int kTargetColumns = 10;

enum class TargetRole : int {
    Id = Qt::UserRole + 1, ///< uint
    Rank,                  ///< int of TargetRank
    Aside,                 ///< QString
};
constexpr int role(TargetRole value) {
    return static_cast<int>(value);
}

enum class TargetOrder { WorstFirst, Name, P99, Gap, Failed };

/// The targets as a table, for the overview and, with its first columns, for the dock. Rows keep their
/// identity when they move, so that a selection follows its target. GUI thread.
class TargetListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// All targets, in any order.
    void setRows(std::vector<TargetRow> rows);
    void setOrder(TargetOrder order, bool byEnvironment);
    [[nodiscard]] TargetOrder order() const { return m_order; }

    [[nodiscard]] const TargetRow& row(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowOf(SessionId id) const; ///< -1 if there is none
    /// The number of targets of each rank.
    [[nodiscard]] std::array<int, 6> counts() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] bool before(const TargetRow& a, const TargetRow& b) const;
    void reorder();

    std::vector<TargetRow> m_rows;
    TargetOrder m_order = TargetOrder::WorstFirst;
    bool m_byEnvironment = false;
};

/// "Production", "Development", "Unspecified".
[[nodiscard]] QString environmentLabel(Environment environment);

} // namespace maintscope::model
