// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/world.h"

#include "client/types/event_names.h"
#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::test;
using namespace std::chrono_literals;

namespace {

const std::string kA = "10.0.0.1:6379";
const std::string kB = "10.0.0.2:6379";
const std::string kC = "10.0.0.3:6379";

std::vector<std::string> words(std::initializer_list<const char*> list) {
    return {list.begin(), list.end()};
}

} // namespace

#define COMPARE_CLEAN(world)                                                                                 \
    do {                                                                                                     \
        QCOMPARE((world).count(Outcome::Timeout), 0);                                                        \
        QCOMPARE((world).count(Outcome::Error), 0);                                                          \
        QCOMPARE((world).count(Outcome::Unknown), 0);                                                        \
        QCOMPARE((world).count(Outcome::NotSent), 0);                                                        \
        QVERIFY2((world).violation().empty(), (world).violation().c_str());                                  \
    } while (false)

/// The whole client in virtual time: calm, handshake, handoffs, losses, accounting.
class TargetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void probesAtItsRate();
    void optsInSecondAndPingsLast();
    void aServerWithoutSupportIsProbedAllTheSame();
    void requiredGivesUpWhereTheServerRefuses();
    void aWrongPasswordEndsAtOnce();
    void resp2IsProbedUnderAuto();
    void plainTextIsNamed();
    void reconnectsAfterAnUnannouncedDrop();
    void aServerThatAcceptsAndDropsIsNotDialledInALoop();
    void triesAllAddressesOfAName();
    void aSilentSocketIsDead();
    void movesToTheNamedTargetWithoutLoss();
    void movesWithEveryByteApart();
    void movesAllConnectionsOnce();
    void keepsServingWhileTheTargetRefuses();
    void aTargetThatHangsIsGivenUpForTheConfiguredEndpoint();
    void aNullTargetFollowsTheResolver();
    void aNullTargetOfALiteralWaitsForHalfTheGrace();
    void aRetiringCandidateIsDropped();
    void aNewerMovingRedirects();
    void theSameMovingTwiceMovesOnce();
    void movingToSelfDialsAnyway();
    void theServerClosesEarly();
    void repliesOwedByTheOldConnectionAreAwaited();
    void orderIsKeptAcrossTheSwitch();
    void orderIsGivenUpAfterTheDrainLimit();
    void incrIsNeverSentTwice();
    void failoverRelaxesAndSaves();
    void aLostCloserIsCapped();
    void aReplayedCompletionIsHistory();
    void controlConnectionsNeverOptIn();
    void aLateLoopIsNotTheServersFault();
    void aLongFreezeIsNotMeasured();
    void stopAwaitsReplies();
    void theBufferIsBounded();
    void aPeerThatIsNoLongerAdvertisedIsLeft();
    void aPeerThatLeavesDnsAfterAMigrationIsLeftInTime();
    void aNameWithSeveralAddressesIsNoReasonToMove();
    void aTargetByNameIsResolvedAndVerified();
    void anUnresolvableTargetLeavesTheOldServing();
    void aTargetThatFailsTlsOrAuthLeavesTheOldServing();
    void aCandidateThatRefusesTheOptInIsTakenUnderAuto();
    void requiredPassesOverACandidateThatRefusesTheOptIn();
    void overlappingWindowsEndOneByOne();
    void aMovingInsideAMigrationKeepsBothWindows();
    void ipv6TargetsWork();
    void aGraceOfZeroMovesAtOnce();
    void theOldSocketLivesPastTheDeclaredTime();
    void movedIsAnErrorThatSaysWhy();
};

void TargetTest::probesAtItsRate() {
    World world(plainSettings());
    world.start();
    world.run(10s);
    world.stop();
    QVERIFY(world.runToEnd());
    COMPARE_CLEAN(world);
    QVERIFY2(world.sent() >= 199 && world.sent() <= 201, qPrintable(QString::number(world.sent())));
    QCOMPARE(world.sent(), world.count(Outcome::Ok));
    for (const Sample& s : world.samples())
        QCOMPARE(s.done - s.sent, Duration(1ms));
    QCOMPARE(world.states(1), words({"connecting", "handshaking", "ready", "closed"}));
    QCOMPARE(world.openSockets(), std::size_t{0});
}

void TargetTest::optsInSecondAndPingsLast() {
    TargetSettings settings = plainSettings();
    settings.password = Secret("secret");
    settings.user = "app";
    World world(std::move(settings));
    world.node(kA).password = "secret";
    world.start();
    world.run(10ms);
    const auto& commands = world.commandsOf(kA);
    QVERIFY(commands.size() >= 5);
    QCOMPARE(commands[0], std::string("HELLO 3 AUTH app secret SETNAME maintscope-1"));
    QCOMPARE(commands[1], std::string("CLIENT MAINT_NOTIFICATIONS ON moving-endpoint-type internal-ip"));
    QCOMPARE(commands[4], std::string("PING"));
    for (const Event& e : world.history()) {
        QVERIFY(e.text.find("secret") == std::string::npos);
        QVERIFY(e.errorText.find("secret") == std::string::npos);
        QVERIFY(e.raw.find("secret") == std::string::npos);
    }
}

