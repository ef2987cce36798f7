// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/event_actions.h"

#include "model/base/format.h"
#include "model/events/calendar_reader.h"
#include "model/events/event_detail.h"
#include "model/events/event_filter.h"
#include "model/events/event_lines.h"
#include "model/events/event_store.h"
#include "model/events/event_table_model.h"
#include "model/events/note.h"
#include "model/events/planned_window.h"
#include "ui/events/event_detail_pane.h"
#include "ui/events/events_list.h"
#include "ui/events/note_dialog.h"
#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/widgets/commands.h"
#include "ui/window/message_boxes.h"
#include "ui/window/undo_step.h"
#include "ui/window/window_context.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMainWindow>
#include <QStandardPaths>
#include <QStatusBar>
#include <QUndoStack>

#include <algorithm>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Steps of the undo stack that merge.
constexpr int kTypingFilter = 1;
constexpr int kMessageMs = 4'000;

} // namespace

EventActions::EventActions(WindowContext& context)
    : m_context(context) {
    connect(context.live, &LiveView::detailsRequested, this, &EventActions::copyDetails);
    connect(context.live, &LiveView::noteRequested, this, &EventActions::askNote);
    connect(context.live, &LiveView::plannedWindowsChanged, this, &EventActions::planWindows);
    connect(context.time, &TimeViewState::selectionChanged, this, &EventActions::showSelection);
}

void EventActions::addCopy() {
    QAction* copy = m_context.commands->add(
        MenuId::Edit, {"actionCopy", tr("&Copy Events"), tr("Copy the selected events as text"), "copy"});
    connect(copy, &QAction::triggered, this, [this] { m_events->copySelection(); });
    QAction* json = m_context.commands->add(MenuId::Edit, {"actionCopyJson",
                                                           tr("Copy as &JSON"),
                                                           tr("Copy the selected event as exported JSON"),
                                                           "copy",
                                                           {Qt::CTRL | Qt::SHIFT | Qt::Key_C}});
    connect(json, &QAction::triggered, this, [this] {
        if (const auto key = m_events->selectedEvent()) copyJson(*key);
    });
    m_context.needs.session << copy << json;
}

void EventActions::addFind() {
    QAction* find = m_context.commands->add(MenuId::Edit, {"actionFind",
                                                           tr("&Find"),
                                                           tr("Filter the events by words"),
                                                           "search",
                                                           {Qt::CTRL | Qt::Key_F, Qt::Key_Slash},
                                                           KeyScope::Views,
                                                           tr("Search")});
    connect(find, &QAction::triggered, this, &EventActions::findRequested);
    m_context.needs.session << find;
}

void EventActions::addNotes() {
    m_note = m_context.commands->add(MenuId::Edit, {"actionNote",
                                                    tr("Add &Note…"),
                                                    tr("Add a note at the selection or at the current time"),
                                                    "flag",
                                                    {Qt::Key_M},
                                                    KeyScope::Views,
                                                    tr("Mark")});
    connect(m_note, &QAction::triggered, this, [this] {
        const auto& selection = m_context.time->selection();
        const MonoTime at = selection ? selection->extent.from : m_context.time->now();
        askNote(at, at);
    });
    QAction* span = m_context.commands->add(MenuId::Edit, {"actionSpanNote",
                                                           tr("Add Note over &Span…"),
                                                           tr("Add a note for the selected span"),
                                                           "flag",
                                                           {Qt::SHIFT | Qt::Key_M},
                                                           KeyScope::Views});
    connect(span, &QAction::triggered, this, [this] {
        if (const auto measured = m_context.time->measuredSpan()) askNote(measured->from, measured->to);
    });
    m_context.needs.session << span;
}

void EventActions::addPlanned() {
    QAction* planned = m_context.commands->add(
        MenuId::Capture,
        {"actionPlannedWindow", tr("&Planned Window…"),
         tr("Enter a time in which maintenance is planned; it is drawn beside the measurement")});
    connect(planned, &QAction::triggered, m_context.live, &LiveView::askPlannedWindow);
    QAction* import = m_context.commands->add(
        MenuId::Capture, {"actionImportPlanned", tr("&Import Planned Windows…"),
                          tr("Import planned maintenance windows from a calendar (.ics)")});
    connect(import, &QAction::triggered, this, &EventActions::importPlannedWindows);
    m_context.needs.session << planned << import;
}

