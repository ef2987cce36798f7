// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/live_samples.h"
#include "tests/model/recorded.h"
#include "tests/support/test_case.h"

#include <QTemporaryDir>
#include <QTest>

#include <vector>

using namespace maintscope;
using namespace std::chrono_literals;

class LiveSamplesTest : public QObject {
    Q_OBJECT

    static constexpr std::size_t kLittle = 20'000; ///< bytes: a few minutes of what is written here
    static constexpr int kSeconds = 900;

    /// One connection, twenty a second; those of one second are answered late, after everything else.
    static std::vector<Sample> session() {
        std::vector<Sample> samples;
        std::vector<Sample> late;
        for (MonoTime at = kSessionStart; at < kSessionStart + std::chrono::seconds(kSeconds); at += 50ms) {
            Sample sample;
            sample.intended = sample.sent = at;
            sample.done = at + 600us;
            sample.target = TargetId{1};
            sample.connection = ConnectionId{1};
            const bool slow = at >= kSessionStart + 100s && at < kSessionStart + 101s;
            (slow ? late : samples).push_back(sample);
        }
        samples.insert(samples.end(), late.begin(), late.end());
        return samples;
    }

    static std::vector<MonoTime> times(const model::LiveSamples& live, const model::TimeRange& range) {
        std::vector<MonoTime> seen;
        const Status read = live.samples(range, [&](const Sample& sample) {
            seen.push_back(sample.intended);
            return true;
        });
        if (!read) return {};
        std::sort(seen.begin(), seen.end());
        return seen;
    }

    static std::vector<MonoTime> expected(MonoTime from, MonoTime to) {
        std::vector<MonoTime> all;
        for (MonoTime at = from; at < to; at += 50ms)
            all.push_back(at);
        return all;
    }

private Q_SLOTS:
    void eachSampleIsToldOnceWhereverItIsKept_data() {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::newRow("all") << 0 << kSeconds;
        QTest::newRow("only what is in memory") << kSeconds - 5 << kSeconds;
        QTest::newRow("only what is written") << 10 << 40;
        QTest::newRow("what was answered after the rest") << 95 << 105;
        QTest::newRow("across the parting") << 300 << kSeconds;
    }
    void eachSampleIsToldOnceWhereverItIsKept() {
        QFETCH(int, from);
        QFETCH(int, to);
        const QTemporaryDir folder(test::fastFolder());
        const QString path = folder.filePath(QStringLiteral("live.maintscope"));
        const std::vector<Sample> samples = session();
        Batch batch;
        batch.samples = samples;
        batch.until = kSessionStart + std::chrono::seconds(kSeconds);
        const auto recorder = test::record(path, {batch}, false); // it goes on recording
        QVERIFY(recorder);
        model::LiveSamples live(kLittle);
        live.setRecording(path);
        for (const Sample& sample : samples)
            live.add(sample);
        const MonoTime begin = kSessionStart + std::chrono::seconds(from);
        const MonoTime end = kSessionStart + std::chrono::seconds(to);
        QCOMPARE(times(live, {begin, end}), expected(begin, end));
        QVERIFY(!live.forgottenUntil());
        live.closeRecording();
        QVERIFY(recorder->close());
        QCOMPARE(times(live, {begin, end}), expected(begin, end));
    }

    void aReaderMayStopEarly() {
        const QTemporaryDir folder(test::fastFolder());
        const QString path = folder.filePath(QStringLiteral("live.maintscope"));
        Batch batch;
        batch.samples = session();
        batch.until = kSessionStart + std::chrono::seconds(kSeconds);
        const auto recorder = test::record(path, {batch}, false);
        QVERIFY(recorder);
        model::LiveSamples live(kLittle);
        live.setRecording(path);
        for (const Sample& sample : batch.samples)
            live.add(sample);
        int seen = 0;
        QVERIFY(live.samples({}, [&](const Sample&) { return ++seen < 3; }));
        QCOMPARE(seen, 3);
    }

    void withoutARecordingItSaysWhatIsForgotten() {
        model::LiveSamples live(kLittle);
        for (const Sample& sample : session())
            live.add(sample);
        QVERIFY(live.forgottenUntil());
        const MonoTime from = *live.forgottenUntil() + Duration(1);
        const MonoTime end = kSessionStart + std::chrono::seconds(kSeconds);
        const auto seen = times(live, {from, end});
        QVERIFY(!seen.empty());
        QCOMPARE(seen, expected(seen.front(), end));
    }

    void aRecordingThatIsGoneIsAnError() {
        model::LiveSamples live(kLittle);
        live.setRecording(QStringLiteral("/no/such/file.maintscope"));
        for (const Sample& sample : session())
            live.add(sample);
        QVERIFY(!live.samples({}, [](const Sample&) { return true; }));
    }
};

MAINTSCOPE_TEST(LiveSamplesTest, QCoreApplication)
#include "tst_live_samples.moc"
