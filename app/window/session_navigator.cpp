// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/session_navigator.h"

#include "app/window/open_recordings.h"
#include "app/window/replay_session.h"
#include "app/window/watched_targets.h"
#include "app/window/window_logging.h"
#include "ui/targets/targets_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/recording_actions.h"

#include <chrono>

namespace maintscope::app {
namespace {

using namespace std::chrono_literals;

/// The interval at which the transport bar is updated.
constexpr auto kReplayInterval = 100ms;

} // namespace

SessionNavigator::SessionNavigator(ui::MainWindow& window, WatchedTargets& watched,
                                   OpenRecordings& recordings)
    : m_window(window)
    , m_watched(watched)
    , m_recordings(recordings) {
    connect(&window, &ui::MainWindow::targetChosen, this, &SessionNavigator::show);
    connect(&window.recordingActions(), &ui::RecordingActions::openRequested, this,
            &SessionNavigator::openRecording);
    connect(&window.recordingActions(), &ui::RecordingActions::closeRequested, this,
            &SessionNavigator::closeRecording);
    connectReplay();
}

void SessionNavigator::connectReplay() {
    connect(&m_window.recordingActions(), &ui::RecordingActions::playRequested, this, [this](bool on) {
        if (ReplaySession* replay = shownReplay()) on ? replay->play() : replay->pause();
        showReplay();
    });
    connect(&m_window.recordingActions(), &ui::RecordingActions::speedRequested, this, [this](double speed) {
        if (ReplaySession* replay = shownReplay()) replay->setSpeed(speed);
        showReplay();
    });
    connect(&m_window.recordingActions(), &ui::RecordingActions::seekRequested, this, [this](MonoTime to) {
        if (ReplaySession* replay = shownReplay()) replay->seek(to);
        showReplay();
    });
    connect(&m_recordings, &OpenRecordings::known, this, [this](SessionId id) {
        m_window.setOpenRecordings(m_recordings.all());
        if (id == m_window.shownSession()) m_window.setRecordingFacts(m_recordings.facts(id));
    });
    connect(&m_recordings, &OpenRecordings::loaded, this, &SessionNavigator::refreshReplay);
    connect(&m_recordings, &OpenRecordings::playingChanged, this, &SessionNavigator::refreshReplay);
    connect(&m_replayTimer, &QTimer::timeout, this, &SessionNavigator::showReplay);
    m_replayTimer.setInterval(kReplayInterval);
}

ReplaySession* SessionNavigator::shownReplay() const {
    return m_recordings.session(m_window.shownSession());
}

void SessionNavigator::show(SessionId id) {
    if (m_recordings.session(id)) {
        if (id != m_window.shownSession()) m_window.showSession(m_recordings.view(id));
        m_window.setSessionStatus({});
        showReplay();
        return;
    }
    if (!m_watched.session(id)) return;
    qCInfo(lcWindow) << "show target" << id.value;
    if (id != m_window.shownSession()) m_window.showSession(m_watched.view(id));
    Q_EMIT targetShown(id);
}

void SessionNavigator::leave(SessionId id) {
    if (id != m_window.shownSession()) return;
    const model::TargetListModel& targets = m_watched.targets();
    const int row = targets.rowOf(id);
    const int next = row + 1 < targets.rowCount() ? row + 1 : row - 1;
    if (next >= 0)
        show(targets.row(next).id);
    else
        m_window.clearSession();
}

void SessionNavigator::openRecording(const QString& path) {
    // Recordings that are being measured here are shown live.
    if (const auto live = m_watched.sessionOf(path)) {
        show(*live);
        m_window.showPage(ui::PageId::Live);
        return;
    }
    const auto id = m_recordings.open(path);
    if (!id) {
        m_window.showError(id.error());
        return;
    }
    qCInfo(lcWindow) << "recording opened:" << path;
    Q_EMIT recordingOpened(path);
    if (!shownReplay()) m_before = m_window.shownSession();
    m_pageBefore = m_window.currentPage();
    m_window.setOpenRecordings(m_recordings.all());
    Q_EMIT openRecordingsChanged();
    show(*id);
    m_window.showPage(ui::PageId::Live);
}

/// Returns to the session that was shown before, if it still exists.
void SessionNavigator::closeRecording(SessionId id) {
    if (!m_recordings.session(id)) return;
    if (id == m_window.shownSession()) {
        const model::TargetListModel& targets = m_watched.targets();
        if (m_watched.session(m_before))
            show(m_before);
        else if (targets.rowCount() > 0)
            show(targets.row(0).id);
        else if (const auto other = otherRecording(id))
            show(*other);
        else
            m_window.clearSession();
        if (m_pageBefore == ui::PageId::Recordings) m_window.showPage(m_pageBefore);
    }
    m_recordings.close(id);
    m_window.setOpenRecordings(m_recordings.all());
    Q_EMIT openRecordingsChanged();
}

std::optional<SessionId> SessionNavigator::otherRecording(SessionId id) const {
    for (const ui::OpenRecording& recording : m_recordings.all())
        if (recording.id != id) return recording.id;
    return std::nullopt;
}

void SessionNavigator::showReplay() {
    const ReplaySession* replay = shownReplay();
    if (replay) m_window.recordingActions().setReplay(m_recordings.replay(m_window.shownSession()));
    if (!replay || (!replay->playing() && !replay->loading()))
        m_replayTimer.stop();
    else if (!m_replayTimer.isActive())
        m_replayTimer.start();
}

void SessionNavigator::refreshReplay(SessionId id) {
    if (id != m_window.shownSession()) return;
    m_window.refreshSession();
    showReplay();
}

} // namespace maintscope::app

#include "moc_session_navigator.cpp"
