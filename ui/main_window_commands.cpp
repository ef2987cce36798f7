// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done, and by which menu and keys: the commands of the window itself. Those of a page come with
// the page.
#include "ui/main_window.h"

#include "ui/commands.h"
#include "ui/live_view.h"
#include "ui/time_view_state.h"

#include <QAction>
#include <QActionGroup>
#include <QComboBox>
#include <QMenu>
#include <QMessageBox>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

struct Range {
    Duration length;
    const char* text;
    const char* name;
};
constexpr Range kRanges[]{
    {1min, QT_TRANSLATE_NOOP("maintscope::ui::MainWindow", "Last &60 s"), "actionRange60s"},
    {5min, QT_TRANSLATE_NOOP("maintscope::ui::MainWindow", "Last &5 min"), "actionRange5min"},
    {15min, QT_TRANSLATE_NOOP("maintscope::ui::MainWindow", "Last &15 min"), "actionRange15min"},
};

} // namespace

void MainWindow::makeCommands() {
    makeFileCommands();
    makeViewCommands();
    makeThemeCommands();
    m_stop = m_commands->add(MenuId::Capture, {"actionStop",
                                               tr("&Stop Recording…"),
                                               tr("End the measurement; the recording is kept"),
                                               "stop",
                                               {QKeySequence(Qt::CTRL | Qt::Key_R)},
                                               KeyScope::Window,
                                               tr("Stop")});
    connect(m_stop, &QAction::triggered, this, &MainWindow::askStop);
    makeWindowCommands();
    makeHelpCommands();
}

void MainWindow::makeFileCommands() {
    m_connect = m_commands->add(
        MenuId::File, {"actionConnect", tr("New &Connection…"), tr("Connect to a database"), "plus",
                       QKeySequence::keyBindings(QKeySequence::New), KeyScope::Window, tr("Connect")});
    connect(m_connect, &QAction::triggered, this, &MainWindow::askConnection);
    m_simulator = m_commands->add(
        MenuId::File, {"actionSimulator", tr("Try the &Simulator"),
                       tr("Watch a simulated cluster on this computer through maintenance"), "simulator"});
    connect(m_simulator, &QAction::triggered, this, [this] {
        if (agreesToLeave(tr("Try the Simulator"))) Q_EMIT simulatorRequested();
    });
    m_commands->addSeparator(MenuId::File);
    m_export = m_commands->add(MenuId::File, {"actionExport",
                                              tr("&Export…"),
                                              tr("Write events, samples or the summary to a file"),
                                              "export",
                                              {QKeySequence(Qt::CTRL | Qt::Key_E)}});
    connect(m_export, &QAction::triggered, this, &MainWindow::askExport);
    m_savePicture = m_commands->add(MenuId::File, {"actionSavePicture",
                                                   tr("Save &Picture…"),
                                                   tr("Write the live view as a PNG picture"),
                                                   "picture",
                                                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)}});
    connect(m_savePicture, &QAction::triggered, this, &MainWindow::savePicture);
    m_commands->addSeparator(MenuId::File);
    QAction* quit = m_commands->add(
        MenuId::File,
        {"actionQuit", tr("&Quit"), tr("Close the window"), nullptr, {QKeySequence(Qt::CTRL | Qt::Key_Q)}});
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::makeViewCommands() {
    auto* pages = new QActionGroup(this);
    const auto page = [&](PageId id, const char* name, const QString& text, const QString& help,
                          const char* iconName) {
        const auto place = static_cast<int>(id);
        QAction* action = m_commands->add(
            MenuId::View,
            {name, text, help, iconName, {QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + place))}});
        action->setCheckable(true);
        action->setVisible(false);
        pages->addAction(action);
        m_pageActions[static_cast<std::size_t>(place)] = action;
        connect(action, &QAction::triggered, this, [this, id] { showPage(id); });
    };
    page(PageId::Fleet, "actionShowFleet", tr("Fl&eet"), tr("All targets beside each other, worst first"),
         "fleet");
    page(PageId::Live, "actionShowLive", tr("&Live"), tr("Follow the target live"), "live");
    page(PageId::Events, "actionShowEvents", tr("E&vents"), tr("All that happened, as a table"), "events");
    page(PageId::Maintenance, "actionShowMaintenance", tr("&Maintenance"),
         tr("Read or change the cluster's switch for Smart client handoffs"), "maintenance");
    page(PageId::Recordings, "actionShowRecordings", tr("Re&cordings"), tr("What was recorded before"),
         "document");
    page(PageId::Compare, "actionShowCompare", tr("C&ompare"), tr("Two recordings, or protected and control"),
         "table");
    m_commands->addSeparator(MenuId::View);

    auto* ranges = new QActionGroup(this);
    QMenu* menu = m_commands->addMenu(MenuId::View, tr("&Range"), u"menuRange"_s);
    for (const Range& range : kRanges) {
        QAction* action =
            m_commands->add(menu, {range.name, tr(range.text), tr("How much of the past is shown")});
        action->setCheckable(true);
        ranges->addAction(action);
        m_ranges << action;
        connect(action, &QAction::triggered, this, [this, &range] {
            m_live->state()->setLength(range.length);
            m_rangeBox->setCurrentIndex(static_cast<int>(&range - kRanges));
        });
    }
    m_ranges.first()->setChecked(true);
}

