// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace maintscope::ui {

inline constexpr int kTableRow = 22;
inline constexpr int kTableHeader = 24;

/// Looks and keys that all our tables share: whole rows are selected, nothing is edited, Tab leaves the
/// table, no grid, flat header, rows of one height.
void setUpTable(QTableView& table, int rowHeight = kTableRow);

/// How close rows stand, in all tables and lists of the program.
enum class Density { Comfortable, Compact };
/// Applies at once to the tables that were set up here and to the lists that ask rowHeight(). GUI thread.
void setDensity(Density density);
/// What is this high in comfortable rows, in logical pixels.
[[nodiscard]] int rowHeight(int comfortable);

} // namespace maintscope::ui