void TargetTest::aServerWithoutSupportIsProbedAllTheSame() {
    World world(plainSettings());
    world.node(kA).optInError = "ERR unknown subcommand 'MAINT_NOTIFICATIONS'. Try CLIENT HELP.";
    world.start();
    world.run(5s);
    world.stop();
    QVERIFY(world.runToEnd());
    COMPARE_CLEAN(world);
    const auto support = world.events(EventKind::Recording, names::kSupport);
    QCOMPARE(support.size(), std::size_t{1});
    QVERIFY(support[0].support == Support::Unsupported);
    QCOMPARE(world.events(EventKind::Alert, names::kOptInRefused).size(), std::size_t{1});
}

void TargetTest::requiredGivesUpWhereTheServerRefuses() {
    TargetSettings settings = plainSettings();
    settings.policy = Policy::Required;
    World world(std::move(settings));
    world.node(kA).optInError = "ERR maintenance notifications are disabled on this server";
    world.start();
    QVERIFY(world.runToEnd(5s));
    QVERIFY(!world.target().wasReady());
    QVERIFY(world.target().notReadyCause() == core::NotReadyCause::Refused);
    QCOMPARE(world.sent(), 0);
}

void TargetTest::aWrongPasswordEndsAtOnce() {
    TargetSettings settings = plainSettings();
    settings.password = Secret("wrong");
    World world(std::move(settings));
    world.node(kA).password = "right";
    world.start();
    QVERIFY(world.runToEnd(5s));
    QVERIFY(world.target().notReadyCause() == core::NotReadyCause::NotAuthorised);
    QCOMPARE(world.dials(kA), std::size_t{1});
    const auto attempts = world.events(EventKind::ConnectAttempt);
    QCOMPARE(attempts.back().errorType, std::string("auth"));
    QVERIFY(attempts.back().errorText.starts_with("WRONGPASS"));
}

void TargetTest::resp2IsProbedUnderAuto() {
    TargetSettings settings = plainSettings();
    settings.password = Secret("pw");
    World world(std::move(settings));
    world.node(kA).helloError = "ERR unknown command 'HELLO'";
    world.node(kA).password = "pw";
    world.start();
    world.run(2s);
    COMPARE_CLEAN(world);
    QVERIFY(world.count(Outcome::Ok) > 30);
    QCOMPARE(world.events(EventKind::Alert, names::kNotResp3).size(), std::size_t{1});
}

void TargetTest::plainTextIsNamed() {
    World world(plainSettings());
    world.node(kA).mute = true;
    world.start();
    world.run(5ms);
    world.inject(kA, "HTTP/1.1 400 Bad Request\r\n\r\n");
    world.run(10ms);
    const auto errors = world.events(EventKind::Error, names::kProtocolError);
    QCOMPARE(errors.size(), std::size_t{1});
    QVERIFY2(errors[0].errorText.find("HTTP/1.1 400 Bad Request") != std::string::npos,
             errors[0].errorText.c_str());
}

void TargetTest::reconnectsAfterAnUnannouncedDrop() {
    World world(plainSettings());
    world.start();
    world.run(2s);
    world.node(kA).refuses = true;
    world.close(kA, core::CloseCause::Reset);
    world.at(500ms, [&] { world.node(kA).refuses = false; });
    world.run(5s);
    world.stop();
    QVERIFY(world.runToEnd());
    COMPARE_CLEAN(world); // half a second is inside the normal timeout: the commands waited
    QCOMPARE(world.events(EventKind::Disconnect, names::kUnannounced).size(), std::size_t{1});
    QCOMPARE(world.events(EventKind::Disconnect)[0].errorType, std::string("connection_reset"));
    QCOMPARE(world.events(EventKind::Connected, names::kReconnected).size(), std::size_t{1});
    QVERIFY(world.longestGap() >= 500ms);
}

void TargetTest::aServerThatAcceptsAndDropsIsNotDialledInALoop() {
    World world(plainSettings());
    world.start();
    for (int i = 0; i < 1000; ++i) {
        world.run(10ms);
        world.close(kA);
    }
    QVERIFY2(world.dials(kA) < 20, qPrintable(QString::number(world.dials(kA))));
}

void TargetTest::triesAllAddressesOfAName() {
    TargetSettings settings = plainSettings();
    settings.endpoint.host = "db.example.com";
    World world(std::move(settings));
    world.node(kA).refuses = true;
    world.node(kB);
    world.resolveTo("db.example.com", {"10.0.0.1", "10.0.0.2"});
    world.start();
    world.run(1s);
    QCOMPARE(world.openSockets(kB), std::size_t{1});
    QCOMPARE(world.dials(kA), std::size_t{1});
    COMPARE_CLEAN(world);
}

