// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/maintenance/opt_in_round.h"

#include "client/types/event_names.h"
#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;

namespace {

constexpr SessionId kOrders{1};
constexpr SessionId kCarts{2};

Event asked(std::int64_t connections) {
    Event event;
    event.kind = EventKind::Recording;
    event.name = names::kOptInAsked;
    event.figures = {{"connections", connections}};
    return event;
}

Event answered(std::uint16_t connection, const std::string& refusal = {}) {
    Event event;
    event.kind = EventKind::Recording;
    event.name = names::kOptInAgain;
    event.connection = {connection};
    event.support = refusal.empty() ? Support::Supported : Support::Unsupported;
    event.errorText = refusal;
    return event;
}

Event lost(std::uint16_t connection, ProbeRole role = ProbeRole::Protected) {
    Event event;
    event.kind = EventKind::Disconnect;
    event.connection = {connection};
    event.role = role;
    return event;
}

} // namespace

/// Open connections are asked to opt in again: who has answered, and when nobody is waited for any more.
class OptInRoundTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noTargetIsDoneAtOnce() { QVERIFY(OptInRound(0).done()); }

    void everyTargetIsWaitedFor() {
        OptInRound round(2);
        round.add(kOrders, asked(1));
        round.add(kOrders, answered(1));
        QVERIFY(!round.done()); // the other one has not even asked
        round.add(kCarts, asked(2));
        round.add(kCarts, answered(1));
        QVERIFY(!round.done());
        round.add(kCarts, answered(2, "ERR no"));
        QVERIFY(round.done());
        QVERIFY(round.asked() == 3 && round.optedIn() == 2 && round.refused() == 1);
        QCOMPARE(round.refusal(), std::string("ERR no"));
    }

    void lostConnectionIsSettledOnce() {
        OptInRound round(1);
        round.add(kOrders, lost(1)); // before anybody was asked
        round.add(kOrders, asked(2));
        round.add(kOrders, lost(3, ProbeRole::Control));
        round.add(kOrders, lost(1));
        round.add(kOrders, lost(1));
        QVERIFY(round.lost() == 1 && !round.done());
        round.add(kOrders, answered(2));
        round.add(kOrders, lost(2)); // it had answered
        QVERIFY(round.done() && round.lost() == 1 && round.optedIn() == 1);
    }

    void silenceEndsWithThePatience() {
        OptInRound round(1);
        round.add(kOrders, asked(2));
        round.add(kOrders, answered(1));
        QCOMPARE(round.silent(), 1);
        round.end();
        QVERIFY(round.done());
        QCOMPARE(round.silent(), 1);
    }
};

MAINTSCOPE_TEST(OptInRoundTest, QCoreApplication)
#include "tst_opt_in_round.moc"
