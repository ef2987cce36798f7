// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/command_server.h"

#include "tests/support/test_case.h"

#include <QObject>
#include <QTest>

using namespace maintscope;
using namespace maintscope::demo;
using namespace std::chrono_literals;

class CommandServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dialogues_data();
    void dialogues();
    void passwordGuardsEverythingElse();
    void maintNotifications_data();
    void maintNotifications();
    void expiryFollowsTheClock();
    void shardCommandsAreToldApart();
};

namespace {

struct Desk {
    ClusterSettings settings;
    Session session;
    CommandServer server{settings,
                         [this](const std::function<void(const Session&)>& visit) { visit(session); }};
    MonoTime now = kSessionStart + 10s;
    CommandOutcome outcome;

    Desk() {
        session.key = 7;
        session.peer = "127.0.0.1:5000";
        session.local = "127.0.0.2:6000";
    }
    QByteArray run(const QByteArray& line) {
        std::string out;
        outcome = server.execute(session, resp::splitInline(line.toStdString()).value(), now, out);
        return QByteArray::fromStdString(out);
    }
};

} // namespace

void CommandServerTest::dialogues_data() {
    QTest::addColumn<QList<QByteArray>>("lines");
    QTest::addColumn<QByteArray>("lastReply");
    const auto row = [](const char* name, QList<QByteArray> lines, QByteArray reply) {
        QTest::newRow(name) << lines << reply;
    };
    row("a missing key is null in RESP2", {"GET k"}, "$-1\r\n");
    row("and in RESP3", {"HELLO 3", "GET k"}, "_\r\n");
    row("SET then GET", {"SET k v", "GET k"}, "$1\r\nv\r\n");
    row("SET NX leaves what is there", {"SET k v", "SET k w NX"}, "$-1\r\n");
    row("SET XX needs what is there", {"SET k w XX"}, "$-1\r\n");
    row("SET GET answers the old value", {"SET k v", "SET k w GET"}, "$1\r\nv\r\n");
    row("SET refuses a TTL of nothing", {"SET k v EX 0"}, "-ERR invalid expire time in 'set' command\r\n");
    row("SET refuses NX with XX", {"SET k v NX XX"}, "-ERR syntax error\r\n");
    row("SET KEEPTTL keeps it", {"SET k v EX 100", "SET k w KEEPTTL", "TTL k"}, ":100\r\n");
    row("INCR counts from nothing", {"INCR n", "INCRBY n 41"}, ":42\r\n");
    row("INCR keeps the TTL", {"SET n 1 EX 50", "INCR n", "TTL n"}, ":50\r\n");
    row("INCR refuses words", {"SET n abc", "INCR n"}, "-ERR value is not an integer or out of range\r\n");
    row("INCR does not wrap", {"SET n 9223372036854775807", "INCR n"},
        "-ERR increment or decrement would overflow\r\n");
    row("DECR", {"DECR n"}, ":-1\r\n");
    row("DEL counts", {"MSET a 1 b 2", "DEL a b c"}, ":2\r\n");
    row("UNLINK too", {"SET a 1", "UNLINK a"}, ":1\r\n");
    row("EXISTS counts twice what is named twice", {"SET a 1", "EXISTS a a x"}, ":2\r\n");
    row("MGET", {"SET a 1", "MGET a x"}, "*2\r\n$1\r\n1\r\n$-1\r\n");
    row("MSET needs pairs", {"MSET a 1 b"}, "-ERR wrong number of arguments for 'mset' command\r\n");
    row("APPEND and STRLEN", {"APPEND a xy", "APPEND a z", "STRLEN a"}, ":3\r\n");
    row("TTL of nothing", {"TTL k"}, ":-2\r\n");
    row("TTL of a lasting key", {"SET k v", "PTTL k"}, ":-1\r\n");
    row("EXPIRE in the past removes", {"SET k v", "EXPIRE k -1", "EXISTS k"}, ":0\r\n");
    row("SETEX", {"SETEX k 10 v", "PTTL k"}, ":10000\r\n");
    row("DBSIZE and FLUSHALL", {"MSET a 1 b 2", "FLUSHALL", "DBSIZE"}, ":0\r\n");
    row("PING", {"PING"}, "+PONG\r\n");
    row("PING with a message", {"ping hello"}, "$5\r\nhello\r\n");
    row("SELECT 0 is where we are", {"SELECT 0"}, "+OK\r\n");
    row("there is one database", {"SELECT 1"}, "-ERR DB index is out of range\r\n");
    row("an unknown command, in redis' words", {"FOO a b"},
        "-ERR unknown command 'FOO', with args beginning with: 'a' 'b' \r\n");
    row("a wrong number of arguments", {"GET"}, "-ERR wrong number of arguments for 'get' command\r\n");
    row("HELLO 4", {"HELLO 4"}, "-NOPROTO unsupported protocol version\r\n");
    row("HELLO with a word", {"HELLO three"}, "-ERR Protocol version is not an integer or out of range\r\n");
    row("HELLO with a bad option", {"HELLO 3 NAME x"}, "-ERR Syntax error in HELLO option 'NAME'\r\n");
    row("HELLO SETNAME", {"HELLO 3 SETNAME me", "CLIENT GETNAME"}, "$2\r\nme\r\n");
    row("AUTH without a password", {"AUTH x"},
        "-ERR AUTH <password> called without any password configured for the default user. Are you sure your "
        "configuration is correct?\r\n");
    row("CLIENT ID", {"CLIENT ID"}, ":7\r\n");
    row("CLIENT SETNAME refuses blanks", {"CLIENT SETNAME 'a b'"},
        "-ERR Client names cannot contain spaces, newlines or special characters.\r\n");
    row("CLIENT SETINFO", {"CLIENT SETINFO LIB-NAME lib"}, "+OK\r\n");
    row("CLIENT SETINFO of something else", {"CLIENT SETINFO FOO x"}, "-ERR Unrecognized option 'FOO'\r\n");
    row("CLIENT NO-EVICT is not offered", {"CLIENT NO-EVICT ON"},
        "-ERR unknown subcommand 'NO-EVICT'. Try CLIENT HELP.\r\n");
    row("RESET is not offered", {"RESET"}, "-ERR unknown command 'RESET', with args beginning with: \r\n");
    row("CLUSTER is off", {"CLUSTER INFO"}, "-ERR This instance has cluster support disabled\r\n");
    row("COMMAND DOCS is empty", {"HELLO 3", "COMMAND DOCS"}, "%0\r\n");
    row("CONFIG GET knows what redis-benchmark asks", {"CONFIG GET save"}, "*2\r\n$4\r\nsave\r\n$0\r\n\r\n");
    row("CLIENT KILL of nobody", {"CLIENT KILL 1.2.3.4:5"}, "-ERR No such client\r\n");
    row("CLIENT KILL spares the caller", {"CLIENT KILL ID 7"}, ":0\r\n");
}

