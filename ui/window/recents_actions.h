// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/user/recents.h"

#include <QObject>

class QAction;
class QMenu;

namespace maintscope::ui {

class FirstScreen;
struct WindowContext;

/// Menus, and a button of the first screen, that offer recordings and targets of before. Nothing opens or
/// connects by itself. GUI thread.
class RecentsActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit RecentsActions(WindowContext& context);

    /// The commands, in the order of the menu File: the main window calls each once.
    void addTargets();
    void addRecordings();
    /// Outlives this object's use of it.
    void setFirstScreen(FirstScreen* screen) { m_firstScreen = screen; }

    /// Recordings and targets that were worked with last.
    void setRecents(const model::Recents& recents);

Q_SIGNALS:
    void openRecordingRequested(const QString& path);
    /// A target of before is to be watched again; its secrets have to be found or asked for.
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
