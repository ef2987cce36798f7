// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/help_actions.h"

#include "ui/widgets/commands.h"
#include "ui/window/about_dialog.h"
#include "ui/window/command_palette.h"
#include "ui/window/help_window.h"
#include "ui/window/window_context.h"

#include <QAction>
#include <QMainWindow>
#include <QMessageBox>
#include <QStatusBar>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

HelpActions::HelpActions(WindowContext& context)
    : m_context(context) {}

void HelpActions::addDiagnostics() {
    QAction* diagnostics = m_context.commands->add(
        MenuId::File, {"actionDiagnostics", tr("Copy &Diagnostics"),
                       tr("Copy information for a problem report, without names and secrets"), "copy"});
    connect(diagnostics, &QAction::triggered, this, &HelpActions::diagnosticsRequested);
}

void HelpActions::addPalette() {
    QAction* palette = m_context.commands->add(MenuId::Tools, {"actionPalette",
                                                               tr("&Command Palette"),
                                                               tr("Find a command by its name"),
                                                               "palette",
                                                               {Qt::CTRL | Qt::SHIFT | Qt::Key_P}});
    connect(palette, &QAction::triggered, this, &HelpActions::showPalette);
}

void HelpActions::addHelp() {
    const auto page = [this](const char* name, const QString& text, const QString& help, const QString& file,
                             const QList<QKeySequence>& shortcuts) {
        QAction* action = m_context.commands->add(MenuId::Help, {name, text, help, "help", shortcuts});
        connect(action, &QAction::triggered, this, [this, file] { showHelp(file); });
    };
    page("actionHelp", tr("&Contents"), tr("Open the help"), u"index.md"_s, {Qt::Key_F1});
    page("actionMarks", tr("What the &Marks Mean"),
         tr("Show every mark of lanes and charts with its meaning"), u"marks.md"_s, {});
    page("actionAboutSch", tr("About &SCH"), tr("Explain Smart client handoffs"), u"sch.md"_s, {});
    QAction* shortcuts =
        m_context.commands->add(MenuId::Help, {"actionShortcuts",
                                               tr("&Keyboard Shortcuts"),
                                               tr("Show all keyboard shortcuts and mouse actions"),
                                               "keyboard",
                                               {Qt::Key_Question},
                                               KeyScope::Views});
    connect(shortcuts, &QAction::triggered, this, &HelpActions::showShortcuts);
    QAction* report = m_context.commands->add(
        MenuId::Help,
        {"actionReport", tr("&Report a Problem"),
         tr("Show what to include in a report, with diagnostics to copy, without secrets"), "document"});
    connect(report, &QAction::triggered, this, [this] {
        Q_EMIT diagnosticsRequested();
        m_context.window->statusBar()->showMessage(tr("Diagnostics copied; paste them into your report"),
                                                   10'000);
        showHelp(u"report.md"_s);
    });
    m_context.commands->addSeparator(MenuId::Help);
    QAction* about = m_context.commands->add(
        MenuId::Help, {"actionAbout", tr("&About Maintscope"), tr("Version, licence and notices"), "about"});
    about->setMenuRole(QAction::AboutRole);
    connect(about, &QAction::triggered, this, &HelpActions::showAbout);
    QAction* aboutQt = m_context.commands->add(
        MenuId::Help, {"actionAboutQt", tr("About &Qt"), tr("About the toolkit of this program")});
    aboutQt->setMenuRole(QAction::AboutQtRole);
    connect(aboutQt, &QAction::triggered, this, [this] { QMessageBox::aboutQt(m_context.window); });
}

void HelpActions::showPalette() {
    auto* dialog = new CommandPalette(*m_context.commands, m_context.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void HelpActions::showShortcuts() {
    auto* dialog = new ShortcutList(*m_context.commands, m_context.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void HelpActions::showHelp(const QString& page) {
    if (!m_help) m_help = new HelpWindow(m_context.window);
    m_help->showPage(page);
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

void HelpActions::showAbout() {
    auto* dialog = new AboutDialog(m_context.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace maintscope::ui

#include "moc_help_actions.cpp"
