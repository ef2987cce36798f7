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

/// Shows what the alert rules report: in the bar above the views and, as the user prefers, on the desktop.
/// GUI thread.
class AlertNotices : public QObject {
    Q_OBJECT

public:
    /// Both outlive this object.
    AlertNotices(WindowContext& context, AlertBar& bar);

    /// Must outlive this object's use of it.
    void setTargets(model::TargetListModel* targets) { m_targets = targets; }
    /// How many targets are measured; the tray shows the state of the worst.
    void setRunning(int sessions);
    [[nodiscard]] int running() const { return m_running; }
    /// A rule reports something that happened at `when`.
    void show(const model::Alert& alert, WallTime when);

Q_SIGNALS:
    /// The moment that an alert is about is to be shown.
    void goToRequested(maintscope::SessionId id, maintscope::MonoTime at);

private:
    void updateTray();

    WindowContext& m_context;
    AlertBar& m_bar;
    model::TargetListModel* m_targets = nullptr;
    Tray* m_tray = nullptr; ///< nullptr: the desktop has none, or nothing was measured yet
    bool m_triedTray = false;
    int m_running = 0;
};

} // namespace maintscope::ui
