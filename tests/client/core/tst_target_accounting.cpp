// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/world.h"

#include "client/types/event_names.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <algorithm>

using namespace maintscope;
using namespace maintscope::test;
using namespace std::chrono_literals;

// Every command is in one place and ends in one outcome: sent = ok + late + timeouts + errors + unknown. The
// world's nodes keep their own accounts of what was written, executed and answered (World::violation).

namespace {

const std::string kA = "10.0.0.1:6379";
const std::string kB = "10.0.0.2:6379";
const std::string kC = "10.0.0.3:6379";

TargetSettings incrs() {
    TargetSettings s = plainSettings();
    s.probe.command = ProbeCommand::Incr;
    s.probe.key = "counter";
    return s;
}

std::int64_t outcomes(const World& world) {
    return world.count(Outcome::Ok) + world.count(Outcome::Late) + world.count(Outcome::Timeout) +
           world.count(Outcome::Error) + world.count(Outcome::Unknown);
}

std::int64_t carriedOver(const World& world) {
    const auto& samples = world.samples();
    return std::count_if(samples.begin(), samples.end(), [](const Sample& s) { return s.carriedOver; });
}

std::vector<std::string> incrsOn(World& world, const std::string& node) {
    std::vector<std::string> found;
    for (const std::string& command : world.commandsOf(node))
        if (command.starts_with("INCR")) found.push_back(command);
    return found;
}

} // namespace

class TargetAccountingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHundredThousandIncrsThroughFiftyMovesAreExact() {
        TargetSettings settings = incrs();
        settings.probe.connections = 4;
        settings.probe.ratePerSecond = 250;
        World world(std::move(settings));
        world.start();
        world.run(1s);
        const std::vector<std::string> nodes{kA, kB, kC};
        for (std::size_t i = 0; i < 50; ++i) {
            world.node(nodes[(i + 1) % 3]);
            world.push(nodes[i % 3], moving(static_cast<std::int64_t>(i), 1, nodes[(i + 1) % 3]));
            world.run(2s);
            world.close(nodes[i % 3], core::CloseCause::Reset);
        }
        world.stop();
        QVERIFY(world.runToEnd());
        QVERIFY2(world.violation().empty(), world.violation().c_str());
        QVERIFY(world.sent() >= 100'000);
        QCOMPARE(world.count(Outcome::Ok), world.sent());
        QCOMPARE(world.counter("counter"), world.sent());
        QCOMPARE(world.events(EventKind::Handoff).size(), std::size_t{200});
    }

    void whatIsLostInFlightIsRepeatedWhereThatChangesNothing() {
        for (const ProbeCommand command : {ProbeCommand::Get, ProbeCommand::Ping, ProbeCommand::Set}) {
            TargetSettings settings = plainSettings();
            settings.probe.command = command;
            World world(std::move(settings));
            world.start();
            world.run(2s);
            world.node(kA).replyDelay = 200ms;
            world.run(260ms);
            world.node(kA).replyDelay = {};
            world.close(kA, core::CloseCause::Reset);
            world.run(2s);
            world.stop();
            QVERIFY(world.runToEnd());
            QCOMPARE(world.sent(), world.count(Outcome::Ok));
            QVERIFY(carriedOver(world) >= 4);
            for (const Sample& s : world.samples()) // its intended time is unchanged: the wait is seen
                QVERIFY(!s.carriedOver || (s.sent > s.intended && s.done - s.sent == Duration(1ms)));
            QVERIFY2(world.violation().empty(), world.violation().c_str());
        }
    }

    void anUnansweredIncrIsUnknownAndNeverRepeated() {
        World world(incrs());
        world.start();
        world.run(2s);
        world.node(kA).replyDelay = 200ms;
        world.run(260ms);
        world.node(kA).replyDelay = {};
        world.close(kA, core::CloseCause::Reset);
        world.run(2s);
        world.stop();
        QVERIFY(world.runToEnd());
        QVERIFY(world.count(Outcome::Unknown) >= 4 && carriedOver(world) == 0);
        QCOMPARE(world.sent(), outcomes(world));
        QCOMPARE(world.counter("counter"), world.sent()); // executed, only unanswered; and none of them twice
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }

    void bytesThatMayHaveLeftAreNeverCalledUnsent() {
        // The stream dies in the step that wrote: whether the kernel took the bytes nobody can tell.
        TargetSettings settings = incrs();
        core::Target target(settings, 1);
        core::Output out;
        MonoTime now{};
        const auto step = [&](const core::Input& input) {
            out.clear();
            target.step(input, now, out);
        };
        step(core::Start{});
        const StreamId stream = std::get<core::Open>(out.actions.at(0)).stream;
        step(core::Opened{stream, {"10.0.0.1", 6379}, {}, {}});
        step(core::Received{stream, "%1\r\n+proto\r\n:3\r\n+OK\r\n+OK\r\n+OK\r\n"});
        step(core::Received{stream, "+PONG\r\n"});
        step(core::Received{stream, "$1\r\n0\r\n"}); // the counter is known: the first probe goes out
        QVERIFY(std::any_of(out.actions.begin(), out.actions.end(),
                            [](const core::Action& a) { return std::holds_alternative<core::Write>(a); }));
        step(core::Closed{stream, core::CloseCause::Reset, "reset"}); // no Flushed came in between
        QVERIFY(!out.samples.empty());
        for (const Sample& s : out.samples)
            QVERIFY(s.outcome == Outcome::Unknown);
    }

