// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/target_status.h"

#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

/// What the banner says at `now`, knowing what had happened by then.
TargetStatus statusAt(const test::Script& script, Duration now, TargetInfo target = test::target()) {
    TargetStatusTracker tracker(std::move(target), test::kStart);
    const Batch batch = script.batch(now);
    for (Event event : batch.events) {
        if (event.at > test::at(now)) continue;
        if (event.end && *event.end > test::at(now)) { // as it was published when it began
            event.end.reset();
            event.result = event.kind == EventKind::Handoff ? ResultWord::Running : event.result;
            const auto notYet = [&](std::optional<Duration>& phase) {
                if (phase && event.at + *phase > test::at(now)) phase.reset();
            };
            notYet(event.phases.connecting);
            notYet(event.phases.optedIn);
            notYet(event.phases.firstOk);
            notYet(event.phases.oldDrained);
            notYet(event.phases.oldClosed);
        }
        tracker.add(event);
    }
    for (const Sample& sample : batch.samples)
        if (sample.done <= test::at(now)) tracker.add(sample);
    return tracker.status(test::at(now));
}

const ReadinessFact& fact(const TargetStatus& status, const QString& name) {
    return *std::find_if(status.readiness.begin(), status.readiness.end(),
                         [&](const ReadinessFact& f) { return f.name == name; });
}

} // namespace

