// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/sim_cluster.h"

#include "app/demo/cluster/scenario_actions.h"
#include "app/demo/cluster/scenario_library.h"
#include "client/types/notification.h"
#include "tests/support/test_case.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace maintscope;
using namespace maintscope::demo;
using namespace std::chrono_literals;

class SimClusterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyOptedInConnectionsAreTold();
    void movingNamesTheTargetAsAsked_data();
    void movingNamesTheTargetAsAsked();
    void movingRebindsThenClosesTheWholeNode();
    void closeTimesFollowTheFieldMeasurements();
    void lateJoinerIsToldWhatIsLeft();
    void lastCompletionIsToldToEveryOptIn();
    void sequenceStartsAtZeroForAllKinds();
    void secondMovingRedirectsTheFirst();
    void speedRoundsUpAndKeepsItsWord();
    void pausedShardsHoldKeysBackInOrder();
    void completionWaitsForThePause();
    void stalledNodeIsSilentThenCatchesUp();
    void scenarioStartsWithTheFirstOptIn();
    void loopGoesOn();
    void refusedNodeTakesNobody();
    void switchedOffRefusesNewOptIns();
    void slotsAreAnnounced();
    void killClosesOthers();
    void brokenProtocolClosesTheConnection();
    void wrongNodesAreNamed();
    void aMoveToItselfReplacesTheProcess();
    void aMoveNamesWhatTheScenarioWants_data();
    void aMoveNamesWhatTheScenarioWants();
    void toldOnlyAndUnsentAreHalves();
    void openWindowsAreToldAgain();
    void theNameFollowsTheEndpoint_data();
    void theNameFollowsTheEndpoint();
    void aRedirectedMoveLeavesTheNameAlone();
    void theEntryTakesTheNodesOfTheNameInTurn();
    void nodesRefuseInTheirOwnWays();
    void aNodeRefusesLogins();
    void aNodeRefusesOptIns();
    void latencyKeepsTheOrderAndComesBeforeAFin();
    void piecesAreSegments();
    void aHalfClosedSocketIsReadAndNeverAnswered();
    void everyScenarioRuns_data();
    void everyScenarioRuns();
    void aBackendAnswersInOrder();
    void aBackendIsGreetedInTheClientsProtocol();
    void aLostBackendClosesTheConnection();
};

namespace {

const QByteArray kHello = "HELLO 3\r\n";
const QByteArray kOptIn = "HELLO 3\r\nCLIENT MAINT_NOTIFICATIONS ON moving-endpoint-type external-ip\r\n";

NodeRef n(int number) {
    return NodeRef{NodeRef::Kind::Number, number};
}

ClusterAction action(const char* line) {
    auto parsed = parseAction(line);
    if (!parsed) qFatal("%s", toString(parsed.error()).c_str());
    return *parsed;
}

/// A cluster with virtual time, and what it has sent so far.
struct Bench {
    explicit Bench(ClusterOptions options = {})
        : cluster(std::move(options)) {
        std::vector<Endpoint> nodes;
        std::vector<Endpoint> names;
        std::vector<Endpoint> v6;
        for (int i = 1; i <= cluster.nodeCount(); ++i) {
            nodes.push_back(Endpoint{"127.0.0." + std::to_string(i + 1), 7000});
            names.push_back(Endpoint{"localhost", static_cast<std::uint16_t>(7000 + i)});
            v6.push_back(Endpoint{"::1", static_cast<std::uint16_t>(7000 + i)});
        }
        cluster.setAddresses(std::move(nodes), std::move(names), std::move(v6));
    }
    ConnectionKey connect(int node, const QByteArray& handshake = {}) {
        const ConnectionKey key = ++lastKey;
        cluster.accepted(key, node, "127.0.0.1:7000", "127.0.0.1:" + std::to_string(40000 + key), now,
                         effects);
        if (!handshake.isEmpty()) say(key, handshake);
        sort();
        return key;
    }
    QByteArray say(ConnectionKey key, const QByteArray& bytes) {
        sent[key].clear();
        cluster.received(key, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())),
                         now, effects);
        sort();
        return sent[key];
    }
    void act(const char* line) {
        const Status done = cluster.apply(action(line), now, effects);
        if (!done) qFatal("%s", toString(done.error()).c_str());
        sort();
    }
    void advanceTo(Duration at) {
        while (cluster.nextDeadline() && *cluster.nextDeadline() <= kSessionStart + at) {
            now = std::max(now, *cluster.nextDeadline());
            cluster.advance(now, effects);
            sort();
        }
        now = kSessionStart + at;
    }
    QByteArray take(ConnectionKey key) { return std::exchange(sent[key], {}); }
    bool isClosed(ConnectionKey key) const { return closedAt.contains(key); }
    Duration closed(ConnectionKey key) const { return closedAt.at(key) - kSessionStart; }
    Closing howClosed(ConnectionKey key) const { return closing.at(key); }
    AccessMode accessOf(int node) const { return access.contains(node) ? access.at(node) : AccessMode::Open; }
    bool listens(int node) const { return accessOf(node) == AccessMode::Open; }
    QByteArray takeUpstream(ConnectionKey key) { return std::exchange(upstream[key], {}); }
    void backendSays(ConnectionKey key, const QByteArray& bytes) {
        cluster.upstreamReceived(
            key, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())), now, effects);
        sort();
    }
    void backendLeaves(ConnectionKey key) {
        cluster.upstreamLost(key, effects);
        sort();
    }

    SimCluster cluster;
    MonoTime now = kSessionStart;
    std::map<ConnectionKey, QByteArray> sent;
    std::map<ConnectionKey, std::vector<QByteArray>> segments; ///< never taken
    std::map<ConnectionKey, QByteArray> upstream;
    std::map<ConnectionKey, MonoTime> closedAt;
    std::map<ConnectionKey, Closing> closing;
    std::map<int, AccessMode> access;
    std::set<int> strangers; ///< nodes whose certificate nobody vouches for
    std::vector<int> name{1};

