// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/catalogue/recordings_catalogue.h"

#include "model/recording/recording.h"
#include "tests/model/recorded.h"
#include "tests/support/test_case.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;

RecordingEntry scratch(Duration age, std::uint64_t bytes) {
    RecordingEntry entry;
    entry.written = test::kStart - age;
    entry.bytes = bytes;
    return entry;
}

} // namespace

class TestRecordingsCatalogue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsOldGoes() {
        const std::vector<RecordingEntry> entries{scratch(6 * 24h, 1), scratch(8 * 24h, 1), scratch(0h, 1)};
        QCOMPARE(planPrune(entries, test::kStart), std::vector<std::size_t>{1});
    }

    void theOldestGoUntilTheRestFits() {
        const std::vector<RecordingEntry> entries{scratch(3h, 900 * kMegabyte), scratch(1h, 900 * kMegabyte),
                                                  scratch(2h, 900 * kMegabyte), scratch(4h, 1 * kMegabyte)};
        QCOMPARE(planPrune(entries, test::kStart), (std::vector<std::size_t>{0, 3}));
    }

    void keptOnesThoseBeingWrittenAndThoseThatCannotBeReadStay() {
        std::vector<RecordingEntry> entries(3, scratch(100 * 24h, 3'000 * kMegabyte));
        entries[0].kept = true;
        entries[1].ending = Recovery::Ending::BeingWritten;
        entries[2].problem = Error{"damaged", {}, {}, {}};
        QVERIFY(planPrune(entries, test::kStart).empty());
    }

    void theFolderIsListedNewestFirst() {
        QTemporaryDir folder;
        write(folder, u"a"_s, test::kStart);
        write(folder, u"b"_s, test::kStart + 1h);
        QFile stranger(folder.filePath(u"stranger.maintscope"_s));
        QVERIFY(stranger.open(QIODevice::WriteOnly));
        stranger.write("no recording");
        stranger.close();
        QFile other(folder.filePath(u"notes.txt"_s));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.close();
        const auto entries = listRecordings(folder.path());
        QCOMPARE(entries.size(), std::size_t{3});
        QCOMPARE(entries[0].name, u"b"_s);
        QCOMPARE(entries[1].name, u"a"_s);
        QCOMPARE(entries[0].targets, QStringList{u"orders-prod"_s});
        QVERIFY(entries[0].length == 20s);
        QVERIFY(entries[0].bytes > 10'000);
        QCOMPARE(QString::fromLatin1(stateWord(entries[0])), u"closed"_s);
        QVERIFY(entries[2].problem.has_value());
        QCOMPARE(QString::fromLatin1(stateWord(entries[2])), u"unreadable"_s);
        QVERIFY(listRecordings(folder.filePath(u"nowhere"_s)).empty());
    }

    void aKeptRecordingHasItsNameAndIsNotPruned() {
        QTemporaryDir folder;
        const QString kept = write(folder, u"a"_s, test::kStart);
        write(folder, u"b"_s, test::kStart);
        QVERIFY(keepRecording(kept, u"  upgrade of May; DROP TABLE meta  "_s).ok());
        QCOMPARE(describeRecording(kept).name, u"upgrade of May; DROP TABLE meta"_s);
        const auto result =
            pruneRecordings(folder.path(), WallTime(std::chrono::system_clock::now()) + 8 * 24h);
        QCOMPARE(result.removed.size(), std::size_t{1});
        QVERIFY(result.freedBytes > 0 && result.errors.empty());
        QVERIFY(QFile::exists(kept));
        QCOMPARE(listRecordings(folder.path()).size(), std::size_t{1});
        QVERIFY(keepRecording(kept, {}).ok());
        QVERIFY(!describeRecording(kept).kept);
        QCOMPARE(describeRecording(kept).name, u"a"_s);
    }

    void aRecordingCanBeKeptWhileItIsWrittenAndIsNotRemoved() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"a.maintscope"_s);
        const auto batches = test::halfSeconds(test::moveScript().batch(20s));
        const auto recorder = test::record(path, batches, false);
        QVERIFY(recorder != nullptr);
        QVERIFY(describeRecording(path).ending == Recovery::Ending::BeingWritten);
        QVERIFY(keepRecording(path, u"tonight"_s).ok());
        QVERIFY(!removeRecording(path).ok());
        QVERIFY(recorder->close().ok());
        QCOMPARE(describeRecording(path).name, u"tonight"_s);
        QVERIFY(describeRecording(path).ending == Recovery::Ending::Closed);
        QVERIFY(removeRecording(path).ok());
        QVERIFY(!QFile::exists(path));
    }

    void keepingBringsAFileOfTheFirstVersionToThePresentOne() {
        QTemporaryDir folder;
        const QString path = write(folder, u"a"_s, test::kStart);
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"edit"_s);
            db.setDatabaseName(path);
            QVERIFY(db.open());
            QSqlQuery query(db);
            QVERIFY(query.exec(u"DROP TABLE rollups"_s) && query.exec(u"PRAGMA user_version=1"_s) &&
                    query.exec(u"DELETE FROM meta WHERE name IN ('part', 'writer')"_s));
            db.close();
        }
        QSqlDatabase::removeDatabase(u"edit"_s);
        const auto before = Recording::open(path);
        QVERIFY(before.ok());
        const std::size_t events = (*before)->allEvents().events.size();
        QVERIFY(keepRecording(path, u"old but good"_s).ok());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(int(file.read(64).at(63)), 2); // user_version
        file.close();
        const auto after = Recording::open(path);
        QVERIFY2(after.ok(), after ? "" : toString(after.error()).c_str());
        QCOMPARE((*after)->allEvents().events.size(), events);
        QCOMPARE((*after)->keptName(), std::string("old but good"));
    }

    void aStrangersFileIsNotChanged() {
        QTemporaryDir folder;
        QFile stranger(folder.filePath(u"s.maintscope"_s));
        QVERIFY(stranger.open(QIODevice::WriteOnly));
        stranger.write("no recording");
        stranger.close();
        QVERIFY(!keepRecording(stranger.fileName(), u"mine"_s).ok());
        QVERIFY(stranger.open(QIODevice::ReadOnly));
        QCOMPARE(stranger.readAll(), QByteArray("no recording"));
    }

private:
    static QString write(const QTemporaryDir& folder, const QString& name, WallTime started) {
        const QString path = folder.filePath(name + u".maintscope"_s);
        SessionInfo session = test::session();
        session.startedWall = started;
        auto recorder = Recorder::open(path, session);
        if (!recorder || !(*recorder)->write(test::moveScript().batch(20s)) || !(*recorder)->close())
            qFatal("no recording");
        return path;
    }
};

MAINTSCOPE_TEST(TestRecordingsCatalogue, QCoreApplication)
#include "tst_recordings_catalogue.moc"
