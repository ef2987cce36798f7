// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recording_loader.h"

#include "model/recording/replay.h"
#include "model/session/session_stores.h"
#include "tests/model/recorded.h"
#include "tests/support/test_case.h"

#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

/// The move at its beginning, then quiet minutes: more than one row of metrics.
Batch longSession() {
    test::Script script = test::moveScript();
    script.events().pop_back(); // it does not stop after 20 s
    for (int c = 1; c <= 2; ++c)
        script.steady(20s + c * 20ms, 200s, c);
    script.sample(Outcome::Timeout, 195s, 1s, 1);
    Event& handoff = script.event(EventKind::Handoff, "MOVING", 100s, 1, Severity::Notice);
    handoff.peerOld = "a:1";
    handoff.peerNew = "b:2";
    handoff.result = ResultWord::Ok;
    handoff.phases = {0ns, 5ms, 80ms, 90ms, 2s, 3s};
    handoff.end = test::at(103s);
    Batch batch = script.batch(200s);
    std::sort(batch.events.begin(), batch.events.end(),
              [](const Event& a, const Event& b) { return a.seqNo < b.seqNo; });
    return batch;
}

std::string keyWords(const Event& event) {
    return std::to_string(event.key.value) + event.name + std::to_string(event.end.has_value()) +
           std::string(toString(event.result)) + std::string(toString(event.pairState)) + event.text;
}

/// What a view could see of the stores.
QStringList pictureOf(const SessionStores& stores, MonoTime now) {
    QStringList picture;
    for (const Event& event : stores.events().events())
        picture += QString::fromStdString(keyWords(event));
    picture.sort(); // spans that end are told in another order
    for (const ProbeRole role : {ProbeRole::Protected, ProbeRole::Control}) {
        for (const Column& c : stores.metrics().columns(TargetId{1}, role, kSessionStart, now, 90))
            picture += u"%1 %2 %3 %4 %5"_s.arg(c.from.time_since_epoch().count())
                           .arg(c.p50.count())
                           .arg(c.p99.count())
                           .arg(c.max.count())
                           .arg(c.counts.sent());
        for (const Gap& gap : stores.target(TargetId{1})->gaps(role, now).listed)
            picture += u"gap %1 %2 %3"_s.arg(gap.from.time_since_epoch().count())
                           .arg(gap.duration().count())
                           .arg(gap.covered);
    }
    picture += stores.target(TargetId{1})->status(now).word;
    picture += QString::number(stores.target(TargetId{1})->timeline().bands().size());
    return picture;
}

void load(const Recording& recording, SessionStores& stores, std::optional<MonoTime> until = {}) {
    RecordingLoader loader(recording, until);
    double progress = 0;
    while (const auto chunk = loader.next()) {
        stores.apply(*chunk);
        QVERIFY(chunk->progress <= 1);
        progress = std::max(progress, chunk->progress);
    }
    QCOMPARE(progress, 1.0);
}

} // namespace