void TargetTest::aSilentSocketIsDead() {
    World world(plainSettings());
    world.start();
    world.run(2s);
    world.node(kA).replyDelay = 3600s;
    world.at(5s, [&] { world.node(kA).replyDelay = {}; });
    world.run(10s);
    const auto lost = world.events(EventKind::Disconnect, names::kSilent);
    QCOMPARE(lost.size(), std::size_t{1});
    QVERIFY(lost[0].at.time_since_epoch() >= 6s && lost[0].at.time_since_epoch() < 6200ms);
    QVERIFY(world.count(Outcome::Timeout) > 50);
}

void TargetTest::movesToTheNamedTargetWithoutLoss() {
    World world(plainSettings());
    world.node(kB);
    world.start();
    world.run(3s);
    world.push(kA, moving(0, 15, kB));
    world.run(10s);
    QCOMPARE(world.openSockets(kA), std::size_t{0});
    QCOMPARE(world.openSockets(kB), std::size_t{1});
    const auto handoffs = world.events(EventKind::Handoff);
    QCOMPARE(handoffs.size(), std::size_t{1});
    QVERIFY(handoffs[0].result == ResultWord::Ok);
    QCOMPARE(handoffs[0].peerOld, kA);
    QCOMPARE(handoffs[0].peerNew, kB);
    const HandoffPhases& phases = handoffs[0].phases;
    QVERIFY(phases.notified && phases.connecting && phases.optedIn && phases.firstOk && phases.oldDrained &&
            phases.oldClosed);
    QVERIFY(*phases.connecting <= *phases.optedIn && *phases.optedIn <= *phases.firstOk);
    const auto windows = world.events(EventKind::Window, "MOVING");
    QCOMPARE(windows.size(), std::size_t{1});
    QVERIFY(windows[0].pairState == PairState::Closed);
    world.run(30s);
    world.stop();
    QVERIFY(world.runToEnd());
    COMPARE_CLEAN(world);
    QVERIFY(world.events(EventKind::Disconnect, names::kUnannounced).empty());
    QCOMPARE(world.states(1),
             words({"connecting", "handshaking", "ready", "dialing", "tail", "ready", "closed"}));
    QVERIFY2(world.longestGap() <= 52ms, qPrintable(QString::number(world.longestGap().count())));
    QVERIFY(world.mostSockets() <= 2);
}

void TargetTest::movesWithEveryByteApart() {
    World world(plainSettings());
    world.sliceInput(1);
    world.node(kB);
    world.start();
    world.run(3s);
    world.push(kA, moving(0, 15, kB));
    world.run(10s);
    COMPARE_CLEAN(world);
    QCOMPARE(world.openSockets(kB), std::size_t{1});
}

void TargetTest::movesAllConnectionsOnce() {
    TargetSettings settings = plainSettings();
    settings.probe.connections = 4;
    World world(std::move(settings));
    world.node(kB);
    world.start();
    world.run(3s);
    world.push(kA, moving(7, 15, kB));
    world.at(100ms, [&] { world.push(kA, moving(7, 15, kB)); });
    world.run(10s);
    COMPARE_CLEAN(world);
    QCOMPARE(world.events(EventKind::Handoff).size(), std::size_t{4});
    QCOMPARE(world.dials(kB), std::size_t{4});
    QCOMPARE(world.openSockets(kB), std::size_t{4});
}

void TargetTest::keepsServingWhileTheTargetRefuses() {
    World world(plainSettings());
    world.node(kB).refuses = true;
    world.start();
    world.run(3s);
    world.push(kA, moving(0, 15, kB));
    world.at(5s, [&] { world.node(kB).refuses = false; });
    world.run(12s);
    COMPARE_CLEAN(world);
    QCOMPARE(world.openSockets(kB), std::size_t{1});
    const auto attempts = world.events(EventKind::ConnectAttempt, names::kCandidate);
    QVERIFY(attempts.size() > 3);
    QCOMPARE(attempts[0].errorType, std::string("connection_refused"));
    QVERIFY(world.longestGap() <= 52ms);
}

void TargetTest::aTargetThatHangsIsGivenUpForTheConfiguredEndpoint() {
    TargetSettings settings = plainSettings();
    settings.endpoint.host = "db.example.com";
    World world(std::move(settings));
    world.resolveTo("db.example.com", {"10.0.0.1"});
    world.node(kB).blackHole = true;
    world.node(kC);
    world.start();
    world.run(3s);
    world.push(kA, moving(0, 15, kB));
    world.at(7390ms, [&] { world.resolveTo("db.example.com", {"10.0.0.3"}); });
    world.run(7400ms);
    QCOMPARE(world.openSockets(kC), std::size_t{0});
    world.run(200ms); // half the grace has passed
    QCOMPARE(world.openSockets(kC), std::size_t{1});
    world.run(10s);
    COMPARE_CLEAN(world);
    QVERIFY(world.longestGap() <= 52ms);
}

