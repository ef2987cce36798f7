// SPDX-License-Identifier: GPL-3.0-or-later
// The views "Recordings" and "Compare" in the window, over a folder with real recordings.
#include "app/window/open_recordings.h"
#include "app/window/recordings_controller.h"
#include "model/catalogue/recordings_catalogue.h"
#include "ui/export/export_dialog.h"
#include "ui/recordings/compare_page.h"
#include "ui/recordings/recordings_page.h"
#include "ui/theme/apply_theme.h"
#include "ui/window/export_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/recording_actions.h"

#include "tests/model/recorded.h"
#include "tests/support/test_case.h"
#include "tests/ui/picture.h"

#include <QAction>
#include <QApplication>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace maintscope;
using namespace maintscope::test;
using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

/// The window with both views, as the program wires them.
struct Bench {
    explicit Bench(const QString& folder)
        : controller(window, recordings, folder, [this](const QString& path) {
            flushed << path;
            return success();
        }) {
        window.resize(1300, 760);
        window.show();
        if (!QTest::qWaitForWindowActive(&window)) qWarning("the window is not active");
    }
    [[nodiscard]] QTableView* table() { return window.findChild<QTableView*>(u"recordingsTable"_s); }
    [[nodiscard]] QAction* action(const char* name) {
        return window.findChild<QAction*>(QString::fromLatin1(name));
    }
    [[nodiscard]] QString cell(int row, int column) {
        return table()->model()->index(row, column).data().toString();
    }
    /// In the list, once no dialog has the keyboard any more.
    void key(Qt::Key code) {
        window.activateWindow(); // where no window manager does it
        QVERIFY(QTest::qWaitForWindowActive(&window));
        table()->setFocus();
        QTest::keyClick(table(), code);
    }
    void press(const QString& button) {
        auto* box = window.findChild<QMessageBox*>(u"recordingsQuestion"_s);
        QVERIFY(box);
        for (QAbstractButton* candidate : box->buttons())
            if (candidate->text().remove(u'&') == button) {
                candidate->click();
                return;
            }
        QFAIL("no such button");
    }

    QStringList flushed;
    app::OpenRecordings recordings;
    MainWindow window;
    app::RecordingsController controller;
};

} // namespace

class RecordingsPageTest : public QObject {
    Q_OBJECT

