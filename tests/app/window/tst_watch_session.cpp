// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/simulator.h"
#include "app/window/watch_session.h"
#include "client/types/target_url.h"
#include "model/export/export_formats.h"
#include "model/export/exporter.h"
#include "model/recording/recording.h"
#include "model/verdict/summary.h"
#include "tests/support/test_case.h"

#include <QAbstractItemModelTester>
#include <QBuffer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace maintscope;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class WatchSessionTest : public QObject {
    Q_OBJECT

    static TargetSettings settingsFor(const std::string& address) {
        const auto url = parseTargetUrl(address);
        TargetSettings settings;
        settings.name = "simulator";
        settings.endpoint = url->endpoint;
        settings.probe.connections = 2;
        settings.probe.ratePerSecond = 50;
        settings.timeouts.tail = 500ms;
        return settings;
    }

    static QByteArray exported(const QString& path, model::ExportFormat format) {
        const auto recording = model::Recording::open(path);
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        model::ExportOptions options;
        options.format = format;
        if (!recording || !model::exportRecording(**recording, options, buffer)) return {};
        return buffer.data();
    }

private Q_SLOTS:
    void aMoveIsSeenAndRecordedAlike() {
        QTemporaryDir folder;
        demo::SimulatorOptions options;
        options.scenario = "clean-move";
        options.speed = 10;
        demo::Simulator simulator(options);
        const auto addresses = simulator.start();
        QVERIFY(addresses.ok());

        app::WatchSession session(settingsFor(addresses->redis), folder.path());
        const QAbstractItemModelTester tester(&session.eventTable(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(session.start().ok());
        const ui::LiveSource& seen = session;
        QTRY_VERIFY_WITH_TIMEOUT(!seen.timeline().bands().empty() && seen.timeline().bands().front().moved,
                                 20'000);
        const model::Band band = seen.timeline().bands().front();
        QVERIFY(band.kind == OperationKind::Moving && band.peerNew != band.peerOld);
        const auto handoffs = [&seen] {
            const auto cumulative = seen.metrics().cumulative(TargetId{1}, ProbeRole::Protected);
            return cumulative.empty() ? 0 : cumulative.back().handoffs;
        };
        QTRY_COMPARE_WITH_TIMEOUT(handoffs(), 2, 20'000);

        // While it runs the file can be read up to now.
        QVERIFY(session.flush().ok());
        QVERIFY(exported(session.recordingPath(), model::ExportFormat::Csv).contains("MOVING"));

        QSignalSpy finished(&session, &app::WatchSession::finished);
        session.stop();
        QVERIFY(finished.wait(10'000));
        QVERIFY(!seen.running());
        QVERIFY(session.recorded());
        QVERIFY(session.status().bytes > 0);
        const auto recording = model::Recording::open(session.recordingPath());
        QVERIFY(recording.ok());
        QVERIFY((*recording)->complete());
        const auto summaries = model::summarise(**recording);
        QCOMPARE(summaries.size(), std::size_t{1});
        QCOMPARE(summaries.front().counts.failed(), std::uint64_t{0});
        QCOMPARE(summaries.front().handoffs.completed, 2);
        // What the window has counted is what the file says.
        const auto now = seen.now();
        QVERIFY(seen.metrics().counts(TargetId{1}, ProbeRole::Protected, kSessionStart, now + 1s) ==
                summaries.front().counts);
        QCOMPARE(static_cast<std::size_t>(session.eventTable().rowCount()),
                 (*recording)->allEvents().events.size());
    }

    void windowAndCommandLineExportTheSameBytes_data() {
        QTest::addColumn<int>("format");
        for (const auto format :
             {model::ExportFormat::Csv, model::ExportFormat::Json, model::ExportFormat::Ndjson,
              model::ExportFormat::Samples, model::ExportFormat::Summary})
            QTest::newRow(std::string(toString(format)).c_str()) << static_cast<int>(format);
    }
    void windowAndCommandLineExportTheSameBytes() {
        QFETCH(int, format);
        static QTemporaryDir folder;
        static QString path;
        if (path.isEmpty()) {
            demo::Simulator simulator({});
            const auto addresses = simulator.start();
            QVERIFY(addresses.ok());
            app::WatchSession session(settingsFor(addresses->redis), folder.path());
            QVERIFY(session.start().ok());
            const ui::LiveSource& seen = session;
            QTRY_VERIFY_WITH_TIMEOUT(
                seen.metrics().counts(TargetId{1}, ProbeRole::Protected, kSessionStart, seen.now() + 1s).ok >
                    20,
                10'000);
            QSignalSpy finished(&session, &app::WatchSession::finished);
            session.stop();
            QVERIFY(finished.wait(10'000));
            path = session.recordingPath();
        }
        const QByteArray here = exported(path, static_cast<model::ExportFormat>(format));
        QVERIFY(!here.isEmpty());
        QProcess program;
        program.start(
            QStringLiteral(MAINTSCOPE_PROGRAM),
            {u"export"_s, path, u"--format"_s,
             QString::fromStdString(std::string(toString(static_cast<model::ExportFormat>(format))))});
        QVERIFY2(program.waitForFinished(20'000), qPrintable(program.errorString()));
        QCOMPARE(program.exitCode(), 0);
        QCOMPARE(program.readAllStandardOutput(), here);
    }

    void anUnwritableFolderIsToldAndProbingGoesOn() {
        QTemporaryDir folder;
        QFile blocker(folder.filePath(u"file"_s));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        demo::Simulator simulator({});
        const auto addresses = simulator.start();
        QVERIFY(addresses.ok());
        app::WatchSession session(settingsFor(addresses->redis), folder.filePath(u"file/recordings"_s));
        const Status status = session.start();
        QVERIFY(!status.ok());
        QVERIFY(!status.error().remedy.empty());
        QVERIFY(session.status().error.has_value());
        const ui::LiveSource& seen = session;
        QTRY_VERIFY_WITH_TIMEOUT(
            seen.metrics().counts(TargetId{1}, ProbeRole::Protected, kSessionStart, seen.now() + 1s).ok > 5,
            10'000);
        QVERIFY(!session.flush().ok());
        QSignalSpy finished(&session, &app::WatchSession::finished);
        session.stop();
        QVERIFY(finished.wait(10'000));
    }

    void aSilentServerDoesNotHoldUpTheEnd() {
        QTemporaryDir folder;
        demo::SimulatorOptions options;
        options.scenario = "stalled-node";
        options.start = demo::ScenarioStart::Now;
        demo::Simulator simulator(options);
        const auto addresses = simulator.start();
        QVERIFY(addresses.ok());
        app::WatchSession session(settingsFor(addresses->redis), folder.path());
        QVERIFY(session.start().ok());
        QSignalSpy finished(&session, &app::WatchSession::finished);
        session.stop();
        session.stop(); // asked twice
        QVERIFY(finished.wait(10'000));
        QCOMPARE(finished.count(), 1);
    }
};

MAINTSCOPE_TEST(WatchSessionTest, QCoreApplication)
#include "tst_watch_session.moc"