void TargetTest::aNullTargetFollowsTheResolver() {
    TargetSettings settings = plainSettings();
    settings.endpoint.host = "db.example.com";
    World world(std::move(settings));
    world.resolveTo("db.example.com", {"10.0.0.1"});
    world.node(kB);
    world.start();
    world.run(3s);
    world.push(kA, moving(0, 15, {}));
    world.at(4400ms, [&] { world.resolveTo("db.example.com", {"10.0.0.2"}); });
    world.run(4300ms);
    QCOMPARE(world.openSockets(kB), std::size_t{0});
    world.run(1s);
    QCOMPARE(world.openSockets(kB), std::size_t{1});
    QCOMPARE(world.openSockets(kA), std::size_t{0});
    world.run(10s);
    COMPARE_CLEAN(world);
    QCOMPARE(world.events(EventKind::DnsChange, names::kDnsStale).size(), std::size_t{1});
    QCOMPARE(world.events(EventKind::DnsChange, names::kDnsChanged).size(), std::size_t{1});
}

void TargetTest::aNullTargetOfALiteralWaitsForHalfTheGrace() {
    World world(plainSettings());
    world.start();
    world.run(3s);
    world.push(kA, moving(0, 15, {}));
    world.run(7400ms);
    QCOMPARE(world.dials(kA), std::size_t{1});
    world.run(300ms);
    QCOMPARE(world.dials(kA), std::size_t{2}); // a load balancer may lead elsewhere now
    QVERIFY(world.events(EventKind::Handoff)[0].phases.optedIn);
    COMPARE_CLEAN(world);
}

void TargetTest::aRetiringCandidateIsDropped() {
    World world(plainSettings());
    world.start();
    world.run(3s);
    world.push(kA, moving(0, 15, {}));
    world.node(kA).afterOptIn = {moving(0, 8, {})}; // whoever opts in there now is told again
    world.at(10s, [&] { world.node(kA).afterOptIn.clear(); });
    world.run(9900ms);
    QCOMPARE(world.openSockets(kA), std::size_t{1});
    QVERIFY(world.events(EventKind::Alert, names::kCandidateDropped).size() >= 2);
    world.run(2s);
    const auto handoffs = world.events(EventKind::Handoff);
    QCOMPARE(handoffs.size(), std::size_t{1});
    QVERIFY(handoffs[0].phases.optedIn.has_value());
    COMPARE_CLEAN(world);
    QVERIFY(world.mostSockets() <= 2);
}

void TargetTest::aNewerMovingRedirects() {
    World world(plainSettings());
    world.node(kB).blackHole = true;
    world.node(kC);
    world.start();
    world.run(3s);
    world.push(kA, moving(1, 15, kB));
    world.run(2s);
    world.push(kA, moving(2, 15, kC));
    world.run(3s);
    QCOMPARE(world.openSockets(kC), std::size_t{1});
    const auto handoffs = world.events(EventKind::Handoff);
    QCOMPARE(handoffs.size(), std::size_t{2});
    QVERIFY(handoffs[0].result == ResultWord::Superseded);
    QVERIFY(handoffs[1].result == ResultWord::Ok);
    world.push(kA, moving(1, 15, kB));
    COMPARE_CLEAN(world);
}

void TargetTest::theSameMovingTwiceMovesOnce() {
    World world(plainSettings());
    world.node(kB);
    world.start();
    world.run(3s);
    world.push(kA, moving(1, 15, kB));
    world.push(kA, moving(1, 15, kB));
    world.run(5s);
    world.push(kB, moving(1, 9, kB)); // the new node repeats it: one more move, then never again
    world.run(2s);
    world.push(kB, moving(1, 7, kB));
    world.run(2s);
    COMPARE_CLEAN(world);
    QCOMPARE(world.events(EventKind::Handoff).size(), std::size_t{2});
    QCOMPARE(world.events(EventKind::Notification, "MOVING").size(), std::size_t{4});
}

void TargetTest::movingToSelfDialsAnyway() {
    World world(plainSettings());
    world.start();
    world.run(3s);
    world.push(kA, moving(1, 15, kA));
    world.run(5s);
    COMPARE_CLEAN(world);
    QCOMPARE(world.dials(kA), std::size_t{2});
    QCOMPARE(world.openSockets(kA), std::size_t{1});
}

void TargetTest::theServerClosesEarly() {
    World world(plainSettings());
    world.node(kB).refuses = true;
    world.start();
    world.run(3s);
    world.push(kA, moving(1, 15, kB));
    world.run(1500ms);
    world.node(kA).refuses = true;
    world.close(kA, core::CloseCause::Reset);
    world.at(3s, [&] { world.node(kB).refuses = false; });
    world.run(20s);
    world.stop();
    QVERIFY(world.runToEnd());
    // Three seconds without any node: inside the relaxed timeout, so late, not lost.
    COMPARE_CLEAN(world);
    QVERIFY(world.count(Outcome::Late) > 30);
    QCOMPARE(world.events(EventKind::Disconnect, names::kDuringMaintenance).size(), std::size_t{1});
    QVERIFY(world.events(EventKind::Disconnect, names::kUnannounced).empty());
    QCOMPARE(world.sent(), world.count(Outcome::Ok) + world.count(Outcome::Late));
}

