// SPDX-License-Identifier: GPL-3.0-or-later
// Defines the order of the menus and the window's own commands. Other commands belong to the objects that run
// them; a page adds its own.
#include "ui/window/main_window.h"

#include "ui/widgets/commands.h"
#include "ui/window/connection_actions.h"
#include "ui/window/event_actions.h"
#include "ui/window/export_actions.h"
#include "ui/window/help_actions.h"
#include "ui/window/preferences_actions.h"
#include "ui/window/recents_actions.h"
#include "ui/window/recording_actions.h"
#include "ui/window/target_actions.h"
#include "ui/window/time_actions.h"
#include "ui/window/window_context.h"
#include "ui/window/workspace_layout.h"

#include <QAction>
#include <QActionGroup>
#include <QUndoStack>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

void MainWindow::makeCommands() {
    makeFileCommands();
    makeEditCommands();
    makePageCommands();
    makeViewCommands();
    makeTargetCommands();
    makeCaptureCommands();
    makeWindowCommands();
    m_helpActions->addHelp();
}

void MainWindow::makeFileCommands() {
    Commands& commands = *m_context->commands;
    m_connectionActions->addConnect();
    m_recentsActions->addTargets();
    QAction* simulator = commands.add(
        MenuId::File, {"actionSimulator", tr("Try the &Simulator"),
                       tr("Watch a simulated cluster on this computer through maintenance"), "simulator"});
    connect(simulator, &QAction::triggered, this, &MainWindow::simulatorRequested);
    m_connectionActions->addImport();
    commands.addSeparator(MenuId::File);
    m_recordingActions->addOpen();
    m_recentsActions->addRecordings();
    m_recordingActions->addClose();
    commands.addSeparator(MenuId::File);
    m_exportActions->addCommands();
    commands.addSeparator(MenuId::File);
    m_helpActions->addDiagnostics();
    commands.addSeparator(MenuId::File);
    QAction* quit = commands.add(
        MenuId::File, {"actionQuit", tr("&Quit"), tr("Close the window"), nullptr, {Qt::CTRL | Qt::Key_Q}});
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::makeEditCommands() {
    Commands& commands = *m_context->commands;
    QUndoStack* stack = m_context->undo;
    QAction* undo = commands.add(MenuId::Edit, {"actionUndo", tr("&Undo"),
                                                tr("Undo the last note, filter or layout change"), "undo",
                                                QKeySequence::keyBindings(QKeySequence::Undo)});
    QAction* redo = commands.add(MenuId::Edit, {"actionRedo", tr("&Redo"), tr("Redo the last undone change"),
                                                "redo", QKeySequence::keyBindings(QKeySequence::Redo)});
    connect(undo, &QAction::triggered, stack, &QUndoStack::undo);
    connect(redo, &QAction::triggered, stack, &QUndoStack::redo);
    const auto showUndo = [stack, undo, redo] {
        undo->setEnabled(stack->canUndo());
        redo->setEnabled(stack->canRedo());
        undo->setText(stack->canUndo() ? tr("&Undo: %1").arg(stack->undoText()) : tr("&Undo"));
        redo->setText(stack->canRedo() ? tr("&Redo: %1").arg(stack->redoText()) : tr("&Redo"));
    };
    connect(stack, &QUndoStack::indexChanged, this, showUndo);
    showUndo();
    commands.addSeparator(MenuId::Edit);
    m_eventActions->addCopy();
    m_eventActions->addFind();
    commands.addSeparator(MenuId::Edit);
    m_eventActions->addNotes();
    m_preferencesActions->addPreferences();
}

void MainWindow::makePageCommands() {
    auto* pages = new QActionGroup(this);
    const auto page = [&](PageId id, const char* name, const QString& text, const QString& help,
                          const char* iconName) {
        const auto place = static_cast<int>(id);
        QAction* action = m_context->commands->add(
            MenuId::View, {name, text, help, iconName, {Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + place)}});
        action->setCheckable(true);
        action->setVisible(false);
        pages->addAction(action);
        m_pageActions[static_cast<std::size_t>(place)] = action;
        connect(action, &QAction::triggered, this, [this, id] { showPage(id); });
    };
    page(PageId::Fleet, "actionShowFleet", tr("Fl&eet"), tr("Show all targets, worst first"), "fleet");
    page(PageId::Live, "actionShowLive", tr("&Live"), tr("Follow the target live"), "live");
    page(PageId::Events, "actionShowEvents", tr("E&vents"), tr("Show all events as a table"), "events");
    page(PageId::Maintenance, "actionShowMaintenance", tr("&Maintenance"),
         tr("Read or change the cluster's setting for Smart client handoffs"), "maintenance");
    page(PageId::Recordings, "actionShowRecordings", tr("Re&cordings"), tr("Show earlier recordings"),
         "document");
    page(PageId::Compare, "actionShowCompare", tr("C&ompare"),
         tr("Compare two recordings, or protected and control connections"), "table");
    m_context->commands->addSeparator(MenuId::View);
}

void MainWindow::makeViewCommands() {
    m_timeActions->addTime();
    m_timeActions->addLanes();
    m_timeActions->addTable();
    m_recordingActions->addReplay();
    m_preferencesActions->addLooks();
}

void MainWindow::makeTargetCommands() {
    m_connectionActions->addTest();
    m_targetActions->addConnections();
    m_connectionActions->addEdit();
    m_targetActions->addEnvironment();
    m_connectionActions->addSaveProfile();
    m_targetActions->addRemove();
    m_targetActions->addSteps();
}

void MainWindow::makeCaptureCommands() {
    m_targetActions->addStop();
    m_targetActions->addProbe();
    m_context->commands->addSeparator(MenuId::Capture);
    m_eventActions->addPlanned();
    m_context->commands->addSeparator(MenuId::Capture);
    m_preferencesActions->addAlertRules();
    m_connectionActions->addHeadless();
}

void MainWindow::makeWindowCommands() {
    Commands& commands = *m_context->commands;
    commands.repeat(MenuId::Tools, commands.find("actionSimulator"_L1));
    QAction* recordings =
        commands.add(MenuId::Tools, {"actionCompareRecordings", tr("Compare &Recordings…"),
                                     tr("Compare two recordings on one time axis"), "table"});
    connect(recordings, &QAction::triggered, this, [this] { showPage(PageId::Compare); });
    m_helpActions->addPalette();
    m_layout->addCommands();
    commands.addSeparator(MenuId::Window);
}

} // namespace maintscope::ui
