// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/probe_columns.h"

#include "model/metrics/sample_log.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <map>
#include <random>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

namespace {

constexpr TargetId kTarget{1};
const MetricKey kProtected{kTarget, ProbeRole::Protected, {}};

/// A session whose samples are in a log, as those of a live one.
struct Session {
    explicit Session(std::size_t room = SampleLog::kDefaultLimit)
        : log(room) {}
    void add(const Sample& sample) {
        store.add(sample);
        log.add(sample);
        samples.push_back(sample);
    }
    [[nodiscard]] ProbeColumns fine() const {
        return ProbeColumns(
            store,
            [this](const TimeRange& range, const SampleVisitor& visit) { return log.samples(range, visit); },
            [this] { return log.forgottenUntil(); });
    }
    MetricStore store;
    SampleLog log;
    std::vector<Sample> samples;
};

Session minuteOfProbes() {
    Session session;
    std::mt19937 random(3);
    test::Script script;
    for (Duration t = 0s; t < 60s; t += 12'500us)
        script.sample(random() % 50 == 0 ? Outcome::Timeout : Outcome::Ok, t,
                      std::chrono::microseconds(300 + random() % 4'000), 1 + static_cast<int>(random() % 4));
    script.sample(Outcome::ReplyAfterTimeout, 30s, 2s);
    script.sample(Outcome::Ok, 30s, 2ms, 5, ProbeRole::Control);
    for (const Sample& sample : script.samples())
        session.add(sample);
    return session;
}

/// Every column says what its probes say, and no probe of the range is missing.
void compare(const FineRange& range, const Session& session, const MetricKey& key, MonoTime from,
             MonoTime to) {
    OutcomeCounts shown;
    MonoTime previous = MonoTime::min();
    for (const Column& column : range.columns) {
        QVERIFY(column.to - column.from == range.length && column.from >= previous);
        QVERIFY((column.from - kSessionStart) % range.length == 0ns);
        previous = column.to;
        MetricCell expected;
        for (const Sample& sample : session.samples)
            if (sample.role == key.role &&
                (key.connection.value == 0 || sample.connection == key.connection) &&
                sample.intended >= column.from && sample.intended < column.to)
                expected.add(sample);
        QVERIFY(column.counts == expected.counts);
        QCOMPARE(column.hasLatency, !expected.latency.empty());
        QVERIFY(column.p50 == expected.latency.percentile(50));
        QVERIFY(column.p99 == expected.latency.percentile(99));
        QVERIFY(column.max == expected.latency.max());
        shown.add(column.counts);
    }
    OutcomeCounts all;
    for (const Sample& sample : session.samples)
        if (sample.role == key.role && (key.connection.value == 0 || sample.connection == key.connection) &&
            sample.intended >= from && sample.intended < to)
            all.add(sample.outcome);
    QVERIFY(shown.sent() >= all.sent());
    QVERIFY(range.columns.empty() || shown.sent() - all.sent() <= range.columns.front().counts.sent() +
                                                                      range.columns.back().counts.sent());
}

} // namespace

class TestProbeColumns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void columnsAreRoundAndFit_data() {
        QTest::addColumn<qint64>("spanNs");
        QTest::addColumn<int>("width");
        QTest::addColumn<qint64>("lengthNs");
        QTest::newRow("a second on a thousand pixels") << qint64{1'000'000'000} << 1'000 << qint64{1'000'000};
        QTest::newRow("a second on a few less") << qint64{1'000'000'000} << 999 << qint64{2'000'000};
        QTest::newRow("ten milliseconds") << qint64{10'000'000} << 1'084 << qint64{10'000};
        QTest::newRow("half a minute") << qint64{30'000'000'000} << 1'084 << qint64{50'000'000};
        QTest::newRow("nothing is narrower than a microsecond") << qint64{1'000} << 1'084 << qint64{1'000};
    }
    void columnsAreRoundAndFit() {
        QFETCH(qint64, spanNs);
        QFETCH(int, width);
        QFETCH(qint64, lengthNs);
        QVERIFY(ProbeColumns::lengthFor(Duration(spanNs), width) == Duration(lengthNs));
    }

    void everyColumnEqualsItsProbes_data() {
        QTest::addColumn<int>("fromMs");
        QTest::addColumn<int>("spanMs");
        QTest::addColumn<int>("width");
        QTest::newRow("a second") << 20'000 << 1'000 << 1'084;
        QTest::newRow("a second at an odd begin") << 20'123 << 1'000 << 777;
        QTest::newRow("the closest zoom") << 29'995 << 10 << 1'084;
        QTest::newRow("half a minute") << 100 << 30'000 << 1'084;
        QTest::newRow("over the end of the session") << 59'000 << 5'000 << 640;
    }
    void everyColumnEqualsItsProbes() {
        QFETCH(int, fromMs);
        QFETCH(int, spanMs);
        QFETCH(int, width);
        const Session session = minuteOfProbes();
        const MonoTime from = test::at(std::chrono::milliseconds(fromMs));
        const MonoTime to = from + std::chrono::milliseconds(spanMs);
        for (const MetricKey& key : {kProtected, MetricKey{kTarget, ProbeRole::Protected, ConnectionId{2}},
                                     MetricKey{kTarget, ProbeRole::Control, {}}}) {
            ProbeColumns fine = session.fine();
            const FineRange& range = fine.columns(key, from, to, width);
            QVERIFY(range.closeness == Closeness::Probes);
            QVERIFY(static_cast<int>(range.columns.size()) <= width + 1);
            compare(range, session, key, from, to);
        }
    }

    void aSecondIsMoreThanOneColumn() {
        const Session session = minuteOfProbes();
        ProbeColumns fine = session.fine();
        // 80 probes a second, each at a time of its own.
        QCOMPARE(fine.columns(kProtected, test::at(20s), test::at(21s), 1'000).columns.size(),
                 std::size_t{80});
    }

    void longRangesAreShownByTheSecond() {
        const Session session = minuteOfProbes();
        ProbeColumns fine = session.fine();
        QVERIFY(fine.columns(kProtected, test::at(0s), test::at(31s), 1'000).closeness == Closeness::Seconds);
        QVERIFY(fine.columns(kProtected, test::at(0s), test::at(30s), 20).closeness == Closeness::Seconds);
        QVERIFY(fine.columns(kProtected, test::at(9s), test::at(9s), 1'000).closeness == Closeness::Seconds);
    }

    void newProbesAreSeen() {
        Session session = minuteOfProbes();
        ProbeColumns fine = session.fine();
        const auto count = [&] {
            return fine.columns(kProtected, test::at(60s), test::at(61s), 1'000).columns.size();
        };
        QCOMPARE(count(), std::size_t{0});
        test::Script script;
        session.add(script.sample(Outcome::Ok, 60s + 100ms, 1ms));
        QCOMPARE(count(), std::size_t{1});
    }

    void whatWasForgottenIsNotShownAsNothing() {
        Session session(200'000); // bytes
        test::Script script;
        for (Duration t = 0s; t < 3'600s; t += 50ms)
            script.sample(Outcome::Ok, t, 600us);
        for (const Sample& sample : script.samples())
            session.add(sample);
        const auto forgotten = session.log.forgottenUntil();
        QVERIFY(forgotten.has_value());
        ProbeColumns fine = session.fine();
        // All of it forgotten, some of it, none of it.
        const FineRange gone = fine.columns(kProtected, *forgotten - 10s, *forgotten - 9s, 1'000);
        QVERIFY(gone.closeness == Closeness::Forgotten && gone.columns.empty());
        QVERIFY(gone.knownFrom > *forgotten);
        const FineRange part = fine.columns(kProtected, *forgotten - 5s, *forgotten + 5s, 1'000);
        QVERIFY(part.closeness == Closeness::Forgotten);
        QVERIFY(part.knownFrom > *forgotten && part.knownFrom <= *forgotten + 1s);
        QVERIFY((part.knownFrom - kSessionStart) % 1s == 0ns);
        QVERIFY(!part.columns.empty() && part.columns.front().from >= part.knownFrom);
        compare(part, session, kProtected, part.knownFrom, *forgotten + 5s);
        const FineRange whole = fine.columns(kProtected, *forgotten + 2s, *forgotten + 3s, 1'000);
        QVERIFY(whole.closeness == Closeness::Probes);
        QCOMPARE(whole.columns.size(), std::size_t{20});
    }

    void tooManyProbesAreNotRead() {
        Session session;
        MetricCell cell;
        cell.counts.ok = ProbeColumns::kMostProbes + 1;
        session.store.add({kTarget, ProbeRole::Protected, ConnectionId{1}}, 10, cell);
        ProbeColumns fine = session.fine();
        QVERIFY(fine.columns(kProtected, test::at(10s), test::at(11s), 1'000).closeness ==
                Closeness::TooMany);
    }

    void whatCannotBeReadIsSaid() {
        const Session session = minuteOfProbes();
        ProbeColumns fine(
            session.store,
            [&session](const TimeRange& range, const SampleVisitor& visit) {
                (void)session.log.samples(range, visit);
                return Status(Error{"The recording is damaged.", {}, {}, {}});
            },
            [] { return std::nullopt; });
        const FineRange& range = fine.columns(kProtected, test::at(20s), test::at(21s), 1'000);
        QVERIFY(range.closeness == Closeness::Unreadable);
        QVERIFY(range.columns.empty() && range.error.find("damaged") != std::string::npos);
    }
};

MAINTSCOPE_TEST(TestProbeColumns, QCoreApplication)
#include "tst_probe_columns.moc"