class TestRecordingLoader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        m_path = m_folder.filePath(u"long.maintscope"_s);
        m_batches = test::halfSeconds(longSession());
        QVERIFY(test::record(m_path, m_batches) != nullptr);
        auto recording = Recording::open(m_path);
        QVERIFY2(recording.ok(), recording ? "" : toString(recording.error()).c_str());
        m_recording = std::move(*recording);
    }
    void cleanupTestCase() { m_recording.reset(); }

    void whatIsLoadedEqualsWhatWasSeenLive() {
        SessionStores live(test::session());
        for (const Batch& batch : m_batches)
            live.apply(batch);
        SessionStores loaded(test::session());
        load(*m_recording, loaded);
        QCOMPARE(pictureOf(loaded, test::at(200s)), pictureOf(live, test::at(200s)));
        QVERIFY(loaded.until() == test::at(200s));
    }

    void thePictureStandsBeforeTheSamplesAreRead() {
        QVERIFY(m_recording->rollups(0, 100).rows.size() >= 3);
        SessionStores stores(test::session());
        RecordingLoader loader(*m_recording);
        while (const auto chunk = loader.next()) {
            QVERIFY2(chunk->uncounted.empty(), "metrics come from the rows of a recording that was closed");
            stores.apply(*chunk);
            if (chunk->pictureComplete) break;
        }
        OutcomeCounts counts =
            stores.metrics().counts(TargetId{1}, ProbeRole::Protected, kSessionStart, test::at(200s));
        QCOMPARE(counts.timeouts, std::uint64_t{1});
        QVERIFY(counts.ok > 7'900);
    }

    void samplesOfARangeAreThoseOfTheWholeInThatRange_data() {
        QTest::addColumn<int>("fromMs");
        QTest::addColumn<int>("toMs");
        QTest::newRow("one second") << 50'000 << 51'000;
        QTest::newRow("where a probe ended a second later") << 195'000 << 195'010;
        QTest::newRow("across the first block") << -1'000 << 700;
        QTest::newRow("up to the end") << 199'000 << 300'000;
        QTest::newRow("before everything") << -9'000 << -8'000;
        QTest::newRow("after everything") << 900'000 << 901'000;
        QTest::newRow("all") << -1'000 << 300'000;
    }
    void samplesOfARangeAreThoseOfTheWholeInThatRange() {
        QFETCH(int, fromMs);
        QFETCH(int, toMs);
        const TimeRange range{test::at(std::chrono::milliseconds(fromMs)),
                              test::at(std::chrono::milliseconds(toMs))};
        const auto listOf = [](const Recording& recording, const TimeRange& wanted) {
            std::vector<Sample> list;
            const auto status = recording.samples(wanted, [&list](const Sample& sample) {
                list.push_back(sample);
                return true;
            });
            return status ? list : std::vector<Sample>();
        };
        std::vector<MonoTime> expected;
        for (const Sample& sample : listOf(*m_recording, {}))
            if (sample.intended >= range.from && sample.intended < range.to) expected.push_back(sample.done);
        // Before its blocks have been read, after that, and half-way.
        for (const int blocks : {0, 7, 1'000'000}) {
            auto recording = Recording::open(m_path);
            QVERIFY(recording.ok());
            std::int64_t last = 0;
            for (int read = 0; read < blocks; ++read) {
                const auto rows = (*recording)->blocks(last, 1);
                if (rows.rows.empty()) break;
                last = rows.rows.back().id;
            }
            std::vector<MonoTime> found;
            for (const Sample& sample : listOf(**recording, range))
                found.push_back(sample.done);
            QVERIFY(found == expected);
        }
    }

    void aRecordingThatIsBeingWrittenIsLoadedToItsLastCommit() {
        const QString path = m_folder.filePath(u"growing.maintscope"_s);
        std::vector<Batch> some(m_batches.begin(), m_batches.begin() + 170);
        const auto recorder = test::record(path, some, false);
        QVERIFY(recorder != nullptr);
        SessionStores live(test::session());
        for (const Batch& batch : some)
            live.apply(batch);
        const auto recording = Recording::open(path);
        QVERIFY(recording.ok());
        QVERIFY((*recording)->ending() == Recovery::Ending::BeingWritten);
        SessionStores loaded(test::session());
        load(**recording, loaded);
        QCOMPARE(pictureOf(loaded, test::at(85s)), pictureOf(live, test::at(85s)));
    }

    void aRecordingOfTheFirstVersionIsLoadedFromItsSamples() {
        const QString path = m_folder.filePath(u"first.maintscope"_s);
        QVERIFY(QFile::copy(m_path, path));
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"edit"_s);
            db.setDatabaseName(path);
            QVERIFY(db.open());
            QSqlQuery query(db);
            QVERIFY(query.exec(u"DROP TABLE rollups"_s));
            QVERIFY(query.exec(u"PRAGMA user_version=1"_s));
            db.close();
        }
        QSqlDatabase::removeDatabase(u"edit"_s);
        const auto recording = Recording::open(path);
        QVERIFY2(recording.ok(), recording ? "" : toString(recording.error()).c_str());
        SessionStores first(test::session());
        load(**recording, first);
        SessionStores second(test::session());
        load(*m_recording, second);
        QCOMPARE(pictureOf(first, test::at(200s)), pictureOf(second, test::at(200s)));
    }

    void aReplayKnowsNothingOfWhatComes_data() {
        QTest::addColumn<int>("ms");
        QTest::newRow("before the announcement") << 9'900;
        QTest::newRow("while the handoff runs") << 10'030;
        QTest::newRow("after the switch, before the old one closes") << 10'300;
        QTest::newRow("in the second handoff") << 100'085;
        QTest::newRow("behind a row of metrics") << 130'000;
        QTest::newRow("at the end") << 200'000;
    }
    void aReplayKnowsNothingOfWhatComes() {
        QFETCH(int, ms);
        const MonoTime to = test::at(std::chrono::milliseconds(ms));
        // Played from the beginning, and sought from elsewhere: the same is seen.
        Replay played(*m_recording);
        SessionStores whilePlaying(test::session());
        played.play();
        played.setSpeed(64);
        while (played.position() < to) {
            const Duration left = to - played.position();
            const auto step = played.step(std::min<Duration>(left / 64 + 1ns, 33ms));
            if (const auto* batch = std::get_if<Batch>(&step.content)) {
                for (const Sample& sample : batch->samples)
                    QVERIFY(sample.done <= played.position());
                for (const Event& event : batch->events)
                    QVERIFY(event.at <= played.position() && (!event.end || *event.end <= played.position()));
                whilePlaying.apply(*batch);
            }
        }
        Replay sought(*m_recording);
        SessionStores afterSeek(test::session());
        sought.seek(test::at(150s));
        run(sought, afterSeek);
        sought.seek(played.position());
        run(sought, afterSeek);
        QVERIFY(sought.position() == played.position());
        QCOMPARE(pictureOf(afterSeek, to), pictureOf(whilePlaying, to));
    }

    void aReplayGoesOnAfterASeek() {
        Replay replay(*m_recording);
        SessionStores stores(test::session());
        replay.seek(test::at(99s));
        run(replay, stores);
        replay.play();
        while (replay.playing()) {
            const auto step = replay.step(1s);
            if (const auto* batch = std::get_if<Batch>(&step.content)) stores.apply(*batch);
        }
        SessionStores all(test::session());
        load(*m_recording, all);
        QCOMPARE(pictureOf(stores, test::at(200s)), pictureOf(all, test::at(200s)));
    }

    void speedAndPauseAreKept() {
        Replay replay(*m_recording);
        QVERIFY(!replay.playing());
        QVERIFY(std::holds_alternative<std::monostate>(replay.step(1s).content));
        replay.play();
        (void)replay.step(1s);
        QVERIFY(replay.position() == test::at(1s));
        replay.setSpeed(0.25);
        (void)replay.step(1s);
        QVERIFY(replay.position() == test::at(1'250ms));
        replay.setSpeed(1'000);
        QCOMPARE(replay.speed(), 64.0);
        (void)replay.step(1s);
        QVERIFY(replay.position() == test::at(65'250ms));
        replay.pause();
        (void)replay.step(1s);
        QVERIFY(replay.position() == test::at(65'250ms));
        replay.play();
        (void)replay.step(1h);
        QVERIFY(replay.atEnd());
        QVERIFY(!replay.playing());
        replay.seek(MonoTime::min());
        QVERIFY(replay.position() == kSessionStart);
    }

    void viewsMayKeepWhatTheyPointToWhenAReplayStartsOver() {
        SessionStores stores(test::session());
        load(*m_recording, stores);
        const TargetStores* target = stores.target(TargetId{1});
        const Timeline* timeline = &target->timeline();
        QSignalSpy cleared(&stores.events(), &EventStore::cleared);
        stores.clear();
        QCOMPARE(cleared.size(), 1);
        QVERIFY(stores.target(TargetId{1}) == target && &target->timeline() == timeline);
        QVERIFY(timeline->bands().empty());
        QVERIFY(stores.metrics()
                    .columns(TargetId{1}, ProbeRole::Protected, kSessionStart, test::at(200s), 9)
                    .empty());
        load(*m_recording, stores);
        QVERIFY(!timeline->bands().empty());
    }

private:
    static void run(Replay& replay, SessionStores& stores) {
        while (replay.seeking()) {
            const auto step = replay.step(0ns);
            if (step.clear) stores.clear();
            if (const auto* chunk = std::get_if<StoredChunk>(&step.content)) stores.apply(*chunk);
        }
    }

    QTemporaryDir m_folder{test::fastFolder()};
    QString m_path;
    std::vector<Batch> m_batches;
    std::unique_ptr<Recording> m_recording;
};

MAINTSCOPE_TEST(TestRecordingLoader, QCoreApplication)
#include "tst_recording_loader.moc"
