// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connection/connection_dialog.h"
#include "ui/events/event_filter_bar.h"
#include "ui/events/events_list.h"
#include "ui/export/export_dialog.h"
#include "ui/live/live_view.h"
#include "ui/maintenance/sch_page.h"
#include "ui/paint/lanes.h"
#include "ui/recordings/compare_page.h"
#include "ui/recordings/recordings_page.h"
#include "ui/theme/apply_theme.h"
#include "ui/widgets/commands.h"
#include "ui/window/connection_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/recents_actions.h"
#include "ui/window/recording_actions.h"
#include "ui/window/session_view.h"
#include "ui/window/target_actions.h"

#include "model/events/event_store.h"
#include "model/events/event_table_model.h"
#include "model/session/alerts.h"
#include "model/verdict/summary.h"
#include "tests/support/test_case.h"
#include "tests/ui/picture.h"
#include "tests/ui/script.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCommandLinkButton>
#include <QDockWidget>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSet>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace maintscope;
using namespace maintscope::test;
using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;

class MainWindowTest : public QObject {
    Q_OBJECT

    /// Presses a button of the message box that comes next.
    static void answer(QObject* context, const QString& button, QString* text = nullptr) {
        QTimer::singleShot(0, context, [button, text] {
            auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            QVERIFY(box);
            if (text) *text = box->text();
            for (QAbstractButton* candidate : box->buttons()) {
                if (candidate->text().remove(u'&') != button) continue;
                candidate->click();
                return;
            }
            QFAIL("no such button");
        });
    }

private Q_SLOTS:
    void initTestCase() {
        qRegisterMetaType<TargetSettings>();
        qRegisterMetaType<model::ExportFormat>();
        applyTheme(*qApp, ThemeKind::Light);
    }

    void anEmptyWindowOffersWhatCanBeDone() {
        MainWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        picture(window, u"window-first"_s);
        QVERIFY(window.findChild<QCommandLinkButton*>(u"firstScreenConnect"_s)->isVisible());
        QVERIFY(!window.findChild<QAction*>(u"actionExport"_s)->isEnabled());
        QVERIFY(!window.findChild<QAction*>(u"actionStop"_s)->isEnabled());
        QSignalSpy simulator(&window, &MainWindow::simulatorRequested);
        QTest::mouseClick(window.findChild<QCommandLinkButton*>(u"firstScreenSimulator"_s), Qt::LeftButton);
        QCOMPARE(simulator.count(), 1);
    }

    void everyMenuItemHasItsOwnMnemonicAndEnabledOnesWork() {
        MainWindow window;
        for (QAction* top : window.menuBar()->actions()) {
            QSet<QChar> used;
            QVERIFY(top->text().contains(u'&'));
            for (const QAction* item : top->menu()->actions()) {
                if (item->isSeparator()) continue;
                const auto at = item->text().indexOf(u'&');
                QVERIFY2(at >= 0, qPrintable(item->text()));
                const QChar key = item->text().at(at + 1).toLower();
                QVERIFY2(!used.contains(key), qPrintable(item->text()));
                used.insert(key);
            }
        }
    }

