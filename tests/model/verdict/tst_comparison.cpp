// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/verdict/comparison.h"

#include "model/verdict/summary_builder.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

Summary summaryOf(const test::Script& script) {
    SummaryBuilder builder(test::session());
    const Batch batch = script.batch(20s);
    for (const Event& event : batch.events)
        builder.add(event);
    for (const Sample& sample : batch.samples)
        builder.add(sample);
    return builder.summaries(batch.until).front();
}

/// `answered` replies of 1 ms and `failed` timeouts.
Summary sized(int answered, int failed) {
    test::Script script;
    for (int i = 0; i < answered; ++i)
        script.sample(Outcome::Ok, i * 1ms, 980us);
    for (int i = 0; i < failed; ++i)
        script.sample(Outcome::Timeout, (answered + i) * 1ms, 1s);
    return summaryOf(script);
}

ComparisonRow rowOf(const std::vector<ComparisonGroup>& groups, const QString& metric) {
    for (const ComparisonGroup& group : groups)
        for (const ComparisonRow& row : group.rows)
            if (row.metric == metric) return row;
    return {};
}

} // namespace

class TestComparison : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFailedCommandRanksWorseThanAnyLatency() {
        const PercentileCurve curve(sized(990, 10));
        QCOMPARE(curve.count(), std::uint64_t{1000});
        QCOMPARE(curve.failed(), std::uint64_t{10});
        QVERIFY(curve.at(99).has_value());
        QVERIFY(*curve.at(99) < 2ms); // a timeout of 1 s is no latency
        QVERIFY(!curve.at(99.1).has_value());
        QVERIFY(!curve.at(100).has_value());
        QCOMPARE(curve.failsFrom(), 99.0);
    }

    void withoutFailuresEveryPercentileHasALatency() {
        const PercentileCurve curve(sized(10, 0));
        QVERIFY(curve.at(0).has_value());
        QVERIFY(curve.at(100).has_value());
        QCOMPARE(curve.failsFrom(), 100.0);
    }

    void nothingMeasuredHasNone() {
        const PercentileCurve curve(sized(0, 0));
        QVERIFY(!curve.at(50).has_value());
        QCOMPARE(curve.count(), std::uint64_t{0});
    }

    void theTableIsAMinusB() {
        const auto groups = compare(sized(1000, 0), sized(990, 10));
        const ComparisonRow failed = rowOf(groups, u"failed commands"_s);
        QCOMPARE(failed.a, u"0"_s);
        QCOMPARE(failed.b, u"10"_s);
        QCOMPARE(failed.delta, u"−10"_s);
        QVERIFY(failed.strong);
        QCOMPARE(rowOf(groups, u"availability"_s).a, u"100.000 %"_s);
        QCOMPARE(rowOf(groups, u"availability"_s).b, u"99.000 %"_s);
        QCOMPARE(rowOf(groups, u"availability"_s).delta, u"+1.000 %"_s);
        const ComparisonRow p999 = rowOf(groups, u"p99.9"_s);
        QCOMPARE(p999.b, u"failed"_s);
        QCOMPARE(p999.delta, u"–"_s); // there is no difference to a failure
        QVERIFY(p999.strong);
        QCOMPARE(rowOf(groups, u"p50"_s).delta, u"0"_s);
    }

    void theCaveatsSayWhatTheFiguresHide() {
        const QString text = comparisonCaveats(sized(1000, 0), sized(100, 0)).join(u' ');
        QVERIFY(text.contains(u"not statistical"_s));
        QVERIFY(text.contains(u"differ in size"_s));
        test::Script late;
        late.sample(Outcome::Late, 1s, 3s);
        QVERIFY(comparisonCaveats(summaryOf(late), sized(1, 1))
                    .join(u' ')
                    .contains(u"B has the shorter longest reply"_s));
    }

    void rangesAreAsLongAsBothHave() {
        const std::vector<Event> a = test::moveScript().events();
        test::Script later;
        Event& window = later.event(EventKind::Window, "MOVING", 4s, 1);
        window.end = test::at(5s);
        const AlignedRanges ranges = alignedRanges(a, TargetId{1}, test::at(20s), later.events(), TargetId{1},
                                                   test::at(30s), Alignment::FirstNotification);
        QVERIFY(ranges.alignment == Alignment::FirstNotification);
        QVERIFY(*ranges.a.from == ranges.zeroA - 4s && *ranges.b.from == test::at(0s));
        QVERIFY(*ranges.a.to == test::at(20s));
        QVERIFY(*ranges.a.to - *ranges.a.from == *ranges.b.to - *ranges.b.from);
    }

    void withoutANotificationBothAreWhole() {
        const AlignedRanges ranges =
            alignedRanges(test::moveScript().events(), TargetId{1}, test::at(20s), {}, TargetId{1},
                          test::at(5s), Alignment::FirstNotification);
        QVERIFY(ranges.alignment == Alignment::WallClock);
        QVERIFY(!ranges.a.from && !ranges.b.to);
    }
};

MAINTSCOPE_TEST(TestComparison, void)
#include "tst_comparison.moc"