void TargetTest::repliesOwedByTheOldConnectionAreAwaited() {
    World world(plainSettings());
    world.node(kB);
    world.start();
    world.run(3s);
    world.node(kA).replyDelay = 3s;
    world.run(500ms);
    world.push(kA, moving(1, 15, kB));
    world.run(10s);
    COMPARE_CLEAN(world);
    const auto handoff = world.events(EventKind::Handoff).at(0);
    QVERIFY(handoff.result == ResultWord::Ok);
    QVERIFY(*handoff.phases.oldDrained > *handoff.phases.optedIn + 1s);
    QVERIFY(world.count(Outcome::Late) > 0);
}

void TargetTest::orderIsKeptAcrossTheSwitch() {
    TargetSettings settings = plainSettings();
    settings.probe.command = ProbeCommand::Incr;
    settings.probe.key = "counter";
    World world(std::move(settings));
    world.node(kB);
    world.start();
    world.run(3s);
    world.node(kA).replyDelay = 400ms;
    world.run(500ms);
    world.push(kA, moving(1, 15, kB));
    world.run(10s);
    world.stop();
    QVERIFY(world.runToEnd());
    COMPARE_CLEAN(world);
    QVERIFY(world.events(EventKind::Alert, names::kOrderGivenUp).empty());
    const auto integrity = world.events(EventKind::Recording, names::kIntegrity);
    QCOMPARE(integrity.size(), std::size_t{1});
    QCOMPARE(figure(integrity[0], "acknowledged"), figure(integrity[0], "server_count"));
    QCOMPARE(world.counter("counter"), *figure(integrity[0], "acknowledged"));
}

void TargetTest::orderIsGivenUpAfterTheDrainLimit() {
    TargetSettings settings = plainSettings();
    settings.probe.command = ProbeCommand::Incr;
    World world(std::move(settings));
    world.node(kB);
    world.start();
    world.run(3s);
    world.node(kA).replyDelay = 5s;
    world.run(500ms);
    world.push(kA, moving(1, 15, kB));
    world.run(12s);
    COMPARE_CLEAN(world);
    QCOMPARE(world.events(EventKind::Alert, names::kOrderGivenUp).size(), std::size_t{1});
}

void TargetTest::incrIsNeverSentTwice() {
    TargetSettings settings = plainSettings();
    settings.probe.command = ProbeCommand::Incr;
    settings.probe.key = "counter";
    settings.probe.ratePerSecond = 200;
    World world(std::move(settings));
    world.start();
    for (int i = 0; i < 20; ++i) {
        world.run(1237ms);
        world.node(kA).replyDelay = 100ms;
        world.run(50ms);
        world.close(kA, i % 2 == 0 ? core::CloseCause::Fin : core::CloseCause::Reset);
        world.node(kA).replyDelay = {};
    }
    world.run(2s);
    world.stop();
    QVERIFY(world.runToEnd());
    const auto integrity = world.events(EventKind::Recording, names::kIntegrity).at(0);
    const auto acknowledged = *figure(integrity, "acknowledged");
    const auto grown = *figure(integrity, "server_count");
    const auto unresolved = *figure(integrity, "unresolved");
    QVERIFY(world.count(Outcome::Unknown) > 0);
    QVERIFY(grown >= acknowledged);              // nothing acknowledged was lost
    QVERIFY(grown <= acknowledged + unresolved); // nothing was executed twice
    QCOMPARE(world.sent(), acknowledged + unresolved);
}

void TargetTest::failoverRelaxesAndSaves() {
    World world(plainSettings());
    world.start();
    world.run(3s);
    world.push(kA, opener("FAILING_OVER", 3, 2, "[\"21\"]"));
    world.at(2s, [&] { world.node(kA).replyDelay = 2500ms; });
    world.at(4500ms, [&] { world.node(kA).replyDelay = {}; });
    world.at(6s, [&] { world.push(kA, closer("FAILED_OVER", 4, "[\"21\"]")); });
    world.run(40s);
    COMPARE_CLEAN(world);
    QVERIFY(world.count(Outcome::Late) > 20);
    const auto windows = world.events(EventKind::Window);
    QCOMPARE(windows.size(), std::size_t{1});
    QVERIFY(windows[0].pairState == PairState::Closed);
    const auto relaxed = world.events(EventKind::Relaxed);
    QCOMPARE(relaxed.size(), std::size_t{2});
    QCOMPARE(relaxed[0].name, std::string(names::kRelaxed));
    QVERIFY(relaxed[0].timeoutEffective == Duration(10s));
    QCOMPARE(relaxed[1].name, std::string(names::kTail));
    QCOMPARE(*relaxed[1].end - relaxed[1].at, Duration(20s));
    const auto frames = world.events(EventKind::Notification);
    QVERIFY(frames[0].pair == windows[0].key && frames[1].pair == windows[0].key);
    const auto told = std::find_if(world.history().begin(), world.history().end(),
                                   [](const Event& e) { return e.kind == EventKind::Notification; });
    const auto opened = std::find_if(world.history().begin(), world.history().end(),
                                     [](const Event& e) { return e.kind == EventKind::Window; });
    QVERIFY(told < opened); // the cause stands before its effect
}

