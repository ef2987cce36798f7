// SPDX-License-Identifier: GPL-3.0-or-later
// What is looked at: the session, its events and what of them is chosen, in step with the time view.
#include "ui/window/main_window.h"

#include "model/base/format.h"
#include "model/events/event_detail.h"
#include "model/events/event_lines.h"
#include "model/events/event_store.h"
#include "model/events/event_table_model.h"
#include "model/events/note.h"
#include "model/events/planned_window.h"
#include "model/session/target_list_model.h"
#include "ui/events/event_detail_pane.h"
#include "ui/events/event_filter_bar.h"
#include "ui/events/events_list.h"
#include "ui/events/note_dialog.h"
#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/targets/fleet_page.h"
#include "ui/targets/targets_panel.h"
#include "ui/window/dock_title.h"
#include "ui/window/log_panel.h"
#include "ui/window/undo_step.h"

#include <QClipboard>
#include <QDockWidget>
#include <QGuiApplication>
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

void MainWindow::setTargets(model::TargetListModel* targets) {
    m_targets = targets;
    m_targetsPanel->setModel(targets);
    m_fleet->setModel(targets);
    const auto count = [this] {
        const int rows = m_targets->rowCount();
        for (const Panel& panel : m_panels)
            if (panel.dock->widget() == m_targetsPanel)
                static_cast<DockTitle*>(panel.dock->titleBarWidget())
                    ->setNote(rows > 1 ? tr("%1 · worst first").arg(rows) : QString::number(rows));
    };
    connect(targets, &QAbstractItemModel::rowsInserted, this, count);
    connect(targets, &QAbstractItemModel::rowsRemoved, this, count);
    count();
}

void MainWindow::setLog(model::LogModel* log) {
    m_log->setModel(log);
}

void MainWindow::showSession(const SessionView& session) {
    if (m_session.events) disconnect(m_session.events, nullptr, this, nullptr);
    m_session = session;
    m_status = {};
    session.events->setClock(ZoneClock(m_time->zone()));
    m_live->setSource(session.source, session.recording);
    if (showsRecording()) {
        // All of it, with a little air at both ends.
        const Duration air =
            std::max<Duration>(session.recording->length / 50, std::chrono::milliseconds(50));
        m_time->show({kSessionStart - air, kSessionStart + session.recording->length + air});
    }
    m_replay = {};
    const model::TargetInfo& target = session.source->timeline().target();
    m_events->setModel(session.events, target.probe.control ? target.probe.connections : 0);
    connect(session.events, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& from, const QModelIndex& to) {
                // An event that grows is shown as it is now.
                const auto key = m_detail->event();
                const int row = key ? m_session.events->store().rowOf(*key) : -1;
                if (row >= from.row() && row <= to.row()) showDetail(key);
            });
    setWindowTitle(showsRecording() ? tr("%1, recording – Maintscope")
                                          .arg(model::escapeServerText(session.recording->name.toStdString()))
                                    : tr("%1 – Maintscope").arg(targetName()));
    m_targetsPanel->setCurrent(session.id);
    m_fleet->setCurrent(session.id);
    showDetail({});
    updateActions();
    if (m_page != PageId::Fleet) showPage(m_page == PageId::Events ? PageId::Events : PageId::Live);
}

void MainWindow::clearSession() {
    if (m_session.events) disconnect(m_session.events, nullptr, this, nullptr);
    m_session = {};
    m_live->setSource(nullptr);
    m_events->setModel(nullptr);
    m_detail->setEvent(nullptr, {});
    setWindowTitle(u"Maintscope"_s);
    updateActions();
    showPage(m_page == PageId::Events ? PageId::Events : PageId::Live);
}

void MainWindow::refreshSession() {
    setSessionStatus(m_status);
    if (m_session.source) m_live->refresh();
    updateActions();
}

const Event* MainWindow::eventOf(EventKey key) const {
    if (!m_session.events) return nullptr;
    const model::EventStore& store = m_session.events->store();
    const int row = store.rowOf(key);
    return row < 0 ? nullptr : &store.at(row);
}

void MainWindow::chooseEvent(EventKey key) {
    const Event* event = eventOf(key);
    if (!event) return;
    m_time->selectEvent(key, {event->at, event->end.value_or(event->at)});
}

void MainWindow::goToEvent(EventKey key) {
    const Event* event = eventOf(key);
    if (!event) return;
    const MonoTime end = event->end.value_or(event->at);
    showLive();
    m_time->selectEvent(key, {event->at, end});
    if (end - event->at > m_time->visible().length())
        m_time->fit({event->at, end});
    else
        m_time->centre(event->at + (end - event->at) / 2);
}

