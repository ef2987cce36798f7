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

/// A recording in the live view: opening it, playing it, closing it. Whatever is measured meanwhile goes on.
/// GUI thread.
class RecordingActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit RecordingActions(WindowContext& context);

    /// The commands, in the order of the menus: the main window calls each once.
    void addOpen();
    void addClose();
    void addReplay();

    /// Another session is shown: nothing is known of its replay yet.
    void reset() { m_replay = {}; }
    /// How the recording that is shown is being replayed.
    void setReplay(const ReplayState& state);
    /// The menus show what applies to the session that is shown.
    void update();

Q_SIGNALS:
    /// Of a file that was chosen, dropped or named.
    void openRequested(const QString& path);
    void closeRequested(maintscope::SessionId id);
    void playRequested(bool on);
    void speedRequested(double speed);
    void seekRequested(maintscope::MonoTime to);
    /// Both sets of connections of what is shown are to be compared.
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