void TargetTest::aLostCloserIsCapped() {
    World world(plainSettings());
    world.start();
    world.run(3s);
    world.push(kA, opener("MIGRATING", 5, 2, "[\"7\"]"));
    world.run(70s);
    const auto window = world.events(EventKind::Window).at(0);
    QVERIFY(window.pairState == PairState::Capped);
    QCOMPARE(*window.end - window.at, Duration(60s));
    QCOMPARE(world.events(EventKind::Relaxed).size(), std::size_t{1}); // no tail after an expiry
    world.push(kA, opener("MIGRATING", 5, 2, "[\"7\"]"));              // announced again: a fresh window
    world.run(1s);
    QCOMPARE(world.events(EventKind::Window).size(), std::size_t{2});
}

void TargetTest::aReplayedCompletionIsHistory() {
    World world(plainSettings());
    world.node(kA).afterOptIn = {closer("MIGRATED", 9, "[\"7\"]")};
    world.start();
    world.run(2s);
    const auto frame = world.events(EventKind::Notification).at(0);
    QVERIFY(frame.pairState == PairState::OrphanClose);
    QVERIFY(world.events(EventKind::Window).empty());
    QVERIFY(world.events(EventKind::Relaxed).empty());
}

void TargetTest::controlConnectionsNeverOptIn() {
    TargetSettings settings = plainSettings();
    settings.probe.control = true;
    World world(std::move(settings));
    world.node(kB);
    world.start();
    world.run(3s);
    world.push(kA, moving(1, 15, kB));
    world.run(16s);
    world.node(kA).refuses = true;
    world.close(kA);
    world.at(4s, [&] { world.node(kA).refuses = false; });
    world.run(10s);
    world.stop();
    QVERIFY(world.runToEnd());
    COMPARE_CLEAN(world);
    QVERIFY(world.count(Outcome::NotSent, ProbeRole::Control) > 30);
    QCOMPARE(world.events(EventKind::Disconnect, names::kDuringMaintenance).size(), std::size_t{1});
    const auto optIns = std::count_if(world.commandsOf(kA).begin(), world.commandsOf(kA).end(),
                                      [](const std::string& c) { return c.starts_with("CLIENT MAINT"); });
    QCOMPARE(optIns, 1);
}

void TargetTest::aLateLoopIsNotTheServersFault() {
    World world(plainSettings());
    world.start();
    world.run(3s);
    world.freeze(200ms);
    world.run(3s);
    world.stop();
    QVERIFY(world.runToEnd());
    COMPARE_CLEAN(world);
    QCOMPARE(world.count(Outcome::Late), 0);
    QCOMPARE(world.events(EventKind::LocalStall).size(), std::size_t{1});
    QVERIFY(world.events(EventKind::NotMeasured).empty());
    QVERIFY(world.sent() >= 119 && world.sent() <= 126);
}

void TargetTest::aLongFreezeIsNotMeasured() {
    World world(plainSettings());
    world.start();
    world.run(3020ms); // a probe is in flight
    world.freeze(10s);
    world.run(3s);
    world.stop();
    QVERIFY(world.runToEnd());
    COMPARE_CLEAN(world);
    const auto missing = world.events(EventKind::NotMeasured);
    QCOMPARE(missing.size(), std::size_t{1});
    QVERIFY(*missing[0].end - missing[0].at > 9900ms);
    QVERIFY(*figure(missing[0], "slots") >= 199);
}

void TargetTest::stopAwaitsReplies() {
    World world(plainSettings());
    world.node(kA).replyDelay = 700ms;
    world.start();
    world.run(3s);
    world.stop();
    QVERIFY(!world.target().finished());
    QVERIFY(world.runToEnd(2s));
    COMPARE_CLEAN(world);
    QCOMPARE(world.sent(), world.count(Outcome::Ok));
}

void TargetTest::theBufferIsBounded() {
    TargetSettings settings = plainSettings();
    settings.probe.ratePerSecond = 2000;
    settings.timeouts.normal = 60s;
    settings.timeouts.relaxed = 1s;
    World world(std::move(settings));
    world.start();
    world.run(1s);
    world.node(kA).refuses = true;
    world.close(kA);
    world.run(20s);
    QVERIFY(world.count(Outcome::NotSent) > 10000);
    QCOMPARE(world.events(EventKind::Alert, names::kBufferFull).size(), std::size_t{1});
}

