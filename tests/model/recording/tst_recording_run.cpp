// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recording_run.h"

#include "model/catalogue/recordings_catalogue.h"
#include "model/export/export_formats.h"
#include "model/export/exporter.h"
#include "model/recording/recording_loader.h"
#include "model/recording/replay.h"
#include "model/recording/rotation_snapshot.h"
#include "model/session/session_stores.h"
#include "tests/model/recorded.h"
#include "tests/support/test_case.h"

#include <QBuffer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

/// The same session twice: in one file, and rotated into three as the recorder thread does it.
class TestRecordingRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        m_folder = std::make_unique<QTemporaryDir>(test::fastFolder());
        m_whole = m_folder->filePath(u"whole.maintscope"_s);
        m_first = m_folder->filePath(u"night.maintscope"_s);
        const auto batches = test::halfSeconds(test::moveScript().batch(20s));
        QVERIFY(test::record(m_whole, batches) != nullptr);
        RotationSnapshot carry;
        std::unique_ptr<Recorder> recorder;
        int part = 0;
        for (std::size_t i = 0; i < batches.size(); ++i) {
            if (i % 14 == 0) {
                if (recorder) QVERIFY(recorder->close().ok());
                ++part;
                auto next = Recorder::open(partPath(m_first, part), test::session(), part);
                QVERIFY(next.ok());
                recorder = std::move(*next);
                if (part > 1) {
                    Batch carried;
                    carried.until = batches[i - 1].until;
                    carried.events =
                        carry.eventsAt(carried.until, test::kStart + carried.until.time_since_epoch());
                    QVERIFY(recorder->write(carried).ok());
                }
            }
            for (const Event& event : batches[i].events)
                carry.add(event);
            QVERIFY(recorder->write(batches[i]).ok() && recorder->commit().ok());
        }
        QVERIFY(recorder->close().ok());
        QCOMPARE(part, 3);
    }

    void everyExportOfTheRunIsThatOfOneFile_data() {
        QTest::addColumn<int>("format");
        for (const ExportFormatRow& format : exportFormats())
            if (!format.painted) QTest::newRow(format.word) << static_cast<int>(format.format);
    }
    void everyExportOfTheRunIsThatOfOneFile() {
        QFETCH(int, format);
        const auto whole = RecordingRun::open(m_whole);
        const auto run = RecordingRun::open(m_first);
        QVERIFY(whole.ok() && run.ok());
        QCOMPARE(exported(*run, static_cast<ExportFormat>(format)),
                 exported(*whole, static_cast<ExportFormat>(format)));
    }

    void eventsComeInTheOrderThatIsAskedFor() {
        for (const QString& path : {m_whole, m_first}) {
            const auto run = RecordingRun::open(path);
            QVERIFY(run.ok());
            std::vector<Event> events = run->allEvents().events;
            QVERIFY(std::is_sorted(events.begin(), events.end(),
                                   [](const Event& a, const Event& b) { return a.seqNo < b.seqNo; }));
            std::stable_sort(events.begin(), events.end(),
                             [](const Event& a, const Event& b) { return a.at < b.at; });
            std::size_t next = 0;
            QVERIFY(run->events(
                           [&](const Event& event) {
                               return next < events.size() && event.key == events[next++].key;
                           },
                           EventOrder::Time)
                        .ok());
            QCOMPARE(next, events.size());
        }
    }

    void theRunIsLoadedAsOneFileIs_data() {
        QTest::addColumn<int>("untilMs");
        QTest::newRow("all of it") << 20'000;
        QTest::newRow("up to a time in its first file") << 5'000;
        QTest::newRow("up to a time in its second file") << 11'000;
    }
    void theRunIsLoadedAsOneFileIs() {
        QFETCH(int, untilMs);
        const MonoTime until = test::at(std::chrono::milliseconds(untilMs));
        const auto whole = RecordingRun::open(m_whole);
        const auto run = RecordingRun::open(partPath(m_first, 2));
        QVERIFY(whole.ok() && run.ok());
        const auto pictureOf = [&](const RecordingRun& recording) {
            SessionStores stores(recording.session());
            RecordingLoader loader(recording, until);
            while (const auto chunk = loader.next())
                stores.apply(*chunk);
            QString picture;
            for (const ProbeRole role : {ProbeRole::Protected, ProbeRole::Control}) {
                for (const Column& c :
                     stores.metrics().columns(TargetId{1}, role, kSessionStart, test::at(20s), 400))
                    picture += u"%1 %2 %3 %4;"_s.arg(c.from.time_since_epoch().count())
                                   .arg(c.max.count())
                                   .arg(c.counts.ok)
                                   .arg(c.counts.failed());
                for (const Gap& gap : stores.target(TargetId{1})->gaps(role, until).listed)
                    picture +=
                        u"gap %1 %2;"_s.arg(gap.from.time_since_epoch().count()).arg(gap.duration().count());
            }
            const TargetStores& target = *stores.target(TargetId{1});
            picture += QString::number(target.timeline().bands().size()) + target.status(until).word;
            for (const ConnectionLane& lane : target.timeline().lanes())
                picture += u" %1/%2"_s.arg(lane.segments.size()).arg(lane.changes.size());
            return picture;
        };
        QCOMPARE(pictureOf(*run), pictureOf(*whole));
    }

    void aReplayPlaysOverTheEndOfAFile() {
        const auto run = RecordingRun::open(m_first);
        QVERIFY(run.ok());
        Replay replay(*run);
        replay.seek(test::at(5s));
        while (replay.seeking())
            (void)replay.step(0ns);
        replay.play();
        std::size_t played = 0;
        while (replay.playing())
            if (const auto step = replay.step(500ms); const auto* batch = std::get_if<Batch>(&step.content))
                played += batch->samples.size();
        std::size_t later = 0;
        QVERIFY(run->samples({kSessionStart, test::at(20s)},
                             [&](const Sample& sample) {
                                 later += sample.done > test::at(5s) ? 1 : 0;
                                 return true;
                             })
                    .ok());
        QCOMPARE(played, later);
        QVERIFY(replay.end() == test::at(20s));
    }

    void anyFileLeadsToTheRun() {
        for (const int part : {1, 2, 3}) {
            const auto run = RecordingRun::open(partPath(m_first, part));
            QVERIFY(run.ok());
            QCOMPARE(run->parts(), (std::vector<int>{1, 2, 3}));
            QVERIFY(run->complete());
            QVERIFY(run->until() == MonoTime(20s));
        }
        const auto alone = RecordingRun::open(QStringList{partPath(m_first, 2)});
        QVERIFY(alone.ok());
        QCOMPARE(alone->parts(), std::vector<int>{2});
    }

    void aFileThatIsMissingIsTimeThatWasNotMeasured() {
        const auto run = RecordingRun::open(QStringList{m_first, partPath(m_first, 3)});
        QVERIFY(run.ok());
        const Summary summary = summarise(*run).front();
        QVERIFY2(summary.notMeasured == 7s, qPrintable(QString::number(summary.notMeasured.count())));
        QVERIFY2(!summary.gaps.longest || summary.gaps.longest->duration() < 7s, "no gap is made up");
        QVERIFY(exported(*run, ExportFormat::Csv).contains("part 2 of the recording is missing"));
    }

    void aFileOfAnotherSessionWithSuchANameIsLeftOut() {
        QTemporaryDir folder(test::fastFolder());
        const QString first = folder.filePath(u"a.maintscope"_s);
        QVERIFY(QFile::copy(m_first, first));
        SessionInfo other = test::session();
        other.uuid = "11111111-2222-3333-4444-555555555555";
        auto recorder = Recorder::open(partPath(first, 2), other, 2);
        QVERIFY(recorder.ok() && (*recorder)->close().ok());
        const auto run = RecordingRun::open(first);
        QVERIFY(run.ok());
        QCOMPARE(run->parts(), std::vector<int>{1});
        QVERIFY(!RecordingRun::open(QStringList{first, partPath(first, 2)}).ok());
    }

    void theCatalogueKnowsThemAsOne() {
        const auto files = listRecordings(m_folder->path());
        QCOMPARE(files.size(), std::size_t{4});
        const auto runs = joinRuns(files);
        QCOMPARE(runs.size(), std::size_t{2});
        const auto night = std::find_if(runs.begin(), runs.end(),
                                        [](const RecordingEntry& run) { return run.name == u"night"_s; });
        QVERIFY(night != runs.end());
        QCOMPARE(night->path, m_first);
        QCOMPARE(night->files, 3);
        QVERIFY(night->length == 20s);
        std::uint64_t bytes = 0;
        for (const RecordingEntry& file : files)
            bytes += file.path == m_whole ? 0 : file.bytes;
        QCOMPARE(night->bytes, bytes);
    }

    void pruningTakesARunAsAWholeAndNoneThatStillGrows() {
        auto files = listRecordings(m_folder->path());
        const WallTime later = WallTime(std::chrono::system_clock::now()) + 30 * 24h;
        QCOMPARE(planPrune(files, later).size(), std::size_t{4});
        for (RecordingEntry& file : files)
            if (file.part == 3) file.ending = Recovery::Ending::BeingWritten;
        QCOMPARE(planPrune(files, later).size(), std::size_t{1});
        for (RecordingEntry& file : files)
            if (file.part == 3) file.ending = Recovery::Ending::Closed;
        for (RecordingEntry& file : files)
            if (file.part == 2) file.kept = true;
        QCOMPARE(planPrune(files, later).size(), std::size_t{1});
    }

private:
    static QByteArray exported(const RecordingRun& run, ExportFormat format) {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        const Status status = exportRecording(run, {.format = format, .range = {}, .verdict = {}}, buffer);
        return status ? buffer.data() : QByteArray::fromStdString(toString(status.error()));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_whole;
    QString m_first;
};

MAINTSCOPE_TEST(TestRecordingRun, QCoreApplication)
#include "tst_recording_run.moc"
