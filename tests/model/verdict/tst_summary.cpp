// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/verdict/summary.h"

#include "model/verdict/summary_builder.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

using Change = std::function<void(test::Script&, TargetInfo&, VerdictOptions&)>;

Summary summaryOf(const test::Script& script, const TargetInfo& target = test::target(),
                  const VerdictOptions& options = {}) {
    SummaryBuilder builder(test::session(target));
    const Batch batch = script.batch(20s);
    for (const Event& event : batch.events)
        builder.add(event);
    for (const Sample& sample : batch.samples)
        builder.add(sample);
    return builder.summaries(batch.until, options).front();
}

/// Ten seconds of replies on both connections.
test::Script quiet() {
    test::Script script;
    Event& started = script.event(EventKind::Recording, names::kTargetStarted, 0s);
    started.policy = Policy::Auto;
    script.event(EventKind::Recording, names::kSupport, 1ms).support = Support::Supported;
    for (int c = 1; c <= 2; ++c)
        script.steady(c * 25ms, 20s, c);
    return script;
}

/// The same without the probes in between.
void cut(test::Script& script, Duration from, Duration to) {
    std::erase_if(script.samples(),
                  [&](const Sample& s) { return s.intended >= test::at(from) && s.intended < test::at(to); });
}

void openWindow(test::Script& script, Duration from, std::optional<Duration> to,
                PairState state = PairState::Closed) {
    Event& e = script.event(EventKind::Window, "MIGRATING", from, 1, Severity::Notice);
    e.pairState = to ? state : PairState::Open;
    if (to) e.end = test::at(*to);
}

QStringList words(const std::vector<std::string>& reasons) {
    QStringList list;
    for (const std::string& reason : reasons)
        list += QString::fromStdString(reason);
    return list;
}

} // namespace

Q_DECLARE_METATYPE(Change)