    void menusHoldWhatTheSpecificationNames_data() {
        QTest::addColumn<QString>("menu");
        QTest::addColumn<QStringList>("items");
        QTest::newRow("File")
            << u"menuFile"_s
            << QStringList{u"New Connection"_s, u"Open Recording"_s,   u"Open Recent"_s, u"Import Profiles"_s,
                           u"Export"_s,         u"Copy Diagnostics"_s, u"Quit"_s};
        QTest::newRow("Edit") << u"menuEdit"_s
                              << QStringList{u"Undo"_s, u"Redo"_s,     u"Copy Events"_s, u"Copy as JSON"_s,
                                             u"Find"_s, u"Add Note"_s, u"Preferences"_s};
        QTest::newRow("View") << u"menuView"_s
                              << QStringList{u"Follow Live"_s,   u"Pause View"_s, u"Zoom to Selection"_s,
                                             u"Previous View"_s, u"Time Zone"_s,  u"Lanes"_s,
                                             u"Density"_s,       u"Theme"_s,      u"Full Screen"_s,
                                             u"View as Table"_s};
        QTest::newRow("Target") << u"menuTarget"_s
                                << QStringList{u"Test Connection"_s, u"Connect"_s,
                                               u"Disconnect"_s,      u"Reconnect All Probes"_s,
                                               u"Edit Connection"_s, u"Duplicate"_s,
                                               u"Environment"_s,     u"Remove"_s};
        QTest::newRow("Capture") << u"menuCapture"_s
                                 << QStringList{u"Stop Recording"_s, u"Probe Rate"_s,  u"Control Probe"_s,
                                                u"Planned Window"_s, u"Alert Rules"_s, u"Start Headless"_s};
        QTest::newRow("Tools") << u"menuTools"_s << QStringList{u"Command Palette"_s};
        QTest::newRow("Window") << u"menuWindow"_s
                                << QStringList{u"Watch"_s, u"Investigate"_s, u"Compare"_s,
                                               u"Wall"_s,  u"Save Layout"_s, u"Restore Default Layout"_s};
        QTest::newRow("Help") << u"menuHelp"_s
                              << QStringList{
                                     u"Contents"_s,  u"Keyboard Shortcuts"_s, u"What the Marks Mean"_s,
                                     u"About SCH"_s, u"Report a Problem"_s,   u"About Maintscope"_s};
    }
    void menusHoldWhatTheSpecificationNames() {
        QFETCH(const QString, menu);
        QFETCH(const QStringList, items);
        MainWindow window;
        QStringList there;
        for (const QAction* action : window.findChild<QMenu*>(menu)->actions())
            there << Commands::plainText(action);
        for (const QString& item : items)
            QVERIFY2(there.contains(item), qPrintable(item + u" is not among "_s + there.join(u", "_s)));
    }

