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

/// Selects the session that the window shows: a watched target or a recording. Opens, replays and closes
/// recordings. GUI thread.
class SessionNavigator final : public QObject {
    Q_OBJECT

public:
    /// All arguments outlive this object.
    SessionNavigator(ui::MainWindow& window, WatchedTargets& watched, OpenRecordings& recordings);

    void show(SessionId id);
    /// Shows a recording; one that is being measured in this window is shown live.
    void openRecording(const QString& path);
    /// The target is about to be removed: shows another session in its place.
    void leave(SessionId id);

Q_SIGNALS:
    void targetShown(maintscope::SessionId id);
    void recordingOpened(const QString& path);
    /// A recording was opened or closed.
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
