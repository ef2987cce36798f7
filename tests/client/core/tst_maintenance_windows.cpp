// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/maintenance_windows.h"

#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::core;
using namespace std::chrono_literals;

namespace {

MonoTime at(Duration d) {
    return MonoTime(d);
}

Window window(OperationKind kind, std::int64_t sequence, std::string scope, MonoTime opened,
              std::uint64_t key) {
    return {kind, SequenceId{sequence}, std::move(scope), opened, opened + 60s, {key}};
}

} // namespace

class MaintenanceWindowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void relaxesWhileOpenThenForATail() {
        MaintenanceWindows windows{Timeouts{}};
        QVERIFY(windows.effective(at(0s)) == 1s);
        windows.open(window(OperationKind::Migrating, 1, "[\"2\"]", at(1s), 1));
        QVERIFY(windows.effective(at(2s)) == 10s);
        QCOMPARE(windows.complete(OperationKind::Migrating, "[\"2\"]", at(5s)).size(), std::size_t{1});
        QVERIFY(windows.inTail(at(24s)) && windows.effective(at(24s)) == 10s);
        QVERIFY(!windows.relaxed(at(25s)) && windows.effective(at(25s)) == 1s);
    }
    void relaxingNeverTightens() {
        Timeouts timeouts;
        timeouts.normal = 30s;
        MaintenanceWindows windows{timeouts};
        windows.open(window(OperationKind::Moving, 1, "", at(1s), 1));
        QVERIFY(windows.effective(at(2s)) == 30s);
    }
    void anExpiryHasNoTail() {
        MaintenanceWindows windows{Timeouts{}};
        windows.open(window(OperationKind::FailingOver, 1, "a", at(1s), 1));
        QVERIFY(windows.nextDeadline(at(2s)) == at(61s));
        QVERIFY(windows.expire(at(60s)).empty());
        QCOMPARE(windows.expire(at(61s)).size(), std::size_t{1});
        QVERIFY(!windows.relaxed(at(61s)));
    }
    void oneEndLeavesTheOthersOpen() {
        MaintenanceWindows windows{Timeouts{}};
        windows.open(window(OperationKind::Migrating, 1, "a", at(1s), 1));
        windows.open(window(OperationKind::Migrating, 2, "b", at(1s), 2));
        windows.open(window(OperationKind::FailingOver, 3, "a", at(1s), 3));
        const auto closed = windows.complete(OperationKind::Migrating, "b", at(2s));
        QCOMPARE(closed.size(), std::size_t{1});
        QVERIFY(closed[0].event == EventKey{2});
        QVERIFY(windows.anyOpen());
    }
    void withoutShardsTheOldestOfTheFamilyIsMeant() {
        MaintenanceWindows windows{Timeouts{}};
        windows.open(window(OperationKind::Migrating, 1, "a", at(1s), 1));
        windows.open(window(OperationKind::Migrating, 2, "b", at(2s), 2));
        QVERIFY(windows.complete(OperationKind::Migrating, "", at(3s)).at(0).event == EventKey{1});
    }
    void otherShardsEndNothing() {
        MaintenanceWindows windows{Timeouts{}};
        windows.open(window(OperationKind::Migrating, 1, "a", at(1s), 1));
        QVERIFY(windows.complete(OperationKind::Migrating, "b", at(2s)).empty());
        QVERIFY(windows.complete(OperationKind::FailingOver, "a", at(2s)).empty());
        QVERIFY(windows.anyOpen());
    }
    void aCloserWithNothingOpenIsHarmless() {
        MaintenanceWindows windows{Timeouts{}};
        QVERIFY(windows.complete(OperationKind::Migrating, "a", at(1s)).empty());
        QVERIFY(!windows.relaxed(at(1s)));
    }
    void smigratedEndsByOverlappingSlots() {
        MaintenanceWindows windows{Timeouts{}};
        windows.open(window(OperationKind::Smigrating, 1, "0-99", at(1s), 1));
        windows.open(window(OperationKind::Smigrating, 2, "200-299", at(1s), 2));
        QVERIFY(windows.complete(OperationKind::Smigrating, "500", at(2s)).empty());
        QVERIFY(windows.complete(OperationKind::Smigrating, "5,250-260", at(2s)).size() == 2);
    }
    void overlaps_data() {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("overlap");
        QTest::newRow("same slot") << QStringLiteral("5") << QStringLiteral("5") << true;
        QTest::newRow("inside a range") << QStringLiteral("1,5-9") << QStringLiteral("7") << true;
        QTest::newRow("next to a range") << QStringLiteral("5-9") << QStringLiteral("10") << false;
        QTest::newRow("blanks and empty items")
            << QStringLiteral(" 5 - 9 ,, ") << QStringLiteral("8") << true;
        QTest::newRow("backwards") << QStringLiteral("9-5") << QStringLiteral("7") << false;
        QTest::newRow("out of range")
            << QStringLiteral("16384-99999999999") << QStringLiteral("16384") << false;
        QTest::newRow("no slots") << QStringLiteral("[\"7\"]") << QStringLiteral("7") << false;
    }
    void overlaps() {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, overlap);
        QCOMPARE(slotsOverlap(a.toStdString(), b.toStdString()), overlap);
        QCOMPARE(slotsOverlap(b.toStdString(), a.toStdString()), overlap);
    }
};

MAINTSCOPE_TEST(MaintenanceWindowsTest, void)
#include "tst_maintenance_windows.moc"