    void lanesThatAreNotWantedGoAndComeBack() {
        const auto script = maintenance(true);
        model::EventStore store;
        model::EventTableModel table(store);
        MainWindow window;
        window.show();
        window.showSession({SessionId{1}, script.get(), &table, nullptr, {}});
        const auto action = [&](const char* name) {
            return window.findChild<QAction*>(QString::fromLatin1(name));
        };
        QCOMPARE(window.liveView()->hiddenLanes(), 0U);
        action("actionLaneDns")->trigger();
        action("actionLaneMoving")->trigger();
        QVERIFY(!action("actionLaneMoving")->isChecked());
        const std::uint32_t hidden = window.liveView()->hiddenLanes();
        const auto operations = [&] {
            QList<OperationKind> all;
            for (const LaneRow& row : laneRows(script->timeline(), true, window.liveView()->hiddenLanes()))
                if (row.kind == LaneKind::Operation) all << row.operation;
            return all;
        };
        QVERIFY(!operations().contains(OperationKind::Moving) &&
                operations().contains(OperationKind::Migrating));
        action("actionUndo")->trigger();
        QVERIFY(operations().contains(OperationKind::Moving));
        QVERIFY(action("actionLaneMoving")->isChecked());
        action("actionRedo")->trigger();
        QCOMPARE(window.liveView()->hiddenLanes(), hidden);
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"w.ini"_s), QSettings::IniFormat);
        window.saveWorkspace(settings);
        window.clearSession();
        MainWindow next;
        next.restoreWorkspace(settings);
        QCOMPARE(next.liveView()->hiddenLanes(), hidden);
    }

    void aWorkspaceThatSaysAnythingIsReadAtOnce() {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"w.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[layouts]\nsize=2000000000\n1\\name=kept\n[window]\nrangeSeconds=9000000000000000000\n"
                   "hiddenLanes=-1\ntheme=99\ngeometry=@Rect(0 0 2000000000 2000000000)\ndocks=x\n");
        file.close();
        QSettings settings(file.fileName(), QSettings::IniFormat);
        MainWindow window;
        window.restoreWorkspace(settings); // the test's deadline is the assertion
        window.show();
        QVERIFY(window.width() < 20'000);
        QCOMPARE(window.findChild<QMenu*>(u"menuSavedLayouts"_s)->actions().constFirst()->text(),
                 u"&1 kept"_s);
    }

    void layoutsAreKeptUnderTheirNames() {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"w.ini"_s), QSettings::IniFormat);
        {
            MainWindow window;
            window.show();
            const auto action = [&](const char* name) {
                return window.findChild<QAction*>(QString::fromLatin1(name));
            };
            action("logDockToggle")->trigger(); // shown: no part of the default
            action("actionSaveLayout")->trigger();
            auto* dialog = window.findChild<QInputDialog*>(u"layoutName"_s);
            QVERIFY(dialog && dialog->isVisible());
            dialog->setTextValue(u"night & day"_s);
            dialog->accept();
            auto* saved = window.findChild<QMenu*>(u"menuSavedLayouts"_s);
            QCOMPARE(saved->actions().constFirst()->text(), u"&1 night && day"_s);
            action("actionRestoreLayout")->trigger();
            QVERIFY(!window.findChild<QDockWidget*>(u"logDock"_s)->isVisible());
            saved->actions().constFirst()->trigger();
            QVERIFY(window.findChild<QDockWidget*>(u"logDock"_s)->isVisible());
            window.saveWorkspace(settings);
        }
        MainWindow next;
        next.restoreWorkspace(settings);
        QCOMPARE(next.findChild<QMenu*>(u"menuSavedLayouts"_s)->actions().size(), 3);
    }

    void presetsChangePageAndPanels() {
        MainWindow window;
        window.show();
        const auto action = [&](const char* name) {
            return window.findChild<QAction*>(QString::fromLatin1(name));
        };
        action("actionPresetWall")->trigger();
        QVERIFY(window.currentPage() == PageId::Fleet);
        QVERIFY(action("actionFullScreen")->isChecked());
        action("actionPresetWatch")->trigger();
        QVERIFY(window.currentPage() == PageId::Live);
        QVERIFY(!action("actionFullScreen")->isChecked());
        QVERIFY(window.findChild<QDockWidget*>(u"targetsDock"_s)->isVisible());
        action("actionPresetInvestigate")->trigger();
        QVERIFY(!window.findChild<QDockWidget*>(u"targetsDock"_s)->isVisible());
        QVERIFY(window.findChild<QDockWidget*>(u"eventsDock"_s)->isVisible());
        action("actionUndo")->trigger();
        QVERIFY(window.findChild<QDockWidget*>(u"targetsDock"_s)->isVisible());
    }

    void theProbeIsChangedOnlyWhenTheUserAgrees() {
        const auto script = maintenance(true);
        model::EventStore store;
        model::EventTableModel table(store);
        MainWindow window;
        window.show();
        window.showSession({SessionId{7}, script.get(), &table, nullptr, {}});
        const auto action = [&](const char* name) {
            return window.findChild<QAction*>(QString::fromLatin1(name));
        };
        QVERIFY(action("actionRate20")->isChecked()); // as it is measured
        QSignalSpy changed(&window.targetActions(), &TargetActions::probeChangeRequested);
        answer(&window, u"Keep Measuring"_s);
        action("actionRate50")->trigger();
        QCOMPARE(changed.count(), 0);
        QVERIFY(action("actionRate20")->isChecked() && !action("actionRate50")->isChecked());
        answer(&window, u"Restart Measurement"_s);
        action("actionRate50")->trigger();
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().at(1).value<ProbePlan>().ratePerSecond, 50.0);
        QSignalSpy environment(&window.targetActions(), &TargetActions::environmentChosen);
        action("actionEnvironmentStaging")->trigger();
        QVERIFY(environment.takeFirst().at(1).value<Environment>() == Environment::Staging);
        QSignalSpy restart(&window.targetActions(), &TargetActions::restartRequested);
        action("actionReconnect")->trigger();
        QCOMPARE(restart.count(), 1);
        script->setRunning(false);
        window.refreshSession();
        QVERIFY(!action("actionReconnect")->isEnabled() && !action("actionDisconnect")->isEnabled());
        QVERIFY(action("actionRestart")->isEnabled());
        window.clearSession();
    }

    void anAlertStandsAtTheTopUntilItIsDismissed() {
        MainWindow window;
        window.show();
        auto* bar = window.findChild<QWidget*>(u"alertBar"_s);
        QVERIFY(!bar->isVisible());
        const WallTime when = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + 14h;
        window.showAlert({SessionId{3}, model::AlertKind::Gap, at(20), u"orders: no reply for 1.2 s"_s,
                          u"No operation was announced."_s},
                         when);
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->findChild<QLabel*>(u"alertTitle"_s)->text(), u"orders: no reply for 1.2 s"_s);
        const auto text = [&] { return bar->findChild<QLabel*>(u"alertText"_s)->text(); };
        QVERIFY2(text().contains(u"14:00:00 UTC"_s) && text().contains(u"No operation was announced."_s),
                 qPrintable(text()));
        window.showAlert({SessionId{4}, model::AlertKind::Failed, at(21), u"cart: 2 commands failed"_s, {}},
                         when);
        QVERIFY2(text().contains(u"Earlier alerts: 1"_s), qPrintable(text()));
        picture(window, u"window-alert"_s);
        QSignalSpy chosen(&window, &MainWindow::targetChosen);
        bar->findChild<QPushButton*>(u"alertShow"_s)->click();
        QVERIFY(chosen.takeFirst().first().value<SessionId>() == SessionId{4});
        QVERIFY(!bar->isVisible());
    }

    void theHeadlessCommandIsShownToBeCopied() {
        const auto script = maintenance(true);
        model::EventStore store;
        model::EventTableModel table(store);
        MainWindow window;
        window.show();
        window.showSession({SessionId{1}, script.get(), &table, nullptr, {}});
        TargetSettings target;
        target.endpoint = {"db.example", 12000};
        target.password = Secret("hunter2");
        window.connectionActions().proposeConnection(target);
        window.findChild<QAction*>(u"actionHeadless"_s)->trigger();
        auto* dialog = window.findChild<QDialog*>(u"headlessDialog"_s);
        QVERIFY(dialog && dialog->isVisible());
        picture(*dialog, u"headless"_s);
        QTest::mouseClick(dialog->findChild<QPushButton*>(u"headlessCopy"_s), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), u"maintscope record redis://db.example:12000 --for 8h"_s);
        QVERIFY(dialog->findChild<QLabel*>(u"headlessNote"_s)->text().contains(u"password"_s));
        window.clearSession();
    }

    void connectAsksAndHandsOver() {
        MainWindow window;
        window.show();
        QSignalSpy asked(&window.connectionActions(), &ConnectionActions::connectRequested);
        window.findChild<QAction*>(u"actionConnect"_s)->trigger();
        auto* dialog = window.findChild<ConnectionDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        dialog->findChild<QLineEdit*>(u"url"_s)->setText(u"redis://localhost:6390"_s);
        QTest::mouseClick(dialog->findChild<QPushButton*>(u"connect"_s), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().value<TargetSettings>().endpoint.port, std::uint16_t{6390});
    }

    void whatWasWorkedWithLastIsOffered() {
        MainWindow window;
        window.show();
        const auto action = [&](const char* name) {
            return window.findChild<QAction*>(QString::fromLatin1(name));
        };
        auto* recordings = window.findChild<QMenu*>(u"menuRecent"_s);
        auto* targets = window.findChild<QMenu*>(u"menuRecentTargets"_s);
        window.recentsActions().setRecents({});
        QVERIFY(!recordings->menuAction()->isEnabled() && !targets->menuAction()->isEnabled());
        QVERIFY(!action("actionConnectAgain")->isEnabled());

        QTemporaryDir folder;
        QFile file(folder.filePath(u"here & now.maintscope"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        model::Recents recents;
        recents.addRecording(folder.filePath(u"gone.maintscope"_s));
        recents.addRecording(file.fileName());
        TargetSettings target;
        target.name = "orders & prod";
        target.endpoint = {"db.example", 12000};
        recents.addTarget(target);
        window.recentsActions().setRecents(recents);
        QVERIFY(window.findChild<QCommandLinkButton*>(u"firstScreenAgain"_s)->isVisible());
        // A file that is gone says so and cannot be chosen.
        const QList<QAction*> files = recordings->actions();
        QCOMPARE(files.at(0)->text(), u"&1 here && now.maintscope"_s);
        QVERIFY(files.at(0)->isEnabled());
        QVERIFY2(files.at(1)->text().endsWith(u"gone.maintscope (missing)"_s),
                 qPrintable(files.at(1)->text()));
        QVERIFY(!files.at(1)->isEnabled());
        QSignalSpy open(&window.recordingActions(), &RecordingActions::openRequested);
        files.at(0)->trigger();
        QCOMPARE(open.takeFirst().first().toString(), file.fileName());
        QSignalSpy again(&window.recentsActions(), &RecentsActions::connectAgainRequested);
        QCOMPARE(action("actionConnectAgain")->text(), u"Connect &Again to orders && prod"_s);
        action("actionConnectAgain")->trigger();
        targets->actions().constFirst()->trigger();
        QCOMPARE(again.count(), 2);
        QSignalSpy forget(&window.recentsActions(), &RecentsActions::forgetTargetsRequested);
        targets->actions().constLast()->trigger();
        QCOMPARE(forget.count(), 1);
        file.remove();
        Q_EMIT recordings->aboutToShow();
        QVERIFY(!recordings->actions().constFirst()->isEnabled());
    }

    void aSecretThatIsMissingIsAskedFor() {
        MainWindow window;
        window.show();
        TargetSettings target;
        target.endpoint = {"db.example", 12000};
        window.connectionActions().askSecret(target);
        auto* dialog = window.findChild<ConnectionDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->focusWidget()->objectName(), u"password"_s);
        QVERIFY(dialog->settings().endpoint == target.endpoint);
    }

    void aSessionIsShownLive() {
        const auto script = maintenance(true);
        model::EventStore store;
        model::EventTableModel table(store);
        table.setProtectedConnections(4);
        MainWindow window;
        window.show();
        window.showSession({SessionId{1}, script.get(), &table, nullptr,
                            u"/recordings/2026-11-20T14-11-00Z-orders-prod.maintscope"_s});
        store.apply(script->events);
        SessionStatus status;
        status.recorded = 57s;
        status.bytes = 6'900'000;
        status.connections = 8;
        status.ratePerSecond = 160;
        status.loopLag = 400us;
        window.setSessionStatus(status);
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        picture(window, u"window-live"_s);
        QVERIFY(window.liveView()->isVisible());
        QVERIFY(window.findChild<QAction*>(u"actionExport"_s)->isEnabled());
        QVERIFY(window.windowTitle().contains(u"orders-prod"_s));
        QCOMPARE(window.findChild<QLabel*>(u"statusRate"_s)->text(), u"20/s × 8"_s);
        QVERIFY(window.findChild<QWidget*>(u"recordingChip"_s)->accessibleName().contains(u"00:00:57"_s));
        const auto* view = window.findChild<QTableView*>(u"eventsTable"_s);
        QVERIFY(view->isVisible());
        QCOMPARE(view->verticalScrollBar()->value(),
                 view->verticalScrollBar()->maximum()); // the newest is in sight
        script->setRunning(false);
        window.refreshSession();
        QVERIFY(!window.findChild<QAction*>(u"actionStop"_s)->isEnabled());
        QVERIFY(window.findChild<QAction*>(u"actionExport"_s)->isEnabled()); // what was seen stays
        window.clearSession();
    }

    void aRecordingIsPlayedAndNothingSaysLive() {
        const auto script = maintenance(true);
        script->setRunning(false);
        model::EventStore store;
        model::EventTableModel table(store);
        MainWindow window;
        window.show();
        RecordingFacts facts;
        facts.name = u"upgrade of May"_s;
        facts.length = 57s;
        const auto view = [&] {
            return SessionView{SessionId{1U << 31U},          script.get(), &table, nullptr,
                               u"/recordings/x.maintscope"_s, facts};
        };
        window.showSession(view());
        store.apply(script->events);
        ReplayState replay{.playing = false, .loading = false, .speed = 1, .position = at(57), .end = at(57)};
        window.recordingActions().setReplay(replay);
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const auto action = [&](const char* name) {
            return window.findChild<QAction*>(QString::fromLatin1(name));
        };
        const auto banner = [&] { return window.findChild<QWidget*>(u"banner"_s)->accessibleName(); };
        // All of it is seen, and the banner says what it is.
        QVERIFY(window.liveView()->frame().from < kSessionStart);
        QVERIFY(window.liveView()->frame().to > at(57));
        QVERIFY2(banner().contains(u"recording, 20 Nov 2026 14:11:00 to 14:11:57 UTC"_s),
                 qPrintable(banner()));
        facts.verdict = model::Verdict::Fail;
        facts.sentence = u"2 MOVING, 26 failed commands"_s;
        window.setRecordingFacts(facts);
        QVERIFY2(banner().contains(u"FAIL"_s) && banner().contains(facts.sentence), qPrintable(banner()));
        picture(window, u"window-recording"_s);
        QVERIFY(window.windowTitle().contains(u"upgrade of May, recording"_s));
        QVERIFY(!action("actionFollow")->text().contains(u"Live"_s));
        QVERIFY(!window.findChild<QWidget*>(u"recordingChip"_s)->isVisible());
        QVERIFY(window.findChild<QLabel*>(u"statusLag"_s)->isHidden());
        // Nothing of a measurement can be done to it.
        for (const char* name : {"actionStop", "actionPause", "actionNote", "actionRestart", "actionRemove"})
            QVERIFY2(!action(name)->isEnabled(), name);
        QVERIFY(action("actionExport")->isEnabled());

        QSignalSpy play(&window.recordingActions(), &RecordingActions::playRequested);
        QSignalSpy seek(&window.recordingActions(), &RecordingActions::seekRequested);
        QSignalSpy speed(&window.recordingActions(), &RecordingActions::speedRequested);
        QTest::keyClick(window.liveView(), Qt::Key_Space);
        QCOMPARE(play.takeFirst().first().toBool(), true);
        QCOMPARE(seek.takeFirst().first().value<MonoTime>(), kSessionStart); // from what is looked at
        replay.playing = true;
        replay.position = at(20);
        script->setNow(20);
        script->setRunning(true);
        window.recordingActions().setReplay(replay);
        window.refreshSession();
        QVERIFY2(banner().contains(u"replay at 14:11:20"_s), qPrintable(banner()));
        QTest::keyClick(window.liveView(), Qt::Key_BracketRight);
        QCOMPARE(seek.takeFirst().first().value<MonoTime>(), at(21));
        QTest::keyClick(window.liveView(), Qt::Key_BracketRight, Qt::ControlModifier);
        QCOMPARE(speed.takeFirst().first().toDouble(), 2.0);
        QTest::keyClick(window.liveView(), Qt::Key_Space);
        QCOMPARE(play.takeFirst().first().toBool(), false);
        auto* slider = window.findChild<QSlider*>(u"replayPosition"_s);
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(seek.takeFirst().first().value<MonoTime>(), at(57));

        facts.notice = u"Last 0.80 s could not be recovered; 41 min 12 s restored."_s;
        window.setRecordingFacts(facts);
        const auto* notice = window.findChild<QLabel*>(u"recordingNotice"_s);
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text(), facts.notice);
        QSignalSpy closed(&window.recordingActions(), &RecordingActions::closeRequested);
        QTest::keyClick(&window, Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(closed.count(), 1);
        window.clearSession();
        QVERIFY(!action("actionPlay")->isEnabled());
    }

    void noPageIsWiderThanASmallScreen() {
        const auto script = maintenance(false);
        model::EventStore store;
        model::EventTableModel table(store);
        MainWindow window;
        window.setPage(PageId::Maintenance, new SchPage);
        window.setPage(PageId::Recordings, new RecordingsPage(window.commands()));
        window.setPage(PageId::Compare, new ComparePage);
        window.resize(1280, 720);
        window.show();
        window.showSession({SessionId{1}, script.get(), &table, nullptr, {}, {}});
        for (int page = 0; page < kPages; ++page) {
            window.showPage(static_cast<PageId>(page));
            QCoreApplication::processEvents();
            QVERIFY2(window.width() <= 1280, qPrintable(u"page %1: %2"_s.arg(page).arg(window.width())));
        }
    }

    void theListStaysAtItsEndUntilItIsScrolledUp() {
        const auto script = maintenance(true);
        model::EventStore store;
        model::EventTableModel table(store);
        EventsList list;
        list.resize(1000, 150);
        list.setModel(&table);
        list.show();
        QVERIFY(QTest::qWaitForWindowExposed(&list));
        const std::vector<Event>& events = script->events;
        store.apply({events.begin(), events.begin() + 40});
        QScrollBar* bar = list.table()->verticalScrollBar();
        QTRY_COMPARE_WITH_TIMEOUT(bar->value(), bar->maximum(), 5000);
        QVERIFY(bar->maximum() > 0);
        bar->setValue(10);
        store.apply({events.begin() + 40, events.end()});
        QTRY_VERIFY_WITH_TIMEOUT(list.filterBar()->countText() == QString::number(events.size()), 5000);
        QCOMPARE(bar->value(), 10);
        list.table()->selectRow(0);
        QTest::keyClick(list.table(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u'\t'));
        list.setModel(nullptr);
    }

    void stoppingAndClosingAskWhileRecording() {
        const auto script = maintenance(false);
        model::EventStore store;
        model::EventTableModel table(store);
        MainWindow window;
        window.show();
        window.showSession({SessionId{1}, script.get(), &table, nullptr, u"/recordings/x.maintscope"_s});
        window.setRunning(1);
        QSignalSpy stop(&window.targetActions(), &TargetActions::stopRequested);
        QSignalSpy closing(&window, &MainWindow::closing);
        QString words;
        answer(&window, u"Keep Measuring"_s, &words);
        window.findChild<QAction*>(u"actionStop"_s)->trigger();
        QCOMPARE(stop.count(), 0);
        QVERIFY(words.contains(u"The recording is kept"_s));
        answer(&window, u"Stop"_s);
        window.findChild<QAction*>(u"actionStop"_s)->trigger();
        QCOMPARE(stop.count(), 1);
        answer(&window, u"Keep Measuring"_s);
        QVERIFY(!window.close());
        QCOMPARE(closing.count(), 0);
        answer(&window, u"Stop and Close"_s);
        QVERIFY(window.close());
        QCOMPARE(closing.count(), 1);
        window.clearSession();
    }

    void detailsAreCopiedWithTheExactWords() {
        Script script(Script::target(1, false));
        script.start();
        Event attempt = script.make(EventKind::ConnectAttempt, names::kDial.data(), 0.1, 1);
        attempt.end = at(0.2);
        attempt.result = ResultWord::Failed;
        attempt.errorType = "auth";
        attempt.errorText = "WRONGPASS invalid username-password pair";
        script.add(attempt);
        script.setNow(3);
        model::EventStore store;
        model::EventTableModel table(store);
        store.apply(script.events);
        MainWindow window;
        window.show();
        window.showSession({SessionId{1}, &script, &table, nullptr, u"/recordings/x.maintscope"_s});
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QTest::mouseClick(window.findChild<QPushButton*>(u"copyDetails"_s), Qt::LeftButton);
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY2(text.contains(u"WRONGPASS invalid username-password pair"_s), qPrintable(text));
        QVERIFY(text.contains(u"db.orders.example:12000"_s));
        window.clearSession();
    }

    void exportNamesAFreeFileAndNeverReplacesSilently() {
        QTemporaryDir folder;
        QFile taken(folder.filePath(u"session-events.csv"_s));
        QVERIFY(taken.open(QIODevice::WriteOnly));
        taken.close();
        ExportDialog dialog(folder.path(), u"session"_s);
        dialog.show();
        QVERIFY(dialog.path().endsWith(u"report.html"_s)); // what most people come for
        dialog.findChild<QRadioButton*>(u"formatCsv"_s)->click();
        QCOMPARE(dialog.path(), folder.filePath(u"session-2-events.csv"_s));
        dialog.findChild<QRadioButton*>(u"formatSummary"_s)->click();
        QVERIFY(dialog.path().endsWith(u"summary.json"_s));
        QVERIFY(dialog.format() == model::ExportFormat::Summary);
        dialog.findChild<QRadioButton*>(u"formatCsv"_s)->click();

        QSignalSpy asked(&dialog, &ExportDialog::exportRequested);
        auto* write = dialog.findChild<QPushButton*>(u"exportWrite"_s);
        auto* path = dialog.findChild<QLineEdit*>(u"exportPath"_s);
        const auto* message = dialog.findChild<QLabel*>(u"exportMessage"_s);
        QTest::mouseClick(write, Qt::LeftButton);
        QCOMPARE(asked.takeFirst().at(2).toBool(), false);
        path->setText(taken.fileName());
        QVERIFY(message->text().contains(u"will be replaced"_s));
        QCOMPARE(write->text().remove(u'&'), u"Replace"_s);
        picture(dialog, u"export-replace"_s);
        QTest::mouseClick(write, Qt::LeftButton);
        QCOMPARE(asked.takeFirst().at(2).toBool(), true);
        path->setText(folder.filePath(u"none/x.csv"_s));
        QVERIFY(!write->isEnabled());
        QVERIFY(message->text().contains(u"The folder"_s));
        path->setText(folder.path());
        QVERIFY(!write->isEnabled());

        dialog.showResult(
            Error{"The file cannot be written.", "/x/y.csv", "No space left on device", "Free some space."},
            {}, 0);
        QVERIFY(message->text().contains(u"No space left on device"_s));
        dialog.showResult(success(), u"/x/y.csv"_s, 1500);
        QVERIFY(message->text().contains(u"/x/y.csv"_s));
    }
};

MAINTSCOPE_TEST(MainWindowTest, QApplication)
#include "tst_main_window.moc"
