// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/timeline.h"

#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

Timeline timelineOf(const test::Script& script) {
    Timeline timeline(test::target());
    for (const Event& event : script.batch(0s).events)
        timeline.add(event);
    return timeline;
}

Event& window(test::Script& script, const char* name, Duration when, int connection,
              std::optional<int> sequence) {
    Event& e = script.event(EventKind::Window, name, when, connection, Severity::Notice);
    if (sequence) e.sequence = SequenceId{*sequence};
    e.pairState = PairState::Open;
    return e;
}

} // namespace

class TestTimeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aMoveIsOneBandWithBothEndpoints() {
        const Timeline timeline = timelineOf(test::moveScript());
        QCOMPARE(timeline.bands().size(), std::size_t{1});
        const Band& band = timeline.bands()[0];
        QVERIFY(band.kind == OperationKind::Moving);
        QVERIFY(band.state == PairState::Closed);
        QVERIFY(band.from == test::at(10s + 1ms));
        QVERIFY(band.to == test::at(10s + 2ms + 412ms));
        QVERIFY(band.deadline == test::at(25s + 2ms));
        QVERIFY(band.moved == test::at(10s + 2ms + 61ms));
        QCOMPARE(band.movedCount, 2);
        QCOMPARE(band.label, u"10.0.1.7:12000 → 10.0.1.9:12000"_s);
        QCOMPARE(band.connections.size(), std::size_t{2});
    }

    void eachConnectionHasItsLaneInOrder() {
        const Timeline timeline = timelineOf(test::moveScript());
        QCOMPARE(timeline.lanes().size(), std::size_t{4});
        const QStringList labels{timeline.lanes()[0].label, timeline.lanes()[1].label,
                                 timeline.lanes()[2].label, timeline.lanes()[3].label};
        QCOMPARE(labels, (QStringList{u"conn 1"_s, u"conn 2"_s, u"control 1"_s, u"control 2"_s}));
    }

    void aHandoffChangesTheEndpointWithoutAHole() {
        const Timeline timeline = timelineOf(test::moveScript());
        const ConnectionLane& lane = timeline.lanes()[0];
        QCOMPARE(lane.segments.size(), std::size_t{2});
        QVERIFY(lane.segments[0].to == lane.segments[1].from);
        QVERIFY(!lane.segments[1].to);
        QCOMPARE(lane.segments[1].peer, std::string("10.0.1.9:12000"));
        QCOMPARE(lane.segments[1].ordinal, 1);
        QCOMPARE(lane.changes.size(), std::size_t{2});
        QVERIFY(lane.changes[1].cause == ChangeCause::Handoff);
        QCOMPARE(lane.handoffs.size(), std::size_t{1});
        QVERIFY(lane.handoffs[0].phases.firstOk == 88ms);
    }

    void aLossLeavesAHoleUntilTheReconnection() {
        const Timeline timeline = timelineOf(test::moveScript());
        const ConnectionLane& lane = timeline.lanes()[2];
        QCOMPARE(lane.segments.size(), std::size_t{2});
        QVERIFY(lane.segments[0].to == test::at(10s + 300ms));
        QVERIFY(lane.segments[1].from == test::at(12s + 300ms));
        QCOMPARE(lane.drops.size(), std::size_t{1});
        QVERIFY(lane.drops[0].announced);
        QVERIFY2(timeline.findings().empty(), "what happens to control is no finding");
    }

    void tellingItAgainChangesNothing() {
        Timeline timeline = timelineOf(test::moveScript());
        const Timeline once = timeline;
        for (const Event& event : test::moveScript().batch(0s).events)
            timeline.add(event);
        QCOMPARE(timeline.bands().size(), once.bands().size());
        for (std::size_t i = 0; i < once.lanes().size(); ++i) {
            QCOMPARE(timeline.lanes()[i].segments.size(), once.lanes()[i].segments.size());
            QCOMPARE(timeline.lanes()[i].attempts.size(), once.lanes()[i].attempts.size());
            QCOMPARE(timeline.lanes()[i].relaxed.size(), once.lanes()[i].relaxed.size());
        }
        QVERIFY(timeline.revision() > once.revision());
    }

    void windowsOfOneOperationAreMerged_data() {
        QTest::addColumn<int>("secondSequence"); // -1: none, and none in the first
        QTest::addColumn<int>("secondConnection");
        QTest::addColumn<int>("delayMs");
        QTest::addColumn<int>("bands");
        QTest::newRow("same sequence on two connections is one") << 7 << 2 << 3 << 1;
        QTest::newRow("another sequence is another") << 8 << 2 << 3 << 2;
        QTest::newRow("the same connection again is another: expired and announced again")
            << 7 << 1 << 3 << 2;
        QTest::newRow("without a sequence the same shards are one") << -1 << 2 << 3 << 1;
        QTest::newRow("the same sequence after its end is another") << 7 << 2 << 9000 << 2;
    }
    void windowsOfOneOperationAreMerged() {
        QFETCH(int, secondSequence);
        QFETCH(int, secondConnection);
        QFETCH(int, delayMs);
        QFETCH(int, bands);
        const auto sequence = [&](int value) {
            return secondSequence < 0 ? std::nullopt : std::optional<int>(value);
        };
        test::Script script;
        window(script, "MIGRATING", 1s, 1, sequence(7)).end = test::at(5s);
        script.events().back().shards = "[\"2\"]";
        window(script, "MIGRATING", 1s + std::chrono::milliseconds(delayMs), secondConnection,
               sequence(secondSequence))
            .shards = "[\"2\"]";
        QCOMPARE(int(timelineOf(script).bands().size()), bands);
    }

    void aBandIsOpenUntilAllOfItIsClosed() {
        test::Script script;
        window(script, "FAILING_OVER", 1s, 1, 1).end = test::at(3s);
        script.events().back().pairState = PairState::Closed;
        window(script, "FAILING_OVER", 1s, 2, 1);
        const Timeline open = timelineOf(script);
        QVERIFY(open.bands()[0].state == PairState::Open);
        QVERIFY(!open.bands()[0].to);
        script.events().back().end = test::at(61s);
        script.events().back().pairState = PairState::Capped;
        const Timeline capped = timelineOf(script);
        QVERIFY(capped.bands()[0].state == PairState::Capped);
        QVERIFY(capped.bands()[0].to == test::at(61s));
        QVERIFY(capped.bands()[0].label.contains(u"no FAILED_OVER, expired"_s));
        QCOMPARE(capped.findings().size(), std::size_t{1});
        QVERIFY(capped.findings()[0].kind == FindingKind::Unclosed);
    }

    void unannouncedLossesAreFindings() {
        test::Script script;
        Event& ready = script.event(EventKind::Connected, names::kConnected, 0s, 1);
        ready.stream = StreamId{1};
        ready.peerNew = "a:1";
        Event& lost = script.event(EventKind::Disconnect, names::kUnannounced, 3s, 1, Severity::Error);
        lost.stream = StreamId{1};
        const Timeline timeline = timelineOf(script);
        QCOMPARE(timeline.findings().size(), std::size_t{1});
        QVERIFY(timeline.findings()[0].kind == FindingKind::Unannounced);
        QVERIFY(timeline.lanes()[0].segments[0].to == test::at(3s));
    }

    void relaxedSpansOfAllConnectionsAreOneLine() {
        test::Script script;
        const auto relaxed = [&](std::string_view name, Duration from, Duration to, int connection) {
            Event& e = script.event(EventKind::Relaxed, name, from, connection);
            e.end = test::at(to);
            e.timeoutBefore = 1s;
            e.timeoutEffective = 10s;
        };
        relaxed(names::kRelaxed, 1s, 4s, 1);
        relaxed(names::kRelaxed, 2s, 6s, 2);
        relaxed(names::kTail, 4s, 24s, 1);
        relaxed(names::kRelaxed, 30s, 31s, 1);
        const auto merged = timelineOf(script).relaxedUnion();
        QCOMPARE(merged.size(), std::size_t{3});
        QVERIFY(merged[0].from == test::at(1s) && merged[0].to == test::at(6s) && !merged[0].tail);
        QVERIFY(merged[1].tail);
        QVERIFY(merged[2].from == test::at(30s));
    }

    void otherTargetsAreIgnoredButObserverMarksConcernAll() {
        test::Script script;
        script.event(EventKind::Connected, names::kConnected, 1s, 1).target = TargetId{2};
        script.event(EventKind::Note, "note", 2s).target = TargetId{0};
        Event& stall = script.event(EventKind::LocalStall, names::kLocalStall, 3s);
        stall.target = TargetId{0};
        stall.figures = {{"stall_ns", 80'000'000}};
        const Timeline timeline = timelineOf(script);
        QVERIFY(timeline.lanes()[0].segments.empty());
        QCOMPARE(timeline.notes().size(), std::size_t{1});
        QCOMPARE(timeline.observer().size(), std::size_t{1});
        QVERIFY(timeline.observer()[0].to == test::at(3s + 80ms));
    }

    void theRangeGrowsWithWhatIsKnown() {
        const Timeline timeline = timelineOf(test::moveScript());
        QVERIFY(timeline.begin() == test::at(0s));
        QVERIFY(timeline.end() == test::at(20s));
        QVERIFY(!Timeline(test::target()).begin());
    }
};

MAINTSCOPE_TEST(TestTimeline, void)
#include "tst_timeline.moc"
