// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/retry_policy.h"
#include "client/types/event_names.h"
#include "tests/support/test_case.h"
#include "tests/support/world.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::test;
using namespace std::chrono_literals;

namespace {

const std::string kA = "10.0.0.1:6379";

TargetSettings settings() {
    TargetSettings target;
    target.endpoint = {"10.0.0.1", 6379};
    target.probe.connections = 1;
    return target;
}

std::string migrating(int sequence) {
    return ">4\r\n+MIGRATING\r\n:" + std::to_string(sequence) + "\r\n:5\r\n$5\r\n[\"1\"]\r\n";
}

} // namespace

/// A server that pushes without end takes neither the memory nor the time of the program.
class PushFloodTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatExceedsTheBudgetIsCountedAndSkipped() {
        constexpr int kPushes = 20'000;
        World world(settings());
        world.node(kA);
        world.start();
        world.run(1s);
        std::string flood;
        for (int i = 0; i < kPushes; ++i)
            flood += migrating(i + 1);
        world.inject(kA, flood);
        world.run(2s);
        world.stop();
        QVERIFY(world.runToEnd());
        QVERIFY2(world.violation().empty(), world.violation().c_str());
        QCOMPARE(world.count(Outcome::Ok), world.sent());
        const auto shown = static_cast<std::int64_t>(world.events(EventKind::Notification).size());
        QVERIFY(shown >= core::kRetry.pushBurst && shown < core::kRetry.pushBurst + 100);
        const auto skipped = world.events(EventKind::Alert, names::kPushesSkipped);
        QCOMPARE(skipped.size(), std::size_t{1});
        QCOMPARE(*figure(skipped[0], "count"), kPushes - shown);
    }

    void theBudgetRefills() {
        World world(settings());
        world.node(kA);
        world.node("10.0.0.2:6379");
        world.start();
        world.run(1s);
        std::string flood;
        for (int i = 0; i < 20'000; ++i)
            flood += migrating(i + 1);
        world.inject(kA, flood);
        world.run(60s);
        world.push(kA, ">4\r\n$6\r\nMOVING\r\n:30000\r\n:15\r\n$13\r\n10.0.0.2:6379\r\n");
        world.run(5s);
        QCOMPARE(world.events(EventKind::Handoff).size(), std::size_t{1});
        QVERIFY(world.events(EventKind::Handoff)[0].result == ResultWord::Ok);
    }

    /// A cascade of small slot ranges, as real servers send it.
    void aCascadeIsFarBelowTheBudget() {
        World world(settings());
        world.node(kA);
        world.start();
        world.run(1s);
        for (int second = 0; second < 30; ++second) {
            for (int i = 0; i < 200; ++i)
                world.inject(kA, migrating(second * 200 + i + 1));
            world.run(1s);
        }
        QCOMPARE(world.events(EventKind::Notification).size(), std::size_t{6000});
        QVERIFY(world.events(EventKind::Alert, names::kPushesSkipped).empty());
    }
};

MAINTSCOPE_TEST(PushFloodTest, void)
#include "tst_push_flood.moc"
