// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/target_actions.h"

#include "model/session/target_list_model.h"
#include "ui/paint/live_frame.h"
#include "ui/widgets/commands.h"
#include "ui/window/message_boxes.h"
#include "ui/window/window_context.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Probes per second of one connection.
constexpr double kRates[]{1, 5, 10, 20, 50, 100, 200};

} // namespace

TargetActions::TargetActions(WindowContext& context)
    : m_context(context) {}

QAction* TargetActions::add(const char* name, const QString& text, const QString& help, const char* iconName,
                            const QList<QKeySequence>& keys) {
    return m_context.commands->add(MenuId::Target, {name, text, help, iconName, keys});
}

void TargetActions::addConnections() {
    const auto restart = [this] { Q_EMIT restartRequested(m_context.session.id); };
    m_restart =
        add("actionRestart", tr("&Connect"), tr("Measure the target again, in a new recording"), "connect");
    connect(m_restart, &QAction::triggered, this, restart);
    m_disconnect = add("actionDisconnect", tr("D&isconnect…"),
                       tr("Stop the measurement; the recording is kept"), "stop");
    connect(m_disconnect, &QAction::triggered, this, &TargetActions::askStop);
    m_reconnect = add("actionReconnect", tr("Rec&onnect All Probes"),
                      tr("Close every connection and reconnect, in a new recording"), "reconnect");
    connect(m_reconnect, &QAction::triggered, this, restart);
    m_context.commands->addSeparator(MenuId::Target);
}

void TargetActions::addEnvironment() {
    m_environmentMenu = m_context.commands->addMenu(MenuId::Target, tr("En&vironment"), u"menuEnvironment"_s);
    m_environments = new QActionGroup(this);
    // In the order of Environment.
    const CommandSpec specs[]{
        {"actionEnvironmentUnspecified", tr("&Unspecified"), tr("The purpose of the target is not known")},
        {"actionEnvironmentProduction", tr("&Production"),
         tr("Changes to its cluster must be confirmed by typing a name")},
        {"actionEnvironmentStaging", tr("&Staging"), tr("The last stage before production")},
        {"actionEnvironmentDevelopment", tr("&Development"), tr("For experiments")}};
    int place = 0;
    for (const CommandSpec& spec : specs) {
        QAction* action = m_context.commands->add(m_environmentMenu, spec);
        action->setCheckable(true);
        m_environments->addAction(action);
        m_context.needs.target << action;
        connect(action, &QAction::triggered, this, [this, environment = static_cast<Environment>(place)] {
            Q_EMIT environmentChosen(m_context.session.id, environment);
        });
        ++place;
    }
}

void TargetActions::addRemove() {
    QAction* remove = add("actionRemove", tr("&Remove…"),
                          tr("Remove the target from the list; its recording is kept"), "remove");
    connect(remove, &QAction::triggered, this, &TargetActions::askRemove);
    m_context.needs.target << remove;
    m_context.commands->addSeparator(MenuId::Target);
}

void TargetActions::addSteps() {
    QAction* next = add("actionNextTarget", tr("&Next Target"), tr("Show the next target in the list"),
                        "next", {Qt::CTRL | Qt::Key_PageDown});
    connect(next, &QAction::triggered, this, [this] { stepTarget(1); });
    QAction* previous =
        add("actionPreviousTarget", tr("&Previous Target"), tr("Show the previous target in the list"),
            "previous", {Qt::CTRL | Qt::Key_PageUp});
    connect(previous, &QAction::triggered, this, [this] { stepTarget(-1); });
    m_context.needs.session << next << previous;
}

void TargetActions::addStop() {
    m_stop = m_context.commands->add(MenuId::Capture, {"actionStop",
                                                       tr("&Stop Recording…"),
                                                       tr("Stop the measurement; the recording is kept"),
                                                       "stop",
                                                       {Qt::CTRL | Qt::Key_R},
                                                       KeyScope::Window,
                                                       tr("Stop")});
    connect(m_stop, &QAction::triggered, this, &TargetActions::askStop);
}