void MainWindow::makeThemeCommands() {
    QMenu* menu = m_commands->addMenu(MenuId::View, tr("&Theme"), u"menuTheme"_s);
    m_themes = new QActionGroup(this);
    // In the order of ThemeChoice.
    const CommandSpec specs[]{
        {"actionThemeSystem", tr("&System"), tr("The theme that the desktop asks for")},
        {"actionThemeLight", tr("&Light"), tr("Dark ink on light paper")},
        {"actionThemeDark", tr("&Dark"), tr("Light ink on dark paper")},
        {"actionThemeHighContrast", tr("&High Contrast"), tr("White on black, every line in full ink")},
    };
    int choice = 0;
    for (const CommandSpec& spec : specs) {
        QAction* action = m_commands->add(menu, spec);
        action->setCheckable(true);
        m_themes->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, chosen = static_cast<ThemeChoice>(choice)] { chooseTheme(chosen); });
        ++choice;
    }
    m_themes->actions().at(static_cast<int>(m_theme))->setChecked(true);
    QAction* fullScreen = m_commands->add(MenuId::View, {"actionFullScreen",
                                                         tr("F&ull Screen"),
                                                         tr("Fill the screen, or go back"),
                                                         nullptr,
                                                         {QKeySequence(Qt::Key_F11)}});
    fullScreen->setCheckable(true);
    connect(fullScreen, &QAction::toggled, this, [this](bool on) { on ? showFullScreen() : showNormal(); });
}

void MainWindow::makeWindowCommands() {
    QAction* palette = m_commands->add(MenuId::Tools, {"actionPalette",
                                                       tr("&Command Palette"),
                                                       tr("Find a command by its words"),
                                                       "palette",
                                                       {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)}});
    connect(palette, &QAction::triggered, this, &MainWindow::showPalette);
    QAction* restore =
        m_commands->add(MenuId::Window, {"actionRestoreLayout", tr("&Restore Default Layout"),
                                         tr("Put all panels back to where they were at first"), "layout"});
    connect(restore, &QAction::triggered, this, &MainWindow::restoreDefaultLayout);
    m_commands->addSeparator(MenuId::Window);
}

void MainWindow::makeHelpCommands() {
    QAction* shortcuts = m_commands->add(MenuId::Help, {"actionShortcuts",
                                                        tr("&Keyboard Shortcuts"),
                                                        tr("All keys, and what the mouse does"),
                                                        "keyboard",
                                                        {QKeySequence(Qt::Key_Question)},
                                                        KeyScope::Views});
    connect(shortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
    m_commands->addSeparator(MenuId::Help);
    QAction* about = m_commands->add(
        MenuId::Help, {"actionAbout", tr("&About Maintscope"), tr("Version, licence and notices"), "about"});
    about->setMenuRole(QAction::AboutRole);
    connect(about, &QAction::triggered, this, &MainWindow::showAbout);
    QAction* aboutQt =
        m_commands->add(MenuId::Help, {"actionAboutQt", tr("About &Qt"), tr("The toolkit of this program")});
    aboutQt->setMenuRole(QAction::AboutQtRole);
    connect(aboutQt, &QAction::triggered, this, [this] { QMessageBox::aboutQt(this); });
}

} // namespace maintscope::ui
