// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the target that is shown, and with its measurement: the menus Target and Capture.
#include "ui/window/main_window.h"

#include "model/base/format.h"
#include "ui/connection/connection_dialog.h"
#include "ui/connection/headless_dialog.h"
#include "ui/live/live_view.h"
#include "ui/widgets/commands.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

QList<QKeySequence> shortcut(const QKeySequence& one) {
    return {one};
}

/// Probes per second of one connection.
constexpr double kRates[]{1, 5, 10, 20, 50, 100, 200};

} // namespace

void MainWindow::makeTargetCommands() {
    const auto add = [this](const char* name, const QString& text, const QString& help, const char* iconName,
                            auto slot, const QList<QKeySequence>& keys = {}) {
        QAction* action = m_commands->add(MenuId::Target, {name, text, help, iconName, keys});
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    QAction* test = add("actionTest", tr("&Test Connection…"),
                        tr("Go through every step of connecting once, beside the measurement"), "reconnect",
                        &MainWindow::testConnection);
    add("actionRestart", tr("&Connect"), tr("Measure the target again, in a new recording"), "connect",
        [this] { Q_EMIT restartRequested(m_session.id); });
    m_disconnect = add("actionDisconnect", tr("D&isconnect…"),
                       tr("End the measurement; the recording is kept"), "stop", &MainWindow::askStop);
    m_reconnect = add("actionReconnect", tr("Rec&onnect All Probes"),
                      tr("Close every connection and connect anew, in a new recording"), "reconnect",
                      [this] { Q_EMIT restartRequested(m_session.id); });
    m_commands->addSeparator(MenuId::Target);
    QAction* edit =
        add("actionEdit", tr("&Edit Connection…"), tr("Connect with other settings, beside this target"),
            "edit", &MainWindow::editConnection);
    QAction* duplicate = add("actionDuplicate", tr("&Duplicate…"), tr("Connect to a copy of this connection"),
                             "duplicate", &MainWindow::duplicateConnection);
    makeEnvironmentCommands();
    QAction* save = add("actionSaveProfile", tr("Save as Pro&file"),
                        tr("Save this connection and its cluster manager under its name, without passwords"),
                        nullptr, &MainWindow::saveProfileRequested);
    QAction* remove =
        add("actionRemove", tr("&Remove…"), tr("Take the target off the list; its recording stays"), "remove",
            &MainWindow::askRemove);
    m_commands->addSeparator(MenuId::Target);
    QAction* next = add(
        "actionNextTarget", tr("&Next Target"), tr("Show the target below in the list"), "next",
        [this] { stepTarget(1); }, shortcut(Qt::CTRL | Qt::Key_PageDown));
    QAction* previous = add(
        "actionPreviousTarget", tr("&Previous Target"), tr("Show the target above in the list"), "previous",
        [this] { stepTarget(-1); }, shortcut(Qt::CTRL | Qt::Key_PageUp));
    m_sessionActions << next << previous;
    m_targetOnlyActions << test << edit << duplicate << save << remove;
}

void MainWindow::makeEnvironmentCommands() {
    m_environmentMenu = m_commands->addMenu(MenuId::Target, tr("En&vironment"), u"menuEnvironment"_s);
    m_environments = new QActionGroup(this);
    // In the order of Environment.
    const CommandSpec specs[]{
        {"actionEnvironmentUnspecified", tr("&Unspecified"),
         tr("Nothing is known of what the target is for")},
        {"actionEnvironmentProduction", tr("&Production"),
         tr("What changes its cluster has to be confirmed by typing a name")},
        {"actionEnvironmentStaging", tr("&Staging"), tr("The last stop before production")},
        {"actionEnvironmentDevelopment", tr("&Development"), tr("For trying things out")}};
    int place = 0;
    for (const CommandSpec& spec : specs) {
        QAction* action = m_commands->add(m_environmentMenu, spec);
        action->setCheckable(true);
        m_environments->addAction(action);
        m_targetOnlyActions << action;
        connect(action, &QAction::triggered, this, [this, environment = static_cast<Environment>(place)] {
            Q_EMIT environmentChosen(m_session.id, environment);
        });
        ++place;
    }
}

void MainWindow::makeCaptureCommands() {
    m_stop = m_commands->add(MenuId::Capture, {"actionStop", tr("&Stop Recording…"),
                                               tr("End the measurement; the recording is kept"), "stop",
                                               shortcut(Qt::CTRL | Qt::Key_R), KeyScope::Window, tr("Stop")});
    connect(m_stop, &QAction::triggered, this, &MainWindow::askStop);
    makeRateCommands();
    m_controlProbe = m_commands->add(MenuId::Capture,
                                     {"actionControlProbe", tr("&Control Probe"),
                                      tr("A second set of connections that never opts in, to compare with")});
    m_controlProbe->setCheckable(true);
    connect(m_controlProbe, &QAction::triggered, this, [this](bool on) {
        ProbePlan probe = m_session.source->timeline().target().probe;
        probe.control = on;
        changeProbe(on ? tr("with a control probe") : tr("without a control probe"), probe);
    });
    m_commands->addSeparator(MenuId::Capture);
    QAction* planned = m_commands->add(
        MenuId::Capture,
        {"actionPlannedWindow", tr("&Planned Window…"),
         tr("Name a window in which maintenance is planned; it is drawn beside what happens")});
    connect(planned, &QAction::triggered, m_live, &LiveView::askPlannedWindow);
    QAction* import = m_commands->add(
        MenuId::Capture, {"actionImportPlanned", tr("&Import Planned Windows…"),
                          tr("Take windows in which maintenance is planned from a calendar (.ics)")});
    connect(import, &QAction::triggered, this, &MainWindow::importPlannedWindows);
    m_commands->addSeparator(MenuId::Capture);
    makeAlertCommands();
    m_headless = m_commands->add(MenuId::Capture,
                                 {"actionHeadless", tr("Start &Headless…"),
                                  tr("The command that measures this target without a window"), "document"});
    connect(m_headless, &QAction::triggered, this, [this] {
        auto* dialog = new HeadlessDialog(m_lastSettings, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    m_sessionActions << planned << import;
    m_targetOnlyActions << m_headless << m_controlProbe;
}

void MainWindow::makeRateCommands() {
    m_rateMenu = m_commands->addMenu(MenuId::Capture, tr("Probe &Rate"), u"menuRate"_s);
    m_rates = new QActionGroup(this);
    m_rates->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional); // any rate may be in force
    int place = 0;
    for (const double rate : kRates) {
        const QByteArray name = "actionRate" + QByteArray::number(rate);
        QAction* action =
            m_commands->add(m_rateMenu, {name.constData(), tr("&%1  %2/s each").arg(++place).arg(rate),
                                         tr("Probe every connection %1 times a second").arg(rate)});
        action->setCheckable(true);
        action->setData(rate);
        m_rates->addAction(action);
        m_targetOnlyActions << action;
        connect(action, &QAction::triggered, this, [this, rate] {
            ProbePlan probe = m_session.source->timeline().target().probe;
            probe.ratePerSecond = rate;
            changeProbe(tr("at %1/s on each connection").arg(rate), probe);
        });
    }
}

void MainWindow::changeProbe(const QString& what, const ProbePlan& probe) {
    if (!m_session.source || showsRecording()) return;
    if (probe == m_session.source->timeline().target().probe) return updateTargetActions();
    const bool goes =
        !isMeasuring() ||
        agrees(tr("Measure Anew"),
               tr("%1 is measured anew %2, in a recording of its own. The one until now is kept.")
                   .arg(targetName(), what),
               tr("Measure Anew"), tr("Keep Measuring"));
    if (goes)
        Q_EMIT probeChangeRequested(m_session.id, probe);
    else
        updateTargetActions(); // the mark goes back to what is in force
}

void MainWindow::testConnection() {
    if (!m_haveLastSettings) return;
    ConnectionDialog* dialog = openConnectionDialog(&m_lastSettings);
    dialog->setWindowTitle(tr("Test connection"));
    dialog->startTest();
}

/// The menus show what is in force for the target that is shown.
void MainWindow::updateTargetActions() {
    const bool target = m_session.source && !showsRecording();
    const bool running = isMeasuring();
    if (QAction* connectAction = m_commands->find(QLatin1String("actionRestart")))
        connectAction->setEnabled(target && !running);
    m_disconnect->setEnabled(running);
    m_reconnect->setEnabled(running);
    m_rateMenu->menuAction()->setEnabled(target);
    m_environmentMenu->menuAction()->setEnabled(target);
    if (!m_session.source) return;
    const model::TargetInfo& info = m_session.source->timeline().target();
    m_controlProbe->setChecked(info.probe.control);
    for (QAction* rate : m_rates->actions())
        rate->setChecked(rate->data().toDouble() == info.probe.ratePerSecond);
    m_environments->actions().at(static_cast<int>(info.environment))->setChecked(true);
}

} // namespace maintscope::ui
