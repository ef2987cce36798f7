// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace maintscope::ui {

inline constexpr int kTableRow = 22;
inline constexpr int kTableHeader = 24;

/// Sets the common appearance and keys of tables: selects whole rows, read only, Tab leaves the table, no
/// grid, flat header, rows of equal height.
void setUpTable(QTableView& table, int rowHeight = kTableRow);

/// Row spacing of all tables and lists of the program.
enum class Density { Comfortable, Compact };
/// Applies at once to tables from setUpTable() and to lists that use rowHeight(). GUI thread.
void setDensity(Density density);
/// The height in the current density of a row that is `comfortable` pixels high, in logical pixels.
[[nodiscard]] int rowHeight(int comfortable);

} // namespace maintscope::ui
