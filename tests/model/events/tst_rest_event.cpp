// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/rest_event.h"

#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;

class RestEventTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changeTellsWhoAndWhat() {
        RestOutcome outcome;
        outcome.action = RestAction::Apply;
        outcome.change.notifications = true;
        outcome.reading = ClusterReading{};
        outcome.reading->name = "prod-us";
        outcome.reading->notifications = Flag::Off;
        outcome.steps = {{RestStage::Apply, true, 200, std::chrono::milliseconds(7), {}}};
        const Event event = model::restEvent(outcome, "admin@example.com", {"c.example", 9443}, TargetId{2});
        QVERIFY(event.kind == EventKind::RestChange);
        QCOMPARE(event.name, std::string("apply"));
        QCOMPARE(event.target.value, std::uint16_t{2});
        QCOMPARE(event.peerNew, std::string("c.example:9443"));
        QVERIFY(event.result == ResultWord::Ok);
        QCOMPARE(event.text,
                 std::string("prod-us: client_maint_notifications false \u2192 true by admin@example.com."));
        QCOMPARE(figure(event, "apply_http_status").value_or(0), 200);
        QCOMPARE(figure(event, "apply_ns").value_or(0), 7'000'000);
    }

    void refusalKeepsTheServersWords() {
        RestOutcome outcome;
        outcome.action = RestAction::Read;
        outcome.failure = RestFailure{};
        outcome.failure->kind = RestFailureKind::NotAuthorised;
        outcome.failure->httpStatus = 401;
        const Event event = model::restEvent(outcome, "u", {"c", 1}, TargetId{1});
        QVERIFY(event.severity == Severity::Warning);
        QVERIFY(event.result == ResultWord::Failed);
        QCOMPARE(event.errorType, std::string("not_authorised"));
        QCOMPARE(event.errorText, std::string("HTTP 401"));
    }
};

MAINTSCOPE_TEST(RestEventTest, void)
#include "tst_rest_event.moc"
