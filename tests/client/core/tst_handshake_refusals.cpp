// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/world.h"

#include "client/types/event_names.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <algorithm>

using namespace maintscope;
using namespace maintscope::test;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

const std::string kA = "10.0.0.1:6379";

TargetSettings settings(Policy policy = Policy::Auto, std::string password = {}) {
    TargetSettings target;
    target.endpoint = {"10.0.0.1", 6379};
    target.probe.connections = 1;
    target.policy = policy;
    target.password = Secret(std::move(password));
    return target;
}

auto countOf(World& world, const std::string& command) {
    const auto& all = world.commandsOf(kA);
    return std::count_if(all.begin(), all.end(),
                         [&](const std::string& one) { return one.starts_with(command); });
}

Event lastAttempt(const World& world) {
    return world.events(EventKind::ConnectAttempt).back();
}

} // namespace

/// Servers, proxies and ACLs that refuse a command of the handshake.
class HandshakeRefusalsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSentinelIsNoDatabase() {
        World world(settings());
        world.node(kA).mode = "sentinel";
        world.start();
        world.run(1s);
        QVERIFY(world.target().finished());
        QVERIFY(world.target().notReadyCause() == core::NotReadyCause::NotADatabase);
        const auto attempts = world.events(EventKind::ConnectAttempt);
        QVERIFY(!attempts.empty());
        QVERIFY(attempts.back().errorType == "sentinel");
        QVERIFY(attempts.back().errorText.find("this is a Sentinel") != std::string::npos);
    }

    void whereHelloIsRefusedAuthAndPingFollowInResp2_data() {
        QTest::addColumn<QString>("words");
        QTest::newRow("Redis 5") << u"ERR unknown command `HELLO`, with args beginning with: `3`, "_s;
        QTest::newRow("Redis 7") << u"ERR unknown command 'HELLO', with args beginning with: '3' "_s;
        QTest::newRow("Envoy") << u"ERR unsupported command 'HELLO'"_s;
        QTest::newRow("Envoy without ERR") << u"unsupported command 'HELLO'"_s;
        QTest::newRow("an ACL") << u"NOPERM this user has no permissions to run the 'hello' command"_s;
        QTest::newRow("before AUTH")
            << u"NOAUTH HELLO must be called with the client already authenticated"_s;
        QTest::newRow("NOPROTO") << u"NOPROTO sorry, this protocol version is not supported."_s;
        QTest::newRow("something else") << u"ERR this is a proxy, and I do not like you"_s;
    }
    void whereHelloIsRefusedAuthAndPingFollowInResp2() {
        QFETCH(const QString, words);
        for (const std::string password : {"", "open sesame"}) {
            if (password.empty() && words.startsWith(u"NOAUTH")) continue;
            World world(settings(Policy::Auto, password));
            world.node(kA).errors["HELLO"] = words.toStdString();
            world.node(kA).password = password;
            world.start();
            world.run(3s);
            world.stop();
            QVERIFY(world.runToEnd());
            QVERIFY2(world.violation().empty(), world.violation().c_str());
            QVERIFY(world.target().wasReady());
            QCOMPARE(world.count(Outcome::Ok), world.sent());
            QCOMPARE(countOf(world, "AUTH"), password.empty() ? 0 : 1);
            const auto alerts = world.events(EventKind::Alert, names::kNotResp3);
            QCOMPARE(alerts.size(), std::size_t{1});
            QCOMPARE(QString::fromStdString(alerts[0].errorText), words);
        }
    }

    void requiredNeverFallsBack() {
        World world(settings(Policy::Required, "open sesame"));
        world.node(kA).errors["HELLO"] = "ERR unsupported command 'HELLO'";
        world.node(kA).password = "open sesame";
        world.start();
        QVERIFY(world.runToEnd(5s));
        QVERIFY(!world.target().wasReady());
        QVERIFY(world.target().notReadyCause() == core::NotReadyCause::Refused);
        QCOMPARE(lastAttempt(world).errorType, std::string("resp3"));
        QCOMPARE(countOf(world, "AUTH"), 0);
    }

    /// Its cause is shown, and it is dialled again with HELLO until it serves.
    void aServerThatIsNotReadyIsDialledAgainWithHello_data() {
        QTest::addColumn<QString>("words");
        for (const char* words :
             {"LOADING Redis is loading the dataset in memory", "MASTERDOWN Link with MASTER is down",
              "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
              "CLUSTERDOWN The cluster is down", "ERR max number of clients reached",
              "DENIED Redis is running in protected mode because protected mode is enabled"})
            QTest::newRow(words) << QString::fromLatin1(words);
    }
    void aServerThatIsNotReadyIsDialledAgainWithHello() {
        QFETCH(const QString, words);
        for (const Policy policy : {Policy::Auto, Policy::Required, Policy::Never}) {
            World world(settings(policy, "open sesame"));
            world.node(kA).errors["HELLO"] = words.toStdString();
            world.node(kA).password = "open sesame";
            world.start();
            world.run(5s);
            QVERIFY(!world.target().wasReady());
            QVERIFY(!world.target().finished());
            QCOMPARE(lastAttempt(world).errorType, std::string("server_error"));
            QCOMPARE(QString::fromStdString(lastAttempt(world).errorText), words);
            QCOMPARE(countOf(world, "AUTH"), 0);
            world.node(kA).errors.clear();
            world.run(5s);
            QVERIFY(world.target().wasReady());
            QVERIFY(world.events(EventKind::Alert, names::kNotResp3).empty());
        }
    }

    void aWrongLoginEndsAtOnce_data() {
        QTest::addColumn<QString>("words");
        for (const char* words : {"WRONGPASS invalid username-password pair or user is disabled.",
                                  "ERR invalid password", "ERR invalid username-password pair"})
            QTest::newRow(words) << QString::fromLatin1(words);
    }
    void aWrongLoginEndsAtOnce() {
        QFETCH(const QString, words);
        for (const char* command : {"HELLO", "AUTH"}) {
            World world(settings(Policy::Auto, "open sesame"));
            world.node(kA).errors["HELLO"] = "ERR unknown command 'HELLO'";
            world.node(kA).errors[command] = words.toStdString();
            world.start();
            QVERIFY(world.runToEnd(5s));
            QVERIFY(world.target().notReadyCause() == core::NotReadyCause::NotAuthorised);
            QCOMPARE(lastAttempt(world).errorType, std::string("auth"));
        }
    }

    /// No password was given, so NOAUTH asks for one, under every policy.
    void aMissingPasswordIsAskedFor() {
        for (const Policy policy : {Policy::Auto, Policy::Required, Policy::Never}) {
            World world(settings(policy));
            world.node(kA).errors["HELLO"] =
                "NOAUTH HELLO must be called with the client already authenticated";
            world.start();
            QVERIFY(world.runToEnd(5s));
            QVERIFY(world.target().notReadyCause() == core::NotReadyCause::NotAuthorised);
        }
    }

    /// twemproxy closes the connection at a command that it does not know, and knows neither HELLO nor CLIENT.
    void aProxyThatClosesAtHelloIsUsedWithoutIt() {
        World world(settings());
        world.node(kA).closesAt = {"HELLO", "CLIENT"};
        world.start();
        world.run(5s);
        world.stop();
        QVERIFY(world.runToEnd());
        QVERIFY(world.target().wasReady());
        QCOMPARE(countOf(world, "HELLO"), 2);
        QVERIFY(world.count(Outcome::Ok) > 0);

        World required(settings(Policy::Required));
        required.node(kA).closesAt = {"HELLO", "CLIENT"};
        required.start();
        required.run(10s);
        QVERIFY(!required.target().wasReady());
        QCOMPARE(countOf(required, "PING"), 0);
    }

    void theNextDialTriesHelloAgain() {
        World world(settings());
        world.node(kA).closesAt = {"HELLO", "CLIENT"};
        world.start();
        world.run(3s);
        QVERIFY(world.target().wasReady());
        world.node(kA).closesAt.clear();
        world.close(kA);
        world.run(3s);
        QVERIFY(world.events(EventKind::Connected).back().support == Support::Supported);
    }

    void aTargetThatHasAnsweredHelloIsNeverAskedWithoutIt() {
        World world(settings());
        world.node(kA);
        world.start();
        world.run(1s);
        QVERIFY(world.target().wasReady());
        world.node(kA).closesAt = {"HELLO"};
        world.close(kA);
        world.run(10s);
        const auto& commands = world.commandsOf(kA);
        QVERIFY(countOf(world, "HELLO") > 4);
        QCOMPARE(commands.back(), std::string("HELLO"));
    }

    void commandsThatAreAnsweredWronglyAreSentOneAtATime() {
        World world(settings());
        world.node(kA).onlyOneAtATime = true;
        world.start();
        world.run(5s);
        QVERIFY(world.target().wasReady());
        QVERIFY(world.events(EventKind::Connected).back().support == Support::Supported);
        world.close(kA);
        world.run(1s); // it is remembered: no further timeout
        QCOMPARE(world.events(EventKind::Connected).size(), std::size_t{2});
    }

    /// GET or PING is enough.
    void aUserWithoutPingReadsTheKey() {
        World world(settings());
        world.node(kA).errors["PING"] = "NOPERM this user has no permissions to run the 'ping' command";
        world.start();
        world.run(2s);
        QVERIFY(world.target().wasReady());
        QVERIFY(world.count(Outcome::Ok) > 0);
        QCOMPARE(world.events(EventKind::Connected).size(), std::size_t{1});
    }
    void aUserWithoutEitherIsNoWrongPassword() {
        World world(settings());
        world.node(kA).errors["PING"] = "NOPERM this user has no permissions to run the 'ping' command";
        world.node(kA).errors["GET"] = "NOPERM No permissions to access a key";
        world.start();
        QVERIFY(world.runToEnd(5s));
        QVERIFY(world.target().notReadyCause() == core::NotReadyCause::NotAuthorised);
        QCOMPARE(lastAttempt(world).errorType, std::string("no_permission"));
        QVERIFY(lastAttempt(world).errorText.find("access a key") != std::string::npos);
    }

    /// Redis quotes the arguments of what it does not know: before 6.0 HELLO's password.
    void aQuotedPasswordLeavesNoTrace_data() {
        QTest::addColumn<QString>("password");
        for (const char* password : {"hunter2-of-production", "hunter2", "pässwörter \"x\"", "ab"})
            QTest::newRow(password) << QString::fromUtf8(password);
        QTest::newRow("longer than the server quotes") << QString(200, u'x') + u"end"_s;
    }
    void aQuotedPasswordLeavesNoTrace() {
        QFETCH(const QString, password);
        for (const Policy policy : {Policy::Auto, Policy::Required, Policy::Never})
            for (const char* command : {"HELLO", "AUTH", "CLIENT", "PING", "GET"})
                quotedAt(command, policy, password.toStdString());
    }

private:
    static void quotedAt(const std::string& command, Policy policy, const std::string& password) {
        World world(settings(policy, password));
        world.node(kA).errors = {{"HELLO", "ERR unknown command `HELLO`,"},
                                 {command, "ERR unknown command `" + command + "`,"}};
        world.node(kA).quotesAll = true;
        world.start();
        world.run(5s);
        QVERIFY(!world.history().empty());
        for (const Event& e : world.history())
            for (const std::string* text :
                 {&e.errorText, &e.errorType, &e.text, &e.raw, &e.peerNew, &e.name}) {
                QVERIFY2(text->find("`" + password + "`") == std::string::npos, text->c_str());
                QVERIFY2(password.size() < 8 || text->find(password.substr(0, 8)) == std::string::npos,
                         text->c_str());
            }
    }
};

MAINTSCOPE_TEST(HandshakeRefusalsTest, void)
#include "tst_handshake_refusals.moc"