private:
    void sort() {
        for (const Effect& effect : effects)
            std::visit(Overload{
                           [&](const SendBytes& e) {
                               sent[e.connection] += QByteArray::fromStdString(e.bytes);
                               segments[e.connection].push_back(QByteArray::fromStdString(e.bytes));
                           },
                           [&](const CloseSocket& e) {
                               closedAt[e.connection] = now;
                               closing[e.connection] = e.how;
                           },
                           [&](const SendUpstream& e) {
                               upstream[e.connection] += QByteArray::fromStdString(e.bytes);
                           },
                           [&](const SetAccess& e) { access[e.node] = e.mode; },
                           [&](const SetCertificate& e) {
                               e.trusted ? void(strangers.erase(e.node)) : void(strangers.insert(e.node));
                           },
                           [&](const SetName& e) { name = e.nodes; },
                       },
                       effect);
        effects.clear();
    }
    Effects effects;
    ConnectionKey lastKey = 0;
};

QByteArray moving(int sequence, int seconds, const char* endpoint) {
    const QByteArray target = endpoint == nullptr
                                  ? QByteArray("_\r\n")
                                  : "$" + QByteArray::number(qstrlen(endpoint)) + "\r\n" + endpoint + "\r\n";
    return ">4\r\n$6\r\nMOVING\r\n:" + QByteArray::number(sequence) + "\r\n:" + QByteArray::number(seconds) +
           "\r\n" + target;
}

} // namespace

void SimClusterTest::onlyOptedInConnectionsAreTold() {
    Bench bench;
    const auto plain = bench.connect(0);
    const auto resp3 = bench.connect(0, kHello);
    const auto resp2 = bench.connect(0, "CLIENT MAINT_NOTIFICATIONS ON\r\n");
    const auto off = bench.connect(0, kOptIn + "CLIENT MAINT_NOTIFICATIONS OFF\r\n");
    const auto told = bench.connect(0, kOptIn);
    const auto elsewhere = bench.connect(2, kOptIn);
    bench.sent.clear();
    bench.act("moving 1 2 15s");
    for (const auto silent : {plain, resp3, resp2, off, elsewhere})
        QCOMPARE(bench.take(silent), QByteArray());
    QCOMPARE(bench.take(told), moving(0, 15, "127.0.0.3:7000"));
    bench.act("migrating 1 in 2s");
    QCOMPARE(bench.take(elsewhere), QByteArray(">4\r\n$9\r\nMIGRATING\r\n:1\r\n:2\r\n$5\r\n[\"1\"]\r\n"));
}

void SimClusterTest::movingNamesTheTargetAsAsked_data() {
    QTest::addColumn<QByteArray>("optIn");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("frame");
    const QByteArray on = "CLIENT MAINT_NOTIFICATIONS ON";
    const QByteArray typed = on + " moving-endpoint-type ";
    const QByteArray line = "moving 1 3 15s";
    QTest::newRow("external-ip") << typed + "external-ip" << line << moving(0, 15, "127.0.0.4:7000");
    QTest::newRow("internal-ip") << typed + "internal-ip" << line << moving(0, 15, "127.0.0.4:7000");
    QTest::newRow("external-fqdn: the node's own name")
        << typed + "external-fqdn" << line << moving(0, 15, "localhost:7003");
    QTest::newRow("internal-fqdn") << typed + "internal-fqdn" << line << moving(0, 15, "localhost:7003");
    QTest::newRow("none: null") << typed + "none" << line << moving(0, 15, nullptr);
    QTest::newRow("a bare ON: null") << on << line << moving(0, 15, nullptr);
    QTest::newRow("null on demand") << typed + "external-ip" << line + " endpoint null"
                                    << moving(0, 15, nullptr);
    QTest::newRow("another endpoint on demand")
        << typed + "external-ip" << line + " endpoint 10.0.0.1:5" << moving(0, 15, "10.0.0.1:5");
}