void TargetTest::aPeerThatIsNoLongerAdvertisedIsLeft() {
    TargetSettings settings = plainSettings();
    settings.endpoint.host = "db.example.com";
    World world(std::move(settings));
    world.resolveTo("db.example.com", {"10.0.0.1"});
    world.node(kB);
    world.start();
    world.run(5s);
    world.resolveTo("db.example.com", {"10.0.0.2"});
    world.run(31s);
    QCOMPARE(world.openSockets(kB), std::size_t{1});
    QCOMPARE(world.openSockets(kA), std::size_t{0});
    QCOMPARE(world.events(EventKind::Alert, names::kNoLongerAdvertised).size(), std::size_t{1});
    QVERIFY(world.events(EventKind::Connected, names::kReconnected).empty());
    COMPARE_CLEAN(world);
}

/// MIGRATED, five seconds later the node leaves DNS, thirteen later it closes: the usual 30 s come too late.
void TargetTest::aPeerThatLeavesDnsAfterAMigrationIsLeftInTime() {
    TargetSettings settings = plainSettings();
    settings.endpoint.host = "db.example.com";
    World world(std::move(settings));
    world.resolveTo("db.example.com", {"10.0.0.1"});
    world.node(kB);
    world.start();
    world.run(5s);
    world.push(kA, closer("MIGRATED", 3, "[\"2\"]"));
    world.run(5s);
    world.resolveTo("db.example.com", {"10.0.0.2"});
    world.run(5s);
    QCOMPARE(world.openSockets(kB), std::size_t{1});
    QCOMPARE(world.openSockets(kA), std::size_t{0});
    COMPARE_CLEAN(world);
}

void TargetTest::aNameWithSeveralAddressesIsNoReasonToMove() {
    TargetSettings settings = plainSettings();
    settings.endpoint.host = "db.example.com";
    World world(std::move(settings));
    world.resolveTo("db.example.com", {"10.0.0.1", "10.0.0.2"});
    world.start();
    world.at(40s, [&] { world.resolverFails("db.example.com"); });
    world.run(120s);
    QCOMPARE(world.dials(kA), std::size_t{1});
    QVERIFY(world.events(EventKind::Alert).empty());
}

void TargetTest::aTargetByNameIsResolvedAndVerified() {
    TargetSettings settings = plainSettings();
    settings.tls.enabled = true;
    settings.endpoint.host = "db.example.com";
    World world(std::move(settings));
    world.resolveTo("db.example.com", {"10.0.0.1"});
    world.resolveTo("node2.example.com", {"10.0.0.2"});
    world.node(kB);
    world.start();
    world.run(3s);
    world.push(kA, moving(1, 15, "node2.example.com:6379"));
    world.run(5s);
    QCOMPARE(world.openSockets(kB), std::size_t{1});
    QCOMPARE(world.namesVerified(), words({"db.example.com", "node2.example.com"}));
    world.push(kB, moving(2, 15, kA)); // a literal is verified by the configured name
    world.run(5s);
    QCOMPARE(world.namesVerified().back(), std::string("db.example.com"));
    COMPARE_CLEAN(world);
}

void TargetTest::anUnresolvableTargetLeavesTheOldServing() {
    World world(plainSettings());
    world.resolverFails("gone.example.com");
    world.start();
    world.run(3s);
    world.push(kA, moving(1, 15, "gone.example.com:6379"));
    world.run(7s);
    QCOMPARE(world.openSockets(kA), std::size_t{1});
    const auto attempts = world.events(EventKind::ConnectAttempt, names::kCandidate);
    QVERIFY(attempts.size() >= 3);
    QCOMPARE(attempts[0].errorType, std::string("unresolvable"));
    COMPARE_CLEAN(world);
    QVERIFY(world.longestGap() <= 52ms);
}

void TargetTest::aTargetThatFailsTlsOrAuthLeavesTheOldServing() {
    for (const bool tls : {true, false}) {
        World world(plainSettings());
        if (tls)
            world.node(kB).openError = "tls_untrusted";
        else
            world.node(kB).helloError = "WRONGPASS invalid username-password pair or user is disabled.";
        world.start();
        world.run(3s);
        world.push(kA, moving(1, 15, kB));
        world.run(7s);
        QCOMPARE(world.openSockets(kA), std::size_t{1});
        QCOMPARE(world.events(EventKind::ConnectAttempt, names::kCandidate).at(0).errorType,
                 std::string(tls ? "tls_untrusted" : "auth"));
        QVERIFY(!world.target().finished());
        COMPARE_CLEAN(world);
    }
}

