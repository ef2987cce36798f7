// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/user/recents.h"

#include <QObject>

class QAction;
class QMenu;

namespace maintscope::ui {

class FirstScreen;
struct WindowContext;

/// Offers recent recordings and targets in menus and on the first screen. Opens or connects only on request.
/// GUI thread.
class RecentsActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit RecentsActions(WindowContext& context);

    /// Add the commands. The main window calls each once, in the order of the menu File.
    void addTargets();
    void addRecordings();
    /// `screen` must stay alive as long as this object uses it.
    void setFirstScreen(FirstScreen* screen) { m_firstScreen = screen; }

    /// Sets the recent recordings and targets.
    void setRecents(const model::Recents& recents);

Q_SIGNALS:
    void openRecordingRequested(const QString& path);
    /// The user wants to watch this target again; its secrets are not included.
    void connectAgainRequested(const maintscope::model::RecentTarget& target);
    void forgetRecordingsRequested();
    void forgetTargetsRequested();

private:
    void fillRecordings();

    WindowContext& m_context;
    model::Recents m_recents;
    FirstScreen* m_firstScreen = nullptr;
    QAction* m_connectAgain = nullptr;
    QMenu* m_recordings = nullptr;
    QMenu* m_targets = nullptr;
};

} // namespace maintscope::ui
