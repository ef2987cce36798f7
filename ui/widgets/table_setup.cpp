// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_setup.h"

#include <QApplication>
#include <QFrame>
#include <QHeaderView>
#include <QListView>
#include <QTableView>

#include <utility>

namespace maintscope::ui {
namespace {

/// int, property of a table: row height with Density::Comfortable.
constexpr char kComfortableProperty[] = "comfortableRow";
constexpr double kCompactShare = 0.82;

Density& shownDensity() {
    static Density density = Density::Comfortable;
    return density;
}

void applyRowHeight(QTableView& table, int comfortable) {
    QHeaderView* rows = table.verticalHeader();
    rows->setMinimumSectionSize(rowHeight(comfortable));
    rows->setDefaultSectionSize(rowHeight(comfortable));
}

} // namespace

int rowHeight(int comfortable) {
    return shownDensity() == Density::Compact ? qRound(comfortable * kCompactShare) : comfortable;
}

void setDensity(Density density) {
    if (std::exchange(shownDensity(), density) == density) return;
    for (QWidget* widget : QApplication::allWidgets()) {
        if (auto* table = qobject_cast<QTableView*>(widget)) {
            if (const int comfortable = table->property(kComfortableProperty).toInt(); comfortable > 0)
                applyRowHeight(*table, comfortable);
        } else if (auto* list = qobject_cast<QListView*>(widget)) {
            list->doItemsLayout();
        }
    }
}

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
    table.setProperty(kComfortableProperty, rowHeight);
    applyRowHeight(table, rowHeight);
    rows->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* columns = table.horizontalHeader();
    columns->setFixedHeight(kTableHeader);
    columns->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    columns->setHighlightSections(false);
    columns->setStretchLastSection(true);
    columns->setMinimumSectionSize(40);
}

} // namespace maintscope::ui
