// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "ui/window/page_id.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <optional>

namespace maintscope::ui {
class MainWindow;
}

namespace maintscope::app {

class OpenRecordings;
class ReplaySession;
class WatchedTargets;

/// Which session the window shows: a target that is watched, or a recording, which it opens, replays and
/// closes. GUI thread.
class SessionNavigator final : public QObject {
    Q_OBJECT

public:
    /// All outlive this object.
    SessionNavigator(ui::MainWindow& window, WatchedTargets& watched, OpenRecordings& recordings);

    void show(SessionId id);
    /// Shows it; a recording that is being measured here is shown live.
    void openRecording(const QString& path);
    /// The target is about to go: another one is shown in its place.
    void leave(SessionId id);

Q_SIGNALS:
    void targetShown(maintscope::SessionId id);
    void recordingOpened(const QString& path);
    /// Other recordings are open than before.
    void openRecordingsChanged();

private:
    void connectReplay();
    void closeRecording(SessionId id);
    void showReplay();
    void refreshReplay(SessionId id);
    [[nodiscard]] ReplaySession* shownReplay() const;
    [[nodiscard]] std::optional<SessionId> otherRecording(SessionId id) const;

    ui::MainWindow& m_window;
    WatchedTargets& m_watched;
    OpenRecordings& m_recordings;
    QTimer m_replayTimer;
    SessionId m_before; ///< shown when the first recording was opened
    ui::PageId m_pageBefore = ui::PageId::Live;
};

} // namespace maintscope::app
