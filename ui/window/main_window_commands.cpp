// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done, and by which menu and keys: the commands of the window itself. Those of a page come with
// the page.
#include "ui/window/main_window.h"

#include "ui/events/events_list.h"
#include "ui/live/live_view.h"
#include "ui/live/time_view_state.h"
#include "ui/widgets/commands.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMessageBox>
#include <QStatusBar>
#include <QTimeZone>
#include <QUndoStack>

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
    {1h, QT_TRANSLATE_NOOP("maintscope::ui::MainWindow", "Last &1 h"), "actionRange1h"},
    {2h, QT_TRANSLATE_NOOP("maintscope::ui::MainWindow", "Last &2 h"), "actionRange2h"},
    {24h, QT_TRANSLATE_NOOP("maintscope::ui::MainWindow", "Last 2&4 h"), "actionRange24h"},
};

QList<QKeySequence> keys(const QKeySequence& one) {
    return {one};
}

} // namespace

const std::vector<Duration>& MainWindow::rangeLengths() {
    static const std::vector<Duration> lengths = [] {
        std::vector<Duration> all;
        for (const Range& range : kRanges)
            all.push_back(range.length);
        return all;
    }();
    return lengths;
}

void MainWindow::makeCommands() {
    makeFileCommands();
    makeEditCommands();
    makeViewCommands();
    makeTimeCommands();
    makeReplayCommands();
    makeThemeCommands();
    makeTargetCommands();
    makeCaptureCommands();
    makeWindowCommands();
    makeHelpCommands();
}

