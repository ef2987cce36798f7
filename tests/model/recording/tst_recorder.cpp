// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recorder.h"

#include "model/events/event_text.h"
#include "model/recording/recording.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include <iostream>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

std::vector<Event> eventsOf(const Recording& recording, const TimeRange& range = {}) {
    std::vector<Event> events;
    const auto status = recording.events(range, [&](const Event& e) {
        events.push_back(e);
        return true;
    });
    if (!status) qWarning("%s", toString(status.error()).c_str());
    return events;
}

std::vector<Sample> samplesOf(const Recording& recording, const TimeRange& range = {}) {
    std::vector<Sample> samples;
    const auto status = recording.samples(range, [&](const Sample& s) {
        samples.push_back(s);
        return true;
    });
    if (!status) qWarning("%s", toString(status.error()).c_str());
    return samples;
}

bool same(const Sample& a, const Sample& b) {
    return a.intended == b.intended && a.sent == b.sent && a.done == b.done && a.target == b.target &&
           a.connection == b.connection && a.stream == b.stream && a.role == b.role &&
           a.outcome == b.outcome && a.carriedOver == b.carriedOver && a.censored == b.censored &&
           a.bytesIn == b.bytesIn;
}

/// Every field, so that one that is forgotten in the file shows.
bool same(const Event& a, const Event& b) {
    return a.key == b.key && a.seqNo == b.seqNo && a.at == b.at && a.wall == b.wall &&
           a.clockStep == b.clockStep && a.end == b.end && a.kind == b.kind && a.severity == b.severity &&
           a.name == b.name && a.target == b.target && a.connection == b.connection && a.stream == b.stream &&
           a.role == b.role && a.sequence == b.sequence && a.announced == b.announced &&
           a.peerOld == b.peerOld && a.peerNew == b.peerNew && a.slots == b.slots && a.shards == b.shards &&
           a.pair == b.pair && a.pairState == b.pairState && a.phases == b.phases &&
           a.timeoutBefore == b.timeoutBefore && a.timeoutEffective == b.timeoutEffective &&
           a.attempt == b.attempt && a.result == b.result && a.errorType == b.errorType &&
           a.errorText == b.errorText && a.policy == b.policy && a.support == b.support && a.raw == b.raw &&
           a.figures == b.figures;
}

/// Writes half a second at a time, tells how far it has come, until it is killed.
/// arguments: the file
int recordUntilKilled(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    auto recorder = Recorder::open(QCoreApplication::arguments().value(1), test::session());
    if (!recorder) return 1;
    for (int i = 0;; ++i) {
        test::Script script;
        script.event(EventKind::Note, "tick", i * 500ms).seqNo = static_cast<std::uint64_t>(i + 1);
        script.events().front().key = EventKey{static_cast<std::uint64_t>(i + 1)};
        script.steady(i * 500ms, (i + 1) * 500ms);
        if (!(*recorder)->write(script.batch((i + 1) * 500ms)) || !(*recorder)->commit()) return 1;
        std::cout << i + 1 << std::endl;
    }
}

const test::TestCase registeredChild("record_until_killed", recordUntilKilled);

} // namespace

