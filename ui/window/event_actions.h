// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/ids.h"
#include "client/types/time.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

class QAction;

namespace maintscope::model {
class EventFilter;
struct PlannedWindow;
} // namespace maintscope::model

namespace maintscope::ui {

class EventDetailPane;
class EventsList;
struct WindowContext;

/// The events of the shown session: keeps the selection of list, detail and time view equal, and adds notes
/// and planned windows. GUI thread.
class EventActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit EventActions(WindowContext& context);

    /// Add the commands. The main window calls each once, in the order of the menus.
    void addCopy();
    void addFind();
    void addNotes();
    void addPlanned();
    /// Both must stay alive as long as this object uses them.
    void setViews(EventsList* list, EventDetailPane* detail);

    /// Another session is shown, or no session.
    void showSession();
    void clearSession();
    /// Updates the menus for the shown session.
    void update();
    void chooseEvent(EventKey key);
    void goToEvent(EventKey key);
    /// Copies what failed, where and the exact words: from the banner and the last events.
    void copyDetails();

Q_SIGNALS:
    /// Record an event made by the user, such as a note, under its key.
    void eventRequested(maintscope::SessionId id, const maintscope::Event& event);
    /// Show the live view.
    void liveViewRequested();
    /// Show the list of events and focus its text filter.
    void findRequested();

private:
    [[nodiscard]] const Event* eventOf(EventKey key) const;
    void showSelection();
    void showDetail(std::optional<EventKey> key);
    void changeFilter(const model::EventFilter& filter);
    void askNote(MonoTime from, MonoTime to);
    void addNote(const QString& text, MonoTime from, MonoTime to);
    /// Replaces the planned windows and records the change.
    void planWindows(const std::vector<model::PlannedWindow>& windows);
    void importPlannedWindows();
    void copyJson(EventKey key);

    WindowContext& m_context;
    EventsList* m_events = nullptr;
    EventDetailPane* m_detail = nullptr;
    QAction* m_note = nullptr;
    QMetaObject::Connection m_growth; ///< to the shown events
};

} // namespace maintscope::ui
