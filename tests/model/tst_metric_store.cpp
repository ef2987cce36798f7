// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metric_store.h"

#include "tests/model/session_fixture.h"

#include <QElapsedTimer>
#include <QTest>

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
            QVERIFY(column.to - column.from == MetricStore::columnLength(from, to, width));
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
        const MonoTime first = test::at(0s);
        for (int shift = 0; shift < 50; ++shift) {
            const auto length =
                MetricStore::columnLength(first + shift * 777ms, first + shift * 777ms + 900s, 700);
            QVERIFY(length == 2s);
        }
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
        QVERIFY(clock.elapsed() < 1000);
    }
};

QTEST_APPLESS_MAIN(TestMetricStore)
#include "tst_metric_store.moc"
