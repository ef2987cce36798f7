// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/world.h"

#include "client/types/event_names.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <array>
#include <functional>

using namespace maintscope;
using namespace maintscope::test;
using namespace std::chrono_literals;

// Each dialogue is scripted once and replayed with one thing going wrong at each of its steps in turn (a name
// asked, a dial, a command that arrives): refused, unanswered, reset, closed, garbage. Then it is replayed
// with its input cut at every byte. Shape: boost/mysql, test/unit/include/test_unit/algo_test.hpp.

namespace {

const std::string kA = "10.0.0.1:6379";
const std::string kB = "10.0.0.2:6379";
const std::string kC = "10.0.0.3:6379";
const std::string kName = "db.example.com";

/// Steps of a candidate until it can take over: dial, HELLO, opt-in, SETINFO twice, PING.
constexpr int kStepsToPong = 6;

struct Dialogue {
    const char* name;
    std::function<void(TargetSettings&)> settings;
    std::function<void(World&)> before; ///< until the faults begin
    std::function<void(World&)> script;
};

const std::vector<Dialogue>& dialogues() {
    static const std::vector<Dialogue> all{
        {"first connection", [](TargetSettings& s) { s.password = Secret("pw"); },
         [](World& w) { w.node(kA).password = "pw"; }, [](World& w) { w.start(); }},
        {"reconnection after a loss",
         {},
         [](World& w) {
             w.start();
             w.run(2s);
             w.close(kA, core::CloseCause::Reset);
         },
         {}},
        {"move to a named target",
         {},
         [](World& w) {
             w.start();
             w.run(2s);
         },
         [](World& w) { w.push(kA, moving(1, 15, kB)); }},
        {"move to a target by name",
         {},
         [](World& w) {
             w.resolveTo("node2.example.com", {"10.0.0.2"});
             w.start();
             w.run(2s);
         },
         [](World& w) { w.push(kA, moving(1, 15, "node2.example.com:6379")); }},
        {"move without a target, DNS follows",
         {},
         [](World& w) {
             w.start();
             w.run(2s);
         },
         [](World& w) {
             w.push(kA, moving(1, 15, {}));
             w.at(2s, [&w] { w.resolveTo(kName, {"10.0.0.2"}); });
         }},
        {"move without a target, at half the grace",
         {},
         [](World& w) {
             w.start();
             w.run(2s);
         },
         [](World& w) { w.push(kA, moving(1, 4, {})); }},
        {"move while the old one owes replies",
         {},
         [](World& w) {
             w.start();
             w.run(2s);
             w.node(kA).replyDelay = 300ms;
             w.run(200ms);
         },
         [](World& w) { w.push(kA, moving(1, 15, kB)); }},
        {"redirected by a newer MOVING",
         {},
         [](World& w) {
             w.start();
             w.run(2s);
         },
         [](World& w) {
             w.push(kA, moving(1, 15, kC));
             w.run(1ms);
             w.push(kA, moving(2, 15, kB));
         }},
    };
    return all;
}

TargetSettings settingsOf(const Dialogue& dialogue, ProbeCommand command) {
    TargetSettings s = plainSettings();
    s.endpoint.host = kName;
    s.probe.command = command;
    s.probe.key = "counter";
    s.probe.ratePerSecond = 10;
    s.timeouts.tail = 2s;
    if (dialogue.settings) dialogue.settings(s);
    return s;
}

void prepare(World& world, const Dialogue& dialogue) {
    world.node(kB).password = world.node(kC).password = "";
    world.resolveTo(kName, {"10.0.0.1"});
    dialogue.before(world);
}

/// What has to hold in the end, whatever went wrong once.
QString problemAfter(World& world) {
    const auto settled = [&] { return world.state() == "ready" || world.state() == "tail"; };
    world.run(3s);
    for (int i = 0; i < 21 && !settled(); ++i) // the longest handoff may take 20 s
        world.run(1s);
    world.run(5s); // a silent socket is found within four
    for (int i = 0; i < 21 && !settled(); ++i)
        world.run(1s);
    const auto before = world.samples().size();
    world.run(1s);
    for (std::size_t i = before; i < world.samples().size(); ++i)
        if (world.samples()[i].outcome != Outcome::Ok) return QStringLiteral("not healthy again");
    if (world.samples().size() < before + 9) return QStringLiteral("not probing again");
    if (world.openSockets() != 1) return QStringLiteral("sockets left over");
    if (!settled()) return QStringLiteral("stuck in ") + QString::fromStdString(world.state());
    world.stop();
    if (!world.runToEnd()) return QStringLiteral("does not end");
    if (world.openSockets() != 0) return QStringLiteral("sockets left open");
    for (const Event& e : world.events(EventKind::Handoff))
        if (!e.end) return QStringLiteral("a handoff without an end");
    for (const Event& e : world.events(EventKind::Recording, names::kIntegrity)) {
        const auto acknowledged = figure(e, "acknowledged");
        const auto grown = figure(e, "server_count");
        if (!grown) return QStringLiteral("the counter was not read");
        if (*grown < *acknowledged) return QStringLiteral("an acknowledged command was lost");
        if (*grown > *acknowledged + *figure(e, "unresolved"))
            return QStringLiteral("a command was executed twice");
    }
    return QString::fromStdString(world.violation());
}

bool clean(const World& world) {
    return world.count(Outcome::Timeout) == 0 && world.count(Outcome::Error) == 0 &&
           world.count(Outcome::Unknown) == 0 && world.count(Outcome::NotSent) == 0;
}

constexpr std::array kFaults{World::Fault::Refused, World::Fault::Timeout, World::Fault::Reset,
                             World::Fault::Fin, World::Fault::Garbage};
constexpr std::array kFaultNames{"refused", "timeout", "reset", "fin", "garbage"};

} // namespace

