// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAbstractItemModel;
class QLabel;
class QStackedLayout;
class QTableView;

namespace maintscope::ui {

/// The events as a table, newest at the bottom. Stays at the end while it is there; scrolling up lets go,
/// scrolling to the end takes hold again.
class EventsList : public QWidget {
    Q_OBJECT

public:
    explicit EventsList(QWidget* parent = nullptr);

    /// A model::EventTableModel; nullptr: nothing yet. The model must outlive its stay here.
    void setModel(QAbstractItemModel* model);
    [[nodiscard]] QTableView* table() const { return m_table; }
    /// How many there are: for the dock's title.
    [[nodiscard]] QString countText() const;

Q_SIGNALS:
    void countChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void onRowsInserted();
    void copySelection() const;

    QStackedLayout* m_stack;
    QLabel* m_empty;
    QTableView* m_table;
    bool m_atEnd = true;
};

} // namespace maintscope::ui
