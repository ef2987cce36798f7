// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/metric_store.h"

#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QElapsedTimer>
#include <QTest>

#include <map>
#include <random>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

namespace {

constexpr TargetId kTarget{1};

/// An hour and a bit of probes with jumping latencies, a hole in the middle.
std::vector<Sample> manySamples() {
    std::mt19937 generator(11);
    test::Script script;
    for (Duration t = 0s; t < 5000s; t += 500ms) {
        if (t >= 2000s && t < 2100s) continue;
        const Duration latency = std::chrono::microseconds(200 + generator() % 100'000);
        script.sample(generator() % 97 == 0 ? Outcome::Timeout : Outcome::Ok, t, latency);
    }
    return script.samples();
}

} // namespace

class TestMetricStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyZoomIsExact_data() {
        QTest::addColumn<int>("fromS");
        QTest::addColumn<int>("toS");
        QTest::addColumn<int>("width");
        QTest::newRow("seconds, wider than the data is fine") << 10 << 70 << 1000;
        QTest::newRow("ten minutes") << 100 << 700 << 300;
        QTest::newRow("an odd begin") << 137 << 4001 << 100;
        QTest::newRow("all of it in few columns") << 0 << 5000 << 3;
        QTest::newRow("a week around it") << 0 << 604800 << 1400;
        QTest::newRow("one column") << 0 << 5000 << 1;
    }
    void everyZoomIsExact() {
        QFETCH(int, fromS);
        QFETCH(int, toS);
        QFETCH(int, width);
        const auto samples = manySamples();
        MetricStore store;
        for (const Sample& sample : samples)
            store.add(sample);
        const MonoTime from = test::at(std::chrono::seconds(fromS));
        const MonoTime to = test::at(std::chrono::seconds(toS));
        const auto columns = store.columns(kTarget, ProbeRole::Protected, from, to, width);
        QVERIFY(!columns.empty());
        QVERIFY(int(columns.size()) <= width + 1);
        OutcomeCounts seen;
        for (const Column& column : columns) {
            QVERIFY(column.to - column.from ==
                    store.columnLength({kTarget, ProbeRole::Protected, {}}, from, to, width));
            LatencyHistogram expected;
            OutcomeCounts counts;
            for (const Sample& sample : samples) {
                if (sample.intended < column.from || sample.intended >= column.to) continue;
                counts.add(sample.outcome);
                if (isReply(sample.outcome)) expected.add(sample.done - sample.sent);
            }
            QVERIFY(column.counts == counts);
            QVERIFY(column.p50 == expected.percentile(50));
            QVERIFY(column.p99 == expected.percentile(99));
            QVERIFY(column.max == expected.max());
            seen.add(counts);
        }
        QVERIFY(seen == store.counts(kTarget, ProbeRole::Protected, columns.front().from, columns.back().to));
    }

    void holesStayHoles() {
        MetricStore store;
        for (const Sample& sample : manySamples())
            store.add(sample);
        const auto columns =
            store.columns(kTarget, ProbeRole::Protected, test::at(1990s), test::at(2110s), 1000);
        for (const Column& column : columns)
            QVERIFY(column.from < test::at(2000s) || column.from >= test::at(2100s));
        QCOMPARE(columns.size(), std::size_t{20});
    }

    void aSecondOfFailuresHasCountsAndNoLatency() {
        MetricStore store;
        test::Script script;
        script.sample(Outcome::Timeout, 5s, 1s);
        script.sample(Outcome::NotSent, 5100ms, 1s);
        script.sample(Outcome::ReplyAfterTimeout, 5s, 3s);
        Sample& censored = script.sample(Outcome::Ok, 5200ms, 1s);
        censored.censored = true;
        for (const Sample& sample : script.samples())
            store.add(sample);
        const auto columns = store.columns(kTarget, ProbeRole::Protected, test::at(0s), test::at(10s), 100);
        QCOMPARE(columns.size(), std::size_t{1});
        QVERIFY(!columns[0].hasLatency);
        QCOMPARE(columns[0].counts.timeouts, std::uint64_t{1});
        QCOMPARE(columns[0].counts.notSent, std::uint64_t{1});
        QCOMPARE(columns[0].counts.ok, std::uint64_t{1});
        QCOMPARE(columns[0].counts.sent(), std::uint64_t{2});
    }

    void aLateReplyIsCountedWhereItsProbeBelongs() {
        MetricStore store;
        test::Script script;
        script.steady(0s, 20s);
        for (const Sample& sample : script.samples())
            store.add(sample);
        test::Script late;
        late.sample(Outcome::Late, 3s, 9s);
        store.add(late.samples().front());
        const auto columns = store.columns(kTarget, ProbeRole::Protected, test::at(3s), test::at(4s), 1);
        QCOMPARE(columns.size(), std::size_t{1});
        QCOMPARE(columns[0].counts.late, std::uint64_t{1});
        QVERIFY(columns[0].max == 9s);
    }