void SimClusterTest::movingNamesTheTargetAsAsked() {
    QFETCH(QByteArray, optIn);
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, frame);
    Bench bench;
    const auto client = bench.connect(0, kHello + optIn + "\r\n");
    bench.sent.clear();
    bench.act(line.constData());
    QCOMPARE(bench.take(client), frame);
}

void SimClusterTest::movingRebindsThenClosesTheWholeNode() {
    Bench bench;
    const auto warned = bench.connect(0, kOptIn);
    const auto unwarned = bench.connect(1);
    const auto other = bench.connect(2, kOptIn);
    bench.act("moving 1 2 15s");
    bench.advanceTo(8500ms);
    QCOMPARE(bench.cluster.boundNode(), 1);
    QVERIFY(bench.listens(1));
    bench.advanceTo(8600ms);
    QCOMPARE(bench.cluster.boundNode(), 2);
    QVERIFY(!bench.listens(1));
    QVERIFY(bench.listens(0));
    QCOMPARE(bench.say(warned, "PING\r\n"), QByteArray("+PONG\r\n")); // the old socket still serves
    const auto fresh = bench.connect(0, kOptIn);
    bench.advanceTo(15'600ms);
    QVERIFY(!bench.isClosed(warned));
    bench.advanceTo(15'700ms);
    QVERIFY(bench.isClosed(warned) && bench.isClosed(unwarned));
    bench.advanceTo(60s);
    QVERIFY(!bench.isClosed(fresh) && !bench.isClosed(other));
    QVERIFY(!bench.listens(1));
    bench.act("moving 2 1 15s"); // it comes back as a target
    QVERIFY(bench.listens(1));
}

void SimClusterTest::closeTimesFollowTheFieldMeasurements() {
    Bench bench;
    Duration at{};
    for (const Duration expected : {15'700ms, 16'600ms, 18'400ms, 19'100ms}) {
        const auto client = bench.connect(0, kOptIn);
        bench.act("moving bound next 15s");
        bench.advanceTo(at + 30s);
        QCOMPARE((bench.closed(client) - at) / 1ms, expected / 1ms);
        at += 30s;
    }
}

void SimClusterTest::lateJoinerIsToldWhatIsLeft() {
    Bench bench;
    bench.connect(0, kOptIn);
    bench.act("moving 1 2 15s");
    bench.act("migrating 4 in 20s");
    bench.advanceTo(5500ms);
    const auto late = bench.connect(0, kOptIn);
    const QByteArray told = bench.take(late);
    QVERIFY2(told.endsWith("+OK\r\n" + moving(0, 10, "127.0.0.3:7000") +
                           ">4\r\n$9\r\nMIGRATING\r\n:1\r\n:15\r\n$5\r\n[\"4\"]\r\n"),
             told.constData());
    const auto elsewhere = bench.connect(3, kOptIn);
    QVERIFY(!bench.take(elsewhere).contains("MOVING"));
    bench.advanceTo(15'700ms); // told 10 s at 5.5 s: kept until 15.5 s
    QVERIFY(bench.isClosed(late));
    QVERIFY(bench.closed(late) >= 15'500ms);
    const auto after = bench.connect(0, kOptIn);
    QVERIFY(!bench.take(after).contains("MOVING"));
}

void SimClusterTest::lastCompletionIsToldToEveryOptIn() {
    Bench bench;
    const auto first = bench.connect(0, kOptIn);
    QVERIFY(bench.take(first).endsWith("+OK\r\n"));
    bench.act("migrating 2,4 in 0s");
    bench.advanceTo(1s);
    bench.act("migrated 2,4");
    const QByteArray completion = ">3\r\n$8\r\nMIGRATED\r\n:1\r\n$10\r\n[\"2\", \"4\"]\r\n";
    QVERIFY(bench.take(first).endsWith(completion));
    bench.advanceTo(3h);
    for (int i = 0; i < 2; ++i)
        QVERIFY(bench.take(bench.connect(0, kOptIn)).endsWith("+OK\r\n" + completion));
    bench.act("failed-over 9 unsent"); // a lost one is not remembered
    QVERIFY(bench.take(bench.connect(0, kOptIn)).endsWith(completion));
    bench.act("failed-over 9");
    QVERIFY(bench.take(bench.connect(0, kOptIn))
                .endsWith("+OK\r\n>3\r\n$11\r\nFAILED_OVER\r\n:3\r\n$5\r\n[\"9\"]\r\n"));
}

void SimClusterTest::sequenceStartsAtZeroForAllKinds() {
    Bench bench;
    const auto client = bench.connect(0, kOptIn);
    bench.take(client);
    bench.act("failing-over 21 in 0s");
    bench.advanceTo(1s);
    bench.act("failed-over 21");
    bench.act("moving 1 2 15s");
    QCOMPARE(bench.take(client), ">4\r\n$12\r\nFAILING_OVER\r\n:0\r\n:0\r\n$6\r\n[\"21\"]\r\n"
                                 ">3\r\n$11\r\nFAILED_OVER\r\n:1\r\n$6\r\n[\"21\"]\r\n" +
                                     moving(2, 15, "127.0.0.3:7000"));
}

void SimClusterTest::secondMovingRedirectsTheFirst() {
    Bench bench;
    const auto client = bench.connect(0, kOptIn);
    bench.act("moving 1 2 15s");
    bench.advanceTo(3s);
    bench.take(client);
    bench.act("moving 1 3 5s");
    QCOMPARE(bench.take(client), moving(1, 5, "127.0.0.4:7000"));
    bench.advanceTo(14s);
    QCOMPARE(bench.cluster.boundNode(), 3);
    QVERIFY(!bench.isClosed(client)); // 15 s were announced first
    bench.advanceTo(15s);
    QVERIFY(bench.isClosed(client));
    bench.advanceTo(60s);
    QCOMPARE(bench.cluster.boundNode(), 3);
}

void SimClusterTest::speedRoundsUpAndKeepsItsWord() {
    Bench bench({.speed = 4});
    const auto client = bench.connect(0, kOptIn);
    bench.take(client);
    bench.act("moving 1 2 15s"); // 3.75 s
    QCOMPARE(bench.take(client), moving(0, 4, "127.0.0.3:7000"));
    bench.advanceTo(2290ms);
    QCOMPARE(bench.cluster.boundNode(), 1);
    bench.advanceTo(2294ms); // 8.6/15 of the 4 s that were announced
    QCOMPARE(bench.cluster.boundNode(), 2);
    bench.advanceTo(10s);
    QCOMPARE(bench.closed(client) / 1ms, 4175);
}

void SimClusterTest::pausedShardsHoldKeysBackInOrder() {
    Bench bench;
    const auto client = bench.connect(0, kOptIn);
    bench.act("pause shards for 1500ms");
    QCOMPARE(bench.say(client, "PING\r\n"), QByteArray("+PONG\r\n")); // the proxy answers
    QCOMPARE(bench.say(client, "PING\r\nGET k\r\nPING\r\nSET k v\r\n"), QByteArray("+PONG\r\n"));
    bench.take(client);
    bench.act("migrating 1 in 0s"); // pushes are not held back
    QVERIFY(bench.take(client).startsWith(">4\r\n"));
    bench.advanceTo(1499ms);
    QCOMPARE(bench.take(client), QByteArray());
    bench.advanceTo(1500ms);
    QCOMPARE(bench.take(client), QByteArray("_\r\n+PONG\r\n+OK\r\n"));
}

void SimClusterTest::completionWaitsForThePause() {
    Bench bench({.speed = 10});
    const auto client = bench.connect(0, kOptIn);
    bench.act("failing-over 21 in 2s pause 5s"); // starts after the announced 1 s, pauses 0.5 s
    bench.take(client);
    bench.act("failed-over 21");
    bench.advanceTo(1200ms);
    QCOMPARE(bench.say(client, "GET k\r\n"), QByteArray());
    bench.advanceTo(1499ms);
    QCOMPARE(bench.take(client), QByteArray());
    bench.advanceTo(1500ms);
    const QByteArray told = bench.take(client);
    QVERIFY(told.contains("_\r\n") && told.contains("FAILED_OVER"));
}

void SimClusterTest::stalledNodeIsSilentThenCatchesUp() {
    Bench bench;
    const auto client = bench.connect(0, kOptIn);
    const auto other = bench.connect(2, kHello);
    bench.act("stall 1 for 6s");
    bench.act("migrating 1 in 0s");
    QCOMPARE(bench.say(client, "PING\r\n"), QByteArray());
    QCOMPARE(bench.say(other, "PING\r\n"), QByteArray("+PONG\r\n"));
    bench.act("stall 1 for 8s"); // the longer one holds
    bench.take(client);
    bench.advanceTo(7s);
    QCOMPARE(bench.take(client), QByteArray());
    bench.advanceTo(8s);
    const QByteArray told = bench.take(client);
    QVERIFY(told.startsWith(">4\r\n$9\r\nMIGRATING") && told.endsWith("+PONG\r\n"));
}

void SimClusterTest::scenarioStartsWithTheFirstOptIn() {
    Bench bench;
    QVERIFY(bench.cluster.run(*parseScenario("at 3s moving bound next grace 15s\n", "s"), "s",
                              ScenarioStart::OnOptIn, bench.now));
    bench.connect(0, kHello);
    bench.advanceTo(100s);
    const auto client = bench.connect(0, kOptIn);
    bench.take(client);
    bench.advanceTo(102'900ms);
    QCOMPARE(bench.take(client), QByteArray());
    bench.advanceTo(103s);
    QCOMPARE(bench.take(client), moving(0, 15, "127.0.0.3:7000"));
    QVERIFY(bench.cluster.describe().find("\"scenario_state\":\"done\"") != std::string::npos);
}

void SimClusterTest::loopGoesOn() {
    Bench bench({.loop = true});
    const auto scenario = parseScenario("at 1s moving bound next\nat 2s migrating 1 in 0s\n", "s");
    QVERIFY(bench.cluster.run(*scenario, "s", ScenarioStart::Now, bench.now));
    std::vector<int> bound;
    for (int i = 0; i < 4; ++i) {
        bench.advanceTo(Duration(20s) * (i + 1));
        bound.push_back(bench.cluster.boundNode());
    }
    QVERIFY((bound == std::vector<int>{2, 3, 1, 2}));
}

void SimClusterTest::refusedNodeTakesNobody() {
    Bench bench;
    bench.act("refuse bound for 3s");
    QVERIFY(!bench.listens(0) && !bench.listens(1) && bench.listens(2));
    QVERIFY(bench.isClosed(bench.connect(0))); // one that was in the queue
    bench.advanceTo(3s);
    QVERIFY(bench.listens(0) && bench.listens(1));
    bench.act("refuse 2");
    bench.act("bind 2");
    QVERIFY(!bench.listens(0));
    bench.act("accept 2");
    QVERIFY(bench.listens(0) && bench.listens(2));
}

void SimClusterTest::switchedOffRefusesNewOptIns() {
    Bench bench;
    const auto early = bench.connect(0, kOptIn);
    bench.act("flag off");
    QCOMPARE(bench.cluster.settings().stateId, std::uint64_t(2));
    const auto late = bench.connect(0, kOptIn);
    QVERIFY(bench.take(late).endsWith("-ERR maintenance notifications are disabled on this server\r\n"));
    bench.take(early);
    bench.act("moving 1 2 15s");
    QCOMPARE(bench.take(early), moving(0, 15, "127.0.0.3:7000"));
    QCOMPARE(bench.take(late), QByteArray());

    Bench old({.profile = ServerProfile::V7_22});
    Effects none;
    QVERIFY(!old.cluster.apply(SetFlag{true}, old.now, none));
}

void SimClusterTest::slotsAreAnnounced() {
    Bench bench;
    const auto client = bench.connect(0, kOptIn);
    bench.take(client);
    bench.act("smigrating 0-100,200 in 0s");
    QCOMPARE(bench.take(client), QByteArray(">3\r\n$10\r\nSMIGRATING\r\n:0\r\n$9\r\n0-100,200\r\n"));
    bench.act("smigrated 0-100,200 1 -> 2");
    QCOMPARE(bench.take(client),
             QByteArray(">3\r\n$9\r\nSMIGRATED\r\n:1\r\n*1\r\n*3\r\n$14\r\n127.0.0.2:7000\r\n"
                        "$14\r\n127.0.0.3:7000\r\n$9\r\n0-100,200\r\n"));
    QVERIFY(bench.take(bench.connect(0, kOptIn)).endsWith("+OK\r\n")); // not retained
}

void SimClusterTest::killClosesOthers() {
    Bench bench;
    const auto victim = bench.connect(0);
    const auto killer = bench.connect(0);
    QCOMPARE(bench.say(killer, "CLIENT KILL ID " + QByteArray::number(victim) + "\r\nPING\r\n"),
             QByteArray(":1\r\n+PONG\r\n"));
    QVERIFY(bench.isClosed(victim));
    QVERIFY(!bench.isClosed(killer));
    QCOMPARE(bench.say(killer, "QUIT\r\nPING\r\n"), QByteArray("+OK\r\n"));
    QVERIFY(bench.isClosed(killer));
}

void SimClusterTest::brokenProtocolClosesTheConnection() {
    Bench bench;
    const auto client = bench.connect(0);
    QCOMPARE(bench.say(client, "PING\r\n*1\r\n:1\r\n"),
             QByteArray("+PONG\r\n-ERR Protocol error: expected '$', got ':'\r\n"));
    QVERIFY(bench.isClosed(client));
}

void SimClusterTest::wrongNodesAreNamed() {
    Bench bench;
    Effects none;
    const Status wrong = bench.cluster.apply(DropNode{n(9)}, bench.now, none);
    QVERIFY(!wrong);
    QCOMPARE(QByteArray::fromStdString(wrong.error().detail), QByteArray("there is no node 9"));
    QVERIFY(!bench.cluster.apply(action("moving bound 9"), bench.now, none));
    QVERIFY(!bench.cluster.apply(action("record 1,9"), bench.now, none));
    QVERIFY(!bench.cluster.run(*parseScenario("at 1s drop 4\n", "s"), "s", ScenarioStart::Now, bench.now));
}

void SimClusterTest::aMoveToItselfReplacesTheProcess() {
    Bench bench;
    const auto old = bench.connect(0, kOptIn);
    bench.sent.clear();
    bench.act("moving bound bound 15s");
    QCOMPARE(bench.take(old), moving(0, 15, "127.0.0.2:7000"));
    bench.advanceTo(8s);
    const auto early = bench.connect(0, kOptIn); // reaches what is about to go, and is told so
    QVERIFY(bench.take(early).endsWith(moving(0, 7, "127.0.0.2:7000")));
    bench.advanceTo(9s);
    QVERIFY(bench.listens(1) && bench.listens(0));
    const auto fresh = bench.connect(0, kOptIn);
    QVERIFY(bench.take(fresh).endsWith("+OK\r\n"));
    bench.advanceTo(30s);
    QVERIFY(bench.isClosed(old) && bench.isClosed(early) && !bench.isClosed(fresh));
}

void SimClusterTest::aMoveNamesWhatTheScenarioWants_data() {
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("frame");
    QTest::newRow("a name, though an address was asked for")
        << QByteArray("name") << moving(0, 15, "localhost:7003");
    QTest::newRow("an IPv6 address") << QByteArray("ipv6") << moving(0, 15, "[::1]:7003");
    QTest::newRow("another node than the one it moves to")
        << QByteArray("node 2") << moving(0, 15, "127.0.0.3:7000");
    QTest::newRow("anything") << QByteArray("nowhere.invalid:1") << moving(0, 15, "nowhere.invalid:1");
}

void SimClusterTest::aMoveNamesWhatTheScenarioWants() {
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, frame);
    Bench bench;
    const auto client = bench.connect(0, kOptIn);
    bench.sent.clear();
    bench.act(("moving 1 3 endpoint " + target).constData());
    QCOMPARE(bench.take(client), frame);
    bench.advanceTo(9s);
    QCOMPARE(bench.cluster.boundNode(), 3);
}

void SimClusterTest::toldOnlyAndUnsentAreHalves() {
    Bench bench;
    const auto client = bench.connect(0, kOptIn);
    bench.sent.clear();
    bench.act("moving 1 2 sequence 7 told-only");
    QCOMPARE(bench.take(client), moving(7, 15, "127.0.0.3:7000"));
    bench.act("migrating 4 told-only");
    QVERIFY(bench.take(client).contains("MIGRATING\r\n:0\r\n")); // the number that was given is not counted
    bench.act("migrated 4 told-only");
    bench.advanceTo(60s);
    QVERIFY(!bench.isClosed(client));
    QCOMPARE(bench.cluster.boundNode(), 1);
    QVERIFY(bench.take(bench.connect(0, kOptIn)).endsWith("+OK\r\n")); // nothing is open, nothing is retained
    bench.take(client);
    bench.act("moving 1 2 unsent");
    bench.advanceTo(90s);
    QCOMPARE(bench.take(client), QByteArray());
    QVERIFY(bench.isClosed(client));
    QCOMPARE(bench.cluster.boundNode(), 2);
}

void SimClusterTest::openWindowsAreToldAgain() {
    Bench bench;
    const auto client = bench.connect(0, kOptIn);
    bench.act("moving 1 2 15s");
    bench.act("failing-over 21 in 5s");
    bench.advanceTo(3500ms);
    bench.take(client);
    bench.act("repeat");
    QCOMPARE(bench.take(client),
             moving(0, 12, "127.0.0.3:7000") + ">4\r\n$12\r\nFAILING_OVER\r\n:1\r\n:2\r\n$6\r\n[\"21\"]\r\n");
    bench.advanceTo(20s);
    QVERIFY(bench.closed(client) >= 15'700ms);
}

void SimClusterTest::theNameFollowsTheEndpoint_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("changesAfterMs");
    QTest::newRow("with it") << QByteArray("moving 1 2") << 8600;
    QTest::newRow("before it") << QByteArray("moving 1 2 dns after 4400ms") << 4400;
    QTest::newRow("after the close") << QByteArray("moving 1 2 dns after 18.7s") << 18'700;
    QTest::newRow("never") << QByteArray("moving 1 2 dns never") << 3'600'000;
    QTest::newRow("unannounced, at once") << QByteArray("bind 2") << 0;
    QTest::newRow("unannounced, later") << QByteArray("bind 2 dns after 5s") << 5000;
}

void SimClusterTest::theNameFollowsTheEndpoint() {
    QFETCH(QByteArray, line);
    QFETCH(int, changesAfterMs);
    Bench bench;
    bench.act(line.constData());
    if (changesAfterMs > 0) {
        bench.advanceTo(std::chrono::milliseconds(changesAfterMs - 1));
        QVERIFY((bench.name == std::vector<int>{1}));
        // The entry leads where the name does, open or not.
        QCOMPARE(bench.listens(0), bench.listens(1));
    }
    if (changesAfterMs == 3'600'000) return;
    bench.advanceTo(std::chrono::milliseconds(changesAfterMs));
    QVERIFY((bench.name == std::vector<int>{2}));
    QVERIFY(bench.listens(0));
}

void SimClusterTest::aRedirectedMoveLeavesTheNameAlone() {
    Bench bench;
    bench.act("moving 1 2 dns after 12s");
    bench.advanceTo(2s);
    bench.act("moving 1 3 dns after 15s");
    bench.advanceTo(16s);
    QVERIFY((bench.name == std::vector<int>{1}));
    bench.advanceTo(17s);
    QVERIFY((bench.name == std::vector<int>{3}));
}

void SimClusterTest::theEntryTakesTheNodesOfTheNameInTurn() {
    Bench bench;
    bench.act("record 1,3");
    QVERIFY((bench.name == std::vector<int>{1, 3}));
    const auto first = bench.connect(0);
    const auto second = bench.connect(0);
    bench.act("drop 3");
    QVERIFY(!bench.isClosed(first) && bench.isClosed(second));
    bench.act("refuse 1");
    QVERIFY(bench.listens(0)); // the other one still does
    bench.act("drop 1");
    const auto third = bench.connect(0);
    QVERIFY(!bench.isClosed(third));
    bench.act("refuse 3");
    QVERIFY(!bench.listens(0));
}

void SimClusterTest::nodesRefuseInTheirOwnWays() {
    Bench bench({.tls = true});
    bench.act("refuse 2 packets for 3s");
    QCOMPARE(bench.accessOf(2), AccessMode::BlackHole);
    bench.act("refuse 2 for 1s"); // a black hole answers nobody, whatever else is wrong
    QCOMPARE(bench.accessOf(2), AccessMode::BlackHole);
    bench.advanceTo(3s);
    QCOMPARE(bench.accessOf(2), AccessMode::Open);
    bench.act("refuse bound trust");
    QVERIFY(bench.strangers.contains(1) && bench.strangers.contains(0) && bench.listens(1));
    bench.act("accept 1");
    QVERIFY(bench.strangers.empty());
    bench.act("refuse 3 for 1s");
    bench.act("refuse 3 for 5s"); // the earlier end does not end the later refusal
    bench.advanceTo(4s);
    QVERIFY(!bench.listens(3));
    bench.advanceTo(8s);
    QVERIFY(bench.listens(3));
}

void SimClusterTest::aNodeRefusesLogins() {
    Bench bench({.password = Secret("right")});
    bench.act("refuse 2 login");
    const auto client = bench.connect(2);
    QVERIFY(bench.say(client, "HELLO 3 AUTH default right\r\n").startsWith("-WRONGPASS"));
    QVERIFY(bench.say(client, "AUTH right\r\n").startsWith("-WRONGPASS"));
    QVERIFY(bench.say(bench.connect(1), "HELLO 3 AUTH default right\r\n").startsWith("%7"));

    Bench open; // a database without a password has nodes that want one, too
    open.act("refuse 2 login");
    QVERIFY(open.say(open.connect(2), kHello).startsWith("-NOAUTH"));
    QVERIFY(open.say(open.connect(2), "GET k\r\n").startsWith("-NOAUTH"));
}

void SimClusterTest::aNodeRefusesOptIns() {
    Bench bench;
    bench.act("refuse 2 opt-in");
    QVERIFY(bench.take(bench.connect(2, kOptIn)).contains("-ERR maintenance notifications"));
    QVERIFY(bench.take(bench.connect(1, kOptIn)).endsWith("+OK\r\n"));
}

void SimClusterTest::latencyKeepsTheOrderAndComesBeforeAFin() {
    Bench bench;
    const auto client = bench.connect(0, kHello);
    bench.act("delay all 20ms");
    QCOMPARE(bench.say(client, "ECHO a\r\n"), QByteArray());
    bench.advanceTo(19ms);
    QCOMPARE(bench.take(client), QByteArray());
    bench.act("delay all 0ms"); // what comes now does not overtake
    QCOMPARE(bench.say(client, "ECHO b\r\n"), QByteArray());
    bench.advanceTo(20ms);
    QCOMPARE(bench.take(client), QByteArray("$1\r\na\r\n$1\r\nb\r\n"));
    bench.act("delay 1 1s");
    bench.say(client, "ECHO c\r\n");
    bench.act("drop 1");
    QCOMPARE(bench.take(client), QByteArray("$1\r\nc\r\n"));
    QVERIFY(bench.isClosed(client));
    const auto other = bench.connect(0, kHello);
    bench.act("drop 1 reset");
    QCOMPARE(bench.take(other), QByteArray());
    QCOMPARE(bench.howClosed(other), Closing::Reset);
}

void SimClusterTest::piecesAreSegments() {
    Bench bench;
    const auto client = bench.connect(0, kHello);
    bench.act("chop bound 3");
    bench.segments.clear();
    bench.say(client, "ECHO abcdef\r\n");
    QVERIFY((bench.segments[client] == std::vector<QByteArray>{"$", "6\r", "\nab", "c", "de", "f\r\n"}));
}

void SimClusterTest::aHalfClosedSocketIsReadAndNeverAnswered() {
    Bench bench;
    const auto client = bench.connect(0, kOptIn);
    bench.take(client);
    bench.act("drop bound half");
    QCOMPARE(bench.howClosed(client), Closing::Half);
    QCOMPARE(bench.say(client, "PING\r\n"), QByteArray());
    bench.act("moving 1 2");
    QCOMPARE(bench.take(client), QByteArray());
    bench.advanceTo(30s);
    QCOMPARE(bench.howClosed(client), Closing::Fin); // with the node's other sockets
}

void SimClusterTest::everyScenarioRuns_data() {
    QTest::addColumn<QByteArray>("name");
    for (const std::string& name : bundledScenarios())
        QTest::newRow(name.c_str()) << QByteArray::fromStdString(name);
}

void SimClusterTest::everyScenarioRuns() {
    QFETCH(QByteArray, name);
    Bench bench({.tls = true});
    const auto scenario = loadScenario(name.toStdString());
    QVERIFY(scenario);
    QVERIFY(bench.cluster.run(*scenario, name.toStdString(), ScenarioStart::OnOptIn, bench.now));
    const auto client = bench.connect(0, kOptIn);
    bench.advanceTo(5min);
    const auto status = QByteArray::fromStdString(bench.cluster.describe());
    QVERIFY2(status.contains("\"scenario_state\":\"done\""), status);
    QVERIFY2(!status.contains("scenario_error"), status);
    QVERIFY2(status.contains("\"still_due\":0"), status);
    // Something was told or done to the one who opted in.
    QVERIFY(bench.segments[client].size() > 1 || bench.isClosed(client) ||
            !bench.say(client, "GET k\r\n").isEmpty());
    QVERIFY(bench.listens(0)); // and a client can reach the database afterwards
    QVERIFY(bench.connect(0, kOptIn) != 0);
}

void SimClusterTest::aBackendAnswersInOrder() {
    Bench bench({.backend = true});
    const auto client = bench.connect(0, kOptIn);
    bench.take(client);
    QCOMPARE(bench.say(client, "GET k\r\nCLIENT ID\r\nGET l\r\nQUIT\r\n"), QByteArray());
    QCOMPARE(bench.takeUpstream(client),
             QByteArray("*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"
                        "*2\r\n$3\r\nGET\r\n$1\r\nl\r\n"));
    bench.backendSays(client, "%1\r\n+proto\r\n:3\r\n$2\r\nv");
    QCOMPARE(bench.take(client), QByteArray());
    bench.act("migrating 1 in 1s"); // pushes are ours, and wait for nobody
    QVERIFY(bench.take(client).startsWith(">4\r\n$9\r\nMIGRATING"));
    bench.backendSays(client, "1\r\n>2\r\n$10\r\ninvalidate\r\n_\r\n");
    QCOMPARE(bench.take(client),
             "$2\r\nv1\r\n:" + QByteArray::number(client) + "\r\n>2\r\n$10\r\ninvalidate\r\n_\r\n");
    QVERIFY(!bench.isClosed(client));
    bench.backendSays(client, "|1\r\n+ttl\r\n:3\r\n*2\r\n_\r\n#t\r\n");
    QCOMPARE(bench.take(client), QByteArray("|1\r\n+ttl\r\n:3\r\n*2\r\n_\r\n#t\r\n+OK\r\n"));
    QVERIFY(bench.isClosed(client));
}

void SimClusterTest::aBackendIsGreetedInTheClientsProtocol() {
    Bench bench({.backend = true, .backendUser = "me", .backendPassword = Secret("pw")});
    const auto client = bench.connect(0);
    bench.say(client, "GET k\r\n");
    QCOMPARE(bench.takeUpstream(client),
             QByteArray("*5\r\n$5\r\nHELLO\r\n$1\r\n2\r\n$4\r\nAUTH\r\n$2\r\nme\r\n$2\r\npw\r\n"
                        "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"));
    bench.say(client, "HELLO 3\r\nGET k\r\n");
    QVERIFY(bench.takeUpstream(client).contains("$5\r\nHELLO\r\n$1\r\n3\r\n"));
    QVERIFY(bench.say(client, "SUBSCRIBE c\r\n").isEmpty()); // answered by us, behind what is owed
    QCOMPARE(bench.takeUpstream(client), QByteArray());
    bench.backendSays(client, "*0\r\n$-1\r\n%0\r\n_\r\n");
    const QByteArray replies = bench.take(client);
    QVERIFY2(replies.startsWith("$-1\r\n%7\r\n") && replies.contains("_\r\n-ERR unknown command 'SUBSCRIBE'"),
             replies);
}

void SimClusterTest::aLostBackendClosesTheConnection() {
    Bench bench({.backend = true});
    const auto client = bench.connect(0, kOptIn);
    bench.say(client, "GET k\r\n");
    bench.backendLeaves(client);
    QVERIFY(bench.isClosed(client));
    const auto other = bench.connect(0, kOptIn);
    bench.say(other, "GET k\r\n");
    bench.backendSays(other, "?what\r\n"); // no protocol that we know
    QVERIFY(bench.isClosed(other));
    const auto third = bench.connect(0, kOptIn);
    bench.say(third, "GET k\r\n");
    bench.backendSays(third, "%0\r\n_\r\n_\r\n"); // a reply that nobody asked for
    QVERIFY(bench.isClosed(third));
}

MAINTSCOPE_TEST(SimClusterTest, QCoreApplication)
#include "tst_sim_cluster.moc"
