// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/timeline_marks.h"

#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

namespace {

constexpr MonoTime at(Duration since) {
    return kSessionStart + since;
}

Event event(std::uint64_t key, EventKind kind, const char* name, Duration from, std::optional<Duration> to,
            int connection = 1) {
    Event made;
    made.key.value = key;
    made.kind = kind;
    made.name = name;
    made.at = at(from);
    if (to) made.end = at(*to);
    made.connection = ConnectionId{static_cast<std::uint16_t>(connection)};
    if (kind == EventKind::Window) made.pairState = to ? PairState::Closed : PairState::Open;
    return made;
}

Timeline timeline() {
    TargetInfo target;
    target.probe.connections = 2;
    target.probe.control = true;
    Timeline made(target);
    const auto add = [&](Event e) {
        e.target = target.id;
        made.add(e);
    };
    add(event(1, EventKind::Window, "MOVING", 10s, 12s));
    add(event(2, EventKind::Window, "MIGRATING", 20s, 25s));
    add(event(3, EventKind::Window, "SMIGRATING", 30s, 31s));
    add(event(4, EventKind::Window, "MOVING", 40s, {}));
    add(event(5, EventKind::Note, "note", 15s, {}, 0));
    add(event(6, EventKind::Timeout, "timeouts", 50s, 52s));
    add(event(7, EventKind::Timeout, "timeouts", 51s, 53s, 2));
    add(event(8, EventKind::Timeout, "timeouts", 70s, 71s));
    Event control = event(9, EventKind::Timeout, "timeouts", 80s, 90s, 3);
    control.role = ProbeRole::Control;
    add(control);
    return made;
}

} // namespace

class TimelineMarksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLaneHoldsItsKindOnly() {
        const Timeline t = timeline();
        QCOMPARE(marksOf(t, {MarkLane::Operations, OperationKind::Moving}, at(60s)),
                 (std::vector<LaneMark>{{EventKey{1}, at(10s), at(12s)}, {EventKey{4}, at(40s), at(60s)}}));
        QCOMPARE(marksOf(t, {MarkLane::Operations, OperationKind::Migrating}, at(60s)).size(),
                 std::size_t{2}); // shards and slots
        QCOMPARE(marksOf(t, {MarkLane::Findings}, at(60s)).front().key, EventKey{5});
        QCOMPARE(marksOf(t, {MarkLane::Connection, {}, 1}, at(60s)).front().key, EventKey{7});
        QVERIFY(marksOf(t, {MarkLane::Connection, {}, 99}, at(60s)).empty());
    }

    void walkingGoesOnFromWhatIsSelected() {
        const auto marks = marksOf(timeline(), {MarkLane::Operations, OperationKind::Moving}, at(60s));
        QCOMPARE(nextMark(marks, EventKey{1}, at(0s), true)->key, EventKey{4});
        QCOMPARE(nextMark(marks, EventKey{4}, at(0s), false)->key, EventKey{1});
        QVERIFY(!nextMark(marks, EventKey{4}, at(0s), true)); // and ends at the ends
        QVERIFY(!nextMark(marks, EventKey{1}, at(99s), false));
    }

    void withNothingSelectedWalkingBeginsAtATime() {
        const auto marks = marksOf(timeline(), {MarkLane::Operations, OperationKind::Moving}, at(60s));
        QCOMPARE(nextMark(marks, {}, at(11s), true)->key, EventKey{4});
        QCOMPARE(nextMark(marks, {}, at(11s), false)->key, EventKey{1});
        QCOMPARE(nextMark(marks, EventKey{5}, at(11s), true)->key, EventKey{4}); // of another lane
    }

    void troubleOfSeveralConnectionsIsOne() {
        const std::vector<Gap> gaps{{at(49s), at(54s), ConnectionId{1}, false, false},
                                    {at(85s), at(86s), ConnectionId{3}, false, false}};
        const auto troubles = troublesOf(timeline(), gaps, at(100s));
        QCOMPARE(troubles,
                 (std::vector<Trouble>{{at(49s), at(54s)}, {at(70s), at(71s)}})); // control never counts
        QCOMPARE(nextTrouble(troubles, at(49s), true)->from, at(70s));
        QCOMPARE(nextTrouble(troubles, at(70s), false)->from, at(49s));
        QVERIFY(!nextTrouble(troubles, at(70s), true));
    }
};

MAINTSCOPE_TEST(TimelineMarksTest, QCoreApplication)
#include "tst_timeline_marks.moc"
