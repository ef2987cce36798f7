// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/events/event_filter.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace maintscope::model {
class EventFilterModel;
class EventTableModel;
} // namespace maintscope::model

namespace maintscope::ui {

class EventFilterBar;

/// The events as a table, newest at the bottom, narrowed by a filter. Stays at the end while it is there;
/// scrolling up or choosing a row lets go, scrolling to the end takes hold again.
class EventsList : public QWidget {
    Q_OBJECT

public:
    explicit EventsList(QWidget* parent = nullptr);
    ~EventsList() override;

    /// nullptr: nothing yet. The model must outlive its stay here. `control`: number of control connections.
    void setModel(model::EventTableModel* model, int control = 0);
    /// Narrows the list; the bar shows it.
    void setFilter(const model::EventFilter& filter);
    [[nodiscard]] const model::EventFilter& filter() const { return m_filter; }
    /// The controls of the filter; belong into a title bar or above the list.
    [[nodiscard]] EventFilterBar* filterBar() const { return m_bar; }

    /// Chooses the row of an event, or none; where it is not shown, nothing is chosen.
    void selectEvent(std::optional<EventKey> key);
    [[nodiscard]] std::optional<EventKey> selectedEvent() const;
    /// "Row 3 of 41"; says so where a filter hides it.
    [[nodiscard]] QString placeText(EventKey key) const;
    [[nodiscard]] QTableView* table() const { return m_table; }
    /// The chosen rows as text, one a line.
    void copySelection() const;

Q_SIGNALS:
    /// The user has chosen a row.
    void eventChosen(maintscope::EventKey key);
    /// Double click or Enter.
    void eventOpened(maintscope::EventKey key);
    /// The user wants another filter.
    void filterWanted(const maintscope::model::EventFilter& filter);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showState();
    void onCurrentChanged();

    std::unique_ptr<model::EventFilterModel> m_model;
    model::EventFilter m_filter;
    int m_protected = 0;
    EventFilterBar* m_bar;
    QStackedLayout* m_stack;
    QLabel* m_empty;
    QWidget* m_nothing;
    QLabel* m_nothingWords;
    QPushButton* m_clear;
    QTableView* m_table;
    bool m_atEnd = true;
    bool m_choosing = false; ///< the choice comes from outside
};

} // namespace maintscope::ui
