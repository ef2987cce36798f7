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

/// The events of the session that is shown: list, detail and time view choose the same one; notes and planned
/// windows are added to it. GUI thread.
class EventActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit EventActions(WindowContext& context);

    /// The commands, in the order of the menus: the main window calls each once.
    void addCopy();
    void addFind();
    void addNotes();
    void addPlanned();
    /// Both outlive this object's use of them.
    void setViews(EventsList* list, EventDetailPane* detail);

    /// Another session is shown, or none.
    void showSession();
    void clearSession();
    /// The menus show what applies to the session that is shown.
    void update();
    void chooseEvent(EventKey key);
    void goToEvent(EventKey key);
    /// What failed, where, and the exact words: those of the banner, and the last events.
    void copyDetails();

Q_SIGNALS:
    /// An event made by the user, such as a note; to be recorded under its key.
    void eventRequested(maintscope::SessionId id, const maintscope::Event& event);
    /// The live view is to be brought into sight.
    void liveViewRequested();
    /// The list of events is to be brought into sight, its words to be typed.
    void findRequested();

private:
    [[nodiscard]] const Event* eventOf(EventKey key) const;
    void showSelection();
    void showDetail(std::optional<EventKey> key);
    void changeFilter(const model::EventFilter& filter);
    void askNote(MonoTime from, MonoTime to);
    void addNote(const QString& text, MonoTime from, MonoTime to);
    /// These windows are planned from now on; the change is recorded.
    void planWindows(const std::vector<model::PlannedWindow>& windows);
    void importPlannedWindows();
    void copyJson(EventKey key);

    WindowContext& m_context;
    EventsList* m_events = nullptr;
    EventDetailPane* m_detail = nullptr;
    QAction* m_note = nullptr;
    QMetaObject::Connection m_growth; ///< of the events that are shown
};

} // namespace maintscope::ui
