// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/gap_finder.h"

#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

namespace {

Gaps find(const test::Script& script, Duration until, ProbeRole role = ProbeRole::Protected,
          const TargetInfo& target = test::target()) {
    GapFinder finder(target, role);
    const Batch batch = script.batch(until);
    for (const Event& event : batch.events)
        finder.add(event);
    for (const Sample& sample : batch.samples)
        finder.add(sample);
    return finder.gaps(test::at(until));
}

std::vector<Gap> ofSet(const Gaps& gaps) {
    std::vector<Gap> result;
    for (const Gap& gap : gaps.listed)
        if (gap.connection.value == 0) result.push_back(gap);
    return result;
}

/// Replies of both connections up to `from` and again from `to` on.
test::Script interrupted(Duration from, Duration to, Duration end) {
    test::Script script;
    for (int c = 1; c <= 2; ++c) {
        script.steady(c * 25ms, from, c);
        script.steady(to + (c - 1) * 25ms, end, c);
    }
    return script;
}

} // namespace

class TestGapFinder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void steadyRepliesHaveNoGapButALongest() {
        const Gaps gaps = find(interrupted(5s, 5s, 10s), 10s);
        QVERIFY(gaps.listed.empty());
        QVERIFY(gaps.longest);
        QVERIFY(gaps.longest->duration() <= 50ms);
    }

    void noReplyNoGap() {
        const Gaps gaps = find(test::Script(), 10s);
        QVERIFY(!gaps.longest);
        QVERIFY(gaps.listed.empty());
    }

    void aGapIsTheTimeBetweenTwoReplies() {
        test::Script script;
        script.sample(Outcome::Ok, 1s, 1ms);
        script.sample(Outcome::Late, 2s, 1500ms);
        const Gaps gaps = find(script, 3520ms);
        QCOMPARE(ofSet(gaps).size(), std::size_t{1});
        QVERIFY(gaps.longest->from == test::at(1s + 20us + 1ms));
        QVERIFY(gaps.longest->to == test::at(2s + 20us + 1500ms));
        QVERIFY(!gaps.longest->open);
    }

    void failedProbesDoNotEndAGap() {
        test::Script script = interrupted(2s, 5s, 8s);
        script.sample(Outcome::Timeout, 3s, 1s);
        script.sample(Outcome::Error, 3500ms, 1ms);
        script.sample(Outcome::Unknown, 4s, 1ms);
        const Gaps gaps = find(script, 8s);
        QCOMPARE(ofSet(gaps).size(), std::size_t{1});
        QVERIFY(gaps.longest->duration() > 2900ms);
    }

    void thresholds_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<int>("gapMs");
        QTest::addColumn<bool>("listed");
        QTest::newRow("below 200 ms a gap is not listed") << 20.0 << 199 << false;
        QTest::newRow("above 200 ms it is") << 20.0 << 201 << true;
        QTest::newRow("at one probe a second three intervals count, not 200 ms") << 1.0 << 1499 << false;
        QTest::newRow("and beyond them it is a gap, an interval being that of the set")
            << 1.0 << 1501 << true;
    }
    void thresholds() {
        QFETCH(double, rate);
        QFETCH(int, gapMs);
        QFETCH(bool, listed);
        test::Script script;
        script.sample(Outcome::Ok, 1s, 1ms);
        script.sample(Outcome::Ok, 1s + std::chrono::milliseconds(gapMs), 1ms);
        const auto target = test::target(2, rate);
        QCOMPARE(ofSet(find(script, 1s + std::chrono::milliseconds(gapMs + 2), ProbeRole::Protected, target))
                     .empty(),
                 !listed);
    }

    void oneConnectionThatServesHidesTheGapOfAnother() {
        test::Script script;
        script.steady(0s, 10s, 1);
        script.steady(0s, 3s, 2);
        script.steady(6s, 10s, 2);
        const Gaps gaps = find(script, 10s);
        QVERIFY(ofSet(gaps).empty());
        QCOMPARE(gaps.listed.size(), std::size_t{1});
        QCOMPARE(int(gaps.listed[0].connection.value), 2);
        QVERIFY(gaps.longest->duration() < 100ms);
    }

    void coverage_data() {
        QTest::addColumn<int>("fromMs");
        QTest::addColumn<int>("toMs"); // -1: still open
        QTest::addColumn<bool>("covered");
        QTest::newRow("a window around the gap covers it") << 4000 << 9000 << true;
        QTest::newRow("a window that touches its begin covers it") << 1000 << 5100 << true;
        QTest::newRow("a window that touches its end covers it") << 6900 << 9000 << true;
        QTest::newRow("an open window covers what follows") << 4000 << -1 << true;
        QTest::newRow("a window that ended before does not") << 1000 << 4000 << false;
        QTest::newRow("a window that came after does not") << 8000 << 9000 << false;
    }
    void coverage() {
        QFETCH(int, fromMs);
        QFETCH(int, toMs);
        QFETCH(bool, covered);
        test::Script script = interrupted(5s, 7s, 10s);
        Event& window = script.event(EventKind::Window, "MIGRATING", std::chrono::milliseconds(fromMs), 1);
        if (toMs >= 0) window.end = test::at(std::chrono::milliseconds(toMs));
        const Gaps gaps = find(script, 10s);
        QCOMPARE(ofSet(gaps).size(), std::size_t{1});
        QCOMPARE(ofSet(gaps)[0].covered, covered);
        for (const Gap& gap : gaps.listed)
            if (gap.connection.value != 0)
                QCOMPARE(gap.covered, covered && gap.connection.value == 1); // its own window only
    }

    void aTailCoversNothing() {
        test::Script script = interrupted(5s, 7s, 10s);
        script.event(EventKind::Relaxed, names::kTail, 4s, 1).end = test::at(9s);
        QVERIFY(!ofSet(find(script, 10s))[0].covered);
    }

    void silenceUpToTheEndIsAnOpenGap() {
        const Gaps gaps = find(interrupted(5s, 10s, 10s), 10s);
        QCOMPARE(ofSet(gaps).size(), std::size_t{1});
        QVERIFY(gaps.longest->open);
        QVERIFY(gaps.longest->to == test::at(10s));
    }

    void theScheduleEndsAfterItsLastSlotNotWhenItsLastDeadlineHasPassed() {
        test::Script script;
        script.steady(0s, 5s);
        script.sample(Outcome::Timeout, 5s, 10s);
        script.event(EventKind::Recording, names::kTargetStopped, 15s);
        const Gaps gaps = find(script, 15s);
        QVERIFY(ofSet(gaps).empty());
        QVERIFY(gaps.longest->duration() < 200ms);
    }

    void whatWasNotMeasuredIsNoGap() {
        test::Script script = interrupted(5s, 9s, 12s);
        Event& hole = script.event(EventKind::NotMeasured, names::kNotMeasured, 5300ms);
        hole.end = test::at(8990ms);
        const Gaps gaps = find(script, 12s);
        const auto set = ofSet(gaps);
        QCOMPARE(set.size(), std::size_t{1});
        QVERIFY2(set[0].to == test::at(5300ms), "what was measured of it stays");
        QVERIFY(!set[0].open);
    }

    void controlIsCoveredByWhatProtectedConnectionsWereTold() {
        const test::Script script = test::moveScript();
        const Gaps control = find(script, 20s, ProbeRole::Control);
        QVERIFY(!control.listed.empty());
        for (const Gap& gap : control.listed)
            QVERIFY(gap.covered);
        QVERIFY(ofSet(find(script, 20s)).empty());
    }
};

MAINTSCOPE_TEST(TestGapFinder, void)
#include "tst_gap_finder.moc"
