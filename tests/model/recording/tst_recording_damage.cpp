// SPDX-License-Identifier: GPL-3.0-or-later
// What can befall a recording, and what is left of it then.
#include "model/recording/recording.h"

#include "tests/model/recorded.h"
#include "tests/support/test_case.h"

#include <QFile>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <unistd.h>

#include <random>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

/// Three minutes of two connections and an event each second.
std::vector<Batch> threeMinutes() {
    test::Script script;
    for (Duration t = 0s; t < 180s; t += 1s)
        script.event(EventKind::Note, "tick", t);
    for (int c = 1; c <= 2; ++c)
        script.steady(c * 10ms, 180s, c);
    return test::halfSeconds(script.batch(180s));
}

struct Found {
    std::size_t events = 0;
    std::size_t samples = 0;
    std::optional<Error> damage;
};
Found readAll(const Recording& recording) {
    Found found;
    const Status events = recording.events({}, [&found](const Event&) {
        ++found.events;
        return true;
    });
    const Status samples = recording.samples({}, [&found](const Sample&) {
        ++found.samples;
        return true;
    });
    if (!events) found.damage = events.error();
    if (!samples) found.damage = samples.error();
    return found;
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
void put(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write %s", qPrintable(path));
    file.write(bytes);
}

/// A file system of a few pages, for as long as the object lives; only root may have one.
class SmallDisk {
public:
    explicit SmallDisk(const QString& path, const char* options)
        : m_path(QFile::encodeName(path)) {
        m_mounted = ::mount("tmpfs", m_path.constData(), "tmpfs", 0, options) == 0;
    }
    ~SmallDisk() {
        if (m_mounted) ::umount2(m_path.constData(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    [[nodiscard]] bool mounted() const { return m_mounted; }
    bool makeReadOnly() {
        return ::mount("tmpfs", m_path.constData(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0;
    }

private:
    QByteArray m_path;
    bool m_mounted = false;
};

} // namespace

class TestRecordingDamage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        m_batches = threeMinutes();
        m_whole = m_folder.filePath(u"whole.maintscope"_s);
        QVERIFY(test::record(m_whole, m_batches) != nullptr);
    }

    void aWholeRecordingHasNothingToSay() {
        const auto recording = Recording::open(m_whole);
        QVERIFY(recording.ok());
        const Recovery recovery = (*recording)->examine();
        QVERIFY(recovery.ending == Recovery::Ending::Closed && !recovery.damaged());
        QVERIFY(recovery.restored == 180s);
        QVERIFY(recoveryText(recovery).isEmpty());
    }

    void damagedPagesCostWhatIsOnThem() {
        QByteArray bytes = bytesOf(m_whole);
        const qsizetype pages = bytes.size() / 4096;
        std::mt19937 generator(41);
        for (int round = 0; round < 25; ++round) {
            QByteArray damaged = bytes;
            const auto page = static_cast<qsizetype>(10 + generator() % static_cast<unsigned>(pages - 10));
            damaged.replace(page * 4096, 4096, QByteArray(4096, '\x5a'));
            const QString path = m_folder.filePath(u"page%1.maintscope"_s.arg(round));
            put(path, damaged);
            const auto recording = Recording::open(path);
            if (!recording) continue; // it was the page that says what is where
            const Found found = readAll(**recording);
            const Recovery recovery = (*recording)->examine();
            QVERIFY2(found.samples > 6'800 || recovery.damaged(), qPrintable(QString::number(page)));
            QVERIFY2(found.samples > 4'000, qPrintable(u"%1: %2"_s.arg(page).arg(found.samples)));
            if (found.samples < 7'200 || found.events < 180) QVERIFY(found.damage.has_value());
            if (recovery.damaged()) QVERIFY(!recoveryText(recovery).isEmpty());
        }
    }

    void aFileThatWasCutOffSaysWhatIsLost() {
        const QByteArray bytes = bytesOf(m_whole);
        const QString path = m_folder.filePath(u"half.maintscope"_s);
        put(path, bytes.first(bytes.size() / 4096 * 3 / 4 * 4096));
        const auto recording = Recording::open(path);
        QVERIFY2(recording.ok(), recording ? "" : toString(recording.error()).c_str());
        const Found found = readAll(**recording);
        QVERIFY(found.damage.has_value());
        QVERIFY(found.samples > 2'000 && found.samples < 7'200);
        const Recovery recovery = (*recording)->examine();
        QVERIFY(recovery.damaged());
        QVERIFY(recovery.restored > 50s && recovery.restored < 180s);
        QVERIFY2(recoveryText(recovery).contains(u"could not be recovered"_s),
                 qPrintable(recoveryText(recovery)));
    }

    void theWordsForWhatIsLost() {
        Recovery recovery;
        recovery.ending = Recovery::Ending::CutOff;
        recovery.restored = 41min + 12s;
        QCOMPARE(recoveryText(recovery), u"The program was stopped before it could close this recording. 41 "
                                         u"min 12 s restored; at most the "
                                         "last second is missing."_s);
        recovery.lostAtEnd = 800ms;
        QVERIFY(
            recoveryText(recovery).endsWith(u"Last 800 ms could not be recovered; 41 min 12 s restored."_s));
        recovery.ending = Recovery::Ending::BeingWritten;
        QVERIFY(recoveryText(recovery).isEmpty());
    }

    void aPowerCutCostsAtMostTheLastCommit() {
        // The log is cut at any byte, as by a disk that had not written the rest.
        const QString path = m_folder.filePath(u"power.maintscope"_s);
        const std::vector<Batch> some(m_batches.begin(), m_batches.begin() + 300);
        auto recorder = test::record(path, some, false);
        QVERIFY(recorder != nullptr);
        const QString copy = m_folder.filePath(u"cut.maintscope"_s);
        // By another process: closing a descriptor of our own would drop the recorder's locks.
        QVERIFY(QProcess::execute(u"cp"_s, {path, copy}) == 0);
        QVERIFY(QProcess::execute(u"cp"_s, {path + u"-wal"_s, m_folder.filePath(u"log"_s)}) == 0);
        const QByteArray log = bytesOf(m_folder.filePath(u"log"_s));
        QVERIFY(log.size() > 100'000);
        std::mt19937 generator(43);
        std::vector<qsizetype> lengths{0, 31, log.size() - 1, log.size()};
        for (int round = 0; round < 40; ++round)
            lengths.push_back(static_cast<qsizetype>(generator() % static_cast<unsigned>(log.size())));
        std::sort(lengths.begin(), lengths.end());
        MonoTime previous{};
        for (const qsizetype length : lengths) {
            put(copy + u"-wal"_s, log.first(length));
            QFile::remove(copy + u"-shm"_s);
            const auto recording = Recording::open(copy);
            if (!recording) {
                QVERIFY2(length < log.size() / 10, toString(recording.error()).c_str());
                continue; // before its tables were on the disk
            }
            const MonoTime until = (*recording)->until();
            QVERIFY2(until >= previous, "the more of the log, the more is there");
            previous = until;
            const Found found = readAll(**recording);
            QVERIFY(!found.damage);
            // Everything up to the last commit that is whole, to the sample: 20 in each half second.
            QVERIFY(found.samples + 1 >= static_cast<std::size_t>((until - kSessionStart) / 500ms) * 20);
        }
        QVERIFY(previous == test::at(150s));
    }

    void aFullDiskStopsTheRecordingAndKeepsIt() {
        const QString place = m_folder.filePath(u"disk"_s);
        QVERIFY(QDir().mkpath(place));
        const SmallDisk disk(place, "size=200k");
        if (!disk.mounted()) QSKIP("only root may mount a small disk");
        const QString path = place + u"/full.maintscope"_s;
        auto recorder = Recorder::open(path, test::session());
        QVERIFY(recorder.ok());
        MonoTime committed{};
        Status status = success();
        for (const Batch& batch : m_batches) {
            status = (*recorder)->write(batch);
            if (status) status = (*recorder)->commit();
            if (!status) break;
            committed = batch.until;
        }
        QVERIFY2(!status.ok(), "the disk is too small for them");
        QVERIFY2(QString::fromStdString(status.error().detail).contains(u"full"_s),
                 status.error().detail.c_str());
        QVERIFY(status.error().remedy.find("space") != std::string::npos);
        QVERIFY(!(*recorder)->commit().ok());
        QVERIFY((*recorder)->close().ok());
        recorder->reset();
        const auto recording = Recording::open(path);
        QVERIFY2(recording.ok(), recording ? "" : toString(recording.error()).c_str());
        QVERIFY(committed > test::at(1s));
        QVERIFY((*recording)->until() == committed);
        QVERIFY(!(*recording)->complete());
        QVERIFY(!readAll(**recording).damage);
    }

    void aFolderThatCannotBeWrittenIsReadAllTheSame_data() {
        QTest::addColumn<bool>("withLog");
        QTest::newRow("with the log that a crash left") << true;
        QTest::newRow("the file alone, without its log") << false;
    }
    void aFolderThatCannotBeWrittenIsReadAllTheSame() {
        QFETCH(bool, withLog);
        const QString place = m_folder.filePath(u"readonly"_s);
        QVERIFY(QDir().mkpath(place));
        SmallDisk disk(place, "size=8m");
        if (!disk.mounted()) QSKIP("only root may mount a disk that cannot be written");
        const QString source = m_folder.filePath(u"crashed%1.maintscope"_s.arg(withLog));
        const auto recorder = test::record(source, m_batches, false);
        QVERIFY(recorder != nullptr);
        QVERIFY(QProcess::execute(u"cp"_s, {source, place + u"/a.maintscope"_s}) == 0);
        if (withLog)
            QVERIFY(QProcess::execute(u"cp"_s, {source + u"-wal"_s, place + u"/a.maintscope-wal"_s}) == 0);
        QVERIFY(disk.makeReadOnly());
        const auto recording = Recording::open(place + u"/a.maintscope"_s);
        if (!withLog && !recording) return; // nothing was in the file itself yet
        QVERIFY2(recording.ok(), recording ? "" : toString(recording.error()).c_str());
        QVERIFY(!readAll(**recording).damage);
        if (withLog) QCOMPARE(readAll(**recording).samples, std::size_t{7'200});
    }

    void twoInstancesWriteBesideEachOther() {
        const QString a = m_folder.filePath(u"one.maintscope"_s);
        const QString b = m_folder.filePath(u"two.maintscope"_s);
        auto first = Recorder::open(a, test::session());
        auto second = Recorder::open(b, test::session());
        QVERIFY(first.ok() && second.ok());
        QVERIFY2(!Recorder::open(a, test::session()).ok(), "one file has one writer");
        for (std::size_t i = 0; i < 20; ++i) {
            QVERIFY((*first)->write(m_batches[i]).ok() && (*first)->commit().ok());
            QVERIFY((*second)->write(m_batches[i]).ok() && (*second)->commit().ok());
        }
        QVERIFY((*first)->close().ok() && (*second)->close().ok());
        for (const QString& path : {a, b})
            QCOMPARE(readAll(**Recording::open(path)).samples, std::size_t{400});
    }

    void otherProgramsReadItWhileItIsWritten() {
        const QString sqlite = QStandardPaths::findExecutable(u"sqlite3"_s);
        if (sqlite.isEmpty()) QSKIP("sqlite3 is not installed");
        const QString path = m_folder.filePath(u"shared.maintscope"_s);
        const std::vector<Batch> some(m_batches.begin(), m_batches.begin() + 20);
        auto recorder = test::record(path, some, false);
        QVERIFY(recorder != nullptr);
        const auto ask = [&] {
            QProcess program;
            program.start(sqlite, {path, u"SELECT sum(count) FROM samples"_s});
            program.waitForFinished();
            return program.readAllStandardOutput().trimmed();
        };
        QCOMPARE(ask(), QByteArray("400"));
        // This program looks at it, too, and goes; then the other closes it as the last one but the recorder.
        QVERIFY(Recording::open(path).ok());
        QCOMPARE(ask(), QByteArray("400"));
        QVERIFY(QFile::exists(path + u"-wal"_s));
        for (std::size_t i = 20; i < 40; ++i)
            QVERIFY(recorder->write(m_batches[i]).ok() && recorder->commit().ok());
        QCOMPARE(ask(), QByteArray("800"));
        QVERIFY(recorder->close().ok());
        QCOMPARE(ask(), QByteArray("800"));
    }

    void clocksThatAreSetAndNightsThatAreSleptThroughChangeNothing() {
        const QString path = m_folder.filePath(u"clocks.maintscope"_s);
        test::Script script;
        script.steady(0s, 10s);
        Event& step = script.event(EventKind::Recording, names::kClockStep, 10s);
        step.wall -= 3'600s; // set back by an hour
        step.clockStep = -3'600s;
        Event& slept = script.event(EventKind::NotMeasured, names::kNotMeasured, 12s);
        slept.end = test::at(8h);
        script.steady(10s, 12s);
        script.steady(8h, 8h + 10s);
        auto recorder = Recorder::open(path, test::session());
        QVERIFY(recorder.ok());
        for (const Batch& batch : test::halfSeconds(script.batch(8h + 10s)))
            QVERIFY((*recorder)->write(batch).ok() && (*recorder)->commit().ok());
        QVERIFY((*recorder)->close().ok());
        const auto recording = Recording::open(path);
        QVERIFY(recording.ok());
        QVERIFY((*recording)->until() == test::at(8h + 10s));
        QVERIFY(!(*recording)->examine().damaged());
        const auto events = (*recording)->allEvents().events;
        QCOMPARE(events.size(), std::size_t{2});
        QVERIFY(events[0].clockStep == -3'600s && events[0].at == test::at(10s));
        QVERIFY(events[1].end == test::at(8h));
        QCOMPARE(readAll(**recording).samples, std::size_t{440});
    }

    void tablesThatAreNotOursAreRefused_data() {
        QTest::addColumn<QStringList>("statements");
        QTest::newRow("a view in place of a table") << QStringList{
            u"ALTER TABLE samples RENAME TO old"_s, u"CREATE VIEW samples AS SELECT * FROM old"_s};
        QTest::newRow("a column that computes")
            << QStringList{u"ALTER TABLE events ADD COLUMN x AS (abs(seq_no))"_s};
        QTest::newRow("an index over an expression")
            << QStringList{u"CREATE INDEX i ON events (abs(seq_no))"_s};
        QTest::newRow("a trigger") << QStringList{
            u"CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM events; END"_s};
        QTest::newRow("a table that is missing") << QStringList{u"DROP TABLE samples"_s};
    }
    void tablesThatAreNotOursAreRefused() {
        QFETCH(QStringList, statements);
        const QString path = m_folder.filePath(u"foreign%1.maintscope"_s.arg(++m_files));
        QVERIFY(QFile::copy(m_whole, path));
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"edit"_s);
            db.setDatabaseName(path);
            QVERIFY(db.open());
            for (const QString& statement : statements)
                QVERIFY2(QSqlQuery(db).exec(statement), qPrintable(statement));
            db.close();
        }
        QSqlDatabase::removeDatabase(u"edit"_s);
        const auto recording = Recording::open(path);
        QVERIFY(!recording.ok());
        QVERIFY(!recording.error().detail.empty());
    }

    void valuesThatNobodyRecordsDoNoHarm() {
        const QString path = m_folder.filePath(u"values.maintscope"_s);
        QVERIFY(QFile::copy(m_whole, path));
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"edit"_s);
            db.setDatabaseName(path);
            QVERIFY(db.open());
            for (const QString& statement :
                 {u"UPDATE events SET mono_ns=9223372036854775807 WHERE seq_no=1"_s,
                  u"UPDATE events SET end_mono_ns=-9223372036854775808, kind='window' WHERE seq_no=2"_s,
                  u"UPDATE events SET text=zeroblob(50000000) WHERE seq_no=3"_s,
                  u"UPDATE events SET kind='nonsense' WHERE seq_no=4"_s,
                  u"UPDATE targets SET rate_per_second=1e308, timeout_ns=9223372036854775807"_s,
                  u"UPDATE samples SET data=zeroblob(90000000) WHERE id=5"_s,
                  u"UPDATE samples SET data='text' WHERE id=6"_s,
                  u"UPDATE rollups SET data=randomblob(300) WHERE id=2"_s,
                  u"UPDATE meta SET value=9223372036854775807 WHERE name='until_ns'"_s})
                QVERIFY2(QSqlQuery(db).exec(statement), qPrintable(statement));
            db.close();
        }
        QSqlDatabase::removeDatabase(u"edit"_s);
        const auto recording = Recording::open(path);
        QVERIFY(recording.ok());
        const Found found = readAll(**recording);
        QVERIFY(found.damage.has_value());
        QCOMPARE(found.events, std::size_t{178});
        QCOMPARE(found.samples, std::size_t{7'200 - 40});
        QCOMPARE((*recording)->examine().lostBlocks, std::uint64_t{2});
        QCOMPARE((*recording)->rollups(0, 100).rows.size(), std::size_t{1});
    }

private:
    QTemporaryDir m_folder{test::fastFolder()};
    QString m_whole;
    std::vector<Batch> m_batches;
    int m_files = 0;
};

MAINTSCOPE_TEST(TestRecordingDamage, QCoreApplication)
#include "tst_recording_damage.moc"
