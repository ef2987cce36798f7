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
const std::string kRefusal = "ERR maintenance notifications are disabled on this server";

TargetSettings settings() {
    TargetSettings target;
    target.endpoint = {"10.0.0.1", 6379};
    target.probe.connections = 2;
    return target;
}

} // namespace

/// The server's switch is turned while connections are open: they ask again, and nothing is lost over it.
class OptInAgainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void openConnectionsAreToldFromThenOn() {
        TargetSettings target = settings();
        target.probe.control = true;
        World world(target);
        world.node(kA).optInError = kRefusal;
        world.start();
        world.run(1s);
        world.node(kA).optInError.clear();
        world.optInAgain();
        world.run(1s);
        const auto asked = world.events(EventKind::Recording, names::kOptInAsked);
        QCOMPARE(asked.size(), std::size_t(1));
        QCOMPARE(asked[0].figures[0].value, 2); // never a control connection
        const auto answers = world.events(EventKind::Recording, names::kOptInAgain);
        QCOMPARE(answers.size(), std::size_t(2));
        for (const Event& answer : answers)
            QVERIFY(answer.support == Support::Supported && answer.role == ProbeRole::Protected);
        QVERIFY(world.events(EventKind::Recording, names::kSupport).back().support == Support::Supported);
        QCOMPARE(world.dials(kA), std::size_t(4)); // no connection was opened for it

        // What is announced now is heard, and acted upon.
        world.push(kA, ">4\r\n$6\r\nMOVING\r\n:1\r\n:15\r\n$13\r\n10.0.0.2:6379\r\n");
        world.run(2s);
        QCOMPARE(world.events(EventKind::Handoff).size(), std::size_t(2));
        world.stop();
        QVERIFY(world.runToEnd());
        QVERIFY2(world.violation().empty(), world.violation().c_str());
        for (const Outcome outcome : {Outcome::Timeout, Outcome::Error, Outcome::Unknown, Outcome::NotSent})
            QCOMPARE(world.count(outcome), 0);
    }

    void refusalIsToldWithItsWords() {
        World world(settings());
        world.start();
        world.run(1s);
        world.node(kA).optInError = kRefusal;
        world.optInAgain();
        world.run(1s);
        const auto answers = world.events(EventKind::Recording, names::kOptInAgain);
        QCOMPARE(answers.size(), std::size_t(2));
        QVERIFY(answers[0].support == Support::Unsupported);
        QCOMPARE(answers[0].errorText, kRefusal);
        QVERIFY(world.events(EventKind::Recording, names::kSupport).back().support == Support::Unsupported);
        world.stop();
        QVERIFY(world.runToEnd());
        QCOMPARE(world.count(Outcome::Error), 0); // the refusal is no probe's
    }

    void nobodyIsAskedWhereNothingCanBePushed_data() {
        QTest::addColumn<bool>("resp3");
        QTest::addColumn<int>("policy");
        QTest::newRow("RESP2 has no pushes") << false << static_cast<int>(Policy::Auto);
        QTest::newRow("policy never") << true << static_cast<int>(Policy::Never);
    }
    void nobodyIsAskedWhereNothingCanBePushed() {
        QFETCH(const bool, resp3);
        QFETCH(const int, policy);
        TargetSettings target = settings();
        target.policy = static_cast<Policy>(policy);
        World world(target);
        world.node(kA).resp3 = resp3;
        world.start();
        world.run(1s);
        const std::size_t before = world.commandsOf(kA).size();
        world.optInAgain();
        QCOMPARE(world.events(EventKind::Recording, names::kOptInAsked)[0].figures[0].value, 0);
        QCOMPARE(world.commandsOf(kA).size(), before);
    }

    void connectionThatIsLostMeanwhileOptsInByItself() {
        World world(settings());
        world.node(kA).optInError = kRefusal;
        world.start();
        world.run(1s);
        world.node(kA).optInError.clear();
        world.optInAgain();
        world.close(kA); // before the answers are back
        world.run(2s);
        const auto connected = world.events(EventKind::Connected, names::kReconnected);
        QCOMPARE(connected.size(), std::size_t(2));
        QVERIFY(connected[0].support == Support::Supported);
        world.stop();
        QVERIFY(world.runToEnd());
        QVERIFY2(world.violation().empty(), world.violation().c_str());
    }
};

MAINTSCOPE_TEST(OptInAgainTest, QCoreApplication)
#include "tst_opt_in_again.moc"
