// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table_setup.h"

#include <QFrame>
#include <QHeaderView>
#include <QTableView>

namespace maintscope::ui {

void setUpTable(QTableView& table, int rowHeight) {
    table.setFrameShape(QFrame::NoFrame);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setAlternatingRowColors(true);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setTabKeyNavigation(false);
    table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    QHeaderView* rows = table.verticalHeader();
    rows->hide();
    rows->setMinimumSectionSize(rowHeight);
    rows->setDefaultSectionSize(rowHeight);
    rows->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* columns = table.horizontalHeader();
    columns->setFixedHeight(kTableHeader);
    columns->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    columns->setHighlightSections(false);
    columns->setStretchLastSection(true);
    columns->setMinimumSectionSize(40);
}

} // namespace maintscope::ui