void TargetActions::addProbe() {
    addRates();
    m_controlProbe = m_context.commands->add(
        MenuId::Capture, {"actionControlProbe", tr("&Control Probe"),
                          tr("A second set of connections that never opts in, for comparison")});
    m_controlProbe->setCheckable(true);
    connect(m_controlProbe, &QAction::triggered, this, [this](bool on) {
        ProbePlan probe = m_context.session.source->timeline().target().probe;
        probe.control = on;
        changeProbe(on ? tr("with a control probe") : tr("without a control probe"), probe);
    });
    m_context.commands->addSeparator(MenuId::Capture);
    m_context.needs.target << m_controlProbe;
}

void TargetActions::addRates() {
    m_rateMenu = m_context.commands->addMenu(MenuId::Capture, tr("Probe &Rate"), u"menuRate"_s);
    m_rates = new QActionGroup(this);
    m_rates->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional); // none may match
    int place = 0;
    for (const double rate : kRates) {
        const QByteArray name = "actionRate" + QByteArray::number(rate);
        QAction* action = m_context.commands->add(
            m_rateMenu, {name.constData(), tr("&%1  %2/s each").arg(++place).arg(rate),
                         tr("Probe every connection %1 times per second").arg(rate)});
        action->setCheckable(true);
        action->setData(rate);
        m_rates->addAction(action);
        m_context.needs.target << action;
        connect(action, &QAction::triggered, this, [this, rate] {
            ProbePlan probe = m_context.session.source->timeline().target().probe;
            probe.ratePerSecond = rate;
            changeProbe(tr("at %1/s on each connection").arg(rate), probe);
        });
    }
}

void TargetActions::changeProbe(const QString& what, const ProbePlan& probe) {
    if (!m_context.session.source || m_context.session.isRecording()) return;
    if (probe == m_context.session.source->timeline().target().probe) return update();
    const bool goes =
        !m_context.session.isMeasured() ||
        agrees(m_context.window, tr("Restart Measurement"),
               tr("%1 will be measured again %2, in a new recording. The previous recording is kept.")
                   .arg(m_context.session.targetName(), what),
               m_context.session.recordingPath, tr("Restart Measurement"), tr("Keep Measuring"));
    if (goes)
        Q_EMIT probeChangeRequested(m_context.session.id, probe);
    else
        update(); // checks the current value again
}

void TargetActions::askStop() {
    if (!m_context.session.source) return;
    if (agrees(m_context.window, tr("Stop Recording"),
               tr("Stop measuring %1? The recording is kept.").arg(m_context.session.targetName()),
               m_context.session.recordingPath, tr("Stop"), tr("Keep Measuring")))
        Q_EMIT stopRequested(m_context.session.id);
}

void TargetActions::askRemove() {
    if (!m_context.session.source) return;
    if (!m_context.session.source->running() ||
        agrees(m_context.window, tr("Remove Target"),
               tr("%1 is being measured. Removing it stops the measurement; the recording is kept.")
                   .arg(m_context.session.targetName()),
               m_context.session.recordingPath, tr("Stop and Remove"), tr("Keep Measuring")))
        Q_EMIT removeRequested(m_context.session.id);
}

void TargetActions::stepTarget(int by) {
    const int rows = m_targets ? m_targets->rowCount() : 0;
    if (rows == 0) return;
    const int row = m_targets->rowOf(m_context.session.id);
    Q_EMIT targetChosen(m_targets->row((row + by + rows) % rows).id);
}

/// Updates the menus with the values of the shown target.
void TargetActions::update() {
    const bool target = m_context.session.source && !m_context.session.isRecording();
    const bool running = m_context.session.isMeasured();
    m_restart->setEnabled(target && !running);
    m_stop->setEnabled(running);
    m_stop->setVisible(!m_context.session.isRecording()); // Play replaces it
    m_disconnect->setEnabled(running);
    m_reconnect->setEnabled(running);
    m_rateMenu->menuAction()->setEnabled(target);
    m_environmentMenu->menuAction()->setEnabled(target);
    if (!m_context.session.source) return;
    const model::TargetInfo& info = m_context.session.source->timeline().target();
    m_controlProbe->setChecked(info.probe.control);
    for (QAction* rate : m_rates->actions())
        rate->setChecked(rate->data().toDouble() == info.probe.ratePerSecond);
    m_environments->actions().at(static_cast<int>(info.environment))->setChecked(true);
}

} // namespace maintscope::ui

#include "moc_target_actions.cpp"
