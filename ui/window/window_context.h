// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/user/preferences.h"
#include "ui/window/session_view.h"

#include <QList>
#include <QString>

class QAction;
class QMainWindow;
class QUndoStack;

namespace maintscope::ui {

class Commands;
class LiveView;
class TimeViewState;

/// Commands that are enabled only while the window shows a suitable session.
struct ActionNeeds {
    QList<QAction*> session;   ///< need any session
    QList<QAction*> recording; ///< need an opened recording
    QList<QAction*> target;    ///< need a target that is or was measured in this run

    void update(const SessionView& shown) const;
};

/// State shared by the objects that own the window's commands. The main window owns it; it outlives them. GUI
/// thread.
struct WindowContext {
    QMainWindow* window = nullptr; ///< parent of all dialogs
    Commands* commands = nullptr;
    QUndoStack* undo = nullptr;
    LiveView* live = nullptr;
    TimeViewState* time = nullptr; ///< the live view's
    ActionNeeds needs = {};
    SessionView session = {};            ///< the shown one; set by the main window
    model::Preferences preferences = {}; ///< set by PreferencesActions
    QString recordingFolder = {};        ///< initial folder of "Open Recording"
};

} // namespace maintscope::ui
