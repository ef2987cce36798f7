// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/scenario.h"
#include "app/demo/cluster/scenario_actions.h"
#include "app/demo/cluster/scenario_library.h"
#include "app/demo/cluster/scenario_words.h"
#include "tests/support/test_case.h"

#include <QDir>
#include <QObject>
#include <QTemporaryFile>
#include <QTest>

using namespace maintscope;
using namespace maintscope::demo;
using namespace std::chrono_literals;

class ScenarioTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void durations();
    void actions();
    void errors_data();
    void errors();
    void stepsAreSortedAndDescribed();
    void errorNamesTheLine();
    void everyBundledScenarioParses();
    void filesAreRead();
};

namespace {
NodeRef n(int number) {
    return NodeRef{NodeRef::Kind::Number, number};
}
const NodeRef kBound{NodeRef::Kind::Bound, 0};
const NodeRef kNext{NodeRef::Kind::Next, 0};
const NodeRef kAll{NodeRef::Kind::All, 0};

bool parsesTo(const char* line, const ClusterAction& expected) {
    const auto action = parseAction(line);
    if (!action) {
        qWarning("%s: %s", line, toString(action.error()).c_str());
        return false;
    }
    return *action == expected;
}
} // namespace

void ScenarioTest::durations() {
    QVERIFY(parseDuration("800ms") == Duration(800ms));
    QVERIFY(parseDuration("1.5s") == Duration(1500ms));
    QVERIFY(parseDuration("2m") == Duration(2min));
    QVERIFY(parseDuration("1h") == Duration(1h));
    QVERIFY(parseDuration("0s") == Duration(0s));
    for (const char* bad : {"", "s", "5", "-1s", "1x", "1.2.3s", "9999999h", "1e9h", "nans"})
        QVERIFY2(!parseDuration(bad), bad);
}