class TestSummary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesThatAServerInventsAreBounded() {
        test::Script script = quiet();
        script.event(EventKind::Notification, "MOVING", 1s);
        for (int i = 0; i < 500; ++i)
            script.event(EventKind::Notification, "NAME" + std::to_string(i), 2s);
        script.event(EventKind::Notification, "MIGRATED", 3s); // a known name always has its place
        script.event(EventKind::Notification, "NAME3", 4s);
        script.event(EventKind::Notification, "NAME4" + std::string(4000, 'x'), 5s); // one of the rest
        const Summary s = summaryOf(script);
        QCOMPARE(s.framesByName.size(), std::size_t{kMostUnknownNotifications + 3});
        QCOMPARE(s.framesByName.at("MOVING"), 1);
        QCOMPARE(s.framesByName.at("MIGRATED"), 1);
        QCOMPARE(s.framesByName.at("NAME3"), 2);
        QCOMPARE(s.framesByName.at(kOtherNotifications), 481);
        QCOMPARE(s.frames, 504);
    }

    void aCleanMove() {
        const Summary s = summaryOf(test::moveScript());
        QCOMPARE(words(s.reasons), QStringList());
        QVERIFY(s.verdict == Verdict::Pass);
        QCOMPARE(s.counts.sent(), std::uint64_t{800});
        QCOMPARE(s.counts.ok, std::uint64_t{800});
        QCOMPARE(s.counts.failed(), std::uint64_t{0});
        QCOMPARE(s.handoffs.attempted, 2);
        QCOMPARE(s.handoffs.completed, 2);
        QCOMPARE(s.handoffs.failed, 0);
        QVERIFY(s.handoffs.max == 88ms);
        QCOMPARE(s.notifications.at("MOVING"), 1);
        QCOMPARE(s.frames, 2);
        QCOMPARE(s.windows.closed, 2);
        QCOMPARE(s.reconnects, 0);
        QVERIFY(s.relaxed == 1ms + 412ms + 5s); // the union of both connections, tails included
        QVERIFY(s.support == Support::Supported);
        QCOMPARE(s.endpointType, std::string("external-ip"));
        QVERIFY(s.duration == 20s);
        QVERIFY(!s.integrity);

        QVERIFY(s.control);
        QCOMPARE(s.control->counts.notSent, std::uint64_t{40});
        QCOMPARE(s.control->reconnects, 2);
        QVERIFY(s.control->verdict == Verdict::Fail);
        QVERIFY(!s.control->control);
    }

    void verdicts_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<QString>("reasons");
        const auto row = [](const char* rule, const char* verdict, const char* reasons, Change change) {
            QTest::newRow(rule) << change << QString::fromLatin1(verdict) << QString::fromLatin1(reasons);
        };
        row("nothing happened: pass", "pass", "", [](auto&, auto&, auto&) {});
        row("a timeout fails", "fail", "timeouts: 1",
            [](test::Script& s, auto&, auto&) { s.sample(Outcome::Timeout, 5s, 1s); });
        row("an error fails", "fail", "errors: 2", [](test::Script& s, auto&, auto&) {
            s.sample(Outcome::Error, 5s, 1ms);
            s.sample(Outcome::Error, 6s, 1ms);
        });
        row("a command lost in flight fails", "fail", "unknown: 1",
            [](test::Script& s, auto&, auto&) { s.sample(Outcome::Unknown, 5s, 1ms); });
        row("what could not be sent fails", "fail", "not_sent: 1",
            [](test::Script& s, auto&, auto&) { s.sample(Outcome::NotSent, 5s, 1s); });
        row("a late reply is no failure", "pass", "",
            [](test::Script& s, auto&, auto&) { s.sample(Outcome::Late, 5s, 3s); });
        row("an uncovered gap over a second fails", "fail", "uncovered_gap_ns: 2025000000",
            [](test::Script& s, auto&, auto&) { cut(s, 5s, 7s); });
        row("a covered one does not", "pass", "", [](test::Script& s, auto&, auto&) {
            cut(s, 5s, 7s);
            openWindow(s, 4s, 8s);
        });
        row("an uncovered gap of less than a second does not", "pass", "",
            [](test::Script& s, auto&, auto&) { cut(s, 5s, 5900ms); });
        row("a server without SCH is a warning under auto", "warn", "server_does_not_support_sch",
            [](test::Script& s, auto&, auto&) { s.events().back().support = Support::Unsupported; });
        row("but not under never", "pass", "", [](test::Script& s, TargetInfo& t, auto&) {
            s.events().back().support = Support::Unsupported;
            t.policy = Policy::Never;
        });
        row("and a refusal under required", "fail", "sch_refused", [](test::Script& s, TargetInfo& t, auto&) {
            s.events().back().support = Support::Unsupported;
            t.policy = Policy::Required;
        });
        row("a window that expired is a warning", "warn", "windows_expired: 1",
            [](test::Script& s, auto&, auto&) { openWindow(s, 4s, 8s, PairState::Capped); });
        row("losses within a second are one unannounced disruption", "warn", "unannounced_disruptions: 1",
            [](test::Script& s, auto&, auto&) {
                s.event(EventKind::Disconnect, names::kUnannounced, 5s, 1);
                s.event(EventKind::Disconnect, names::kSilent, 5s + 900ms, 2);
            });
        row("later ones are another", "warn", "unannounced_disruptions: 2",
            [](test::Script& s, auto&, auto&) {
                s.event(EventKind::Disconnect, names::kUnannounced, 5s, 1);
                s.event(EventKind::Disconnect, names::kUnannounced, 6s + 1ms, 2);
            });
        row("a loss of control or during maintenance is neither", "pass", "",
            [](test::Script& s, auto&, auto&) {
                s.event(EventKind::Disconnect, names::kUnannounced, 5s, 3).role = ProbeRole::Control;
                s.event(EventKind::Disconnect, names::kDuringMaintenance, 5s, 1);
            });
        row("failures of control never count", "pass", "",
            [](test::Script& s, auto&, auto&) { s.sample(Outcome::Timeout, 5s, 1s, 3, ProbeRole::Control); });
        row("more than 1 % not measured is inconclusive", "inconclusive", "not_measured_ns: 201000000",
            [](test::Script& s, auto&, auto&) {
                s.event(EventKind::NotMeasured, names::kNotMeasured, 5s).end = test::at(5201ms);
            });
        row("1 % is not", "pass", "", [](test::Script& s, auto&, auto&) {
            s.event(EventKind::NotMeasured, names::kNotMeasured, 5s).end = test::at(5200ms);
        });
        row("a clock that was set is inconclusive", "inconclusive", "clock_steps: 1",
            [](test::Script& s, auto&, auto&) { s.event(EventKind::Recording, names::kClockStep, 5s); });
        row("pushes that were skipped are a warning", "warn", "pushes_skipped: 700",
            [](test::Script& s, auto&, auto&) {
                s.event(EventKind::Alert, names::kPushesSkipped, 5s).figures = {{"count", 700}};
            });
        row("no reply at all is inconclusive whatever failed", "inconclusive", "no_reply, timeouts: 1",
            [](test::Script& s, auto&, auto&) {
                s.samples().clear();
                s.sample(Outcome::Timeout, 5s, 1s);
            });
        row("no reply because the time was too short says for how many connections", "inconclusive",
            "no_reply, too_short: 2", [](test::Script& s, TargetInfo& t, auto&) {
                s.samples().clear();
                t.probe.connections = 2;
            });
        row("not where an attempt failed", "inconclusive", "no_reply", [](test::Script& s, auto&, auto&) {
            s.samples().clear();
            s.event(EventKind::ConnectAttempt, names::kDial, 5s).result = ResultWord::Failed;
        });
        row("fail beats warn beats inconclusive", "fail", "errors: 1, windows_expired: 1, clock_steps: 1",
            [](test::Script& s, auto&, auto&) {
                s.event(EventKind::Recording, names::kClockStep, 5s);
                openWindow(s, 4s, 8s, PairState::Capped);
                s.sample(Outcome::Error, 5s, 1ms);
            });
        row("a lost write fails", "fail", "lost_writes: 3", [](test::Script& s, auto&, auto&) {
            s.event(EventKind::Recording, names::kIntegrity, 19s).figures = {
                {"acknowledged", 100}, {"unresolved", 2}, {"server_count", 97}};
        });
        row("what the outcomes can explain is not duplicated", "pass", "", [](test::Script& s, auto&, auto&) {
            s.event(EventKind::Recording, names::kIntegrity, 19s).figures = {
                {"acknowledged", 100}, {"unresolved", 2}, {"server_count", 102}};
        });
        row("what they cannot is", "fail", "duplicated_writes: 1", [](test::Script& s, auto&, auto&) {
            s.event(EventKind::Recording, names::kIntegrity, 19s).figures = {
                {"acknowledged", 100}, {"unresolved", 2}, {"server_count", 103}};
        });
        row("in place: a timeout inside an announced window does not fail", "pass", "",
            [](test::Script& s, auto&, VerdictOptions& o) {
                o.method = Method::InPlace;
                openWindow(s, 4s, 8s);
                s.sample(Outcome::Timeout, 5s, 1s);
                s.sample(Outcome::Unknown, 6s, 1ms);
                s.sample(Outcome::NotSent, 7s, 1s);
            });
        row("in place: outside it does", "fail", "timeouts: 1",
            [](test::Script& s, auto&, VerdictOptions& o) {
                o.method = Method::InPlace;
                openWindow(s, 4s, 8s);
                s.sample(Outcome::Timeout, 9s, 1s);
            });
        row("in place: an error always does", "fail", "errors: 1",
            [](test::Script& s, auto&, VerdictOptions& o) {
                o.method = Method::InPlace;
                openWindow(s, 4s, 8s);
                s.sample(Outcome::Error, 5s, 1ms);
            });
        row("a limit broken by a covered gap is a warning", "warn", "slo_gap_ns: 2025000000",
            [](test::Script& s, auto&, VerdictOptions& o) {
                o.slo.gap = 500ms;
                cut(s, 5s, 7s);
                openWindow(s, 4s, 8s);
            });
        row("one broken by an uncovered gap fails", "fail", "slo_gap_ns: 825000000",
            [](test::Script& s, auto&, VerdictOptions& o) {
                o.slo.gap = 500ms;
                cut(s, 5s, 5800ms);
            });
        row("one on latency fails", "fail", "slo_p99_ns: 600000",
            [](test::Script&, auto&, VerdictOptions& o) { o.slo.p99 = 500us; });
        row("one on errors counts every failure", "fail", "timeouts: 2, slo_errors: 2",
            [](test::Script& s, auto&, VerdictOptions& o) {
                o.slo.errors = 1;
                s.sample(Outcome::Timeout, 5s, 1s);
                s.sample(Outcome::Timeout, 6s, 1s);
            });
    }
    void verdicts() {
        QFETCH(Change, change);
        QFETCH(QString, verdict);
        QFETCH(QString, reasons);
        test::Script script = quiet();
        TargetInfo target = test::target();
        VerdictOptions options;
        change(script, target, options);
        const Summary s = summaryOf(script, target, options);
        QCOMPARE(words(s.reasons).join(u", "_s), reasons);
        QCOMPARE(QString::fromStdString(std::string(toString(s.verdict))), verdict);
        for (const std::string& reason : s.reasons)
            QVERIFY2(reasonText(reason) != QString::fromStdString(reason), reason.c_str());
    }

    void operationsAreCountedOnceAndFramesAll_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<int>("moving");
        QTest::addColumn<int>("frames");
        const auto told = [](test::Script& s, int sequence, const char* peer, int connection) {
            Event& e = s.event(EventKind::Notification, "MOVING", 5s, connection);
            e.sequence = SequenceId{sequence};
            e.peerNew = peer;
        };
        const auto row = [](const char* rule, int moving, int frames, Change change) {
            QTest::newRow(rule) << change << moving << frames;
        };
        row("the same on two connections is one", 1, 2, [told](test::Script& s, auto&, auto&) {
            told(s, 0, "a:1", 1);
            told(s, 0, "a:1", 2);
        });
        row("told twice on one connection is one", 1, 2, [told](test::Script& s, auto&, auto&) {
            told(s, 5, "a:1", 1);
            told(s, 5, "a:1", 1);
        });
        row("the same sequence to another target is another", 2, 2, [told](test::Script& s, auto&, auto&) {
            told(s, 0, "a:1", 1);
            told(s, 0, "b:1", 1);
        });
        row("without a target each connection has its own", 2, 3, [told](test::Script& s, auto&, auto&) {
            told(s, 0, "", 1);
            told(s, 0, "", 2);
            told(s, 0, "", 2);
        });
    }
    void operationsAreCountedOnceAndFramesAll() {
        QFETCH(Change, change);
        QFETCH(int, moving);
        QFETCH(int, frames);
        test::Script script = quiet();
        TargetInfo target = test::target();
        VerdictOptions options;
        change(script, target, options);
        const Summary s = summaryOf(script);
        QCOMPARE(s.notifications.at("MOVING"), moving);
        QCOMPARE(s.frames, frames);
    }

    void latencyIsOfRepliesAndCorrectedLatencyOfAllProbes() {
        test::Script script;
        script.steady(0s, 1s); // 20 replies of 0.6 ms
        script.sample(Outcome::Timeout, 2s, 1s);
        script.sample(Outcome::Unknown, 3s, 100ms);
        script.sample(Outcome::ReplyAfterTimeout, 2s, 5s);
        Sample& stalled = script.sample(Outcome::Ok, 4s, 2s);
        stalled.censored = true; // found after a stall of our own
        const Summary s = summaryOf(script);
        QCOMPARE(s.latencyHistogram.count(), std::uint64_t{20});
        QVERIFY(s.latency.max == 600us);
        QCOMPARE(s.correctedHistogram.count(), std::uint64_t{22});
        QVERIFY(s.corrected.max == 1s + 20us);
        QCOMPARE(s.corrected.censored, std::uint64_t{3});
        QCOMPARE(s.counts.sent(), std::uint64_t{23});
    }

    void jsonHasTheKeysOfItsSchemaInOrder() {
        const auto session = test::session();
        const QByteArray json = summaryJson({summaryOf(test::moveScript())}, session);
        const QStringList keys{u"schema"_s,
                               u"app_version"_s,
                               u"target"_s,
                               u"started_utc"_s,
                               u"duration_ns"_s,
                               u"policy"_s,
                               u"support"_s,
                               u"endpoint_type"_s,
                               u"sent"_s,
                               u"ok"_s,
                               u"late"_s,
                               u"timeouts"_s,
                               u"errors"_s,
                               u"unknown"_s,
                               u"not_sent"_s,
                               u"carried_over"_s,
                               u"connections"_s,
                               u"reconnects"_s,
                               u"handoffs"_s,
                               u"notifications"_s,
                               u"frames"_s,
                               u"windows"_s,
                               u"relaxed_ns"_s,
                               u"longest_gap_ns"_s,
                               u"gaps"_s,
                               u"unannounced"_s,
                               u"latency_ns"_s,
                               u"corrected_ns"_s,
                               u"not_measured_ns"_s,
                               u"not_recorded"_s,
                               u"integrity"_s,
                               u"verdict"_s,
                               u"reasons"_s,
                               u"local_stall_max_ns"_s,
                               u"control"_s};
        QJsonParseError error;
        const QJsonObject object = QJsonDocument::fromJson(json, &error).object();
        QCOMPARE(error.error, QJsonParseError::NoError);
        for (const QString& key : keys)
            QVERIFY2(object.contains(key), qPrintable(key));
        QCOMPARE(object.size(), keys.size());
        QCOMPARE(object.value(u"handoffs"_s).toObject().value(u"max_ns"_s).toInteger(), qint64(88'000'000));
        QVERIFY(json.indexOf("\"sent\"") < json.indexOf("\"carried_over\""));
        QVERIFY(json.endsWith("}\n"));
        const QByteArray several = summaryJson({summaryOf(quiet()), summaryOf(quiet())}, session);
        QCOMPARE(QJsonDocument::fromJson(several).object().value(u"targets"_s).toArray().size(), 2);
    }

    void theSentenceIsForPeople() {
        QCOMPARE(summarySentence(summaryOf(test::moveScript())),
                 u"1 MOVING, 2 handoffs, slowest 88.0 ms, 0 failed commands of 800, longest gap "
                 "25.0 ms, 0 unannounced disruptions"_s);
        QVERIFY(summarySentence(summaryOf(quiet())).startsWith(u"no maintenance announced"_s));
    }
};

MAINTSCOPE_TEST(TestSummary, void)
#include "tst_summary.moc"
