// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/fleet.h"

#include <QAbstractTableModel>

#include <array>
#include <cstddef>
#include <vector>

namespace maintscope::model {

/// How a cell of the overview is painted.
enum class TargetCell { State, Name, Text, Mono, Number, Minutes };

/// One column of the overview. A new one is a row of targetColumns().
struct TargetColumn {
    const char* title; ///< translated by the model
    int width;         ///< pixels; 0: the rest of the table
    TargetCell cell;
    QString (*text)(const TargetRow& row);
    /// Whether a cell needs attention and is painted bold; nullptr: never.
    bool (*loud)(const TargetRow& row) = nullptr;
    /// The name of the order by this column, largest value first; nullptr: there is no such order.
    const char* orderTitle = nullptr;
    double (*value)(const TargetRow& row) = nullptr;
};
[[nodiscard]] const std::vector<TargetColumn>& targetColumns();
/// Columns of targetColumns() that have a role of their own in the dock.
inline constexpr int kTargetNameColumn = 1;

enum class TargetRole : int {
    Id = Qt::UserRole + 1, ///< uint
    Rank,                  ///< int of TargetRank
    Aside,                 ///< QString
};
constexpr int role(TargetRole value) {
    return static_cast<int>(value);
}

/// What the rows can be sorted by; equal ones by name.
struct TargetOrder {
    QString title;
    double (*value)(const TargetRow& row); ///< nullptr: by name alone
    bool largestFirst;
};
/// "Worst first", "Name", and those of the columns.
[[nodiscard]] const std::vector<TargetOrder>& targetOrders();

/// The targets as a table, for the overview and, with its first columns, for the dock. Rows keep their
/// identity when they move, so that a selection follows its target. GUI thread.
class TargetListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// All targets, in any order.
    void setRows(std::vector<TargetRow> rows);
    /// `order`: an index of targetOrders().
    void setOrder(std::size_t order, bool byEnvironment);

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
    std::size_t m_order = 0;
    bool m_byEnvironment = false;
};

/// "Production", "Development", "Unspecified".
[[nodiscard]] QString environmentLabel(Environment environment);

} // namespace maintscope::model