    void repliesAfterTheirTimeoutStayAligned() {
        World world(incrs());
        world.start();
        world.run(2s);
        world.node(kA).replyDelay = 1500ms; // past the normal timeout, nothing is announced
        world.run(500ms);
        world.node(kA).replyDelay = {};
        world.run(5s);
        world.stop();
        QVERIFY(world.runToEnd());
        QVERIFY(world.count(Outcome::Timeout) >= 5);
        QCOMPARE(world.count(Outcome::ReplyAfterTimeout), world.count(Outcome::Timeout));
        QCOMPARE(world.sent(), outcomes(world));
        const Event integrity = world.events(EventKind::Recording, names::kIntegrity).at(0);
        QCOMPARE(figure(integrity, "acknowledged"), std::optional(world.sent())); // in the end all of them
        QCOMPARE(figure(integrity, "unresolved"), std::optional<std::int64_t>(0));
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }

    void aReplyThatDoesNotFitItsCommandBreaksOff() {
        World world(incrs());
        world.start();
        world.run(2s);
        world.node(kA).replyDelay = 100ms;
        world.run(60ms);
        world.inject(kA, "+surprise\r\n"); // would shift every later answer by one
        world.node(kA).replyDelay = {};
        world.run(2s);
        QCOMPARE(world.events(EventKind::Error, names::kProtocolError).size(), std::size_t{1});
        QVERIFY(world.count(Outcome::Unknown) >= 1);
        world.stop();
        QVERIFY(world.runToEnd());
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }

    void aPushInsideABurstOfRepliesDisturbsNone() {
        TargetSettings settings = incrs();
        settings.probe.ratePerSecond = 500;
        World world(std::move(settings));
        world.start();
        world.run(1s);
        world.node(kA).replyDelay = 50ms; // 25 are in flight at any time
        for (std::int64_t i = 0; i < 200; ++i)
            world.at(Duration(3ms) * i,
                     [&world, i] { world.push(kA, opener("MIGRATING", i, 2, "[\"1\"]")); });
        world.run(2s);
        world.stop();
        QVERIFY(world.runToEnd());
        QCOMPARE(world.count(Outcome::Ok), world.sent());
        QCOMPARE(world.counter("counter"), world.sent());
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }

    // Order

    void withoutADrainLimitOrderIsNeverGivenUp() {
        TargetSettings settings = incrs();
        settings.timeouts.drainLimit.reset();
        World world(std::move(settings));
        world.node(kB);
        world.start();
        world.run(2s);
        world.node(kA).replyDelay = 6s;
        world.run(500ms);
        world.push(kA, moving(1, 15, kB));
        world.run(5s);
        QCOMPARE(incrsOn(world, kB).size(), std::size_t{0});
        world.run(10s);
        world.stop();
        QVERIFY(world.runToEnd());
        QVERIFY(world.events(EventKind::Alert, names::kOrderGivenUp).empty());
        QCOMPARE(world.count(Outcome::Ok) + world.count(Outcome::Late), world.sent());
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }

    void givingUpOrderIsToldEvenWhileNothingWaits() {
        TargetSettings settings = incrs();
        settings.probe.ratePerSecond = 0.5;
        settings.timeouts.drainLimit = 100ms;
        World world(std::move(settings));
        world.node(kB);
        world.start();
        world.run(2500ms);
        world.node(kA).replyDelay = 8s;
        world.run(1600ms); // one is in flight
        world.push(kA, moving(1, 0, kB));
        world.run(300ms); // and none is due before the limit has passed
        QCOMPARE(world.events(EventKind::Alert, names::kOrderGivenUp).size(), std::size_t{1});
    }

    void commandsThatDoNotDependOnOrderGoAtOnce() {
        World world(plainSettings());
        world.node(kB);
        world.start();
        world.run(2s);
        world.node(kA).replyDelay = 4s;
        world.run(500ms);
        world.push(kA, moving(1, 0, kB));
        world.run(500ms);
        const auto& commands = world.commandsOf(kB);
        QVERIFY(std::count_if(commands.begin(), commands.end(),
                              [](const std::string& c) { return c.starts_with("GET"); }) >= 8);
    }

    // The end