    void rolesAndTargetsAreApart() {
        MetricStore store;
        const auto samples = test::moveScript().samples();
        for (const Sample& sample : samples)
            store.add(sample);
        QCOMPARE(store.counts(kTarget, ProbeRole::Protected, test::at(0s), test::at(20s)).notSent,
                 std::uint64_t{0});
        QCOMPARE(store.counts(kTarget, ProbeRole::Control, test::at(0s), test::at(20s)).notSent,
                 std::uint64_t{40});
        QVERIFY(store.columns(TargetId{2}, ProbeRole::Protected, test::at(0s), test::at(20s), 10).empty());
    }

    void stepsAreCountedOnceInTheOrderOfTime() {
        MetricStore store;
        const test::Script script = test::moveScript();
        for (int round = 0; round < 2; ++round) // a span that grows is told again
            for (const Event& event : script.batch(20s).events)
                store.add(event);
        const auto& steps = store.cumulative(kTarget, ProbeRole::Protected);
        QCOMPARE(steps.size(), std::size_t{2});
        QVERIFY(steps[0].at == test::at(10s + 1ms + 88ms));
        QCOMPARE(steps[0].handoffs, 1);
        QCOMPARE(steps[1].handoffs, 2);
        QCOMPARE(steps[1].reconnects, 0);
        QCOMPARE(store.cumulative(kTarget, ProbeRole::Control).back().reconnects, 2);
    }

    void columnsDoNotShimmerWhenTheViewMoves() {
        const MetricStore store;
        const MonoTime first = test::at(0s);
        for (int shift = 0; shift < 50; ++shift) {
            const auto length =
                store.columnLength({}, first + shift * 777ms, first + shift * 777ms + 900s, 700);
            QVERIFY(length == 2s);
        }
    }