void EventActions::setViews(EventsList* list, EventDetailPane* detail) {
    m_events = list;
    m_detail = detail;
    connect(detail, &EventDetailPane::goToRequested, this, &EventActions::goToEvent);
    connect(detail, &EventDetailPane::relatedChosen, this, &EventActions::chooseEvent);
    connect(detail, &EventDetailPane::copyJsonRequested, this, &EventActions::copyJson);
    connect(detail, &EventDetailPane::noteRequested, this, [this](EventKey key) {
        if (const Event* event = eventOf(key)) askNote(event->at, event->end.value_or(event->at));
    });
    connect(list, &EventsList::eventChosen, this, &EventActions::chooseEvent);
    connect(list, &EventsList::eventOpened, this, &EventActions::goToEvent);
    connect(list, &EventsList::filterWanted, this, &EventActions::changeFilter);
}

void EventActions::showSession() {
    disconnect(m_growth);
    const SessionView& session = m_context.session;
    const model::TargetInfo& target = session.source->timeline().target();
    m_events->setModel(session.events, target.probe.control ? target.probe.connections : 0);
    m_growth = connect(session.events, &QAbstractItemModel::dataChanged, this,
                       [this](const QModelIndex& from, const QModelIndex& to) {
                           // Updates the detail of an event that is still open.
                           const auto key = m_detail->event();
                           const int row = key ? m_context.session.events->store().rowOf(*key) : -1;
                           if (row >= from.row() && row <= to.row()) showDetail(key);
                       });
    showDetail({});
}

void EventActions::clearSession() {
    disconnect(m_growth);
    m_events->setModel(nullptr);
    m_detail->setEvent(nullptr, {});
}

void EventActions::update() {
    m_note->setEnabled(m_context.session.isMeasured());
    m_detail->setCanNote(m_context.session.isMeasured());
}

const Event* EventActions::eventOf(EventKey key) const {
    if (!m_context.session.events) return nullptr;
    const model::EventStore& store = m_context.session.events->store();
    const int row = store.rowOf(key);
    return row < 0 ? nullptr : &store.at(row);
}

void EventActions::chooseEvent(EventKey key) {
    const Event* event = eventOf(key);
    if (!event) return;
    m_context.time->selectEvent(key, {event->at, event->end.value_or(event->at)});
}

void EventActions::goToEvent(EventKey key) {
    const Event* event = eventOf(key);
    if (!event) return;
    const MonoTime end = event->end.value_or(event->at);
    Q_EMIT liveViewRequested();
    m_context.time->selectEvent(key, {event->at, end});
    if (end - event->at > m_context.time->visible().length())
        m_context.time->fit({event->at, end});
    else
        m_context.time->centre(event->at + (end - event->at) / 2);
}

/// Table and detail follow the selection of the time view.
void EventActions::showSelection() {
    const auto& selection = m_context.time->selection();
    const std::optional<EventKey> key = selection ? selection->event : std::nullopt;
    m_events->selectEvent(key);
    showDetail(key);
}

void EventActions::showDetail(std::optional<EventKey> key) {
    const Event* event = key ? eventOf(*key) : nullptr;
    if (!event) {
        m_detail->setEvent(nullptr, {});
        return;
    }
    m_detail->setEvent(event, model::describe(*event, m_context.session.events->store(),
                                              m_context.session.events->protectedConnections(),
                                              m_context.session.events->clock()));
    m_detail->setPlace(m_events->placeText(*key));
}

void EventActions::changeFilter(const model::EventFilter& filter) {
    const model::EventFilter before = m_events->filter();
    if (filter == before) return;
    const bool typing = filter.severity() == before.severity() && filter.kind() == before.kind() &&
                        filter.connection() == before.connection() && !filter.text().isEmpty();
    m_context.undo->push(new UndoStep(
        tr("filter"), [this, filter] { m_events->setFilter(filter); },
        [this, before] { m_events->setFilter(before); }, typing ? kTypingFilter : 0));
}

void EventActions::askNote(MonoTime from, MonoTime to) {
    if (!m_context.session.isMeasured()) return;
    const auto time = [this](MonoTime at) {
        const ZoneClock clock(m_context.time->zone());
        const WallTime wall = m_context.session.source->start() + at.time_since_epoch();
        return clock.timeMs(wall) + u' ' + clock.zoneName(wall);
    };
    const QString when =
        from == to ? tr("at %1").arg(time(from)) : tr("from %1 to %2").arg(time(from), time(to));
    auto* dialog = new NoteDialog(when, m_context.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, from, to] { addNote(dialog->text(), from, to); });
    dialog->open(); // capture continues behind it
}

