// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "client/types/time.h"

#include <QObject>

namespace maintscope::model {
class TargetListModel;
struct Alert;
} // namespace maintscope::model

namespace maintscope::ui {

class AlertBar;
class Tray;
struct WindowContext;

/// Shows alerts in the bar above the views and, if the user prefers, as desktop notifications. GUI thread.
class AlertNotices : public QObject {
    Q_OBJECT

public:
    /// Both arguments outlive this object.
    AlertNotices(WindowContext& context, AlertBar& bar);

    /// `targets` must stay alive until another model, or nullptr, is set.
    void setTargets(model::TargetListModel* targets) { m_targets = targets; }
    /// Sets the number of measured targets.
    void setRunning(int sessions);
    [[nodiscard]] int running() const { return m_running; }
    /// Shows an alert about something that happened at `when`.
    void show(const model::Alert& alert, WallTime when);

Q_SIGNALS:
    /// The user wants to see the time of an alert.
    void goToRequested(maintscope::SessionId id, maintscope::MonoTime at);

private:
    void updateTray();

    WindowContext& m_context;
    AlertBar& m_bar;
    model::TargetListModel* m_targets = nullptr;
    Tray* m_tray = nullptr; ///< nullptr: the desktop has no tray, or nothing was measured yet
    bool m_triedTray = false;
    int m_running = 0;
};

} // namespace maintscope::ui
