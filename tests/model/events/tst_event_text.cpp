// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_text.h"

#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <functional>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

Q_DECLARE_METATYPE(maintscope::Event)

class TestEventText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneSentenceSaysWhatHappened_data() {
        QTest::addColumn<Event>("event");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* rule, EventKind kind, std::string_view name, const QString& sentence,
                            const std::function<void(Event&)>& fill) {
            test::Script script;
            Event& event = script.event(kind, name, 0s, 1);
            fill(event);
            QTest::newRow(rule) << event << sentence;
        };
        row("a MOVING names both endpoints and its deadline", EventKind::Notification, "MOVING",
            u"MOVING, 15 s, 10.0.1.7:12000 → 10.0.1.9:12000, deadline 14:12:18.118Z"_s, [](Event& e) {
                e.announced = 15s;
                e.peerOld = "10.0.1.7:12000";
                e.peerNew = "10.0.1.9:12000";
            });
        row("a MOVING without a target says so", EventKind::Notification, "MOVING",
            u"MOVING, 15 s, 10.0.1.7:12000 → target not named, configured endpoint, deadline 14:12:18.118Z"_s,
            [](Event& e) {
                e.announced = 15s;
                e.peerOld = "10.0.1.7:12000";
            });
        row("a MOVING without time is due now", EventKind::Notification, "MOVING",
            u"MOVING, 0 ms, 10.0.1.9:12000, due now"_s, [](Event& e) {
                e.announced = 0s;
                e.peerNew = "10.0.1.9:12000";
            });
        row("an opener tells when it starts, and of what", EventKind::Notification, "MIGRATING",
            u"MIGRATING, starts in 2 s, shards [\"2\",\"4\"]"_s, [](Event& e) {
                e.announced = 2s;
                e.shards = "[\"2\",\"4\"]";
            });
        row("an end without a beginning is history", EventKind::Notification, "MIGRATED",
            u"MIGRATED, history: this client had no open window for it"_s,
            [](Event& e) { e.pairState = PairState::OrphanClose; });
        row("an unknown frame is kept", EventKind::Notification, "SURPRISE",
            u"SURPRISE, not decoded (too short), kept as received"_s,
            [](Event& e) { e.errorText = "too short"; });
        row("a window that closed says how long it was", EventKind::Window, "MIGRATING",
            u"MIGRATING window, closed after 12.3 s"_s, [](Event& e) {
                e.end = e.at + 12300ms;
                e.pairState = PairState::Closed;
            });
        row("a window that expired says that its end never came", EventKind::Window, "MIGRATING",
            u"MIGRATING window, closing frame never received, expired after 1 min"_s, [](Event& e) {
                e.end = e.at + 60s;
                e.pairState = PairState::Capped;
            });
        row("a handoff tells its phases", EventKind::Handoff, "MOVING",
            u"handoff 10.0.1.7:12000 → 10.0.1.9:12000 completed in 88.0 ms: connecting 3.00 ms, opted in "
            u"61.0 ms, "
            "first reply 88.0 ms, old drained 240 ms, old closed 412 ms"_s,
            [](Event& e) {
                e.peerOld = "10.0.1.7:12000";
                e.peerNew = "10.0.1.9:12000";
                e.result = ResultWord::Ok;
                e.phases = {0ns, 3ms, 61ms, 88ms, 240ms, 412ms};
            });
        row("a handoff that runs says who serves", EventKind::Handoff, "MOVING",
            u"handoff 10.0.1.9:12000 running, the old connection still serves: connecting 3.00 ms"_s,
            [](Event& e) {
                e.peerNew = "10.0.1.9:12000";
                e.result = ResultWord::Running;
                e.phases.connecting = 3ms;
            });
        row("a handoff that failed says why", EventKind::Handoff, "MOVING",
            u"handoff 10.0.1.9:12000 failed after 2.00 s: \"the new connection was lost\""_s, [](Event& e) {
                e.peerNew = "10.0.1.9:12000";
                e.result = ResultWord::Failed;
                e.errorText = "the new connection was lost";
                e.end = e.at + 2s;
            });
        row("a refused candidate has the server's words, and the old connection serves",
            EventKind::ConnectAttempt, names::kCandidate,
            u"candidate 4 at 10.0.1.9:12000 failed: \"ERR max number of clients reached\"; the old "
            "connection still serves"_s,
            [](Event& e) {
                e.attempt = 4;
                e.peerNew = "10.0.1.9:12000";
                e.result = ResultWord::Failed;
                e.errorType = "server_error";
                e.errorText = "ERR max number of clients reached";
            });
        row("an attempt that fails says what it had done before", EventKind::ConnectAttempt, names::kDial,
            u"attempt 1 at 10.0.1.7:12000 failed: \"WRONGPASS invalid\" (after TCP 0.40 ms)"_s, [](Event& e) {
                e.attempt = 1;
                e.peerNew = "10.0.1.7:12000";
                e.result = ResultWord::Failed;
                e.errorType = "auth";
                e.errorText = "WRONGPASS invalid";
                e.figures = {{"tcp_ns", 400'000}};
            });
        row("an unannounced loss is a finding", EventKind::Disconnect, names::kUnannounced,
            u"connection to 10.0.1.7:12000 lost: closed by peer; no operation was announced: unannounced "
            "disruption"_s,
            [](Event& e) {
                e.peerOld = "10.0.1.7:12000";
                e.errorType = "closed_by_peer";
                e.errorText = "closed by peer";
            });
        row("a refusal is quiet under policy auto", EventKind::Alert, names::kOptInRefused,
            u"maintenance notifications not supported by this server: \"ERR unknown subcommand\"; policy "
            u"auto continues without them"_s,
            [](Event& e) {
                e.policy = Policy::Auto;
                e.errorText = "ERR unknown subcommand";
            });
        row("a refusal ends it under policy required", EventKind::Alert, names::kOptInRefused,
            u"maintenance notifications not supported by this server: \"ERR no\"; policy required does not allow probing without them"_s,
            [](Event& e) {
                e.errorType = "sch_refused";
                e.errorText = "ERR no";
            });
        row("a relaxed span tells both values", EventKind::Relaxed, names::kRelaxed,
            u"timeouts relaxed: 1 s → 10 s"_s, [](Event& e) {
                e.timeoutBefore = 1s;
                e.timeoutEffective = 10s;
            });
        row("a run of timeouts is counted", EventKind::Timeout, names::kTimeouts,
            u"3 probes timed out in 1.50 s"_s, [](Event& e) {
                e.figures = {{"count", 3}};
                e.end = e.at + 1500ms;
            });
        row("what was not sent did not time out", EventKind::Timeout, names::kTimeouts,
            u"1 probe not sent: no connection before the deadline"_s, [](Event& e) {
                e.errorType = "not_sent";
                e.figures = {{"count", 1}};
            });
        row("integrity compares two counts", EventKind::Recording, names::kIntegrity,
            u"integrity: 4\u202f000 acknowledged, 4\u202f001 counted by the server, 2 with unknown outcome"_s,
            [](Event& e) {
                e.figures = {{"acknowledged", 4000}, {"unresolved", 2}, {"server_count", 4001}};
            });
        row("server words cannot act on a terminal", EventKind::Error, names::kErrorReplies,
            u"1 error reply: \"\\x1b[2J\""_s, [](Event& e) { e.errorText = "\x1b[2J"; });
    }
    void oneSentenceSaysWhatHappened() {
        QFETCH(Event, event);
        QFETCH(QString, sentence);
        QCOMPARE(eventText(event), sentence);
    }

    void everyKindHasASentence() {
        for (int kind = 0; kind <= int(EventKind::State); ++kind) {
            test::Script script;
            QVERIFY2(!eventText(script.event(static_cast<EventKind>(kind), "name", 0s)).isEmpty(),
                     std::string(toString(static_cast<EventKind>(kind))).c_str());
        }
    }

    void connectionsAreNumberedFromOneInEachSet() {
        QCOMPARE(connectionLabel(ConnectionId{2}, ProbeRole::Protected, 4), u"conn 2"_s);
        QCOMPARE(connectionLabel(ConnectionId{5}, ProbeRole::Control, 4), u"control 1"_s);
        QCOMPARE(connectionLabel(ConnectionId{5}, ProbeRole::Control), u"control 5"_s);
        QCOMPARE(connectionLabel(ConnectionId{0}, ProbeRole::Protected, 4), QString());
    }
};

MAINTSCOPE_TEST(TestEventText, void)
#include "tst_event_text.moc"
