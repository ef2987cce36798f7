// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "client/types/settings.h"

#include <QObject>

class QAction;
class QActionGroup;
class QMenu;

namespace maintscope::model {
class TargetListModel;
}

namespace maintscope::ui {

struct WindowContext;

/// The commands for the shown target and its measurement: most of the menus Target and Capture. Asks before
/// it ends a measurement. GUI thread.
class TargetActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit TargetActions(WindowContext& context);

    /// Add the commands. The main window calls each once, in the order of the menus.
    void addConnections();
    void addEnvironment();
    void addRemove();
    void addSteps();
    void addStop();
    void addProbe();

    /// Sets the targets for stepping. Must stay alive as long as this object uses it.
    void setTargets(model::TargetListModel* targets) { m_targets = targets; }
    /// Updates the menus for the shown target.
    void update();

Q_SIGNALS:
    void targetChosen(maintscope::SessionId id);
    void stopRequested(maintscope::SessionId id);
    /// Measure the same target again, in a new recording; ends a running measurement.
    void restartRequested(maintscope::SessionId id);
    /// The same, with other probe settings.
    void probeChangeRequested(maintscope::SessionId id, const maintscope::ProbePlan& probe);
    void environmentChosen(maintscope::SessionId id, maintscope::Environment environment);
    /// Remove the target from the list; ends a running measurement and keeps its recording.
    void removeRequested(maintscope::SessionId id);

private:
    QAction* add(const char* name, const QString& text, const QString& help, const char* iconName,
                 const QList<QKeySequence>& keys = {});
    void addRates();
    /// Restarts the shown measurement with other probe settings, after confirmation.
    void changeProbe(const QString& what, const ProbePlan& probe);
    void askStop();
    void askRemove();
    void stepTarget(int by);

    WindowContext& m_context;
    model::TargetListModel* m_targets = nullptr;
    QAction* m_restart = nullptr;
    QAction* m_disconnect = nullptr;
    QAction* m_reconnect = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_controlProbe = nullptr;
    QActionGroup* m_environments = nullptr;
    QActionGroup* m_rates = nullptr;
    QMenu* m_environmentMenu = nullptr;
    QMenu* m_rateMenu = nullptr;
};

} // namespace maintscope::ui
