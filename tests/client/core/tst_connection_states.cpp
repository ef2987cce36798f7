// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/world.h"

#include "client/types/event_names.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <functional>

using namespace maintscope;
using namespace maintscope::test;
using namespace std::chrono_literals;

// The state table of client/PROTOCOL.md, "Handoff": one row per state and input. Every row brings one
// connection of INCRs (the command that must neither be lost, doubled nor reordered) into the state, lets the
// input happen, and looks at the published state and at what became of sockets, windows and commands. After
// each step the Audit of the virtual world holds as well.

namespace {

const std::string kA = "10.0.0.1:6379"; ///< serves first; the configured name leads here
const std::string kB = "10.0.0.2:6379"; ///< target of the first MOVING
const std::string kC = "10.0.0.3:6379"; ///< where another MOVING leads
const std::string kName = "db.example.com";
constexpr auto kShards = "[\"7\"]";

TargetSettings settings() {
    TargetSettings s = plainSettings();
    s.endpoint.host = kName;
    s.probe.command = ProbeCommand::Incr;
    s.probe.key = "counter";
    s.timeouts.drainLimit = 4s;
    return s;
}

class Scene : public World {
public:
    Scene()
        : World(settings()) {
        node(kB);
        node(kC);
        resolveTo(kName, {"10.0.0.1"});
        start();
        run(3s);
    }

    void beReady() {}
    /// MOVING to B, which does not answer a dial.
    void beDialing() {
        node(kB).blackHole = true;
        push(kA, moving(1, 15, kB));
        run(100ms);
    }
    /// B serves; A owes replies for seconds to come.
    void beDraining() {
        node(kA).replyDelay = 4s;
        run(200ms);
        push(kA, moving(1, 15, kB));
        run(1300ms);
    }
    /// B serves, A is closed.
    void beInTail() {
        push(kA, moving(1, 15, kB));
        run(1300ms);
    }
    /// A is gone before B (or anything else) was ready.
    void beOrphan() {
        beDialing();
        node(kA).refuses = true;
        close(kA, core::CloseCause::Reset);
        run(100ms);
    }

