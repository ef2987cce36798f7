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

/// Commands that are enabled only while the window shows what they work on.
struct ActionNeeds {
    QList<QAction*> session;   ///< need any session
    QList<QAction*> recording; ///< need a recording that was opened
    QList<QAction*> target;    ///< need a target, measured now or ended in this run

    void update(const SessionView& shown) const;
};

/// What the objects that own the window's commands share. The main window owns it; it outlives them. GUI
/// thread.
struct WindowContext {
    QMainWindow* window = nullptr; ///< parent of all dialogs
    Commands* commands = nullptr;
    QUndoStack* undo = nullptr;
    LiveView* live = nullptr;
    TimeViewState* time = nullptr; ///< the live view's
    ActionNeeds needs = {};
    SessionView session = {};            ///< that is shown; the main window sets it
    model::Preferences preferences = {}; ///< PreferencesActions sets them
    QString recordingFolder = {};        ///< where "Open Recording" looks first
};

} // namespace maintscope::ui