/// The time view says what is selected; table and detail follow.
void MainWindow::showSelection() {
    const auto& selection = m_time->selection();
    const std::optional<EventKey> key = selection ? selection->event : std::nullopt;
    m_events->selectEvent(key);
    showDetail(key);
}

void MainWindow::showDetail(std::optional<EventKey> key) {
    const Event* event = key ? eventOf(*key) : nullptr;
    if (!event) {
        m_detail->setEvent(nullptr, {});
        return;
    }
    m_detail->setEvent(event, model::describe(*event, m_session.events->store(),
                                              m_session.events->protectedConnections(),
                                              m_session.events->clock()));
    m_detail->setPlace(m_events->placeText(*key));
}

void MainWindow::changeFilter(const model::EventFilter& filter) {
    const model::EventFilter before = m_events->filter();
    if (filter == before) return;
    const bool typing = filter.severity() == before.severity() && filter.kind() == before.kind() &&
                        filter.connection() == before.connection() && !filter.text().isEmpty();
    m_undo->push(new UndoStep(
        tr("filter"), [this, filter] { m_events->setFilter(filter); },
        [this, before] { m_events->setFilter(before); }, typing ? kTypingFilter : 0));
}

void MainWindow::findEvents() {
    if (m_page != PageId::Events) {
        if (m_page != PageId::Live) showLive();
        for (Panel& panel : m_panels)
            if (panel.dock == m_eventsDock) panel.wanted = true;
        applyDocks();
    }
    m_events->filterBar()->focusWords();
}

bool MainWindow::canNote() const {
    return isMeasuring();
}

void MainWindow::askNote(MonoTime from, MonoTime to) {
    if (!canNote()) return;
    const auto time = [this](MonoTime at) {
        const ZoneClock clock(m_time->zone());
        const WallTime wall = m_session.source->start() + at.time_since_epoch();
        return clock.timeMs(wall) + u' ' + clock.zoneName(wall);
    };
    const QString when =
        from == to ? tr("at %1").arg(time(from)) : tr("from %1 to %2").arg(time(from), time(to));
    auto* dialog = new NoteDialog(when, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, from, to] { addNote(dialog->text(), from, to); });
    dialog->open(); // capture goes on behind it
}

void MainWindow::addNote(const QString& text, MonoTime from, MonoTime to) {
    if (!canNote()) return;
    const std::vector<Event>& events = m_session.events->store().events();
    const auto notes = std::count_if(events.begin(), events.end(),
                                     [](const Event& event) { return event.kind == EventKind::Note; });
    Event note = model::note(model::noteKey(static_cast<std::uint64_t>(notes) + 1), text, from,
                             to > from ? std::optional(to) : std::nullopt);
    note.target = m_session.source->timeline().target().id;
    const SessionId id = m_session.id;
    m_undo->push(new UndoStep(
        tr("note"), [this, id, note] { Q_EMIT eventRequested(id, note); },
        [this, id, note] { Q_EMIT eventRequested(id, model::withdrawn(note)); }));
}

void MainWindow::planWindows(const std::vector<model::PlannedWindow>& windows) {
    if (!canNote()) {
        showError({tr("The measurement has ended, so nothing more is recorded.").toStdString(),
                   {},
                   {},
                   tr("What is planned is noted while it runs.").toStdString()});
        return;
    }
    const std::vector<model::PlannedWindow> before = m_live->plannedWindows();
    const SessionId id = m_session.id;
    const WallTime start = m_session.source->start();
    const auto publish = [this, id, start](const std::vector<model::PlannedWindow>& from,
                                           const std::vector<model::PlannedWindow>& to) {
        for (const Event& event : model::plannedChanges(from, to, start))
            Q_EMIT eventRequested(id, event);
    };
    m_undo->push(new UndoStep(
        tr("planned window"), [publish, before, windows] { publish(before, windows); },
        [publish, before, windows] { publish(windows, before); }));
}

void MainWindow::copySelection() {
    m_events->copySelection();
}

/// As it is exported, so that what is pasted can be compared with a file.
void MainWindow::copyJson(EventKey key) {
    const Event* event = eventOf(key);
    if (!event || !m_session.info) return;
    QGuiApplication::clipboard()->setText(
        QString::fromUtf8(model::ndjsonLine(*event, *m_session.info)).trimmed());
    statusBar()->showMessage(tr("Copied as JSON"), kMessageMs);
}

void MainWindow::stepTarget(int by) {
    const int rows = m_targets ? m_targets->rowCount() : 0;
    if (rows == 0) return;
    const int row = m_targets->rowOf(m_session.id);
    Q_EMIT targetChosen(m_targets->row((row + by + rows) % rows).id);
}

} // namespace maintscope::ui