void EventActions::addNote(const QString& text, MonoTime from, MonoTime to) {
    if (!m_context.session.isMeasured()) return;
    const std::vector<Event>& events = m_context.session.events->store().events();
    const auto notes = std::count_if(events.begin(), events.end(),
                                     [](const Event& event) { return event.kind == EventKind::Note; });
    Event note = model::note(model::noteKey(static_cast<std::uint64_t>(notes) + 1), text, from,
                             to > from ? std::optional(to) : std::nullopt);
    note.target = m_context.session.source->timeline().target().id;
    const SessionId id = m_context.session.id;
    m_context.undo->push(new UndoStep(
        tr("note"), [this, id, note] { Q_EMIT eventRequested(id, note); },
        [this, id, note] { Q_EMIT eventRequested(id, model::withdrawn(note)); }));
}

void EventActions::planWindows(const std::vector<model::PlannedWindow>& windows) {
    if (!m_context.session.isMeasured()) {
        showErrorBox(m_context.window,
                     {tr("The measurement has stopped; nothing more is recorded.").toStdString(),
                      {},
                      {},
                      tr("Planned windows can be added while the measurement runs.").toStdString()});
        return;
    }
    const std::vector<model::PlannedWindow> before = m_context.live->plannedWindows();
    const SessionId id = m_context.session.id;
    const WallTime start = m_context.session.source->start();
    const auto publish = [this, id, start](const std::vector<model::PlannedWindow>& from,
                                           const std::vector<model::PlannedWindow>& to) {
        for (const Event& event : model::plannedChanges(from, to, start))
            Q_EMIT eventRequested(id, event);
    };
    m_context.undo->push(new UndoStep(
        tr("planned window"), [publish, before, windows] { publish(before, windows); },
        [publish, before, windows] { publish(windows, before); }));
}

void EventActions::importPlannedWindows() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString path = QFileDialog::getOpenFileName(m_context.window, tr("Import Planned Windows"),
                                                      QDir(folder).exists() ? folder : QDir::homePath(),
                                                      tr("Calendars (*.ics);;All files (*)"));
    if (path.isEmpty()) return;
    const auto calendar = model::readCalendarFile(path);
    if (!calendar) {
        showErrorBox(m_context.window, calendar.error());
        return;
    }
    std::vector<model::PlannedWindow> windows = m_context.live->plannedWindows();
    for (const model::PlannedWindow& window : calendar->windows)
        if (std::find(windows.begin(), windows.end(), window) == windows.end()) windows.push_back(window);
    planWindows(windows);
    const QString found = tr("Planned windows in the calendar: %1").arg(calendar->windows.size());
    if (calendar->remarks.isEmpty())
        m_context.window->statusBar()->showMessage(found, 10'000);
    else
        showErrorBox(
            m_context.window,
            {found.toStdString(), path.toStdString(), calendar->remarks.join(u'\n').toStdString(), {}});
}

/// Copies the event in the format of the export, so that it can be compared with a file.
void EventActions::copyJson(EventKey key) {
    const Event* event = eventOf(key);
    if (!event || !m_context.session.info) return;
    QGuiApplication::clipboard()->setText(
        QString::fromUtf8(model::ndjsonLine(*event, *m_context.session.info)).trimmed());
    m_context.window->statusBar()->showMessage(tr("Copied as JSON"), kMessageMs);
}

/// Copies the words of the banner and the last events above the level of information.
void EventActions::copyDetails() {
    if (!m_context.session.source) return;
    const model::TargetStatus status = m_context.session.source->status(m_context.session.source->now());
    const model::TargetInfo& target = m_context.session.source->timeline().target();
    QStringList lines{u"Maintscope %1"_s.arg(QStringLiteral(MAINTSCOPE_VERSION)),
                      u"%1 (%2%3)"_s.arg(model::escapeServerText(target.name),
                                         QString::fromStdString(toString(target.endpoint)),
                                         target.tls ? u", TLS"_s : QString()),
                      u"%1: %2. %3"_s.arg(status.word, status.headline, status.sentence),
                      {}};
    constexpr int kLines = 20;
    QStringList events;
    for (int row = m_context.session.events->rowCount() - 1; row >= 0 && events.size() < kLines; --row) {
        QStringList cells;
        for (int column = 0; column < m_context.session.events->columnCount(); ++column) {
            const QString cell = m_context.session.events->index(row, column).data().toString();
            if (!cell.isEmpty()) cells << cell;
        }
        events.prepend(cells.join(u"  "_s));
    }
    QGuiApplication::clipboard()->setText((lines + events).join(u'\n'));
    m_context.window->statusBar()->showMessage(tr("Details copied"), 4'000);
}

} // namespace maintscope::ui

#include "moc_event_actions.cpp"
