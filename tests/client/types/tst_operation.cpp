// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/operation.h"

#include "tests/support/test_case.h"

#include "client/types/notification.h"

#include <QTest>

using namespace maintscope;

class OperationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyOperationIsFoundByTheNameThatAnnouncesIt() {
        for (const OperationFacts& facts : kOperations) {
            QVERIFY(!facts.name.empty());
            QVERIFY(operationOf(facts.name) == facts.kind);
            QVERIFY(!operationOf(facts.endName));
            QVERIFY(!facts.one.empty() && !facts.many.empty());
        }
        QVERIFY(!operationOf(""));
        QVERIFY(!operationOf("moving"));
    }

    void theRowOfAnOperationBelongsToItself() {
        for (const OperationFacts& facts : kOperations)
            QVERIFY(rowOf(facts.row) == facts.row);
    }

    void namesAreThoseOfTheProtocolInItsOrder() {
        const std::vector<std::string_view> expected{"MOVING",      "MIGRATING",  "MIGRATED", "FAILING_OVER",
                                                     "FAILED_OVER", "SMIGRATING", "SMIGRATED"};
        QCOMPARE(notificationNames(), expected);
    }

    void aNotificationHasTheNameOfItsOperation() {
        QCOMPARE(notificationName(Moving{}), std::string("MOVING"));
        QCOMPARE(notificationName(FailedOver{}), std::string("FAILED_OVER"));
        QCOMPARE(notificationName(Smigrated{}), std::string("SMIGRATED"));
        QCOMPARE(notificationName(Unrecognised{"OTHER", {}}), std::string("OTHER"));
    }
};

MAINTSCOPE_TEST(OperationTest, void)
#include "tst_operation.moc"