    static QString write(const QString& folder, const QString& name, Duration later = {}) {
        const QString path = folder + u'/' + name + u".maintscope"_s;
        model::SessionInfo info = test::session();
        info.uuid = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
        info.startedWall += later;
        auto recorder = model::Recorder::open(path, info);
        if (!recorder || !(*recorder)->write(moveScript().batch(20s)) || !(*recorder)->close()) return {};
        return path;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void anEmptyFolderSaysWhatWillBeThere() {
        const QTemporaryDir folder(fastFolder());
        Bench bench(folder.path());
        bench.window.showPage(PageId::Recordings);
        const auto* words = bench.window.findChild<QLabel*>(u"recordingsEmpty"_s);
        QTRY_VERIFY(words->isVisible());
        QCOMPARE(words->text(),
                 u"Every session is recorded. Use Keep to give one a name; it appears here."_s);
        for (const char* name : {"actionRecordingOpen", "actionRecordingCompare", "actionRecordingExport",
                                 "actionRecordingKeep", "actionRecordingRemove", "actionRecordingPrune"})
            QVERIFY2(!bench.action(name)->isEnabled(), name);
    }

    void theListIsWorkedByKeyboard() {
        const QTemporaryDir folder(fastFolder());
        const QString first = write(folder.path(), u"first"_s);
        const QString second = write(folder.path(), u"second"_s, 1h);
        QVERIFY(!first.isEmpty() && !second.isEmpty());
        QFile foreign(folder.filePath(u"foreign.maintscope"_s));
        QVERIFY(foreign.open(QIODevice::WriteOnly));
        foreign.write("not a recording");
        foreign.close();
        Bench bench(folder.path());
        bench.window.showPage(PageId::Recordings);
        QTRY_COMPARE_WITH_TIMEOUT(bench.table()->model()->rowCount(), 3, 10'000);
        QCOMPARE(bench.cell(0, 0), u"second"_s); // the newest first
        picture(bench.window, u"window-recordings"_s);
        QTRY_VERIFY(bench.table()->hasFocus());

        // Enter opens.
        QSignalSpy opened(&bench.window.recordingActions(), &RecordingActions::openRequested);
        bench.table()->selectRow(0);
        bench.key(Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().first().toString(), second);

        // F2 keeps it by name, and the list says so.
        bench.key(Qt::Key_F2);
        auto* name = bench.window.findChild<QInputDialog*>(u"recordingName"_s);
        QVERIFY(name && name->isVisible());
        name->setTextValue(u"upgrade of May"_s);
        name->accept();
        QTRY_COMPARE_WITH_TIMEOUT(bench.cell(0, 0), u"upgrade of May"_s, 10'000);
        QCOMPARE(bench.cell(0, 6), u"kept"_s);
        QVERIFY(model::describeRecording(second).kept);
        QVERIFY(bench.action("actionRecordingGiveUp")->isEnabled());

        // Delete asks; the careful answer is the default.
        QTRY_VERIFY(bench.window.findChild<RecordingsPage*>()->chosen() == QStringList{second});
        bench.key(Qt::Key_Delete);
        auto* box = bench.window.findChild<QMessageBox*>(u"recordingsQuestion"_s);
        QVERIFY(box);
        QCOMPARE(box->defaultButton()->text().remove(u'&'), u"Cancel"_s);
        bench.press(u"Cancel"_s);
        QVERIFY(QFile::exists(second));
        QTRY_VERIFY(!bench.window.findChild<QMessageBox*>(u"recordingsQuestion"_s));
        bench.key(Qt::Key_Delete);
        bench.press(u"Delete"_s);
        QTRY_COMPARE_WITH_TIMEOUT(bench.table()->model()->rowCount(), 2, 10'000);
        QVERIFY(!QFile::exists(second));

        // What cannot be read says why, and offers nothing that reads.
        bench.window.findChild<RecordingsPage*>()->choose(foreign.fileName());
        QVERIFY(bench.cell(bench.table()->currentIndex().row(), 6)
                    .contains(u"This file is not a Maintscope recording."_s));
        QVERIFY(!bench.action("actionRecordingExport")->isEnabled());
        QVERIFY(!bench.action("actionRecordingCompare")->isEnabled());
    }

    void whatIsOpenIsNotDeleted() {
        const QTemporaryDir folder(fastFolder());
        const QString path = write(folder.path(), u"first"_s);
        Bench bench(folder.path());
        const auto id = bench.recordings.open(path);
        QVERIFY(id);
        bench.window.showPage(PageId::Recordings);
        QTRY_COMPARE_WITH_TIMEOUT(bench.table()->model()->rowCount(), 1, 10'000);
        QVERIFY(bench.cell(0, 6).startsWith(u"open"_s));
        bench.table()->selectRow(0);
        bench.key(Qt::Key_Delete);
        bench.press(u"Delete"_s);
        QVERIFY(QFile::exists(path));
        const auto* message = bench.window.findChild<QLabel*>(u"recordingsMessage"_s);
        QVERIFY(message->isVisible() && message->text().contains(u"is open in this window"_s));
    }

    void pruningTakesWhatNobodyKeeps() {
        const QTemporaryDir folder(fastFolder());
        const QString old = write(folder.path(), u"old"_s);
        const QString kept = write(folder.path(), u"kept"_s);
        QVERIFY(model::keepRecording(kept, u"kept"_s));
        for (const QString& path : {old, kept}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(QDateTime::currentDateTimeUtc().addDays(-8),
                                     QFileDevice::FileModificationTime));
        }
        Bench bench(folder.path());
        bench.window.showPage(PageId::Recordings);
        QTRY_VERIFY_WITH_TIMEOUT(bench.action("actionRecordingPrune")->isEnabled(), 10'000);
        bench.action("actionRecordingPrune")->trigger();
        bench.press(u"Prune"_s);
        QTRY_COMPARE_WITH_TIMEOUT(bench.table()->model()->rowCount(), 1, 10'000);
        QVERIFY(!QFile::exists(old) && QFile::exists(kept));
        QVERIFY(!bench.action("actionRecordingPrune")->isEnabled());
    }

    void exportOffersAllOfTheRecording() {
        const QTemporaryDir folder(fastFolder());
        const QString path = write(folder.path(), u"first"_s);
        Bench bench(folder.path());
        bench.window.showPage(PageId::Recordings);
        QTRY_COMPARE_WITH_TIMEOUT(bench.table()->model()->rowCount(), 1, 10'000);
        bench.table()->selectRow(0);
        bench.action("actionRecordingExport")->trigger();
        auto* dialog = bench.window.findChild<ExportDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        QSignalSpy asked(&bench.window.exportActions(), &ExportActions::exportRequested);
        Q_EMIT dialog->exportRequested(dialog->options(), folder.filePath(u"x.html"_s), false);
        QCOMPARE(asked.takeFirst().first().toString(), path);
        QVERIFY(!dialog->options().range.from && !dialog->options().range.to);
    }

    void twoChosenOnesAreCompared() {
        const QTemporaryDir folder(fastFolder());
        const QString first = write(folder.path(), u"first"_s);
        const QString second = write(folder.path(), u"second"_s, 1h);
        Bench bench(folder.path());
        bench.window.showPage(PageId::Recordings);
        QTRY_COMPARE_WITH_TIMEOUT(bench.table()->model()->rowCount(), 2, 10'000);
        bench.table()->selectAll();
        bench.action("actionRecordingCompare")->trigger();
        QVERIFY(bench.window.currentPage() == PageId::Compare);
        const auto* page = bench.window.findChild<ComparePage*>();
        const auto* delta = bench.window.findChild<QTableWidget*>(u"compareTable"_s);
        QTRY_VERIFY_WITH_TIMEOUT(delta->rowCount() > 0, 20'000);
        QCOMPARE(page->choiceA(), second + u"#protected"_s);
        QCOMPARE(page->choiceB(), first + u"#protected"_s);
        picture(bench.window, u"window-compare"_s);
    }

    void protectedIsComparedWithControlOfWhatIsShown() {
        const QTemporaryDir folder(fastFolder());
        const QString path = write(folder.path(), u"first"_s);
        Bench bench(folder.path());
        bench.controller.compareSets(path);
        QVERIFY(bench.window.currentPage() == PageId::Compare);
        const auto* page = bench.window.findChild<ComparePage*>();
        const auto* delta = bench.window.findChild<QTableWidget*>(u"compareTable"_s);
        QTRY_VERIFY_WITH_TIMEOUT(delta->rowCount() > 0, 20'000);
        QCOMPARE(page->choiceA(), path + u"#protected"_s);
        QCOMPARE(page->choiceB(), path + u"#control"_s);
        QVERIFY(bench.flushed.contains(path)); // what is measured is in it
    }
};

MAINTSCOPE_TEST(RecordingsPageTest, QApplication)
#include "tst_recordings_page.moc"
