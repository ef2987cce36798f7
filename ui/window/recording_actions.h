// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "client/types/time.h"
#include "ui/window/transport_bar.h"

#include <QObject>
#include <QString>

class QAction;

namespace maintscope::ui {

struct WindowContext;

/// Opens, replays and closes a recording in the live view. Running measurements continue. GUI thread.
class RecordingActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit RecordingActions(WindowContext& context);

    /// Add the commands. The main window calls each once, in the order of the menus.
    void addOpen();
    void addClose();
    void addReplay();

    /// Another session is shown; its replay state is not known yet.
    void reset() { m_replay = {}; }
    /// Sets the replay state of the shown recording.
    void setReplay(const ReplayState& state);
    /// Updates the menus for the shown session.
    void update();

Q_SIGNALS:
    /// The user chose or dropped a file.
    void openRequested(const QString& path);
    void closeRequested(maintscope::SessionId id);
    void playRequested(bool on);
    void speedRequested(double speed);
    void seekRequested(maintscope::MonoTime to);
    /// Compare both sets of connections of the shown session.
    void compareSetsRequested(const QString& recording);

private:
    void askRecording();
    void togglePlay();
    void playFromHere();
    void changeSpeed(int by);

    WindowContext& m_context;
    ReplayState m_replay;
    TransportBar* m_transport = nullptr; ///< the live view's
    QAction* m_play = nullptr;
    QAction* m_compareSets = nullptr;
};

} // namespace maintscope::ui