    [[nodiscard]] std::size_t handoffs() const { return events(EventKind::Handoff).size(); }
    [[nodiscard]] ResultWord handoff(std::size_t i) const { return events(EventKind::Handoff).at(i).result; }
    [[nodiscard]] std::size_t alerts(std::string_view name) const {
        return events(EventKind::Alert, name).size();
    }
    [[nodiscard]] std::size_t attempts() const { return events(EventKind::ConnectAttempt).size(); }
    [[nodiscard]] PairState lastPair(std::string_view notification) const {
        return events(EventKind::Notification, notification).back().pairState;
    }
    [[nodiscard]] bool serves(const std::string& address) const {
        return openSockets() == 1 && openSockets(address) == 1;
    }
    [[nodiscard]] std::int64_t incrsOn(const std::string& address) {
        const auto& commands = commandsOf(address);
        return std::count(commands.begin(), commands.end(), "INCR counter");
    }
    /// Opens one window of each family that can be open for long, and ends it again.
    void openWindows(const std::string& node) {
        push(node, opener("MIGRATING", 50, 2, kShards));
        push(node, opener("FAILING_OVER", 51, 2, kShards));
        push(node, closer("SMIGRATING", 52, "1-5"));
        run(10ms);
    }
    void closeWindows(const std::string& node) {
        push(node, closer("MIGRATED", 53, kShards));
        push(node, closer("FAILED_OVER", 54, kShards));
        push(node, ">3\r\n$9\r\nSMIGRATED\r\n:55\r\n*1\r\n*3\r\n$1\r\na\r\n$1\r\nb\r\n$3\r\n1-5\r\n");
        run(10ms);
    }
    [[nodiscard]] std::int64_t windows(PairState state) const {
        const auto all = events(EventKind::Window);
        return std::count_if(all.begin(), all.end(), [&](const Event& e) { return e.pairState == state; });
    }
    [[nodiscard]] bool nothingLost() const {
        return count(Outcome::Timeout) == 0 && count(Outcome::Error) == 0 && count(Outcome::Unknown) == 0 &&
               count(Outcome::NotSent) == 0;
    }
    /// Lets the peer leave the configured name: a candidate is dialled beside the serving connection although
    /// nothing was announced.
    void leaveTheName() {
        resolveTo(kName, {"10.0.0.2"});
        run(31s);
    }
    void abort() {
        stop();
        stop();
    }
};

using Step = std::function<void(Scene&)>;

struct Row {
    const char* rule;
    void (Scene::*state)();
    const char* stateName;
    Step check; ///< the input, and what has to come of it
};

/// Nothing but what a row says may have happened, whatever the state.
void checkClosed(Scene& s) {
    s.abort();
    QCOMPARE(s.state(), std::string("closed"));
    QCOMPARE(s.openSockets(), std::size_t{0});
    QVERIFY(!s.target().nextDeadline());
    for (const Event& e : s.events(EventKind::Handoff))
        QVERIFY(e.end);
}

void checkWindowsOpen(Scene& s, const std::string& node, const char* state) {
    const auto before = s.windows(PairState::Open);
    s.openWindows(node);
    QCOMPARE(s.windows(PairState::Open), before + 3);
    QCOMPARE(s.state(), std::string(state));
}

void checkWindowsClose(Scene& s, const std::string& node, const char* state) {
    s.openWindows(node);
    const auto open = s.windows(PairState::Open);
    s.closeWindows(node);
    QCOMPARE(s.windows(PairState::Open), open - 3);
    QCOMPARE(s.state(), std::string(state));
    s.closeWindows(node); // once more: a closer with nothing open is history, never a negative count
    QCOMPARE(s.windows(PairState::Open), open - 3);
    QVERIFY(s.lastPair("MIGRATED") == PairState::OrphanClose);
}

const std::vector<Row>& table() {
    static const std::vector<Row> rows{
        // READY: one live socket

        {"MOVING, named, new: dials the target", &Scene::beReady, "ready",
         [](Scene& s) {
             s.push(kA, moving(1, 15, kC));
             s.run(1ms);
             QCOMPARE(s.state(), std::string("dialing"));
             s.run(1300ms);
             QVERIFY(s.serves(kC) && s.state() == "tail" && s.nothingLost());
         }},
        {"MOVING, null, new: asks DNS at once, the configured host at half the grace", &Scene::beReady,
         "ready",
         [](Scene& s) {
             const int asked = s.asked(kName);
             s.push(kA, moving(1, 10, {}));
             s.run(1ms);
             QCOMPARE(s.state(), std::string("dialing"));
             QCOMPARE(s.asked(kName), asked + 1);
             s.run(4900ms);
             QCOMPARE(s.dials(kA), std::size_t{1});
             s.run(200ms);
             QCOMPARE(s.dials(kA), std::size_t{2});
             QVERIFY(s.serves(kA) && s.nothingLost());
         }},
        {"MOVING duplicate after its operation ended: relaxes only", &Scene::beReady, "ready",
         [](Scene& s) {
             s.node(kB).blackHole = true;
             s.resolverFails(kName);
             s.push(kA, moving(1, 12, kB));
             s.run(17100ms);
             s.push(kA, moving(2, 60, kB));
             s.run(60s + 5100ms);
             QCOMPARE(s.state(), std::string("ready"));
             QCOMPARE(s.handoffs(), std::size_t{2});
         }},
        {"opener: a window opens", &Scene::beReady, "ready",
         [](Scene& s) { checkWindowsOpen(s, kA, "ready"); }},
        {"closer: the window closes, a tail follows, the name is checked", &Scene::beReady, "ready",
         [](Scene& s) {
             const int asked = s.asked(kName);
             checkWindowsClose(s, kA, "ready");
             QVERIFY(s.asked(kName) > asked);
             QCOMPARE(s.events(EventKind::Relaxed, names::kTail).size(), std::size_t{1});
         }},
        {"completion before READY of a new socket: history", &Scene::beReady, "ready",
         [](Scene& s) {
             s.node(kA).afterOptIn = {closer("MIGRATED", 9, kShards)};
             s.close(kA);
             s.run(1s);
             QVERIFY(s.lastPair("MIGRATED") == PairState::OrphanClose);
             QVERIFY(s.events(EventKind::Window).empty() && s.events(EventKind::Relaxed).empty());
         }},
        {"candidate READY, peer ok: takes over (the peer had left the name)", &Scene::beReady, "ready",
         [](Scene& s) {
             s.leaveTheName();
             QVERIFY(s.serves(kB) && s.state() == "ready" && s.nothingLost());
         }},
        {"candidate READY, peer is retiring: accepted where nobody was told, then moved", &Scene::beReady,
         "ready",
         [](Scene& s) {
             s.node(kB).afterOptIn = {moving(4, 15, kC)};
             s.leaveTheName();
             s.run(2s);
             QVERIFY(s.serves(kC) && s.nothingLost());
         }},
        {"dial error: the old one serves, the dial is repeated", &Scene::beReady, "ready",
         [](Scene& s) {
             s.node(kB).refuses = true;
             s.leaveTheName();
             QVERIFY(s.serves(kA) && s.state() == "ready" && s.dials(kB) >= 2 && s.nothingLost());
         }},
        {"AUTH or TLS error: the old one serves", &Scene::beReady, "ready",
         [](Scene& s) {
             s.node(kB).openError = "tls_untrusted";
             s.leaveTheName();
             QVERIFY(s.serves(kA) && s.state() == "ready" && s.nothingLost());
         }},
        {"command: written to the socket", &Scene::beReady, "ready",
         [](Scene& s) {
             const auto before = s.incrsOn(kA);
             s.run(1s);
             QCOMPARE(s.incrsOn(kA), before + 20);
         }},
        {"last reply received: nothing changes", &Scene::beReady, "ready",
         [](Scene& s) {
             s.run(45ms);
             QVERIFY(s.state() == "ready" && s.serves(kA));
         }},
        {"EOF: reconnects at once; what was in flight is unknown, not repeated", &Scene::beReady, "ready",
         [](Scene& s) {
             s.node(kA).replyDelay = 100ms;
             s.run(60ms);
             s.close(kA);
             s.run(1s);
             QVERIFY(s.serves(kA) && s.state() == "ready");
             QVERIFY(s.count(Outcome::Unknown) >= 1 && s.count(Outcome::Unknown) <= 3);
             QCOMPARE(s.events(EventKind::Disconnect, names::kUnannounced).size(), std::size_t{1});
         }},
        {"drain deadline: there is none", &Scene::beReady, "ready",
         [](Scene& s) {
             s.run(5s);
             QCOMPARE(s.alerts(names::kOrderGivenUp), std::size_t{0});
         }},
        {"grace + 5 s timer: there is none", &Scene::beReady, "ready",
         [](Scene& s) {
             s.run(25s);
             QVERIFY(s.state() == "ready" && s.handoffs() == 0);
         }},
        {"tail timer: timeouts are normal again", &Scene::beReady, "ready",
         [](Scene& s) {
             s.openWindows(kA);
             s.closeWindows(kA);
             s.run(21s);
             QVERIFY(s.events(EventKind::Relaxed, names::kTail).at(0).end);
             QCOMPARE(s.state(), std::string("ready"));
         }},
        {"user close: closed", &Scene::beReady, "ready", checkClosed},

        // DIALING: the old socket serves, candidates are tried

        {"MOVING, named, new: the newer target is dialled instead", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.push(kA, moving(2, 15, kC));
             s.run(1300ms);
             QVERIFY(s.serves(kC) && s.state() == "tail" && s.nothingLost());
             QVERIFY(s.handoff(0) == ResultWord::Superseded && s.handoff(1) == ResultWord::Ok);
         }},
        {"MOVING, named, newer id and same target: the attempt goes on", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.run(1100ms);
             const auto dials = s.dials(kB);
             s.push(kA, moving(2, 15, kB));
             s.run(10ms);
             QCOMPARE(s.dials(kB), dials);
             QVERIFY(s.handoffs() == 1 && s.state() == "dialing");
             QCOMPARE(s.events(EventKind::Window, "MOVING").size(), std::size_t{2});
         }},
        {"MOVING, named, older: shown, nothing else", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.push(kA, moving(0, 15, kC));
             s.run(1300ms);
             QVERIFY(s.handoffs() == 1 && s.state() == "dialing" && s.dials(kC) == 0);
         }},
        {"MOVING, null, new: keeps the first target, adds DNS candidates", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.resolveTo(kName, {"10.0.0.1", "10.0.0.3"});
             s.push(kA, moving(2, 15, {}));
             s.run(50ms);
             QVERIFY(s.handoffs() == 1 && s.serves(kC) && s.nothingLost());
             s.run(1s);
             QVERIFY(s.handoff(0) == ResultWord::Ok);
             QCOMPARE(s.windows(PairState::Open), 0);
         }},
        {"MOVING duplicate: ignored", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.push(kA, moving(1, 14, kB));
             s.push(kA, moving(1, 14, {}));
             s.run(10ms);
             QVERIFY(s.handoffs() == 1 && s.state() == "dialing");
             QCOMPARE(s.events(EventKind::Window, "MOVING").size(), std::size_t{1});
         }},
        {"opener: a window opens", &Scene::beDialing, "dialing",
         [](Scene& s) { checkWindowsOpen(s, kA, "dialing"); }},
        {"closer: only its own window closes", &Scene::beDialing, "dialing",
         [](Scene& s) {
             checkWindowsClose(s, kA, "dialing");
             QCOMPARE(s.windows(PairState::Open), 1); // that of the MOVING
         }},
        {"completion before READY of a new socket: history", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.openWindows(kA);
             s.node(kB) = {};
             s.node(kB).afterOptIn = {closer("MIGRATED", 9, kShards)};
             s.run(5s);
             QVERIFY(s.serves(kB) && s.lastPair("MIGRATED") == PairState::OrphanClose);
             QVERIFY(s.events(EventKind::Window, "MIGRATING").at(0).pairState == PairState::Open);
         }},
        {"candidate READY, peer ok: switches", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.node(kB) = {};
             s.run(5s);
             QVERIFY(s.serves(kB) && s.state() == "tail" && s.nothingLost());
         }},
        {"candidate READY, peer is retiring: dropped, tried again in a second", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.node(kB) = {};
             s.node(kB).afterOptIn = {moving(1, 12, {})};
             s.run(4500ms);
             QVERIFY(s.serves(kA) && s.state() == "dialing" && s.nothingLost());
             QVERIFY(s.alerts(names::kCandidateDropped) >= 1);
         }},
        {"dial error: next attempt with backoff, the old one serves", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.node(kB).blackHole = false;
             s.node(kB).refuses = true;
             s.run(6s);
             QVERIFY(s.serves(kA) && s.state() == "dialing" && s.dials(kB) >= 3 && s.nothingLost());
         }},
        {"AUTH or TLS error: the candidate is dropped for good, DNS is asked", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.node(kB).blackHole = false;
             s.node(kB).openError = "tls_untrusted";
             s.run(3s);
             const auto dials = s.dials(kB);
             s.resolveTo(kName, {"10.0.0.3"});
             s.run(2s);
             QCOMPARE(s.dials(kB), dials);
             QVERIFY(s.serves(kC) && s.state() == "tail" && s.nothingLost());
         }},
        {"command: written to the old socket", &Scene::beDialing, "dialing",
         [](Scene& s) {
             const auto before = s.incrsOn(kA);
             s.run(1s);
             QCOMPARE(s.incrsOn(kA), before + 20);
         }},
        {"last reply received: nothing changes", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.run(45ms);
             QVERIFY(s.state() == "dialing" && s.serves(kA));
         }},
        {"old: EOF: leftovers are classified, commands wait", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.node(kA).replyDelay = 100ms;
             s.run(60ms);
             s.node(kA).refuses = true;
             s.close(kA, core::CloseCause::Reset);
             s.run(300ms);
             QCOMPARE(s.state(), std::string("orphan"));
             QVERIFY(s.count(Outcome::Unknown) >= 1 && s.count(Outcome::NotSent) == 0);
             QCOMPARE(s.events(EventKind::Disconnect, names::kDuringMaintenance).size(), std::size_t{1});
         }},
        {"drain deadline: there is none, the old one serves until it is closed", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.run(5s);
             QVERIFY(s.alerts(names::kOrderGivenUp) == 0 && s.serves(kA));
         }},
        {"grace + 5 s timer: the operation ends, the old one lives on", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.resolverFails(kName);
             s.run(21s);
             QVERIFY(s.state() == "ready" && s.serves(kA) && s.handoff(0) == ResultWord::Expired);
             QVERIFY(s.events(EventKind::Window, "MOVING").at(0).pairState == PairState::Capped);
             s.close(kA); // later than announced, but announced
             QVERIFY(s.events(EventKind::Disconnect, names::kUnannounced).empty());
         }},
        {"tail timer: nothing ends while the MOVING is open", &Scene::beDialing, "dialing",
         [](Scene& s) {
             s.openWindows(kA);
             s.closeWindows(kA);
             s.resolverFails(kName);
             s.run(14s);
             QCOMPARE(s.state(), std::string("dialing"));
             QVERIFY(s.events(EventKind::Relaxed, names::kTail).empty());
         }},
        {"user close: the dial is cancelled", &Scene::beDialing, "dialing", checkClosed},

        // DRAINING: the new socket is ready, the old one owes replies

        {"MOVING, named, new: carried out at once, both old ones drain", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.push(kB, moving(2, 15, kC));
             s.run(8s);
             QVERIFY(s.serves(kC) && s.handoffs() == 2 && s.nothingLost());
             QVERIFY(s.handoff(0) != ResultWord::Running && s.handoff(1) == ResultWord::Ok);
         }},
        {"MOVING, null, new, on the new socket: the name is asked", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.push(kB, moving(2, 15, {}));
             s.run(10ms);
             QVERIFY(s.state() == "draining" && s.handoffs() == 2);
             s.run(8s);
             QVERIFY(s.nothingLost());
         }},
        {"MOVING on the retired socket: says nothing new", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.push(kA, moving(1, 12, kB));
             s.push(kA, moving(5, 12, kC));
             s.run(10ms);
             QVERIFY(s.state() == "draining" && s.handoffs() == 1 && s.dials(kC) == 0);
         }},
        {"opener: a window opens", &Scene::beDraining, "draining",
         [](Scene& s) { checkWindowsOpen(s, kB, "draining"); }},
        {"closer: the window closes", &Scene::beDraining, "draining",
         [](Scene& s) { checkWindowsClose(s, kB, "draining"); }},
        {"completion before READY of a new socket: history", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.node(kC).afterOptIn = {closer("FAILED_OVER", 9, kShards)};
             s.push(kB, moving(2, 15, kC));
             s.run(1500ms);
             QVERIFY(s.lastPair("FAILED_OVER") == PairState::OrphanClose);
         }},
        {"candidate READY, peer ok: there is none left", &Scene::beDraining, "draining",
         [](Scene& s) {
             const auto attempts = s.attempts();
             s.run(1s);
             QVERIFY(s.attempts() == attempts && s.openSockets() == 2);
         }},
        {"candidate READY, peer is retiring: there is none left", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.node(kB).afterOptIn = {moving(1, 12, kB)};
             s.run(1s);
             QVERIFY(s.openSockets() == 2 && s.alerts(names::kCandidateDropped) == 0);
         }},
        {"dial error: nothing is dialled", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.node(kA).refuses = s.node(kB).refuses = true;
             const auto attempts = s.attempts();
             s.run(1s);
             QCOMPARE(s.attempts(), attempts);
         }},
        {"AUTH or TLS error: nothing is dialled", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.node(kA).openError = s.node(kB).openError = "tls_untrusted";
             const auto attempts = s.attempts();
             s.run(1s);
             QCOMPARE(s.attempts(), attempts);
         }},
        {"command: one that depends on order waits", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.run(500ms);
             QCOMPARE(s.incrsOn(kB), 0);
             QVERIFY(s.nothingLost());
         }},
        {"old: last reply received: closed, what waited goes out in order", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.run(4s);
             QVERIFY(s.serves(kB) && s.state() == "tail" && s.incrsOn(kB) > 20);
             QVERIFY(s.alerts(names::kOrderGivenUp) == 0 && s.nothingLost());
         }},
        {"old: EOF: leftovers are classified, what waited goes out", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.close(kA, core::CloseCause::Reset);
             s.run(100ms);
             QVERIFY(s.serves(kB) && s.state() == "tail" && s.incrsOn(kB) > 5);
             QVERIFY(s.count(Outcome::Unknown) > 0 && s.count(Outcome::NotSent) == 0);
             QVERIFY(s.events(EventKind::Disconnect).empty()); // it was retired: no disruption
         }},
        {"drain deadline: order is given up and said so, replies are still awaited", &Scene::beDraining,
         "draining",
         [](Scene& s) {
             s.node(kA).mute = true;
             s.run(3900ms); // replies of before come, those of the last moment never will
             QVERIFY(s.alerts(names::kOrderGivenUp) <= 1);
             s.run(15s);
             QVERIFY(s.serves(kB) && s.state() == "tail");
         }},
        {"grace + 5 s timer: the operation is over already", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.run(20s);
             QVERIFY(s.handoff(0) == ResultWord::Ok);
             QCOMPARE(s.windows(PairState::Capped), 0);
         }},
        {"tail timer: does not run while the old one drains", &Scene::beDraining, "draining",
         [](Scene& s) {
             s.run(1s);
             QVERIFY(s.events(EventKind::Relaxed, names::kTail).empty());
         }},
        {"user close: both are closed", &Scene::beDraining, "draining", checkClosed},

        // TAIL: the new socket serves, the old one is gone

        {"MOVING, named, new: starts again", &Scene::beInTail, "tail",
         [](Scene& s) {
             s.push(kB, moving(2, 15, kC));
             s.run(1ms);
             QCOMPARE(s.state(), std::string("dialing"));
             s.run(1300ms);
             QVERIFY(s.serves(kC) && s.state() == "tail" && s.nothingLost());
         }},
        {"MOVING, null, new: as in READY", &Scene::beInTail, "tail",
         [](Scene& s) {
             s.resolveTo(kName, {"10.0.0.3"});
             s.push(kB, moving(2, 15, {}));
             s.run(100ms);
             QVERIFY(s.serves(kC) && s.nothingLost());
         }},
        {"MOVING duplicate on the new socket: it retires, too, and moves once more, no oftener",
         &Scene::beInTail, "tail",
         [](Scene& s) {
             s.push(kB, moving(1, 12, kB));
             s.run(1300ms);
             QCOMPARE(s.handoffs(), std::size_t{2});
             s.push(kB, moving(1, 10, kB));
             s.run(1300ms);
             QVERIFY(s.handoffs() == 2 && s.state() == "tail" && s.nothingLost());
         }},
        {"opener: a window opens", &Scene::beInTail, "tail",
         [](Scene& s) { checkWindowsOpen(s, kB, "tail"); }},
        {"closer: the window closes, the tail begins anew", &Scene::beInTail, "tail",
         [](Scene& s) { checkWindowsClose(s, kB, "tail"); }},
        {"completion before READY of a new socket: history", &Scene::beInTail, "tail",
         [](Scene& s) {
             s.node(kC).afterOptIn = {closer("MIGRATED", 9, kShards)};
             s.push(kB, moving(2, 15, kC));
             s.run(1300ms);
             QVERIFY(s.lastPair("MIGRATED") == PairState::OrphanClose);
         }},
        {"candidate READY, peer ok: there is none", &Scene::beInTail, "tail",
         [](Scene& s) {
             const auto attempts = s.attempts();
             s.run(5s);
             QVERIFY(s.attempts() == attempts && s.serves(kB));
         }},
        {"candidate READY, peer is retiring: there is none", &Scene::beInTail, "tail",
         [](Scene& s) {
             s.node(kB).afterOptIn = {moving(1, 12, kB)};
             s.run(5s);
             QCOMPARE(s.alerts(names::kCandidateDropped), std::size_t{0});
         }},
        {"dial error: nothing is dialled", &Scene::beInTail, "tail",
         [](Scene& s) {
             s.node(kB).refuses = true;
             const auto attempts = s.attempts();
             s.run(5s);
             QCOMPARE(s.attempts(), attempts);
         }},
        {"AUTH or TLS error: nothing is dialled", &Scene::beInTail, "tail",
         [](Scene& s) {
             s.node(kB).openError = "tls_untrusted";
             const auto attempts = s.attempts();
             s.run(5s);
             QCOMPARE(s.attempts(), attempts);
         }},
        {"command: written to the new socket", &Scene::beInTail, "tail",
         [](Scene& s) {
             const auto before = s.incrsOn(kB);
             s.run(1s);
             QCOMPARE(s.incrsOn(kB), before + 20);
         }},
        {"last reply received: nothing changes", &Scene::beInTail, "tail",
         [](Scene& s) {
             s.run(45ms);
             QVERIFY(s.state() == "tail" && s.serves(kB));
         }},
        {"EOF of the new one: an unannounced loss; target and configured name are both tried",
         &Scene::beInTail, "tail",
         [](Scene& s) {
             s.close(kB, core::CloseCause::Reset);
             s.run(100ms);
             QCOMPARE(s.events(EventKind::Disconnect, names::kUnannounced).size(), std::size_t{1});
             QVERIFY(s.serves(kB)); // the literal needs no resolver, so it was first
         }},
        {"drain deadline: there is none", &Scene::beInTail, "tail",
         [](Scene& s) {
             s.run(5s);
             QCOMPARE(s.alerts(names::kOrderGivenUp), std::size_t{0});
         }},
        {"grace + 5 s timer: later dials go to the configured name again", &Scene::beInTail, "tail",
         [](Scene& s) {
             s.run(20s);
             s.node(kB).refuses = true;
             const auto dials = s.dials(kB);
             s.close(kB);
             s.run(1s);
             QVERIFY(s.dials(kB) == dials && s.serves(kA));
         }},
        {"tail timer: READY", &Scene::beInTail, "tail",
         [](Scene& s) {
             s.run(20s);
             QCOMPARE(s.state(), std::string("ready"));
         }},
        {"user close: closed", &Scene::beInTail, "tail", checkClosed},

        // ORPHAN: the old socket is gone, nothing is ready

        {"MOVING, named, new, told to a candidate: it serves and moves on", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.node(kB) = {};
             s.node(kB).afterOptIn = {moving(2, 15, kC)};
             s.run(5s);
             QVERIFY(s.serves(kC) && s.nothingLost());
         }},
        {"MOVING, null, told to a candidate: it serves, DNS is asked", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.node(kB) = {};
             s.node(kB).afterOptIn = {moving(2, 15, {})};
             s.run(2500ms);
             QVERIFY(s.serves(kB) && s.state() == "dialing" && s.nothingLost());
         }},
        {"MOVING duplicate told to a candidate: ignored for two seconds, then better than nothing",
         &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.node(kB) = {};
             s.node(kB).afterOptIn = {moving(1, 12, kB)};
             s.run(1700ms);
             QCOMPARE(s.state(), std::string("orphan"));
             s.run(3s);
             QVERIFY(s.openSockets(kB) >= 1 && s.nothingLost());
         }},
        {"opener told to a candidate: a window opens", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.node(kB) = {};
             s.node(kB).afterOptIn = {opener("MIGRATING", 50, 2, kShards)};
             s.run(3s);
             QVERIFY(s.events(EventKind::Window, "MIGRATING").at(0).pairState == PairState::Open);
         }},
        {"closer told to a candidate: history", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.node(kB) = {};
             s.node(kB).afterOptIn = {closer("MIGRATED", 50, kShards)};
             s.run(3s);
             QVERIFY(s.lastPair("MIGRATED") == PairState::OrphanClose);
         }},
        {"completion before READY of a new socket: history", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.node(kB) = {};
             s.node(kB).afterOptIn = {closer("FAILED_OVER", 50, kShards)};
             s.run(3s);
             QVERIFY(s.serves(kB) && s.lastPair("FAILED_OVER") == PairState::OrphanClose);
         }},
        {"candidate READY, peer ok: what waited goes out in order", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.node(kB) = {};
             s.run(3s);
             QVERIFY(s.serves(kB) && s.state() == "tail" && s.nothingLost());
             QCOMPARE(s.events(EventKind::Connected, names::kSwitched).size(), std::size_t{1});
         }},
        {"candidate READY, peer is retiring: accepted only if nothing else is ready within two seconds",
         &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.node(kA).refuses = false;
             s.node(kA).afterOptIn = {moving(1, 12, kB)};
             s.run(1500ms);
             QCOMPARE(s.state(), std::string("orphan"));
             s.run(2s);
             QVERIFY(s.openSockets(kA) == 1 && s.nothingLost());
         }},
        {"dial error: next candidate, next attempt", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             const auto attempts = s.attempts();
             s.run(3s);
             QVERIFY(s.state() == "orphan" && s.attempts() > attempts + 2);
         }},
        {"AUTH or TLS error: dropped for good, the configured endpoint is tried on", &Scene::beOrphan,
         "orphan",
         [](Scene& s) {
             s.node(kB).blackHole = false;
             s.node(kB).helloError = "WRONGPASS invalid username-password pair or user is disabled.";
             s.run(3s);
             const auto dials = s.dials(kB);
             QVERIFY(s.state() == "orphan" && !s.target().finished());
             s.node(kA).refuses = false;
             s.run(1100ms);
             QVERIFY(s.dials(kB) == dials && s.serves(kA) && s.nothingLost());
         }},
        {"command: waits until it can be sent or its relaxed deadline passes", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.run(9s);
             QVERIFY(s.nothingLost());
             s.run(1500ms);
             QVERIFY(s.count(Outcome::NotSent) > 0 && s.count(Outcome::Timeout) == 0);
         }},
        {"last reply received: none can come", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             const auto samples = s.samples().size();
             s.run(500ms);
             QVERIFY(s.samples().size() == samples && s.state() == "orphan");
         }},
        {"old: EOF: it is gone already", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.close(kA);
             s.run(10ms);
             QVERIFY(s.state() == "orphan" && s.events(EventKind::Disconnect).size() == 1);
         }},
        {"drain deadline: there is none", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.run(5s);
             QCOMPARE(s.alerts(names::kOrderGivenUp), std::size_t{0});
         }},
        {"grace + 5 s timer: the operation has failed, the configured endpoint is tried on", &Scene::beOrphan,
         "orphan",
         [](Scene& s) {
             s.run(21s);
             QVERIFY(s.handoff(0) == ResultWord::Expired && s.state() != "orphan");
             s.node(kA) = {};
             s.run(3s);
             QVERIFY(s.serves(kA));
         }},
        {"tail timer: there is none", &Scene::beOrphan, "orphan",
         [](Scene& s) {
             s.run(1s);
             QVERIFY(s.events(EventKind::Relaxed, names::kTail).empty() && s.state() == "orphan");
         }},
        {"user close: what waited ends, the dial is cancelled", &Scene::beOrphan, "orphan", checkClosed},
    };
    return rows;
}

} // namespace

class ConnectionStatesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void table_data() {
        QTest::addColumn<int>("row");
        int index = 0;
        for (const Row& row : ::table())
            QTest::addRow("%s: %s", row.stateName, row.rule) << index++;
    }
    void table() {
        QFETCH(int, row);
        const Row& r = ::table()[static_cast<std::size_t>(row)];
        Scene scene;
        (scene.*r.state)();
        QCOMPARE(scene.state(), std::string(r.stateName));
        r.check(scene);
        if (QTest::currentTestFailed()) return;
        QVERIFY2(scene.violation().empty(), scene.violation().c_str());
    }

    /// Before the handoff region: states of a first dial, each named and entered once.
    void aFirstDialIsPublishedStepByStep() {
        World world(settings());
        world.resolveTo(kName, {"10.0.0.1"});
        world.node(kA).refuses = true;
        world.start();
        world.run(10ms);
        world.node(kA).refuses = false;
        world.run(1s);
        world.stop();
        QVERIFY(world.runToEnd());
        QCOMPARE(world.states(1), (std::vector<std::string>{"resolving", "connecting", "backoff", "resolving",
                                                            "connecting", "handshaking", "ready", "closed"}));
    }
};

MAINTSCOPE_TEST(ConnectionStatesTest, void)
#include "tst_connection_states.moc"