void MainWindow::makeFileCommands() {
    m_connect = m_commands->add(
        MenuId::File, {"actionConnect", tr("New &Connection…"), tr("Connect to a database"), "plus",
                       QKeySequence::keyBindings(QKeySequence::New), KeyScope::Window, tr("Connect")});
    connect(m_connect, &QAction::triggered, this, &MainWindow::askConnection);
    makeRecentTargets();
    m_simulator = m_commands->add(
        MenuId::File, {"actionSimulator", tr("Try the &Simulator"),
                       tr("Watch a simulated cluster on this computer through maintenance"), "simulator"});
    connect(m_simulator, &QAction::triggered, this, &MainWindow::simulatorRequested);
    QAction* import = m_commands->add(
        MenuId::File, {"actionImportProfiles", tr("&Import Profiles…"),
                       tr("Take saved connections from an export of this program or of RedisInsight, or a "
                          "redis-cli line"),
                       "document"});
    connect(import, &QAction::triggered, this, &MainWindow::importProfilesRequested);
    m_commands->addSeparator(MenuId::File);
    makeRecordingCommands();
    m_commands->addSeparator(MenuId::File);
    m_export = m_commands->add(MenuId::File, {"actionExport", tr("&Export…"),
                                              tr("Write events, samples or the summary to a file"), "export",
                                              keys(Qt::CTRL | Qt::Key_E)});
    connect(m_export, &QAction::triggered, this, &MainWindow::askExport);
    QAction* picture = m_commands->add(MenuId::File, {"actionSavePicture", tr("Save &Picture…"),
                                                      tr("Write the live view as a PNG picture"), "picture",
                                                      keys(Qt::CTRL | Qt::SHIFT | Qt::Key_E)});
    connect(picture, &QAction::triggered, this, &MainWindow::savePicture);
    m_sessionActions << m_export << picture;
    m_commands->addSeparator(MenuId::File);
    QAction* diagnostics = m_commands->add(
        MenuId::File, {"actionDiagnostics", tr("Copy &Diagnostics"),
                       tr("Copy what helps to find a problem, without names and secrets"), "copy"});
    connect(diagnostics, &QAction::triggered, this, &MainWindow::diagnosticsRequested);
    m_commands->addSeparator(MenuId::File);
    QAction* quit = m_commands->add(MenuId::File, {"actionQuit", tr("&Quit"), tr("Close the window"), nullptr,
                                                   keys(Qt::CTRL | Qt::Key_Q)});
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::makeEditCommands() {
    QAction* undo = m_commands->add(MenuId::Edit,
                                    {"actionUndo", tr("&Undo"), tr("Take back a note, a filter or a layout"),
                                     "undo", QKeySequence::keyBindings(QKeySequence::Undo)});
    QAction* redo =
        m_commands->add(MenuId::Edit, {"actionRedo", tr("&Redo"), tr("Do again what was taken back"), "redo",
                                       QKeySequence::keyBindings(QKeySequence::Redo)});
    connect(undo, &QAction::triggered, m_undo, &QUndoStack::undo);
    connect(redo, &QAction::triggered, m_undo, &QUndoStack::redo);
    const auto showUndo = [this, undo, redo] {
        undo->setEnabled(m_undo->canUndo());
        redo->setEnabled(m_undo->canRedo());
        undo->setText(m_undo->canUndo() ? tr("&Undo: %1").arg(m_undo->undoText()) : tr("&Undo"));
        redo->setText(m_undo->canRedo() ? tr("&Redo: %1").arg(m_undo->redoText()) : tr("&Redo"));
    };
    connect(m_undo, &QUndoStack::indexChanged, this, showUndo);
    showUndo();
    m_commands->addSeparator(MenuId::Edit);
    QAction* copy = m_commands->add(
        MenuId::Edit, {"actionCopy", tr("&Copy Events"), tr("Copy the chosen rows of the events"), "copy"});
    connect(copy, &QAction::triggered, this, &MainWindow::copySelection);
    QAction* json = m_commands->add(MenuId::Edit, {"actionCopyJson", tr("Copy as &JSON"),
                                                   tr("Copy the chosen event as it is exported"), "copy",
                                                   keys(Qt::CTRL | Qt::SHIFT | Qt::Key_C)});
    connect(json, &QAction::triggered, this, [this] {
        if (const auto key = m_events->selectedEvent()) copyJson(*key);
    });
    m_find = m_commands->add(MenuId::Edit, {"actionFind",
                                            tr("&Find"),
                                            tr("Filter the events by words"),
                                            "search",
                                            {Qt::CTRL | Qt::Key_F, Qt::Key_Slash},
                                            KeyScope::Views,
                                            tr("Search")});
    connect(m_find, &QAction::triggered, this, &MainWindow::findEvents);
    m_commands->addSeparator(MenuId::Edit);
    m_mark = m_commands->add(MenuId::Edit,
                             {"actionNote", tr("Add &Note…"), tr("Write a note at the selection, or at now"),
                              "flag", keys(Qt::Key_M), KeyScope::Views, tr("Mark")});
    connect(m_mark, &QAction::triggered, this, [this] {
        const auto& selection = m_time->selection();
        const MonoTime at = selection ? selection->extent.from : m_time->now();
        askNote(at, at);
    });
    QAction* span = m_commands->add(MenuId::Edit, {"actionSpanNote", tr("Add Note over &Span…"),
                                                   tr("Write a note over the selected span"), "flag",
                                                   keys(Qt::SHIFT | Qt::Key_M), KeyScope::Views});
    connect(span, &QAction::triggered, this, [this] {
        if (const auto measured = m_time->measuredSpan()) askNote(measured->from, measured->to);
    });
    m_sessionActions << copy << json << m_find << span;
    makePreferencesCommand();
}

void MainWindow::makeViewCommands() {
    auto* pages = new QActionGroup(this);
    const auto page = [&](PageId id, const char* name, const QString& text, const QString& help,
                          const char* iconName) {
        const auto place = static_cast<int>(id);
        QAction* action =
            m_commands->add(MenuId::View, {name, text, help, iconName,
                                           keys(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + place))});
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
}

void MainWindow::makeTimeCommands() {
    m_follow = m_commands->add(MenuId::View, {"actionFollow",
                                              tr("&Follow Live"),
                                              tr("Keep up with what happens now, at this zoom"),
                                              "follow",
                                              {Qt::CTRL | Qt::Key_L},
                                              KeyScope::Window,
                                              tr("Follow")});
    m_follow->setCheckable(true);
    connect(m_follow, &QAction::triggered, this, [this](bool on) {
        if (on)
            m_time->followLive();
        else
            m_time->show(m_time->visible());
    });
    m_pause = m_commands->add(MenuId::View,
                              {"actionPause", tr("&Pause View"), tr("Hold the picture; the capture goes on"),
                               "pause", keys(Qt::Key_Space), KeyScope::Views, tr("Pause view")});
    m_pause->setCheckable(true);
    connect(m_pause, &QAction::triggered, this, [this](bool on) { m_time->setPaused(on); });
    QAction* fit = m_commands->add(MenuId::View, {"actionZoomSelection", tr("&Zoom to Selection"),
                                                  tr("Centre what is selected; again, fit it"),
                                                  "zoom-selection", keys(Qt::Key_F), KeyScope::Views});
    connect(fit, &QAction::triggered, this, [this] { m_time->focusSelection(); });
    QAction* back = m_commands->add(MenuId::View, {"actionPreviousView", tr("Previo&us View"),
                                                   tr("Back to the range that was seen before"), "back",
                                                   keys(Qt::Key_Backspace), KeyScope::Views});
    connect(back, &QAction::triggered, this, [this] { m_time->back(); });
    QAction* forward = m_commands->add(MenuId::View, {"actionNextView", tr("&Next View"),
                                                      tr("Forward to the range that was left"), "forward",
                                                      keys(Qt::SHIFT | Qt::Key_Backspace), KeyScope::Views});
    connect(forward, &QAction::triggered, this, [this] { m_time->forward(); });
    m_sessionActions << m_follow << fit << back << forward;
    m_targetOnlyActions << m_pause;

    QMenu* go = m_commands->addMenu(MenuId::View, tr("&Go"), u"menuGo"_s);
    const auto step = [&](const char* name, const QString& text, const QString& help, Qt::Key key,
                          auto slot) {
        QAction* action = m_commands->add(go, {name, text, help, nullptr, keys(key), KeyScope::Views});
        connect(action, &QAction::triggered, m_live, slot);
        m_sessionActions << action;
    };
    step("actionNextTrouble", tr("&Next Gap or Failure"), tr("Show the next gap, failure or loss"), Qt::Key_N,
         &LiveView::goToNextTrouble);
    step("actionPreviousTrouble", tr("&Previous Gap or Failure"), tr("Show the gap, failure or loss before"),
         Qt::Key_P, &LiveView::goToPreviousTrouble);
    step("actionNextMark", tr("Next &Mark in the Lane"), tr("Choose the next mark of the lane"),
         Qt::Key_Period, &LiveView::goToNextMark);
    step("actionPreviousMark", tr("Previous Mar&k in the Lane"), tr("Choose the mark before in the lane"),
         Qt::Key_Comma, &LiveView::goToPreviousMark);
    step("actionCursorA", tr("Cursor &A Here"), tr("Set or take away the cursor A"), Qt::Key_1,
         [this] { m_live->setCursorHere(Cursor::A); });
    step("actionCursorB", tr("Cursor &B Here"), tr("Set or take away the cursor B"), Qt::Key_2,
         [this] { m_live->setCursorHere(Cursor::B); });

    QMenu* menu = m_commands->addMenu(MenuId::View, tr("&Range"), u"menuRange"_s);
    for (const Range& range : kRanges) {
        QAction* action =
            m_commands->add(menu, {range.name, tr(range.text), tr("How much of the past is shown")});
        action->setCheckable(true);
        m_ranges << action;
        m_sessionActions << action;
        connect(action, &QAction::triggered, this, [this, length = range.length] {
            m_time->setLength(length);
            m_time->followLive();
        });
    }
    QMenu* zones = m_commands->addMenu(MenuId::View, tr("T&ime Zone"), u"menuZone"_s);
    m_zones = new QActionGroup(this);
    const QString local = QString::fromUtf8(QTimeZone::systemTimeZoneId());
    const CommandSpec specs[]{
        {"actionZoneUtc", tr("&UTC"), tr("Times in UTC")},
        {"actionZoneLocal", tr("&Local"), tr("Times in the zone of this computer, %1").arg(local)}};
    bool isLocal = false;
    for (const CommandSpec& spec : specs) {
        QAction* action = m_commands->add(zones, spec);
        action->setCheckable(true);
        m_zones->addAction(action);
        connect(action, &QAction::triggered, this, [this, isLocal] { chooseZone(isLocal); });
        isLocal = true;
    }
    m_zones->actions().constFirst()->setChecked(true);

    makeLaneCommands();

    QAction* table = m_commands->add(MenuId::View, {"actionTable", tr("View as Ta&ble"),
                                                    tr("Every chart and lane as words and numbers"), "table",
                                                    keys(Qt::Key_F8)});
    connect(table, &QAction::triggered, this, &MainWindow::showTables);
    m_sessionActions << table;
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
    makeDensityCommands();
    QAction* fullScreen =
        m_commands->add(MenuId::View, {"actionFullScreen", tr("Full &Screen"),
                                       tr("Fill the screen, or go back"), nullptr, keys(Qt::Key_F11)});
    fullScreen->setCheckable(true);
    connect(fullScreen, &QAction::toggled, this, [this](bool on) { on ? showFullScreen() : showNormal(); });
}

void MainWindow::makeWindowCommands() {
    m_commands->repeat(MenuId::Tools, m_simulator);
    QAction* recordings =
        m_commands->add(MenuId::Tools, {"actionCompareRecordings", tr("Compare &Recordings…"),
                                        tr("Lay two recordings over each other"), "table"});
    connect(recordings, &QAction::triggered, this, [this] { showPage(PageId::Compare); });
    QAction* palette = m_commands->add(MenuId::Tools, {"actionPalette", tr("&Command Palette"),
                                                       tr("Find a command by its words"), "palette",
                                                       keys(Qt::CTRL | Qt::SHIFT | Qt::Key_P)});
    connect(palette, &QAction::triggered, this, &MainWindow::showPalette);
    makeLayoutCommands();
    m_commands->addSeparator(MenuId::Window);
}

void MainWindow::makeHelpCommands() {
    const auto page = [this](const char* name, const QString& text, const QString& help, const QString& file,
                             const QList<QKeySequence>& shortcuts) {
        QAction* action = m_commands->add(MenuId::Help, {name, text, help, "help", shortcuts});
        connect(action, &QAction::triggered, this, [this, file] { showHelp(file); });
    };
    page("actionHelp", tr("&Contents"), tr("The help, page by page"), u"index.md"_s, keys(Qt::Key_F1));
    page("actionMarks", tr("What the &Marks Mean"), tr("Every mark of lanes and charts, and its meaning"),
         u"marks.md"_s, {});
    page("actionAboutSch", tr("About &SCH"), tr("What Smart client handoffs are"), u"sch.md"_s, {});
    QAction* shortcuts = m_commands->add(MenuId::Help, {"actionShortcuts", tr("&Keyboard Shortcuts"),
                                                        tr("All keys, and what the mouse does"), "keyboard",
                                                        keys(Qt::Key_Question), KeyScope::Views});
    connect(shortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
    QAction* report = m_commands->add(
        MenuId::Help,
        {"actionReport", tr("&Report a Problem"),
         tr("What to send along, and a text about this program to copy, without secrets"), "document"});
    connect(report, &QAction::triggered, this, [this] {
        Q_EMIT diagnosticsRequested();
        statusBar()->showMessage(tr("Diagnostics copied: paste them into your report"), 10'000);
        showHelp(u"report.md"_s);
    });
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