void TargetTest::aCandidateThatRefusesTheOptInIsTakenUnderAuto() {
    World world(plainSettings());
    world.node(kB).optInError = "ERR maintenance notifications are disabled on this server";
    world.start();
    world.run(3s);
    world.push(kA, moving(1, 15, kB));
    world.run(5s);
    QCOMPARE(world.openSockets(kB), std::size_t{1});
    QCOMPARE(world.events(EventKind::Alert, names::kOptInRefused).size(), std::size_t{1});
    COMPARE_CLEAN(world);
}

void TargetTest::requiredPassesOverACandidateThatRefusesTheOptIn() {
    TargetSettings settings = plainSettings();
    settings.policy = Policy::Required;
    World world(std::move(settings));
    world.node(kB).optInError = "ERR maintenance notifications are disabled on this server";
    world.start();
    world.run(3s);
    world.push(kA, moving(1, 15, kB));
    world.run(5s);
    QCOMPARE(world.openSockets(kA), std::size_t{1});
    QCOMPARE(world.openSockets(kB), std::size_t{0});
    world.node(kA).refuses = true;
    world.close(kA); // the old one is gone: unprotected beats none
    world.run(3s);
    QCOMPARE(world.openSockets(kB), std::size_t{1});
    COMPARE_CLEAN(world);
}

void TargetTest::overlappingWindowsEndOneByOne() {
    World world(plainSettings());
    world.start();
    world.run(1s);
    world.push(kA, opener("MIGRATING", 1, 2, "[\"2\"]"));
    world.push(kA, opener("FAILING_OVER", 2, 2, "[\"3\"]"));
    world.run(1s);
    world.push(kA, closer("MIGRATED", 3, "[\"2\"]"));
    world.run(1s);
    world.push(kA, closer("MIGRATED", 3, "[\"2\"]")); // once more: nothing is open for it
    world.run(30s);
    QCOMPARE(world.events(EventKind::Relaxed, names::kTail).size(), std::size_t{0}); // still failing over
    world.push(kA, closer("FAILED_OVER", 4, "[\"3\"]"));
    world.run(30s);
    QCOMPARE(world.events(EventKind::Relaxed, names::kRelaxed).size(), std::size_t{1});
    QCOMPARE(world.events(EventKind::Relaxed, names::kTail).size(), std::size_t{1});
    QVERIFY(world.events(EventKind::Notification, "MIGRATED").at(1).pairState == PairState::OrphanClose);
}

void TargetTest::aMovingInsideAMigrationKeepsBothWindows() {
    World world(plainSettings());
    world.node(kB);
    world.start();
    world.run(1s);
    world.push(kA, opener("MIGRATING", 1, 2, "[\"2\"]"));
    world.run(2s);
    world.push(kA, moving(2, 15, kB));
    world.run(5s);
    const auto open = world.events(EventKind::Window, "MIGRATING");
    QVERIFY(open.at(0).pairState == PairState::Open); // the handoff ended only its own window
    world.push(kB, closer("MIGRATED", 3, "[\"2\"]"));
    world.run(1s);
    QVERIFY(world.events(EventKind::Window, "MIGRATING").at(0).pairState == PairState::Closed);
    COMPARE_CLEAN(world);
}

void TargetTest::ipv6TargetsWork() {
    World world(plainSettings());
    const std::string v6 = "[2001:db8::2]:6379";
    world.node(v6);
    world.start();
    world.run(1s);
    world.push(kA, moving(1, 15, v6));
    world.run(5s);
    QCOMPARE(world.openSockets(v6), std::size_t{1});
    COMPARE_CLEAN(world);
}

void TargetTest::aGraceOfZeroMovesAtOnce() {
    World world(plainSettings());
    world.node(kB);
    world.start();
    world.run(1s);
    world.push(kA, moving(1, 0, kB));
    world.run(50ms);
    QCOMPARE(world.openSockets(kB), std::size_t{1});
    world.run(5s);
    COMPARE_CLEAN(world);
}

void TargetTest::theOldSocketLivesPastTheDeclaredTime() {
    World world(plainSettings());
    world.node(kB).blackHole = true;
    world.start();
    world.run(1s);
    world.push(kA, moving(1, 4, kB));
    world.run(12s); // three times the grace, and the server has not closed it
    QCOMPARE(world.openSockets(kA), std::size_t{1});
    COMPARE_CLEAN(world);
    QVERIFY(world.longestGap() <= 52ms);
}

void TargetTest::movedIsAnErrorThatSaysWhy() {
    World world(plainSettings());
    world.node(kA).probeReply = "-MOVED 5461 10.0.0.2:6379\r\n";
    world.start();
    world.run(2s);
    QVERIFY(world.count(Outcome::Error) > 30);
    QCOMPARE(world.events(EventKind::Alert, names::kClusterMode).size(), std::size_t{1});
    const auto errors = world.events(EventKind::Error, names::kErrorReplies);
    QCOMPARE(errors.size(), std::size_t{1}); // one row that grows
    QVERIFY(*figure(errors[0], "count") > 15);
}

MAINTSCOPE_TEST(TargetTest, void)
#include "tst_target.moc"
