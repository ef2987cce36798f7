// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/probe_schedule.h"

#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::core;
using namespace std::chrono_literals;

class ProbeScheduleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySlotIsDueOnce_data() {
        QTest::addColumn<double>("rate");
        QTest::newRow("1/s") << 1.0;
        QTest::newRow("3/s, which no nanosecond divides") << 3.0;
        QTest::newRow("20/s") << 20.0;
        QTest::newRow("12,500/s") << 12'500.0;
        QTest::newRow("one in ten seconds") << 0.1;
    }
    void everySlotIsDueOnce() {
        QFETCH(double, rate);
        ProbeSchedule schedule(rate, 0.25);
        schedule.start(MonoTime(5s));
        MonoTime last{};
        std::uint64_t slots = 0;
        for (MonoTime now(5s); now <= MonoTime(105s); now += 7ms) {
            const auto due = schedule.take(now);
            QCOMPARE(due.skipped, std::uint64_t{0});
            for (std::uint64_t i = 0; i < due.count; ++i) {
                const MonoTime slot = schedule.slotAfter(due.first, i);
                QVERIFY(slot > last && slot <= now);
                last = slot;
                ++slots;
            }
        }
        QVERIFY(std::abs(static_cast<double>(slots) - rate * 100) <= std::max(1.0, rate * 0.01));
    }
    void aShortDelayIsCaughtUp() {
        ProbeSchedule schedule(20, 0);
        schedule.start(MonoTime(0s));
        static_cast<void>(schedule.take(MonoTime(0s)));
        const auto due = schedule.take(MonoTime(299ms));
        QCOMPARE(due.count, std::uint64_t{5});
        QVERIFY(due.first == MonoTime(50ms));
    }
    void aLongDelayIsNotMeasured() {
        ProbeSchedule schedule(20, 0);
        schedule.start(MonoTime(0s));
        static_cast<void>(schedule.take(MonoTime(0s)));
        const auto due = schedule.take(MonoTime(301ms));
        QCOMPARE(due.count, std::uint64_t{0});
        QCOMPARE(due.skipped, std::uint64_t{6});
        QVERIFY(due.skippedFrom == MonoTime(50ms));
        QVERIFY(*schedule.nextSlot() == MonoTime(350ms));
    }
};

MAINTSCOPE_TEST(ProbeScheduleTest, void)
#include "tst_probe_schedule.moc"