    void everyColumnOfEveryLengthEqualsBruteForce_data() {
        QTest::addColumn<int>("lengthS");
        for (int length = 1; length <= 131'072; length *= 2)
            QTest::newRow(qPrintable(QStringLiteral("%1 s").arg(length))) << length;
    }
    void everyColumnOfEveryLengthEqualsBruteForce() {
        QFETCH(int, lengthS);
        const Duration length = std::chrono::seconds(lengthS);
        const auto& samples = sharedSamples();
        const MetricStore& store = sharedStore();
        std::map<std::int64_t, MetricCell> ofSet;
        std::map<std::int64_t, MetricCell> ofThird;
        for (const Sample& sample : samples) {
            const auto number = sample.intended.time_since_epoch() / length;
            ofSet[number].add(sample);
            if (sample.connection == ConnectionId{3}) ofThird[number].add(sample);
        }
        const auto compare = [&](const MetricKey& key, const std::map<std::int64_t, MetricCell>& expected) {
            for (const auto& [number, cell] : expected) {
                const auto column = store.column(key, MonoTime(number * length), length);
                QVERIFY(column.has_value());
                QVERIFY(column->counts == cell.counts);
                QCOMPARE(column->hasLatency, !cell.latency.empty());
                QVERIFY(column->p50 == cell.latency.percentile(50));
                QVERIFY(column->p99 == cell.latency.percentile(99));
                QVERIFY(column->max == cell.latency.max());
                std::uint64_t inHeat = 0;
                for (const HeatCount& row : column->heat)
                    inHeat += row.count;
                QCOMPARE(inHeat, cell.latency.count());
            }
        };
        compare({kTarget, ProbeRole::Protected, {}}, ofSet);
        compare({kTarget, ProbeRole::Protected, ConnectionId{3}}, ofThird);
    }

    void oddBoundariesEqualBruteForce() {
        const auto& samples = sharedSamples();
        const MetricStore& store = sharedStore();
        std::mt19937 generator(5);
        const MetricKey key{kTarget, ProbeRole::Protected, {}};
        for (int round = 0; round < 200; ++round) {
            const int a = static_cast<int>(generator() % 20'100);
            const int b = a + 1 + static_cast<int>(generator() % (round % 2 == 0 ? 90U : 20'100U));
            MetricCell expected;
            for (const Sample& sample : samples)
                if (sample.intended >= test::at(std::chrono::seconds(a)) &&
                    sample.intended < test::at(std::chrono::seconds(b)))
                    expected.add(sample);
            const MetricCell cell =
                store.cell(key, test::at(std::chrono::seconds(a)), test::at(std::chrono::seconds(b)));
            QVERIFY2(cell == expected, qPrintable(QStringLiteral("[%1, %2)").arg(a).arg(b)));
        }
    }

    void secondsThatWereSummedUpElsewhereSayTheSame() {
        std::map<std::pair<std::int64_t, std::uint16_t>, MetricCell> seconds;
        for (const Sample& sample : sharedSamples())
            seconds[{std::chrono::floor<std::chrono::seconds>(sample.intended.time_since_epoch()).count(),
                     sample.connection.value}]
                .add(sample);
        MetricStore store;
        for (const auto& [place, cell] : seconds)
            store.add({kTarget, ProbeRole::Protected, ConnectionId{place.second}}, place.first, cell);
        const MetricKey key{kTarget, ProbeRole::Protected, {}};
        QVERIFY(store.columns(key, test::at(0s), test::at(20'000s), 700) ==
                sharedStore().columns(key, test::at(0s), test::at(20'000s), 700));
        QCOMPARE(store.connections(kTarget, ProbeRole::Protected).size(), std::size_t{4});
        QVERIFY(store.connections(kTarget, ProbeRole::Control).empty());
    }

    void manySecondsAtOnceSayTheSame() {
        std::map<std::pair<std::uint16_t, std::int64_t>, MetricCell> seconds;
        for (const Sample& sample : sharedSamples())
            seconds[{sample.connection.value,
                     std::chrono::floor<std::chrono::seconds>(sample.intended.time_since_epoch()).count()}]
                .add(sample);
        // In rows as a recording has them: connection by connection, and one second told in two parts.
        std::map<std::int64_t, std::vector<RollupSecond>> rows;
        for (const auto& [place, cell] : seconds)
            rows[place.second / 700].push_back(
                {{kTarget, ProbeRole::Protected, ConnectionId{place.first}}, place.second, cell});
        RollupSecond late = rows.begin()->second.front();
        late.cell = MetricCell();
        test::Script script;
        late.cell.add(script.sample(Outcome::Late, std::chrono::seconds(late.second), 9s));
        rows.rbegin()->second.push_back(late);
        MetricStore atOnce;
        for (const auto& [number, row] : rows)
            atOnce.add(row);
        MetricStore oneByOne;
        for (const auto& [number, row] : rows)
            for (const RollupSecond& second : row)
                oneByOne.add(second.key, second.second, second.cell);
        for (const ConnectionId connection : {ConnectionId{}, late.key.connection}) {
            const MetricKey key{kTarget, ProbeRole::Protected, connection};
            for (const int width : {1, 3, 40, 700, 20'000})
                QVERIFY(atOnce.columns(key, test::at(0s), test::at(20'000s), width) ==
                        oneByOne.columns(key, test::at(0s), test::at(20'000s), width));
            QVERIFY(atOnce.cell(key, test::at(0s), test::at(20'000s)) ==
                    oneByOne.cell(key, test::at(0s), test::at(20'000s)));
        }
    }

    void aSampleThatComesLateIsInEveryZoom() {
        MetricStore store;
        MetricCell expected;
        for (const Sample& sample : sharedSamples()) {
            store.add(sample);
            expected.add(sample);
        }
        test::Script late;
        for (const Duration t : {3s, 4'000s, 19'000s, 3s})
            late.sample(Outcome::Late, t, 9s);
        for (const Sample& sample : late.samples()) {
            store.add(sample);
            expected.add(sample);
        }
        const MetricKey key{kTarget, ProbeRole::Protected, {}};
        for (int width = 1; width < 20'000; width *= 3) {
            OutcomeCounts counts;
            for (const Column& column : store.columns(key, test::at(0s), test::at(20'000s), width))
                counts.add(column.counts);
            QVERIFY(counts == expected.counts);
        }
        QVERIFY(store.cell(key, test::at(0s), test::at(20'000s)) == expected);
    }

    void latencyFallsIntoTheRowThatNamesIt() {
        for (const Duration latency : std::initializer_list<Duration>{1ns, 1us, 1'001ns, 2us, 3us, 4us, 5us,
                                                                      7us, 8us, 1ms, 1'300us, 10s, 1h}) {
            const int row = heat::rowOf(latency);
            QVERIFY(row >= 0 && row < heat::kRows);
            QVERIFY(heat::lowOf(row) < latency);
            QVERIFY(latency <= heat::lowOf(row + 1));
        }
        for (int row = 0; row < heat::kRows; ++row)
            QVERIFY(heat::lowOf(row) <= heat::lowOf(row + 1));
        MetricStore store;
        test::Script script;
        for (int i = 0; i < 10; ++i)
            script.sample(Outcome::Ok, 1s + i * 10ms, i < 7 ? 600us : 90ms);
        for (const Sample& sample : script.samples())
            store.add(sample);
        const auto columns = store.columns(kTarget, ProbeRole::Protected, test::at(0s), test::at(9s), 9);
        QCOMPARE(columns.size(), std::size_t{1});
        const std::vector<HeatCount> expected{{heat::rowOf(600us), 7}, {heat::rowOf(90ms), 3}};
        QVERIFY(columns[0].heat == expected);
    }

    void timeThatWasNotMeasuredHasItsShare() {
        MetricStore store;
        test::Script script;
        script.steady(0s, 4s);
        script.steady(6s, 8s);
        for (const Sample& sample : script.samples())
            store.add(sample);
        Event& hole = script.event(EventKind::NotMeasured, names::kNotMeasured, 3s + 500ms);
        hole.end = test::at(5s);
        store.add(hole);
        hole.end = test::at(6s); // a span that grows is told again
        store.add(hole);
        Event& second = script.event(EventKind::NotMeasured, names::kNotMeasured, 5s + 500ms);
        second.end = test::at(6s); // told by another connection, too: time is not counted twice
        store.add(second);
        const auto columns = store.columns(kTarget, ProbeRole::Protected, test::at(0s), test::at(8s), 2);
        QCOMPARE(columns.size(), std::size_t{2});
        QCOMPARE(columns[0].notMeasured, 0.125);
        QCOMPARE(columns[1].notMeasured, 0.5);
    }

    void pastTheLimitTheOldestSecondsGoAndNothingIsLost() {
        MetricStore store;
        store.setLimit(300'000);
        MetricStore unlimited;
        MetricCell all;
        std::uint32_t seed = 1;
        for (std::int64_t second = 0; second < 30'000; ++second) {
            MetricCell cell;
            for (int i = 0; i < 5; ++i) {
                seed = seed * 1'664'525U + 1'013'904'223U;
                cell.latency.add(std::chrono::microseconds(300 + seed % 400U));
            }
            cell.counts.ok = 5;
            all.merge(cell);
            store.add({kTarget, ProbeRole::Protected, ConnectionId{1}}, second, cell);
            unlimited.add({kTarget, ProbeRole::Protected, ConnectionId{1}}, second, cell);
        }
        QVERIFY2(store.bytes() < unlimited.bytes() / 2, qPrintable(QString::number(store.bytes())));
        const MetricKey key{kTarget, ProbeRole::Protected, {}};
        QVERIFY(store.cell(key, test::at(0s), test::at(30'000s)) == all);
        QVERIFY(store.columnLength(key, test::at(0s), test::at(600s), 700) > 1s);
        QVERIFY(store.columnLength(key, test::at(29'400s), test::at(30'000s), 700) == 1s);
        OutcomeCounts counts;
        for (const Column& column : store.columns(key, test::at(0s), test::at(30'000s), 20'000))
            counts.add(column.counts);
        QVERIFY(counts == all.counts);
    }

    void wildRangesAreHarmless() {
        MetricStore store;
        for (const Sample& sample : manySamples())
            store.add(sample);
        QElapsedTimer clock;
        clock.start();
        QVERIFY(!store.latency(kTarget, ProbeRole::Protected, MonoTime::min(), MonoTime::max()).empty());
        QVERIFY(store.columns(kTarget, ProbeRole::Protected, test::at(10s), test::at(10s), 100).empty());
        QVERIFY(store.columns(kTarget, ProbeRole::Protected, test::at(0s), test::at(10s), 0).empty());
        QVERIFY(!store.columns({kTarget, ProbeRole::Protected, {}}, MonoTime::min(), MonoTime::max(), 100)
                     .empty());
        QVERIFY(clock.elapsed() < 1000);
    }

private:
    /// Five hours and a half of four connections, with a tail, failures, a hole and late outcomes.
    static const std::vector<Sample>& sharedSamples() {
        static const std::vector<Sample> kSamples = [] {
            std::mt19937 generator(17);
            std::lognormal_distribution<double> latency(13.3, 0.8);
            test::Script script;
            for (Duration t = 0s; t < 20'000s; t += 700ms) {
                if (t >= 9'000s && t < 9'700s) continue;
                const auto connection = static_cast<int>(1 + generator() % 4);
                const bool lost = generator() % 211 == 0;
                script.sample(lost ? Outcome::Timeout : Outcome::Ok, t,
                              lost ? 10s : Duration(static_cast<std::int64_t>(latency(generator))),
                              connection);
            }
            return script.batch(20'000s).samples; // in the order in which they were done
        }();
        return kSamples;
    }
    static const MetricStore& sharedStore() {
        static const MetricStore kStore = [] {
            MetricStore store;
            for (const Sample& sample : sharedSamples())
                store.add(sample);
            return store;
        }();
        return kStore;
    }
};

MAINTSCOPE_TEST(TestMetricStore, void)
#include "tst_metric_store.moc"
