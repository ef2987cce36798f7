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

/// What can be done with the target that is shown, and with its measurement: most of the menus Target and
/// Capture. Asks before anything ends. GUI thread.
class TargetActions : public QObject {
    Q_OBJECT

public:
    /// `context` outlives this object.
    explicit TargetActions(WindowContext& context);

    /// The commands, in the order of the menus: the main window calls each once.
    void addConnections();
    void addEnvironment();
    void addRemove();
    void addSteps();
    void addStop();
    void addProbe();

    /// The targets that are stepped through. Must outlive this object's use of it.
    void setTargets(model::TargetListModel* targets) { m_targets = targets; }
    /// The menus show what applies to the target that is shown.
    void update();

Q_SIGNALS:
    void targetChosen(maintscope::SessionId id);
    void stopRequested(maintscope::SessionId id);
    /// Measures the same target again, in a new recording; one that runs is ended.
    void restartRequested(maintscope::SessionId id);
    /// The same, probed in another way.
    void probeChangeRequested(maintscope::SessionId id, const maintscope::ProbePlan& probe);
    void environmentChosen(maintscope::SessionId id, maintscope::Environment environment);
    /// Ends it if it runs, and takes it off the list; its recording stays.
    void removeRequested(maintscope::SessionId id);

private:
    QAction* add(const char* name, const QString& text, const QString& help, const char* iconName,
                 const QList<QKeySequence>& keys = {});
    void addRates();
    /// Measures what is shown once more, probed in another way; asks before.
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
