// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/chart_tables.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QLabel;
class QTableView;

namespace maintscope::ui {

/// Shows every chart, lane and strip as a table of the range that was visible when the dialog opened. "Refresh"
/// updates it; it does not follow by itself, because a moving table cannot be read.
class ChartTableDialog : public QDialog {
    Q_OBJECT

public:
    /// `input` returns the visible data; called whenever the table is built. Its result needs to stay valid only
    /// while the table is built.
    ChartTableDialog(std::function<model::ChartTableInput()> input, QWidget* parent = nullptr);

    void showTable(model::ChartTable table);

private:
    void refresh();
    void copyCsv();

    std::function<model::ChartTableInput()> m_input;
    model::DataTableModel* m_model;
    QComboBox* m_choice;
    QLabel* m_note;
    QTableView* m_table;
};

} // namespace maintscope::ui