void ScenarioTest::actions() {
    QVERIFY(parsesTo("moving node 1 -> node 2 grace 15s", MoveEndpoint{.from = n(1), .to = n(2)}));
    QVERIFY(parsesTo("moving 1 2 10s", MoveEndpoint{.from = n(1), .to = n(2), .grace = 10s}));
    QVERIFY(parsesTo("  moving bound to next endpoint null ",
                     MoveEndpoint{.from = kBound, .to = kNext, .target = {.form = NamedTarget::Form::Null}}));
    QVERIFY(parsesTo("moving 1 2 endpoint 127.0.0.9:1 rebind after 3s close after 20s",
                     MoveEndpoint{.from = n(1),
                                  .to = n(2),
                                  .target = {.form = NamedTarget::Form::Other, .text = "127.0.0.9:1"},
                                  .rebindAfter = 3s,
                                  .closeAfter = 20s}));
    QVERIFY(parsesTo(
        "moving 1 1 endpoint node 3 sequence 7 told-only",
        MoveEndpoint{
            .from = n(1), .to = n(1), .target = {.node = n(3)}, .sequence = 7, .reach = Reach::FrameOnly}));
    QVERIFY(parsesTo("moving 1 2 dns after 4s endpoint name unsent",
                     MoveEndpoint{.from = n(1),
                                  .to = n(2),
                                  .target = {.form = NamedTarget::Form::Name},
                                  .record = {.after = 4s},
                                  .reach = Reach::Unsent}));
    QVERIFY(
        parsesTo("moving 1 2 dns never endpoint ipv6", MoveEndpoint{.from = n(1),
                                                                    .to = n(2),
                                                                    .target = {.form = NamedTarget::Form::V6},
                                                                    .record = {.follows = false}}));
    QVERIFY(parsesTo("moving 1 2 rebind never", MoveEndpoint{.from = n(1), .to = n(2), .rebinds = false}));
    QVERIFY(parsesTo("migrating shards 2,4 in 2s", OpenWindow{.shards = {"2", "4"}, .startsIn = 2s}));
    QVERIFY(parsesTo("failing-over shard 21 pause 1500ms",
                     OpenWindow{.failover = true, .shards = {"21"}, .pause = 1500ms}));
    QVERIFY(parsesTo("migrated 2,4", CloseWindow{.shards = {"2", "4"}}));
    QVERIFY(parsesTo("failed-over shard 21 unsent",
                     CloseWindow{.failover = true, .shards = {"21"}, .reach = Reach::Unsent}));
    QVERIFY(
        parsesTo("smigrating slots 0-100,200 in 1s", AnnounceSlots{.slots = "0-100,200", .startsIn = 1s}));
    QVERIFY(parsesTo("smigrated 5 node 1 -> node 2", MoveSlots{.slots = "5", .from = n(1), .to = n(2)}));
    QVERIFY(parsesTo("stall all for 1s", StallNode{kAll, 1s}));
    QVERIFY(parsesTo("stall 1 800ms", StallNode{n(1), 800ms}));
    QVERIFY(parsesTo("pause shards for 2s", PauseShards{2s}));
    QVERIFY(parsesTo("drop node 3 reset", DropNode{n(3), Closing::Reset}));
    QVERIFY(parsesTo("drop all half", DropNode{kAll, Closing::Half}));
    QVERIFY(parsesTo("drop bound", DropNode{kBound}));
    QVERIFY(parsesTo("refuse 2 for 3s", RefuseNode{.node = n(2), .length = 3s}));
    QVERIFY(parsesTo("refuse 2 connections", RefuseNode{.node = n(2)}));
    QVERIFY(parsesTo("refuse 2 packets", RefuseNode{n(2), Refusal::Packets, {}}));
    QVERIFY(parsesTo("refuse 2 trust for 1s", RefuseNode{n(2), Refusal::Trust, 1s}));
    QVERIFY(parsesTo("refuse 2 login", RefuseNode{n(2), Refusal::Login, {}}));
    QVERIFY(parsesTo("refuse next opt-in", RefuseNode{kNext, Refusal::OptIn, {}}));
    QVERIFY(parsesTo("repeat", RepeatFrames{}));
    QVERIFY(parsesTo("delay all 20ms", DelayNode{kAll, 20ms}));
    QVERIFY(parsesTo("chop bound 3", ChopNode{kBound, 3}));
    QVERIFY(parsesTo("record nodes 1,next", SetRecord{{n(1), kNext}}));
    QVERIFY(parsesTo("bind 2 dns never", BindEndpoint{n(2), {.follows = false}}));
    QVERIFY(parsesTo("accept 2", AcceptNode{n(2)}));
    QVERIFY(parsesTo("bind next", BindEndpoint{kNext}));
    QVERIFY(parsesTo("push >2\\r\\n$1\\r\\n\\x41\\r\\n:1\\r\\n", PushBytes{">2\r\n$1\r\nA\r\n:1\r\n"}));
    QVERIFY(parsesTo("flag off", SetFlag{false}));
    QVERIFY(parsesTo("password hunter2", SetPassword{"hunter2"}));
    QVERIFY(parsesTo("password", SetPassword{}));
}

void ScenarioTest::errors_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("detail");
    const auto row = [](const char* name, const char* line, const char* detail) {
        QTest::newRow(name) << QByteArray(line) << QByteArray(detail);
    };
    row("no such node", "moving node x -> node 2",
        "expected a node number, 'bound' or 'next' after 'node', found 'x'");
    row("a node is missing", "moving 1",
        "expected a node number, 'bound' or 'next' after '1', found the end of the line");
    row("no unit", "moving 1 2 grace 15",
        "expected a duration such as 15s or 800ms after 'grace', found '15'");
    row("an unknown word", "moving 1 2 soon",
        "expected 'grace', 'endpoint', 'rebind', 'close', 'dns', 'sequence', 'unsent' or 'told-only' after "
        "'2', found 'soon'");
    row("a bad endpoint", "moving 1 2 endpoint here",
        "expected 'null', 'name', 'ipv6', 'node N' or HOST:PORT after 'endpoint', found 'here'");
    row("no shards", "migrating in 2s",
        "expected shard numbers such as 21 or 2,4 after 'migrating', found 'in'");
    row("a trailing comma", "migrated 2,",
        "expected shard numbers such as 21 or 2,4 after 'migrated', found '2,'");
    row("too much", "drop 1 reset now", "expected the end of the line after 'reset', found 'now'");
    row("an empty item", "record 1,,2", "expected nodes such as 1 or 2,next after 'record', found '1,,2'");
    row("too large a piece", "chop 1 5000", "expected a number of bytes, or 0 after '1', found '5000'");
    row("slots out of range", "smigrating 20000",
        "expected slots from 0 to 16383 such as 0-100,200 after 'smigrating', found '20000'");
    row("slots backwards", "smigrating 9-3",
        "expected slots from 0 to 16383 such as 0-100,200 after 'smigrating', found '9-3'");
    row("neither on nor off", "flag maybe", "expected 'on' or 'off' after 'flag', found 'maybe'");
}