class TestRecorder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QVERIFY(m_folder.isValid()); }

    void whatIsWrittenIsRead() {
        const QString path = m_folder.filePath(u"all.maintscope"_s);
        const Batch batch = test::moveScript().batch(20s);
        auto recorder = Recorder::open(path, test::session());
        QVERIFY2(recorder.ok(), "open");
        QVERIFY((*recorder)->write(batch).ok());
        QVERIFY((*recorder)->commit().ok());
        QVERIFY((*recorder)->size() > 0);
        QVERIFY((*recorder)->close().ok());
        QVERIFY(!QFile::exists(path + u"-wal"_s));
        QVERIFY(!QFile::exists(path + u"-shm"_s));

        auto recording = Recording::open(path);
        QVERIFY2(recording.ok(), recording ? "" : toString(recording.error()).c_str());
        QVERIFY((*recording)->complete());
        QCOMPARE((*recording)->until().time_since_epoch().count(), Duration(20s).count());
        const SessionInfo& session = (*recording)->session();
        QCOMPARE(session.uuid, test::session().uuid);
        QCOMPARE(session.appVersion, std::string("0.1.0"));
        QVERIFY(session.startedWall == test::kStart);
        QCOMPARE(session.targets.size(), std::size_t{1});
        QCOMPARE(session.targets[0].name, std::string("orders-prod"));
        QCOMPARE(session.targets[0].user, std::string("probe"));
        QCOMPARE(toString(session.targets[0].endpoint), std::string("10.0.1.7:12000"));
        QVERIFY(session.targets[0].timeouts == Timeouts{});
        QVERIFY(session.targets[0].probe.control);

        const auto events = eventsOf(**recording);
        QCOMPARE(events.size(), batch.events.size());
        for (std::size_t i = 0; i < events.size(); ++i) {
            QVERIFY2(same(events[i], batch.events[i]), batch.events[i].name.c_str());
            QCOMPARE(QString::fromStdString(events[i].text), eventText(batch.events[i]));
        }
        const auto samples = samplesOf(**recording);
        QCOMPARE(samples.size(), batch.samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i)
            QVERIFY(same(samples[i], batch.samples[i]));
        QVERIFY2(QFileInfo(path).size() < qint64(samples.size()) * 16 + 64 * 1024, "samples are compact");
    }

    void aSpanThatGrowsKeepsItsRow() {
        const QString path = m_folder.filePath(u"span.maintscope"_s);
        auto recorder = Recorder::open(path, test::session());
        QVERIFY(recorder.ok());
        test::Script script;
        Event& window = script.event(EventKind::Window, "MIGRATING", 1s, 1);
        window.pairState = PairState::Open;
        QVERIFY((*recorder)->write(script.batch(1s)).ok());
        QVERIFY((*recorder)->commit().ok());
        window.end = test::at(3s);
        window.pairState = PairState::Closed;
        QVERIFY((*recorder)->write(script.batch(3s)).ok());
        QVERIFY((*recorder)->close().ok());
        const auto events = eventsOf(**Recording::open(path));
        QCOMPARE(events.size(), std::size_t{1});
        QVERIFY(events[0].pairState == PairState::Closed);
        QVERIFY(events[0].end == test::at(3s));
        QVERIFY2(QString::fromStdString(events[0].text).contains(u"closed"_s), events[0].text.c_str());
    }

    void bytesThatAreNotTextSurvive() {
        const QString path = m_folder.filePath(u"bytes.maintscope"_s);
        auto recorder = Recorder::open(path, test::session());
        QVERIFY(recorder.ok());
        test::Script script;
        Event& e = script.event(EventKind::Error, names::kProtocolError, 1s, 1);
        e.errorText = std::string("\xff\x00\x1b[31m", 7);
        e.raw = std::string("\x00\xff", 2);
        e.figures = {{"zeta", 9'007'199'254'740'993}, {"alpha", -1}};
        QVERIFY((*recorder)->write(script.batch(1s)).ok());
        QVERIFY((*recorder)->close().ok());
        const auto events = eventsOf(**Recording::open(path));
        QCOMPARE(events.size(), std::size_t{1});
        QVERIFY(same(events[0], e));
    }

    void aFileIsOnesOwn() {
        const QString folder = m_folder.filePath(u"fresh/recordings"_s);
        const QString path = folder + u"/a.maintscope"_s;
        auto recorder = Recorder::open(path, test::session());
        QVERIFY(recorder.ok());
        const auto mode = [](const QString& file) {
            return QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther |
                                                    QFile::WriteOther | QFile::ExeGroup | QFile::ExeOther);
        };
        QCOMPARE(mode(path), QFile::Permissions());
        QCOMPARE(mode(path + u"-wal"_s), QFile::Permissions());
        QCOMPARE(mode(folder), QFile::Permissions());
    }

    void anExistingFileIsRefused() {
        const QString path = m_folder.filePath(u"there.maintscope"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("precious");
        file.close();
        const auto recorder = Recorder::open(path, test::session());
        QVERIFY(!recorder.ok());
        QVERIFY(recorder.error().what.find("exists") != std::string::npos);
        QVERIFY(!checkRecordable(path).ok());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("precious"));
    }

    void aFolderThatCannotBeWrittenIsTold() {
        // Nobody, root included, creates files below a file or in /proc.
        for (const QString& path :
             {u"/proc/a.maintscope"_s, m_folder.filePath(u"there.maintscope/b.maintscope"_s)}) {
            const auto recorder = Recorder::open(path, test::session());
            QVERIFY(!recorder.ok());
            QVERIFY(!recorder.error().remedy.empty());
            QVERIFY(!recorder.error().detail.empty());
        }
        if (::geteuid() == 0) return;
        const QString folder = m_folder.filePath(u"locked"_s);
        QVERIFY(QDir().mkdir(folder));
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner);
        QVERIFY(!Recorder::open(folder + u"/a.maintscope"_s, test::session()).ok());
        QVERIFY(!checkRecordable(folder + u"/a.maintscope"_s).ok());
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void aFullDiskIsAnErrorAndKeepsWhatWasCommitted() {
        const QString path = m_folder.filePath(u"full.maintscope"_s);
        auto recorder = Recorder::open(path, test::session());
        QVERIFY(recorder.ok());
        test::Script first;
        first.event(EventKind::Note, "kept", 1s);
        first.steady(0s, 1s);
        QVERIFY((*recorder)->write(first.batch(1s)).ok());
        QVERIFY((*recorder)->commit().ok());
        // A disk of the size that the file has now.
        QVERIFY(limitPages(path));
        test::Script second = test::moveScript();
        for (Event& event : second.events()) {
            event.key.value += 1000;
            event.seqNo += 1000;
        }
        auto status = (*recorder)->write(second.batch(20s));
        if (status) status = (*recorder)->commit();
        QVERIFY(!status.ok());
        QVERIFY2(QString::fromStdString(status.error().detail).contains(u"full"_s),
                 status.error().detail.c_str());
        QVERIFY(!status.error().remedy.empty());
        recorder->reset();
        auto recording = Recording::open(path);
        QVERIFY(recording.ok());
        const auto events = eventsOf(**recording);
        QVERIFY(!events.empty());
        QCOMPARE(events.front().name, std::string("kept"));
    }

    void aKilledRecorderLosesNothingThatItCommitted() {
        const QString path = m_folder.filePath(u"killed.maintscope"_s);
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(), {u"record_until_killed"_s, path});
        QVERIFY(child.waitForStarted());
        int told = 0;
        QElapsedTimer patience;
        patience.start();
        while (told < 20 && patience.elapsed() < 20'000) {
            child.waitForReadyRead(1'000);
            while (child.canReadLine())
                told = child.readLine().trimmed().toInt();
        }
        QVERIFY(told >= 20);
        child.kill(); // SIGKILL
        QVERIFY(child.waitForFinished());
        while (child.canReadLine())
            told = child.readLine().trimmed().toInt();

        auto recording = Recording::open(path);
        QVERIFY2(recording.ok(), recording ? "" : toString(recording.error()).c_str());
        QVERIFY(!(*recording)->complete());
        const auto events = eventsOf(**recording);
        QVERIFY(int(events.size()) >= told);
        QCOMPARE(samplesOf(**recording).size(), events.size() * 10);
        QVERIFY((*recording)->until() >= test::at(told * 500ms));
    }

    void aRecordingCanBeReadWhileItGrows() {
        const QString path = m_folder.filePath(u"growing.maintscope"_s);
        auto recorder = Recorder::open(path, test::session());
        QVERIFY(recorder.ok());
        test::Script script;
        script.steady(0s, 1s);
        QVERIFY((*recorder)->write(script.batch(1s)).ok());
        QVERIFY((*recorder)->commit().ok());
        auto recording = Recording::open(path);
        QVERIFY2(recording.ok(), recording ? "" : toString(recording.error()).c_str());
        QVERIFY(!(*recording)->complete());
        QCOMPARE(samplesOf(**recording).size(), std::size_t{20});
        QVERIFY((*recorder)->write(script.batch(2s)).ok());
        QVERIFY((*recorder)->commit().ok());
        QCOMPARE(samplesOf(**recording).size(), std::size_t{40});
    }

    void aRangeTakesWhatTouchesIt() {
        const QString path = m_folder.filePath(u"range.maintscope"_s);
        auto recorder = Recorder::open(path, test::session());
        QVERIFY(recorder.ok());
        test::Script script;
        script.event(EventKind::Note, "before", 1s);
        script.event(EventKind::Window, "MIGRATING", 2s, 1).end = test::at(6s);
        script.event(EventKind::Window, "FAILING_OVER", 3s, 1); // still open
        script.event(EventKind::Note, "at the begin", 5s);
        script.event(EventKind::Note, "at the end", 8s);
        script.steady(0s, 10s);
        QVERIFY((*recorder)->write(script.batch(10s)).ok());
        QVERIFY((*recorder)->close().ok());
        auto recording = Recording::open(path);
        QVERIFY(recording.ok());
        const TimeRange range{test::at(5s), test::at(8s)};
        std::vector<std::string> names;
        for (const Event& event : eventsOf(**recording, range))
            names.push_back(event.name);
        QCOMPARE(names, (std::vector<std::string>{"MIGRATING", "FAILING_OVER", "at the begin"}));
        QCOMPARE(samplesOf(**recording, range).size(), std::size_t{60});
    }

    void whatIsNoRecordingIsRefused_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("an empty file is no recording") << QByteArray() << u"not a Maintscope recording"_s;
        QTest::newRow("text is no recording") << QByteArray(4096, 'x') << u"not a Maintscope recording"_s;
        QByteArray foreign("SQLite format 3\0", 16);
        foreign.append(QByteArray(4096, '\0'));
        QTest::newRow("another program's database is no recording") << foreign << u"another program"_s;
        QByteArray future = foreign;
        future.replace(68, 4, "Msco");
        future.replace(60, 4, QByteArray("\0\0\0\x63", 4));
        QTest::newRow("a newer format is refused with both versions") << future << u"version 99"_s;
        QByteArray broken = future;
        broken.replace(60, 4, QByteArray("\0\0\0\x01", 4));
        QTest::newRow("a header and nothing behind it is damaged") << broken << u"damaged"_s;
    }
    void whatIsNoRecordingIsRefused() {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        const QString path = m_folder.filePath(u"strange-%1"_s.arg(++m_files));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        const auto recording = Recording::open(path);
        QVERIFY(!recording.ok());
        const QString words = QString::fromStdString(toString(recording.error()));
        QVERIFY2(words.contains(says), qPrintable(words));
    }

    void aMissingFileIsTold() {
        const auto recording = Recording::open(m_folder.filePath(u"nowhere.maintscope"_s));
        QVERIFY(!recording.ok());
        QVERIFY(recording.error().detail.find("No such file") != std::string::npos);
    }

    void aCutOffRecordingIsReadAsFarAsItGoes() {
        const QString path = m_folder.filePath(u"whole.maintscope"_s);
        auto recorder = Recorder::open(path, test::session());
        QVERIFY(recorder.ok());
        for (int i = 0; i < 60; ++i) {
            test::Script script;
            script.steady(i * 10s, (i + 1) * 10s);
            QVERIFY((*recorder)->write(script.batch((i + 1) * 10s)).ok());
            QVERIFY((*recorder)->commit().ok());
        }
        QVERIFY((*recorder)->close().ok());
        QFile whole(path);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        QByteArray bytes = whole.readAll();
        const QString cutPath = m_folder.filePath(u"cut.maintscope"_s);
        QFile cut(cutPath);
        QVERIFY(cut.open(QIODevice::WriteOnly));
        // The last pages hold rubbish, as after a bad sector.
        const qsizetype from = bytes.size() / 4096 * 3 / 4 * 4096;
        bytes.replace(from, bytes.size() - from, QByteArray(bytes.size() - from, '\x5a'));
        cut.write(bytes);
        cut.close();
        auto recording = Recording::open(cutPath);
        QVERIFY2(recording.ok(), recording ? "" : toString(recording.error()).c_str());
        std::size_t read = 0;
        const auto status = (*recording)->samples({}, [&](const Sample&) {
            ++read;
            return true;
        });
        QVERIFY(!status.ok());
        QVERIFY(read > 0 && read < 12'000);
    }

    void namesOfRecordingsAreSafe() {
        QCOMPARE(recordingPath(u"/r"_s, test::kStart, u"orders/../prod x"_s),
                 u"/r/2026-11-20T14-12-03.118Z-orders-..-prod-x.maintscope"_s);
        QVERIFY(defaultRecordingFolder().endsWith(u"/maintscope/recordings"_s));
    }

private:
    /// Lets the file grow no further. The limit of pages belongs to a connection, so it is set on the
    /// recorder's own: the only one that is open.
    static bool limitPages(const QString& path) {
        for (const QString& name : QSqlDatabase::connectionNames()) {
            QSqlDatabase db = QSqlDatabase::database(name, false);
            if (db.databaseName() != path) continue;
            QSqlQuery query(db);
            return query.exec(u"PRAGMA max_page_count=1"_s);
        }
        return false;
    }

    QTemporaryDir m_folder;
    int m_files = 0;
};

MAINTSCOPE_TEST(TestRecorder, QCoreApplication)
#include "tst_recorder.moc"
