// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/events/event_detail.h"

#include <QWidget>

#include <optional>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace maintscope::ui {

class FieldList;
class Segments;

/// Shows one event in full: decoded fields, times and phases, the raw frame, and related events.
class EventDetailPane : public QWidget {
    Q_OBJECT

public:
    explicit EventDetailPane(QWidget* parent = nullptr);

    /// nullptr: no event is selected.
    void setEvent(const Event* event, const model::EventDetail& detail);
    /// Position in the list, "3 of 41". Empty: not in the list.
    void setPlace(const QString& place);
    [[nodiscard]] std::optional<EventKey> event() const { return m_key; }
    /// Notes can be added only while the session is being recorded.
    void setCanNote(bool can);

Q_SIGNALS:
    void goToRequested(maintscope::EventKey key);
    void copyJsonRequested(maintscope::EventKey key);
    void noteRequested(maintscope::EventKey key);
    /// The user selected a related event.
    void relatedChosen(maintscope::EventKey key);

private:
    class Header;

    std::optional<EventKey> m_key;
    QStackedWidget* m_stack;
    QLabel* m_empty;
    Header* m_header;
    QLabel* m_place;
    Segments* m_parts;
    QStackedWidget* m_pages;
    QLabel* m_sentence;
    FieldList* m_fields;
    FieldList* m_timings;
    QPlainTextEdit* m_frame;
    QListWidget* m_related;
    QPushButton* m_goTo;
    QPushButton* m_copy;
    QPushButton* m_note;
};

} // namespace maintscope::ui