void ScenarioTest::errors() {
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, detail);
    const auto action = parseAction(std::string_view(line.constData()));
    QVERIFY(!action);
    QCOMPARE(QByteArray::fromStdString(action.error().detail), detail);
    QVERIFY(!parseAction("explode"));
    QVERIFY(!parseAction(""));
    QVERIFY(!parseAction("push \\q"));
}

void ScenarioTest::stepsAreSortedAndDescribed() {
    const auto scenario = parseScenario("# SPDX-License-Identifier: x\n# First line\n# second.\n\n"
                                        "at 9s drop node 4\r\nat 1s flag on # not a comment\n",
                                        "s");
    QVERIFY(!scenario);
    const auto good = parseScenario("# SPDX-License-Identifier: x\n# First line\n# second.\n"
                                    "# Expect: nothing\n# at all.\n\nat 9s drop node 4\r\n# later comments "
                                    "do not describe\nat 1s flag on",
                                    "s");
    QVERIFY(good);
    QCOMPARE(QByteArray::fromStdString(good->description), QByteArray("First line second."));
    QCOMPARE(QByteArray::fromStdString(good->expectation), QByteArray("nothing at all."));
    QVERIFY(!good->needsTls);
    QVERIFY(parseScenario("at 1s refuse 2 trust\n", "s")->needsTls);
    QCOMPARE(good->steps.size(), std::size_t(2));
    QVERIFY(good->steps[0].action == ClusterAction(SetFlag{true}));
    QVERIFY(good->steps[1].at == Duration(9s));
    QCOMPARE(good->highestNode, 4);
}

void ScenarioTest::errorNamesTheLine() {
    const auto wrong = parseScenario("# x\nat 1s flag on\nat soon drop 1\n", "mine.scenario");
    QVERIFY(!wrong);
    QCOMPARE(QByteArray::fromStdString(wrong.error().where), QByteArray("mine.scenario:3"));
    QCOMPARE(QByteArray::fromStdString(wrong.error().detail),
             QByteArray("expected a duration such as 15s or 800ms after 'at', found 'soon'"));
    QVERIFY(!parseScenario("# nothing else\n", "empty"));
    QVERIFY(!parseScenario("drop node 1\n", "no time"));
}

void ScenarioTest::everyBundledScenarioParses() {
    const auto names = bundledScenarios();
    const auto files = QDir(QStringLiteral(MAINTSCOPE_SOURCE_DIR "/resources/scenarios"))
                           .entryList({QStringLiteral("*.scenario")}, QDir::Files, QDir::Name);
    QCOMPARE(static_cast<qsizetype>(names.size()), files.size()); // none forgotten in the .qrc
    for (const std::string& name : names) {
        const auto scenario = loadScenario(name);
        QVERIFY2(scenario, scenario ? "" : toString(scenario.error()).c_str());
        QVERIFY2(scenario->description.size() > 40, name.c_str());
        QVERIFY2(scenario->expectation.size() > 20, name.c_str());
        QVERIFY2(scenario->highestNode <= 3, name.c_str());
    }
    const auto missing = loadScenario("nonesuch");
    QVERIFY(!missing);
    QVERIFY(missing.error().remedy.find("clean-move") != std::string::npos);
}

void ScenarioTest::filesAreRead() {
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("# mine\nat 1s drop bound\n");
    file.close();
    const auto scenario = loadScenario(file.fileName().toStdString());
    QVERIFY(scenario);
    QCOMPARE(scenario->steps.size(), std::size_t(1));
}

MAINTSCOPE_TEST(ScenarioTest, QCoreApplication)
#include "tst_scenario.moc"
