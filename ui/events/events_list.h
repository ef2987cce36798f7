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

/// Shows the events as a table, newest at the bottom, narrowed by a filter. The list follows its end;
/// scrolling up or selecting a row stops that, scrolling to the end resumes it.
class EventsList : public QWidget {
    Q_OBJECT

public:
    explicit EventsList(QWidget* parent = nullptr);
    ~EventsList() override;

    /// nullptr: no session yet. The model must stay alive until another is set. `control`: number of control
    /// connections.
    void setModel(model::EventTableModel* model, int control = 0);
    /// Narrows the list; the bar shows it.
    void setFilter(const model::EventFilter& filter);
    [[nodiscard]] const model::EventFilter& filter() const { return m_filter; }
    /// The controls of the filter, for a title bar or the space above the list.
    [[nodiscard]] EventFilterBar* filterBar() const { return m_bar; }

    /// Selects the row of an event, or none if the event is hidden or `key` is empty.
    void selectEvent(std::optional<EventKey> key);
    [[nodiscard]] std::optional<EventKey> selectedEvent() const;
    /// "Row 3 of 41", or that the filter hides the event.
    [[nodiscard]] QString placeText(EventKey key) const;
    [[nodiscard]] QTableView* table() const { return m_table; }
    /// Copies the selected rows as text, one per line.
    void copySelection() const;

Q_SIGNALS:
    /// The user selected a row.
    void eventChosen(maintscope::EventKey key);
    /// Double click or Enter.
    void eventOpened(maintscope::EventKey key);
    /// The user changed the filter.
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
    bool m_choosing = false; ///< selectEvent() is changing the selection
};

} // namespace maintscope::ui
