// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/world.h"

#include "client/types/event_names.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <set>

using namespace maintscope;
using namespace maintscope::test;
using namespace std::chrono_literals;

// What servers, DNS and balancers do around a MOVING, beyond the basic handoffs of tst_target. Which scenario
// of the official clients' suites and which of their bugs is proved where: client/PROTOCOL.md, "Proofs".

namespace {

const std::string kA = "10.0.0.1:6379";
const std::string kB = "10.0.0.2:6379";
const std::string kC = "10.0.0.3:6379";
const std::string kName = "db.example.com";

TargetSettings byName() {
    TargetSettings s = plainSettings();
    s.endpoint.host = kName;
    return s;
}

std::size_t handoffs(const World& world) {
    return world.events(EventKind::Handoff).size();
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

class TargetMovingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Targets

    void thePortOfATargetIsUsed() {
        World world(plainSettings());
        world.node("10.0.0.1:7000");
        world.start();
        world.run(1s);
        world.push(kA, moving(0, 15, "10.0.0.1:7000"));
        world.run(3s);
        QCOMPARE(world.openSockets("10.0.0.1:7000"), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    void anIpv6TargetWithoutBracketsIsReached() {
        World world(plainSettings());
        world.node("[2001:db8::2]:6379");
        world.start();
        world.run(1s);
        world.push(kA, moving(1, 15, "2001:db8::2:6379"));
        world.run(3s);
        QCOMPARE(world.openSockets("[2001:db8::2]:6379"), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    void anOddGraceKeepsItsHalfSecond() {
        World world(plainSettings());
        world.start();
        world.run(1s);
        world.push(kA, moving(0, 3, {})); // told half a round trip later
        world.run(1500ms);
        QCOMPARE(world.dials(kA), std::size_t{1});
        world.run(1ms);
        QCOMPARE(world.dials(kA), std::size_t{2});
    }

    void candidatesAreNotDialledInLockstep() {
        TargetSettings settings = plainSettings();
        settings.probe.connections = 8;
        World world(std::move(settings));
        world.node(kB);
        world.start();
        world.run(1s);
        world.push(kA, moving(0, 15, kB));
        world.run(3s);
        std::set<MonoTime> begins;
        for (const Event& e : world.events(EventKind::ConnectAttempt, names::kCandidate))
            begins.insert(e.at);
        QCOMPARE(begins.size(), std::size_t{8});
        QVERIFY(*begins.rbegin() - *begins.begin() < 1s); // well inside the grace
    }

    void aNamedTargetHasAHeadStartOverTheConfiguredEndpoint() {
        World world(plainSettings());
        world.node(kB).roundTrip = 20ms; // farther away than the node that retires
        world.start();
        world.run(1s);
        world.push(kA, moving(0, 0, kB));
        world.run(2s);
        QVERIFY(world.openSockets(kB) == 1 && world.openSockets(kA) == 0);
        COMPARE_CLEAN(world);
    }

    void aTargetThatRefusesTwiceIsNotTheOnlyHope() {
        World world(byName());
        world.resolveTo(kName, {"10.0.0.1"});
        world.node(kB).refuses = true;
        world.node(kC);
        world.start();
        world.run(1s);
        world.push(kA, moving(0, 60, kB)); // half the grace is far away
        world.at(3s, [&] { world.resolveTo(kName, {"10.0.0.3"}); });
        world.run(6s);
        QCOMPARE(world.openSockets(kC), std::size_t{1});
        COMPARE_CLEAN(world);
        QVERIFY(world.longestGap() <= 52ms);
    }

    void aWrongCertificateOfATargetIsNotTriedTwice() {
        World world(plainSettings());
        world.node(kB).openError = "tls_name";
        world.start();
        world.run(1s);
        world.push(kA, moving(0, 15, kB));
        world.run(12s);
        QCOMPARE(world.dials(kB), std::size_t{1});
        QVERIFY(world.dials(kA) >= 2); // at half the grace
        COMPARE_CLEAN(world);
    }

    void aSecondAddressServesWhereTheFirstIsTheRetiringNode() {
        World world(byName());
        world.resolveTo(kName, {"10.0.0.1", "10.0.0.3"});
        world.node(kB).blackHole = true;
        world.node(kC);
        world.start();
        world.run(1s);
        world.node(kA).afterOptIn = {moving(0, 3, kB)};
        world.node(kC).openDelay = 1s; // DNS candidates are slower than half the grace
        world.push(kA, moving(0, 4, kB));
        world.run(5s);
        QCOMPARE(world.openSockets(kC), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    void aResolverSlowerThanThePollIsHeard() {
        World world(byName());
        world.resolveTo(kName, {"10.0.0.1"});
        world.node(kB);
        world.start();
        world.run(1s);
        world.resolverTakes(1500ms);
        world.resolveTo(kName, {"10.0.0.2"});
        world.push(kA, moving(0, 60, {}));
        world.run(2s);
        QCOMPARE(world.openSockets(kB), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    void dnsThatChangesAgainIsFollowed() {
        World world(byName());
        world.resolveTo(kName, {"10.0.0.1"});
        world.node(kB).refuses = true;
        world.node(kC);
        world.start();
        world.run(1s);
        world.push(kA, moving(0, 60, {}));
        world.at(2s, [&] { world.resolveTo(kName, {"10.0.0.2"}); });
        world.at(5s, [&] { world.resolveTo(kName, {"10.0.0.3"}); });
        world.run(8s);
        QCOMPARE(world.openSockets(kC), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    void dnsThatNeverChangesIsSurvived() {
        World world(byName());
        world.resolveTo(kName, {"10.0.0.1"});
        world.start();
        world.run(1s);
        world.node(kA).afterOptIn = {moving(0, 5, {})};
        world.push(kA, moving(0, 15, {}));
        world.run(16s);
        QCOMPARE(world.openSockets(kA), std::size_t{1}); // the retiring one, until it is closed
        world.node(kA).afterOptIn.clear();
        world.close(kA);
        world.run(5s);
        QCOMPARE(world.openSockets(kA), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    void aTargetOutsideTheNameIsNotLeftAgain() {
        World world(byName());
        world.resolveTo(kName, {"10.0.0.1"});
        world.node(kB);
        world.start();
        world.run(1s);
        world.push(kA, moving(0, 15, kB));
        world.run(5min); // DNS never lists the internal address that the server named
        QCOMPARE(world.openSockets(kB), std::size_t{1});
        QVERIFY(world.events(EventKind::Alert).empty());
        world.resolveTo(kName, {"10.0.0.2"});
        world.run(31s); // seen there once: from now on its leaving means something
        world.resolveTo(kName, {"10.0.0.3"});
        world.node(kC);
        world.run(31s);
        QCOMPARE(world.openSockets(kC), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    // Who is told what

    void aConnectionOpenedInsideAWindowIsRelaxed() {
        World world(plainSettings());
        world.node(kA).afterOptIn = {opener("MIGRATING", 4, 2, "[\"3\"]")};
        world.start();
        world.run(2s);
        const auto relaxed = world.events(EventKind::Relaxed, names::kRelaxed);
        QCOMPARE(relaxed.size(), std::size_t{1});
        QVERIFY(relaxed[0].timeoutEffective == Duration(10s));
    }

    void aConnectionOpenedDuringTheGraceMovesToo() {
        World world(plainSettings());
        world.node(kB);
        world.node(kA).afterOptIn = {moving(4, 9, kB)};
        world.start();
        world.run(5s);
        QVERIFY(world.openSockets(kB) == 1 && world.openSockets(kA) == 0);
        QCOMPARE(handoffs(world), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    void neverAsksAndIsToldNothingUnderNever() {
        TargetSettings settings = plainSettings();
        settings.policy = Policy::Never;
        World world(std::move(settings));
        world.start();
        world.run(2s);
        world.push(kA, moving(1, 15, kB));
        world.run(5s);
        for (const std::string& command : world.commandsOf(kA))
            QVERIFY(!command.starts_with("CLIENT MAINT"));
        QVERIFY(world.events(EventKind::Notification).empty());
        COMPARE_CLEAN(world);
    }

    void theEndpointTypeAskedForIsOnTheWire_data() {
        QTest::addColumn<int>("type");
        for (const EndpointType type :
             {EndpointType::InternalIp, EndpointType::InternalFqdn, EndpointType::ExternalIp,
              EndpointType::ExternalFqdn, EndpointType::None})
            QTest::addRow("%s", std::string(toString(type)).c_str()) << static_cast<int>(type);
    }
    void theEndpointTypeAskedForIsOnTheWire() {
        QFETCH(int, type);
        TargetSettings settings = plainSettings();
        settings.endpointType = static_cast<EndpointType>(type);
        World world(std::move(settings));
        world.start();
        world.run(10ms);
        QCOMPARE(world.commandsOf(kA).at(1), "CLIENT MAINT_NOTIFICATIONS ON moving-endpoint-type " +
                                                 std::string(toString(static_cast<EndpointType>(type))));
    }

    void resp2IsAFailureUnderRequired() {
        TargetSettings settings = plainSettings();
        settings.policy = Policy::Required;
        World world(std::move(settings));
        world.node(kA).resp3 = false;
        world.start();
        QVERIFY(world.runToEnd(5s));
        QVERIFY(world.target().notReadyCause() == core::NotReadyCause::Refused);
    }

    void aRefusalSaysNothingAboutTheNextConnection() {
        World world(plainSettings());
        world.node(kA).optInError = "ERR maintenance notifications are disabled on this server";
        world.start();
        world.run(2s);
        world.node(kA).optInError.clear();
        world.close(kA);
        world.run(2s);
        const auto connected = world.events(EventKind::Connected);
        QVERIFY(connected[0].support == Support::Unsupported && connected[1].support == Support::Supported);
    }

    void anExpiredMovingAnnouncedAgainIsCarriedOut() {
        World world(plainSettings());
        world.node(kB).refuses = true;
        world.start();
        world.run(1s);
        world.push(kA, moving(3, 1, kB));
        world.run(30s); // expired, whatever became of it
        const std::size_t before = handoffs(world);
        world.node(kB).refuses = false;
        world.push(kA, moving(3, 15, kB));
        world.run(3s);
        QCOMPARE(handoffs(world), before + 1);
        QCOMPARE(world.openSockets(kB), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    void aLowerIdAfterwardsIsAFreshOperation() {
        World world(plainSettings());
        world.node(kB);
        world.node(kC);
        world.start();
        world.run(1s);
        world.push(kA, moving(900, 5, kB));
        world.run(3s);
        world.push(kB, moving(0, 15, kC)); // the database was restarted
        world.run(3s);
        QCOMPARE(world.openSockets(kC), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    void twoOperationsMayShareAnId() {
        World world(plainSettings());
        world.node(kB).blackHole = true;
        world.node(kC);
        world.start();
        world.run(1s);
        world.push(kA, moving(5, 15, kB));
        world.run(50ms);
        world.push(kA, moving(5, 15, kC));
        world.run(3s);
        QCOMPARE(world.openSockets(kC), std::size_t{1});
        COMPARE_CLEAN(world);
    }

    void anotherMovingToldToACandidateRedirects() {
        World world(plainSettings());
        world.node(kB).afterOptIn = {moving(2, 15, kC)};
        world.node(kC);
        world.start();
        world.run(1s);
        world.push(kA, moving(1, 15, kB));
        world.run(4s);
        QVERIFY(world.openSockets(kC) == 1 && world.openSockets() == 1);
        QCOMPARE(world.events(EventKind::Connected, names::kSwitched).size(), std::size_t{1}); // never via B
        COMPARE_CLEAN(world);
    }

    void whatAnotherConnectionKnowsRedirectsToo() {
        // The first connection is on B already and knows that B moves on to C. The second one, still on A,
        // hears the same from its candidate on B: not its own operation, so B is not "the same retiring node"
        // for ever.
        TargetSettings settings = plainSettings();
        settings.probe.connections = 2;
        World world(std::move(settings));
        world.node(kB);
        world.node(kC).blackHole = true;
        world.start();
        world.run(1s);
        world.push(kA, moving(1, 60, kB));
        world.run(1ms);
        world.node(kB).optInError.clear();
        for (int i = 0; i < 1000 && world.openSockets(kB) == 0; ++i)
            world.run(1ms);
        world.push(kB, moving(2, 60, kC));
        world.node(kB).afterOptIn = {moving(2, 60, kC)};
        world.run(2s);
        world.node(kC).blackHole = false;
        world.run(8s);
        QCOMPARE(world.openSockets(kC), std::size_t{2});
        COMPARE_CLEAN(world);
    }

    void theNewestTargetIsDialledAfterALoss() {
        World world(plainSettings());
        world.node(kB);
        world.node(kC);
        world.start();
        world.run(1s);
        world.push(kA, moving(1, 15, kB));
        world.run(2s);
        world.push(kB, moving(2, 15, kC));
        world.run(2s);
        world.node(kA).refuses = true;
        const auto dialsOfB = world.dials(kB);
        world.close(kC);
        world.run(1s);
        QCOMPARE(world.dials(kB), dialsOfB);
        QCOMPARE(world.openSockets(kC), std::size_t{1});
    }

    void aDialUnderWaySurvivesTheLoss() {
        World world(plainSettings());
        world.node(kB).blackHole = true;
        world.start();
        world.run(1s);
        world.push(kA, moving(1, 4, kB));
        world.run(2s - 10ms);
        world.node(kA).openDelay = 900ms;
        world.run(700ms); // half the grace has passed: the configured endpoint is being dialled
        QCOMPARE(world.dials(kA), std::size_t{2});
        world.close(kA);
        world.run(400ms);
        QVERIFY(world.dials(kA) == 2 && world.openSockets(kA) == 1);
        COMPARE_CLEAN(world);
    }

    void theLossOfANodeThatWasToGoIsNeverUnannounced() {
        World world(plainSettings());
        world.start();
        world.run(1s);
        world.push(kA, moving(1, 10, {})); // at half the grace the balancer leads back to the same node
        world.run(10s);
        world.close(kA);
        world.run(2s);
        QVERIFY(world.events(EventKind::Disconnect, names::kUnannounced).empty());
        QCOMPARE(world.events(EventKind::Disconnect, names::kDuringMaintenance).size(), std::size_t{1});
    }

    void aNewPlaceLostByItselfIsUnannounced() {
        World world(plainSettings());
        world.node(kB);
        world.start();
        world.run(1s);
        world.push(kA, moving(1, 15, kB));
        world.run(5s);
        world.close(kB, core::CloseCause::Reset);
        world.run(2s);
        QCOMPARE(world.events(EventKind::Disconnect, names::kUnannounced).size(), std::size_t{1});
    }

    // Storms

    void aStormOfMovingsIsCarriedOutAllTheSame() {
        World world(plainSettings());
        world.node(kB);
        world.start();
        world.run(1s);
        for (std::int64_t i = 0; i < 3000; ++i)
            world.at(Duration(1ms) * i, [&world, i] { world.push(kA, moving(i, 15, kB)); });
        world.run(4s);
        QVERIFY(world.openSockets(kB) == 1 && world.openSockets() == 1);
        COMPARE_CLEAN(world);
        QVERIFY(world.longestGap() <= 52ms);
    }

    void aStormOfRedirectionsEndsAtHalfTheGrace() {
        World world(plainSettings());
        world.node(kB).blackHole = true;
        world.node(kC).blackHole = true;
        world.start();
        world.run(1s);
        for (std::int64_t i = 0; i < 100; ++i)
            world.at(Duration(100ms) * i,
                     [&world, i] { world.push(kA, moving(i, 10, i % 2 == 0 ? kB : kC)); });
        world.run(4900ms);
        QCOMPARE(world.dials(kA), std::size_t{1});
        world.run(200ms);
        QCOMPARE(world.dials(kA), std::size_t{2});
        COMPARE_CLEAN(world);
    }

    void openWindowsAreBounded() {
        World world(plainSettings());
        world.start();
        world.run(1s);
        for (std::int64_t i = 0; i < 500; ++i)
            world.push(kA, opener("MIGRATING", i, 2, "[\"" + std::to_string(i) + "\"]"));
        world.run(1s);
        QVERIFY(world.events(EventKind::Window).size() <= 64);
        QCOMPARE(world.events(EventKind::Notification, "MIGRATING").size(), std::size_t{500}); // all shown
        for (const Event& e : world.events(EventKind::Notification))
            QVERIFY(e.pair);
        COMPARE_CLEAN(world);
    }

    void oldSocketsAreFewWhateverIsAnnounced() {
        World world(plainSettings());
        world.start();
        world.run(1s);
        const std::vector<std::string> nodes{kA, kB, kC};
        for (const std::string& node : nodes)
            world.node(node).replyDelay = 3600s;
        for (std::size_t i = 0; i < 40; ++i) {
            world.push(nodes[i % 3], moving(static_cast<std::int64_t>(i), 0, nodes[(i + 1) % 3]));
            world.run(200ms);
        }
        QVERIFY(world.mostSockets() <= 4);
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }

    void aHandoffThatMovesOnBeforeItsFirstReplyEnds() {
        TargetSettings settings = plainSettings();
        settings.probe.ratePerSecond = 0.2;
        World world(std::move(settings));
        world.node(kB).afterOptIn = {moving(2, 0, kC)};
        world.node(kC);
        world.start();
        world.run(1s);
        world.close(kA); // orphaned: B is taken although it moves on
        world.push(kA, moving(1, 0, kB));
        world.run(60s);
        for (const Event& e : world.events(EventKind::Handoff))
            QVERIFY(e.end && e.result != ResultWord::Running);
        QCOMPARE(world.state(), std::string("ready"));
    }
};

MAINTSCOPE_TEST(TargetMovingTest, void)
#include "tst_target_moving.moc"
