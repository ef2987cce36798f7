// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace maintscope::ui {

inline constexpr int kTableRow = 22;
inline constexpr int kTableHeader = 24;

/// Looks and keys that all our tables share: whole rows are selected, nothing is edited, Tab leaves the
/// table, no grid, flat header, rows of one height.
void setUpTable(QTableView& table, int rowHeight = kTableRow);

} // namespace maintscope::ui
