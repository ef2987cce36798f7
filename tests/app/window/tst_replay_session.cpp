// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/open_recordings.h"
#include "app/window/replay_session.h"

#include "model/catalogue/recordings_catalogue.h"
#include "model/recording/recorder.h"
#include "ui/live/live_view.h"
#include "ui/targets/targets_panel.h"
#include "ui/theme/apply_theme.h"

#include "tests/model/recorded.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QApplication>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::test;
using namespace Qt::Literals::StringLiterals;

class ReplaySessionTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder{fastFolder()};
    QString m_path;

    static std::unique_ptr<app::ReplaySession> opened(const QString& path) {
        auto session = app::ReplaySession::open(path);
        if (!session) return nullptr;
        QSignalSpy loaded(session.value().get(), &app::ReplaySession::loaded);
        if (session.value()->loading() && !loaded.wait(10'000)) return nullptr;
        return std::move(session.value());
    }

private Q_SLOTS:
    void initTestCase() {
        ui::applyTheme(*qApp, ui::ThemeKind::Light);
        m_path = m_folder.filePath(u"move.maintscope"_s);
        auto recorder = model::Recorder::open(m_path, test::session());
        QVERIFY(recorder);
        QVERIFY(recorder.value()->write(moveScript().batch(20s)));
        QVERIFY(recorder.value()->close());
    }

    void aRecordingIsShownWholeInTheLiveView() {
        const auto session = opened(m_path);
        QVERIFY(session);
        QVERIFY(!session->running());
        QCOMPARE(session->now(), session->end());
        QVERIFY(!session->timeline().bands().empty());
        ui::LiveView view;
        view.resize(1300, 700);
        view.setSource(session.get());
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QCOMPARE(view.frame().now, session->end());
        const auto figures = session->statistics(kSessionStart, session->end());
        QVERIFY(figures);
        QVERIFY(figures.value().protectedSet.probes.counts.sent() > 0);
        QVERIFY(session->event(session->timeline().bands().front().key));
    }

    void playingKnowsNothingOfWhatComes() {
        const auto session = opened(m_path);
        QVERIFY(session);
        QSignalSpy loaded(session.get(), &app::ReplaySession::loaded);
        session->seek(at(2s)); // the MOVING comes at 10 s
        QVERIFY(loaded.wait(10'000));
        QVERIFY(session->timeline().bands().empty());
        ui::LiveView view;
        view.resize(1300, 700);
        view.setSource(session.get());
        view.show();
        session->setSpeed(64);
        session->play();
        QVERIFY(session->running());
        QTRY_VERIFY_WITH_TIMEOUT(!session->timeline().bands().empty(), 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(!session->running(), 20'000); // it ends by itself
        QVERIFY(!session->playing());
        session->seek(at(2s)); // looking back does not make it go on
        QVERIFY(!session->playing());
        session->seek(session->end());
        QTRY_VERIFY(!session->loading());
        QCOMPARE(session->now(), session->end());
        view.refresh();
        QVERIFY(view.state()->following());
    }

    void pausingHoldsThePosition() {
        const auto session = opened(m_path);
        QVERIFY(session);
        session->seek(at(1s));
        QTRY_VERIFY(!session->loading());
        session->play();
        QTRY_VERIFY(session->now() > at(1s));
        session->pause();
        const MonoTime position = session->now();
        QCoreApplication::processEvents();
        QCOMPARE(session->now(), position);
        QVERIFY(!session->running());
    }

    void theVerdictIsKnownOnceAllOfItIsRead() {
        app::OpenRecordings recordings;
        QSignalSpy known(&recordings, &app::OpenRecordings::known);
        const auto id = recordings.open(m_path);
        QVERIFY(id);
        QVERIFY(!recordings.facts(*id).verdict);
        QVERIFY(recordings.isOpen(m_path));
        QTRY_VERIFY_WITH_TIMEOUT(recordings.facts(*id).verdict, 10'000);
        QVERIFY(known.count() >= 1);
        QVERIFY(recordings.facts(*id).verdict == model::judgeRecording(m_path)->verdict);
        QVERIFY(recordings.facts(*id).sentence.contains(u"MOVING"_s));
        QVERIFY(recordings.facts(*id).notice.isEmpty()); // it was closed in order
        QCOMPARE(*recordings.open(m_path), *id);         // once is enough
        QCOMPARE(recordings.all().size(), std::size_t{1});
        recordings.close(*id);
        QVERIFY(!recordings.session(*id));
        QVERIFY(recordings.all().empty());
    }

    void aRecordingThatIsCutSaysWhatIsMissing() {
        const QString longer = m_folder.filePath(u"longer.maintscope"_s);
        Script script;
        for (int connection = 1; connection <= 2; ++connection)
            script.steady(connection * 10ms, 60s, connection);
        QVERIFY(test::record(longer, halfSeconds(script.batch(60s))));
        QFile whole(longer);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        const QString path = m_folder.filePath(u"cut.maintscope"_s);
        QFile cut(path);
        QVERIFY(cut.open(QIODevice::WriteOnly));
        cut.write(bytes.first(bytes.size() / 4096 * 3 / 4 * 4096));
        cut.close();
        app::OpenRecordings recordings;
        const auto id = recordings.open(path);
        QVERIFY(id);
        QTRY_VERIFY_WITH_TIMEOUT(recordings.facts(*id).notice.contains(u"could not be recovered"_s), 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(recordings.facts(*id).verdict || !recordings.facts(*id).sentence.isEmpty(),
                                 10'000);
    }

    void aRecordingThatIsBeingWrittenIsShownAsFarAsItGoes() {
        const QString path = m_folder.filePath(u"written.maintscope"_s);
        auto recorder = model::Recorder::open(path, test::session());
        QVERIFY(recorder);
        QVERIFY(recorder.value()->write(moveScript().batch(20s)));
        app::OpenRecordings recordings;
        const auto id = recordings.open(path);
        QVERIFY(id);
        QVERIFY(recordings.facts(*id).notice.contains(u"still writing"_s));
        QTRY_VERIFY_WITH_TIMEOUT(recordings.facts(*id).verdict, 10'000);
        QVERIFY(recordings.facts(*id).notice.contains(u"still writing"_s));
        recordings.close(*id);
        QVERIFY(recorder.value()->close());
    }

    void whatIsNoRecordingIsRefused() {
        const QString path = m_folder.filePath(u"other"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a recording");
        file.close();
        QVERIFY(!app::ReplaySession::open(path));
        QVERIFY(!app::ReplaySession::open(m_folder.filePath(u"absent"_s)));
    }
};

MAINTSCOPE_TEST(ReplaySessionTest, QApplication)
#include "tst_replay_session.moc"