void CommandServerTest::dialogues() {
    QFETCH(QList<QByteArray>, lines);
    QFETCH(QByteArray, lastReply);
    Desk desk;
    QByteArray reply;
    for (const QByteArray& line : lines)
        reply = desk.run(line);
    QCOMPARE(reply, lastReply);
}

void CommandServerTest::passwordGuardsEverythingElse() {
    Desk desk;
    desk.server.setPassword(Secret("sesame"));
    QCOMPARE(desk.run("GET k"), QByteArray("-NOAUTH Authentication required.\r\n"));
    QVERIFY(desk.run("HELLO 3").startsWith("-NOAUTH HELLO must be called"));
    QCOMPARE(desk.session.protocol, 2);
    const QByteArray wrong = "-WRONGPASS invalid username-password pair or user is disabled.\r\n";
    QCOMPARE(desk.run("AUTH wrong"), wrong);
    QCOMPARE(desk.run("AUTH other sesame"), wrong);
    QCOMPARE(desk.run("HELLO 3 AUTH default wrong"), wrong);
    QVERIFY(desk.run("HELLO 3 AUTH default sesame SETNAME me").startsWith("%7\r\n"));
    QCOMPARE(desk.run("GET k"), QByteArray("_\r\n"));
}

void CommandServerTest::maintNotifications_data() {
    QTest::addColumn<int>("profile");
    QTest::addColumn<bool>("flag");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<bool>("optedIn");
    const auto row = [](const char* name, ServerProfile profile, bool flag, QByteArray line, QByteArray reply,
                        bool optedIn) {
        QTest::newRow(name) << static_cast<int>(profile) << flag << line << reply << optedIn;
    };
    using enum ServerProfile;
    row("with a type", V8_0_16, true, "CLIENT MAINT_NOTIFICATIONS ON moving-endpoint-type external-ip",
        "+OK\r\n", true);
    row("bare", V8_0_2, true, "CLIENT MAINT_NOTIFICATIONS ON", "+OK\r\n", true);
    row("in lower case", V8_2, true, "client maint_notifications on MOVING-ENDPOINT-TYPE none", "+OK\r\n",
        true);
    row("off", V8_0_16, true, "CLIENT MAINT_NOTIFICATIONS OFF", "+OK\r\n", false);
    row("switched off on the cluster", V8_0_16, false, "CLIENT MAINT_NOTIFICATIONS ON",
        "-ERR maintenance notifications are disabled on this server\r\n", false);
    row("an old server, case echoed", V7_22, false, "CLIENT Maint_Notifications ON",
        "-ERR unknown subcommand 'Maint_Notifications'. Try CLIENT HELP.\r\n", false);
    row("an unknown type", V8_0_16, true, "CLIENT MAINT_NOTIFICATIONS ON moving-endpoint-type auto",
        "-ERR invalid moving-endpoint-type 'auto', expected internal-ip, internal-fqdn, external-ip, "
        "external-fqdn or none\r\n",
        false);
    row("an unknown option", V8_0_16, true, "CLIENT MAINT_NOTIFICATIONS ON type none",
        "-ERR syntax error\r\n", false);
    row("neither on nor off", V8_0_16, true, "CLIENT MAINT_NOTIFICATIONS MAYBE", "-ERR syntax error\r\n",
        false);
}