class TargetFaultsTest : public QObject {
    Q_OBJECT

private:
    static void dialogueRows() {
        QTest::addColumn<int>("dialogue");
        QTest::addColumn<int>("command");
        const auto& all = dialogues();
        for (std::size_t i = 0; i < all.size(); ++i)
            for (const ProbeCommand command : {ProbeCommand::Get, ProbeCommand::Set, ProbeCommand::Incr})
                QTest::addRow("%s, %s", all[i].name, std::string(toString(command)).c_str())
                    << static_cast<int>(i) << static_cast<int>(command);
    }

private Q_SLOTS:
    void survivesAFailureAtEveryStep_data() { dialogueRows(); }
    void survivesAFailureAtEveryStep() {
        QFETCH(int, dialogue);
        QFETCH(int, command);
        const Dialogue& d = dialogues()[static_cast<std::size_t>(dialogue)];
        int replayed = 0;
        for (std::size_t f = 0; f < kFaults.size(); ++f) {
            constexpr int kSteps = 16; // the dialogue and the first probes after it
            for (int step = 1; step <= kSteps; ++step) {
                World world(settingsOf(d, static_cast<ProbeCommand>(command)));
                prepare(world, d);
                world.failStep(step, kFaults[f]);
                if (d.script) d.script(world);
                const QString problem = problemAfter(world);
                QVERIFY2(problem.isEmpty(), qPrintable(QStringLiteral("%1 at step %2: %3")
                                                           .arg(QLatin1String(kFaultNames[f]))
                                                           .arg(step)
                                                           .arg(problem)));
                ++replayed;
                if (!world.faultHappened()) break;
            }
        }
        QVERIFY(replayed > 20);
    }

    /// Whatever a target does until its PONG, the old connection serves: no command notices.
    void noCommandNoticesACandidatesFailure_data() {
        QTest::addColumn<int>("fault");
        for (std::size_t f = 0; f < kFaults.size(); ++f)
            QTest::addRow("%s", kFaultNames[f]) << static_cast<int>(f);
    }
    void noCommandNoticesACandidatesFailure() {
        QFETCH(int, fault);
        const Dialogue& d = dialogues()[2];
        for (const ProbeCommand command : {ProbeCommand::Get, ProbeCommand::Set, ProbeCommand::Incr}) {
            for (int step = 1; step <= kStepsToPong; ++step) {
                World world(settingsOf(d, command));
                prepare(world, d);
                world.failStep(step, kFaults[static_cast<std::size_t>(fault)], kB);
                d.script(world);
                const QString problem = problemAfter(world);
                QVERIFY2(problem.isEmpty(), qPrintable(problem));
                QVERIFY(world.faultHappened() && clean(world));
                QCOMPARE(world.count(Outcome::Late), 0);
                QVERIFY2(world.longestGap() <= 103ms,
                         qPrintable(QString::number(world.longestGap().count())));
            }
        }
    }

    /// However TCP cuts what the servers send.
    void understandsInputCutAtEveryByte_data() { dialogueRows(); }
    void understandsInputCutAtEveryByte() {
        QFETCH(int, dialogue);
        QFETCH(int, command);
        const Dialogue& d = dialogues()[static_cast<std::size_t>(dialogue)];
        for (const std::size_t size : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 17, 23, 31, 47}) {
            World world(settingsOf(d, static_cast<ProbeCommand>(command)));
            world.sliceInput(size);
            prepare(world, d);
            if (d.script) d.script(world);
            const QString problem = problemAfter(world);
            QVERIFY2(problem.isEmpty(),
                     qPrintable(QStringLiteral("pieces of %1: %2").arg(size).arg(problem)));
            QVERIFY(world.count(Outcome::Timeout) == 0 && world.count(Outcome::NotSent) == 0);
        }
    }
};

MAINTSCOPE_TEST(TargetFaultsTest, void)
#include "tst_target_faults.moc"