    void stopDuringAHandoffAwaitsTheReplies() {
        World world(incrs());
        world.node(kB).blackHole = true;
        world.start();
        world.run(2s);
        world.node(kA).replyDelay = 700ms;
        world.run(500ms);
        world.push(kA, moving(1, 15, kB));
        world.run(10ms);
        world.stop();
        QVERIFY(!world.target().finished());
        QVERIFY(world.runToEnd(3s));
        QCOMPARE(world.count(Outcome::Ok), world.sent());
        QCOMPARE(world.openSockets(), std::size_t{0});
        QVERIFY(world.events(EventKind::Handoff).at(0).end);
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }

    void aSecondStopAbortsAtOnce() {
        World world(incrs());
        world.node(kB).blackHole = true;
        world.start();
        world.run(2s);
        world.node(kA).replyDelay = 700ms;
        world.run(500ms);
        world.push(kA, moving(1, 15, kB));
        world.run(10ms);
        world.stop();
        world.stop();
        QVERIFY(world.target().finished() && !world.target().nextDeadline());
        QCOMPARE(world.openSockets(), std::size_t{0});
        QVERIFY(*figure(world.events(EventKind::Recording, names::kTargetStopped).at(0), "dropped_probes") >
                5);
    }

    void theEndIsNotHeldUpByACounterThatCannotBeRead() {
        World world(incrs());
        world.start();
        world.run(2s);
        world.push(kA, opener("MIGRATING", 1, 2, "[\"1\"]")); // relaxed: silence is not judged
        world.run(30ms);
        world.at(20ms, [&] { world.node(kA).mute = true; });
        world.stop();
        QVERIFY(world.runToEnd(15s));
        QCOMPARE(world.events(EventKind::Recording, names::kIntegrity).size(), std::size_t{1});
    }

    // Our own absence

    void aSleepIsRecordedAndNothingIsBlamedForIt() {
        World world(plainSettings());
        world.start();
        world.run(2s);
        world.node(kA).replyDelay = 300ms;
        world.run(500ms);
        world.at(1h, [&] { world.node(kA).replyDelay = {}; });
        world.at(1h, [&] { world.close(kA, core::CloseCause::Reset); });
        world.sleep(8h);
        world.run(3s);
        world.stop();
        QVERIFY(world.runToEnd(15s)); // nothing waits for another eight hours
        QCOMPARE(world.count(Outcome::Timeout) + world.count(Outcome::NotSent), 0);
        const auto missing = world.events(EventKind::NotMeasured);
        QCOMPARE(missing.size(), std::size_t{1});
        QCOMPARE(figure(missing[0], "asleep_ns"), std::optional<std::int64_t>(Duration(8h).count()));
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }

    void aFreezeWithoutAConnectionCountsNothingAsUnsent() {
        World world(plainSettings());
        world.start();
        world.run(2s);
        world.node(kA).refuses = true;
        world.close(kA);
        world.run(300ms);
        world.node(kA).refuses = false;
        world.freeze(5s);
        world.run(3s);
        QCOMPARE(world.count(Outcome::NotSent) + world.count(Outcome::Timeout), 0);
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }

    void aFreezeDuringADialIsNotItsTimeout() {
        World world(plainSettings());
        world.node(kB).roundTrip = 400ms;
        world.start();
        world.run(2s);
        world.push(kA, moving(1, 0, kB));
        world.run(500ms);
        world.freeze(4s); // longer than the connect timeout
        world.run(5s);
        for (const Event& e : world.events(EventKind::ConnectAttempt))
            QVERIFY2(e.errorType != "timeout", e.errorText.c_str());
        QVERIFY(world.count(Outcome::Timeout) == 0);
    }

    void timeoutsAreNormalRelaxedNormalPhaseByPhase() {
        TargetSettings settings = plainSettings();
        settings.timeouts.normal = 500ms;
        settings.timeouts.relaxed = 3s;
        settings.timeouts.tail = 2s;
        World world(std::move(settings));
        world.start();
        world.run(1s);
        const auto timedOut = [&](Duration delay) {
            const auto before = world.count(Outcome::Timeout);
            world.node(kA).replyDelay = delay;
            world.run(200ms);
            world.node(kA).replyDelay = {};
            world.run(delay);
            return world.count(Outcome::Timeout) - before > 0;
        };
        QVERIFY(timedOut(600ms));
        world.push(kA, opener("MIGRATING", 1, 2, "[\"1\"]"));
        world.run(10ms);
        QVERIFY(!timedOut(2500ms));
        world.push(kA, closer("MIGRATED", 2, "[\"1\"]"));
        world.run(10ms);
        QVERIFY(!timedOut(700ms)); // the tail
        world.run(2s);
        QVERIFY(timedOut(600ms));
        QVERIFY(world.count(Outcome::Late) > 0);
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }
};

MAINTSCOPE_TEST(TargetAccountingTest, void)
#include "tst_target_accounting.moc"
