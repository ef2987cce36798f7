// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/chart_tables.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QLabel;
class QTableView;

namespace maintscope::ui {

/// Every chart, lane and strip as a table of the range that was visible when it opened; "Refresh" looks
/// again. Does not follow by itself: a table that moves cannot be read.
class ChartTableDialog : public QDialog {
    Q_OBJECT

public:
    /// `input` gives what is visible; called when the table is made anew. Its result must stay valid during
    /// the call only.
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