void CommandServerTest::maintNotifications() {
    QFETCH(int, profile);
    QFETCH(bool, flag);
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, reply);
    QFETCH(bool, optedIn);
    Desk desk;
    desk.settings.profile = static_cast<ServerProfile>(profile);
    desk.settings.clientMaintNotifications = flag;
    desk.run("HELLO 3");
    QCOMPARE(desk.run(line), reply);
    QCOMPARE(desk.session.optedIn, optedIn);
    QCOMPARE(desk.outcome.optedIn, optedIn);

    Desk resp2;
    resp2.settings = desk.settings;
    QCOMPARE(resp2.run(line), reply);
    QVERIFY(!resp2.session.optedIn); // no place for a push there
}

void CommandServerTest::expiryFollowsTheClock() {
    Desk desk;
    desk.run("SET k v PX 1500");
    desk.now += 1s;
    QCOMPARE(desk.run("PTTL k"), QByteArray(":500\r\n"));
    desk.now += 500ms;
    QCOMPARE(desk.run("GET k"), QByteArray("$-1\r\n"));
}

void CommandServerTest::shardCommandsAreToldApart() {
    QVERIFY(CommandServer::reachesShard({"get", "k"}));
    QVERIFY(CommandServer::reachesShard({"INCR", "k"}));
    QVERIFY(!CommandServer::reachesShard({"PING"}));
    QVERIFY(!CommandServer::reachesShard({"CLIENT", "ID"}));
    QVERIFY(!CommandServer::reachesShard({"NOSUCH"}));
}

MAINTSCOPE_TEST(CommandServerTest, QCoreApplication)
#include "tst_command_server.moc"
