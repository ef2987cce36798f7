// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/recorder_thread.h"
#include "client/types/event_names.h"
#include "model/recording/recording.h"
#include "tests/support/test_case.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::app;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TstRecorderThread : public QObject {
    Q_OBJECT

    static model::SessionInfo session() {
        model::SessionInfo info = model::newSession(WallTime(1'700'000'000s));
        TargetSettings settings;
        settings.endpoint = {"127.0.0.1", 6379};
        info.targets.push_back(model::targetInfo(settings));
        return info;
    }
    static BatchPtr batch(std::uint64_t key) {
        auto made = std::make_shared<Batch>();
        Event event;
        event.key = EventKey{key};
        event.seqNo = key;
        event.kind = EventKind::Note;
        event.target = TargetId{1};
        event.text = "note";
        made->events.push_back(event);
        made->until = MonoTime(std::chrono::seconds(key));
        return made;
    }
    static std::size_t eventsIn(const QString& path) {
        const auto recording = model::Recording::open(path);
        return recording ? (*recording)->allEvents().events.size() : 0;
    }

private Q_SLOTS:
    void whatWasPostedIsInTheFileAfterTheEnd() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"a.maintscope"_s);
        io::RecorderMailbox box;
        RecorderThread recorder(box);
        QVERIFY(recorder.start(path, session()));
        for (std::uint64_t key = 1; key <= 100; ++key)
            box.post(batch(key));
        box.close();
        QVERIFY(recorder.finish());
        QCOMPARE(eventsIn(path), std::size_t{100});
    }

    void itEndsThoughNobodyClosesTheMailbox() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"a.maintscope"_s);
        io::RecorderMailbox box;
        {
            RecorderThread recorder(box);
            QVERIFY(recorder.start(path, session()));
            box.post(batch(1));
        }
        QVERIFY(box.closed());
        QCOMPARE(eventsIn(path), std::size_t{1});
    }

    void aFlushMakesItReadableWhileRecordingGoesOn() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"a.maintscope"_s);
        io::RecorderMailbox box;
        RecorderThread recorder(box);
        QVERIFY(recorder.start(path, session()));
        box.post(batch(1));
        QVERIFY(recorder.flush());
        QCOMPARE(eventsIn(path), std::size_t{1});
        box.post(batch(2));
        QVERIFY(recorder.flush());
        QCOMPARE(eventsIn(path), std::size_t{2});
        box.close();
        QVERIFY(recorder.finish());
        QVERIFY(recorder.flush());
    }

    void commitsByItself() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"a.maintscope"_s);
        io::RecorderMailbox box;
        RecorderThread recorder(box);
        QVERIFY(recorder.start(path, session()));
        box.post(batch(1));
        QTRY_COMPARE_WITH_TIMEOUT(eventsIn(path), std::size_t{1}, 5'000);
        QVERIFY(recorder.bytesOnDisk() > 0);
        box.close();
    }

    void aRecordingThatIsRotatedGoesOnInNewFiles() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"a.maintscope"_s);
        io::RecorderMailbox box;
        RecorderThread recorder(box);
        QVERIFY(recorder.start(path, session(), Rotation{.length = 10s, .bytes = {}}));
        const auto event = [](std::uint64_t key, EventKind kind, std::string_view name, Duration at) {
            auto made = std::make_shared<Batch>(*batch(key));
            made->events.front().kind = kind;
            made->events.front().name = name;
            made->events.front().at = MonoTime(at);
            made->until = MonoTime(at);
            return made;
        };
        box.post(event(1, EventKind::Recording, names::kTargetStarted, 1s));
        box.post(event(2, EventKind::Window, "MIGRATING", 5s)); // still open when the file changes
        box.post(event(3, EventKind::Note, "note", 11s));
        QTRY_COMPARE_WITH_TIMEOUT(recorder.paths().size(), 2, 5'000);
        box.post(event(4, EventKind::Note, "note", 15s));
        box.close();
        QVERIFY(recorder.finish());
        QCOMPARE(recorder.paths(), (QStringList{path, folder.filePath(u"a.part2.maintscope"_s)}));
        QCOMPARE(eventsIn(path), std::size_t{3});
        const auto second = model::Recording::open(recorder.paths().last());
        QVERIFY(second.ok());
        QCOMPARE((*second)->part(), 2);
        QVERIFY((*second)->complete());
        const auto events = (*second)->allEvents().events;
        QCOMPARE(events.size(), std::size_t{3});
        QCOMPARE(events[0].name, std::string(names::kTargetStarted));
        QVERIFY2(events[0].at == MonoTime(11s), "the durations of a file are its own");
        QCOMPARE(events[1].name, std::string("MIGRATING"));
        QVERIFY(events[1].at == MonoTime(5s));
    }

    void aFileThatIsTakenAwayIsSavedBesideIt_data() {
        QTest::addColumn<QString>("how");
        for (const char* how : {"deleted", "renamed", "replaced"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void aFileThatIsTakenAwayIsSavedBesideIt() {
        QFETCH(const QString, how);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"a.maintscope"_s);
        const QString saved = folder.filePath(u"a-saved.maintscope"_s);
        io::RecorderMailbox box;
        RecorderThread recorder(box);
        QStringList moves;
        QObject::connect(&recorder, &RecorderThread::moved, &recorder,
                         [&](const QString& from, const QString& to) { moves << from << to; });
        QVERIFY(recorder.start(path, session()));
        for (std::uint64_t key = 1; key <= 10; ++key)
            box.post(batch(key));
        QVERIFY(recorder.flush());
        if (how == u"deleted"_s)
            QVERIFY(QFile::remove(path));
        else
            QVERIFY(QFile::rename(path, folder.filePath(u"elsewhere"_s)));
        if (how == u"replaced"_s) {
            QFile other(path);
            QVERIFY(other.open(QIODevice::WriteOnly));
            other.write("somebody else's");
        }
        std::uint64_t key = 10;
        QTRY_VERIFY_WITH_TIMEOUT((box.post(batch(++key)), !moves.isEmpty()), 5'000);
        QCOMPARE(moves, (QStringList{path, saved}));
        box.post(batch(++key));
        box.close();
        QVERIFY(recorder.finish());
        QCOMPARE(recorder.paths(), QStringList{saved});
        QCOMPARE(eventsIn(saved), static_cast<std::size_t>(key));
        QVERIFY(QFile::permissions(saved) == QFile::permissions(saved).setFlag(QFile::ReadGroup, false));
        const auto recording = model::Recording::open(saved);
        QVERIFY(recording);
        if (how != u"replaced"_s) {
            QVERIFY(!QFile::exists(path + u"-wal"_s));
            return;
        }
        QFile other(path);
        QVERIFY(other.open(QIODevice::ReadOnly));
        QCOMPARE(other.readAll(), QByteArray("somebody else's"));
    }

    void aFileThatExistsIsRefusedAndStays() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"a.maintscope"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("precious");
        file.close();
        io::RecorderMailbox box;
        RecorderThread recorder(box);
        const Status started = recorder.start(path, session());
        QVERIFY(!started);
        QVERIFY(toString(started.error()).find(path.toStdString()) != std::string::npos);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("precious"));
    }

    void aFolderThatCannotBeMadeIsTold() {
        io::RecorderMailbox box;
        RecorderThread recorder(box);
        QVERIFY(!recorder.start(u"/dev/null/folder/a.maintscope"_s, session()));
    }
};

MAINTSCOPE_TEST(TstRecorderThread, QCoreApplication)
#include "tst_recorder_thread.moc"