class TestTargetStatus : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beforeTheFirstConnectionItConnects() {
        test::Script script;
        script.event(EventKind::State, "handshaking", 1ms, 1);
        const TargetStatus status = statusAt(script, 10ms);
        QVERIFY(status.state == TargetState::Connecting);
        QCOMPARE(status.word, u"CONNECTING"_s);
        QCOMPARE(status.headline, u"Waiting for the first reply (step 4 of 7: AUTH)"_s);
    }

    void aFirstAttemptThatFailedSaysWhereAndWhy() {
        test::Script script;
        Event& attempt = script.event(EventKind::ConnectAttempt, names::kDial, 1ms, 1, Severity::Warning);
        attempt.peerNew = "10.0.1.7:12000";
        attempt.result = ResultWord::Failed;
        attempt.errorType = "tls_untrusted";
        attempt.errorText = "self signed certificate";
        const TargetStatus status = statusAt(script, 10ms);
        QVERIFY(status.state == TargetState::Failing);
        QCOMPARE(status.headline, u"Failed at TLS"_s);
        QCOMPARE(status.sentence, u"10.0.1.7:12000: \"self signed certificate\""_s);
    }

    void aQuietTargetIsHealthy() {
        const TargetStatus status = statusAt(test::moveScript(), 9s);
        QVERIFY(status.state == TargetState::Healthy);
        QCOMPARE(status.word, u"HEALTHY"_s);
        QCOMPARE(status.sentence, u"No maintenance announced since 14:12Z. The probe is opted in."_s);
        QCOMPARE(status.serving, 2);
        QCOMPARE(fact(status, u"probe opted in"_s).value, u"2/2"_s);
        QVERIFY(fact(status, u"probe opted in"_s).good == true);
        QCOMPARE(fact(status, u"endpoint type"_s).value, u"external-ip"_s);
        QVERIFY(fact(status, u"RESP3"_s).good == true);
        QVERIFY(!status.deadline);
    }

    void aMoveIsAnnouncedThenRunsThenIsOver() {
        test::Script script = test::moveScript();
        const TargetStatus told = statusAt(script, 10s + 2ms);
        QVERIFY(told.state == TargetState::HandoffRunning);
        QCOMPARE(told.word, u"HANDOFF RUNNING"_s);
        QCOMPARE(told.headline, u"MOVING"_s);
        QVERIFY(told.deadline == test::at(25s + 2ms));
        QCOMPARE(told.deadlineWord, u"left"_s);
        QCOMPARE(told.peerOld, std::string("10.0.1.7:12000"));
        QCOMPARE(told.peerNew, std::string("10.0.1.9:12000"));

        const TargetStatus half = statusAt(script, 10s + 62ms);
        QVERIFY(half.state == TargetState::HandoffRunning);
        QCOMPARE(half.headline, u"1 of 2 connections moved"_s);
        QCOMPARE(half.moved, 1);

        // Carried out, but the node goes only when the announced time is up.
        const TargetStatus moved = statusAt(script, 12s);
        QVERIFY(moved.state == TargetState::MaintenanceAnnounced);
        QCOMPARE(moved.word, u"MAINTENANCE ANNOUNCED"_s);
        QCOMPARE(moved.headline, u"2 of 2 connections moved"_s);
        QVERIFY(moved.deadline == test::at(25s + 2ms));

        std::erase_if(script.events(), [](const Event& e) { return e.name == names::kTargetStopped; });
        const TargetStatus over = statusAt(script, 25s + 3ms);
        QVERIFY(over.state == TargetState::Healthy);
        QCOMPARE(over.sentence, u"Last maintenance: MOVING, until 14:12Z. The probe is opted in."_s);
    }

    void aMoveWithoutATargetIsAnnouncedUntilSomethingIsTried() {
        test::Script script = test::moveScript();
        for (Event& event : script.events()) {
            if (event.kind == EventKind::Window) event.peerNew.clear();
            if (event.kind != EventKind::Handoff) continue;
            event.peerNew.clear();
            event.phases.connecting = 30ms;
        }
        const TargetStatus waiting = statusAt(script, 10s + 20ms);
        QVERIFY(waiting.state == TargetState::MaintenanceAnnounced);
        QCOMPARE(waiting.sentence,
                 u"The server did not name the new endpoint; the old connections serve meanwhile."_s);
        QVERIFY(statusAt(script, 10s + 40ms).state == TargetState::HandoffRunning);
    }

    void aStoppedTargetSaysSo() {
        const test::Script script = test::moveScript();
        QCOMPARE(statusAt(script, 21s).word, u"STOPPED"_s);
    }

    void anEndedSessionTellsWhatWasTrueWhileItRan_data() {
        QTest::addColumn<bool>("lostBefore");
        QTest::addColumn<QString>("value");
        QTest::newRow("closed by us at the end") << false << u"2/2 until the end"_s;
        QTest::newRow("one was lost before the end") << true << u"1/2 until the end"_s;
    }
    void anEndedSessionTellsWhatWasTrueWhileItRan() {
        QFETCH(bool, lostBefore);
        QFETCH(QString, value);
        test::Script script = test::moveScript();
        std::erase_if(script.events(), [](const Event& e) { return e.name == names::kTargetStopped; });
        if (lostBefore) script.event(EventKind::Disconnect, names::kUnannounced, 19s, 2);
        for (int c = lostBefore ? 1 : 2; c >= 1; --c)
            script.event(EventKind::Disconnect, names::kStopped, 20s, c);
        script.event(EventKind::Recording, names::kTargetStopped, 20s);
        const TargetStatus status = statusAt(script, 21s);
        QCOMPARE(fact(status, u"probe opted in"_s).value, value);
        QCOMPARE(fact(status, u"probe opted in"_s).good, std::optional(!lostBefore));
        QCOMPARE(status.optedIn, 0); // none is now
    }

    void failuresCountWhileTheyAreRecent() {
        test::Script script = test::moveScript();
        script.sample(Outcome::Timeout, 5s, 1s);
        const TargetStatus failing = statusAt(script, 7s);
        QVERIFY(failing.state == TargetState::Failing);
        QCOMPARE(failing.headline, u"probes time out"_s);
        QVERIFY(statusAt(script, 9500ms).state == TargetState::Healthy);
    }

    void aConnectionThatIsDownFailsTheTarget() {
        test::Script script = test::moveScript();
        script.event(EventKind::Disconnect, names::kUnannounced, 5s, 1, Severity::Error);
        const TargetStatus one = statusAt(script, 5s + 1ms);
        QVERIFY(one.state == TargetState::Failing);
        QCOMPARE(one.headline, u"1 of 2 connections down"_s);
        script.event(EventKind::Disconnect, names::kUnannounced, 5s, 2, Severity::Error);
        const TargetStatus all = statusAt(script, 5s + 500ms);
        QVERIFY2(all.headline.startsWith(u"No reply for "_s), qPrintable(all.headline));
    }

    void aDisruptionThatNothingAnnouncedIsRemembered() {
        test::Script script = test::moveScript();
        script.event(EventKind::Disconnect, names::kUnannounced, 5s, 1, Severity::Error);
        Event& back = script.event(EventKind::Connected, names::kReconnected, 5100ms, 1);
        back.figures = {{"opted_in", 1}, {"resp", 3}};
        const TargetStatus status = statusAt(script, 6s);
        QVERIFY(status.state == TargetState::Healthy);
        QCOMPARE(status.sentence, u"Unannounced disruption at 14:12Z. The probe is opted in."_s);
    }

    void aServerWithoutSupportIsQuiet() {
        test::Script script;
        for (int c = 1; c <= 2; ++c) {
            Event& ready = script.event(EventKind::Connected, names::kConnected, 1ms, c);
            ready.support = Support::Unsupported;
            ready.figures = {{"opted_in", 0}, {"resp", 3}};
        }
        Event& support = script.event(EventKind::Recording, names::kSupport, 1ms);
        support.support = Support::Unsupported;
        support.errorText = "ERR unknown subcommand";
        const TargetStatus status = statusAt(script, 1s);
        QVERIFY(status.state == TargetState::Healthy);
        QCOMPARE(
            status.sentence,
            u"No maintenance announced since 14:12Z. Maintenance notifications are not supported by this "
            "server."_s);
        QCOMPARE(status.supportRefusal, std::string("ERR unknown subcommand"));
        QVERIFY(fact(status, u"probe opted in"_s).good == false);
    }

    void whatHappensToControlIsNotTheTarget() {
        const TargetStatus status = statusAt(test::moveScript(), 11s); // control is cut off
        QVERIFY(status.state == TargetState::MaintenanceAnnounced);
        QCOMPARE(status.serving, 2);
    }
};

MAINTSCOPE_TEST(TestTargetStatus, void)
#include "tst_target_status.moc"
