// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/time_scale.h"

#include "tests/support/test_case.h"

#include <QDateTime>
#include <QTest>

using namespace maintscope;
using namespace maintscope::ui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

WallTime utc(const char* text) {
    return WallTime{std::chrono::milliseconds(
        QDateTime::fromString(QString::fromLatin1(text), Qt::ISODateWithMs).toMSecsSinceEpoch())};
}

TimeScale scale(const char* from, Duration length, const QByteArray& zone, double width = 1000) {
    return {kSessionStart, kSessionStart + length, 0, width, utc(from), ZoneClock(QTimeZone(zone))};
}

QStringList labels(const std::vector<TimeTick>& ticks) {
    QStringList found;
    for (const TimeTick& tick : ticks)
        found << tick.label;
    return found;
}

} // namespace

class TimeScaleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timesAreOfTheZone_data() {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QString>("time");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("date");
        QTest::newRow("UTC") << QByteArray("UTC") << u"23:30:00.118"_s << u"UTC"_s << u"20 Nov 2026"_s;
        QTest::newRow("ahead of UTC, the next day")
            << QByteArray("Europe/Paris") << u"00:30:00.118"_s << u"CET"_s << u"21 Nov 2026"_s;
        QTest::newRow("half an hour off")
            << QByteArray("Asia/Kolkata") << u"05:00:00.118"_s << u"IST"_s << u"21 Nov 2026"_s;
        QTest::newRow("a zone without a name is told by its offset")
            << QByteArray("UTC-03:00") << u"20:30:00.118"_s << u"\u221203:00"_s << u"20 Nov 2026"_s;
    }
    void timesAreOfTheZone() {
        QFETCH(QByteArray, zone);
        const ZoneClock clock{QTimeZone(zone)};
        const WallTime at = utc("2026-11-20T23:30:00.118Z");
        QTEST(clock.timeMs(at), "time");
        QTEST(clock.date(at), "date");
        QFETCH(QString, name);
        if (zone == "UTC-03:00")
            QVERIFY2(clock.zoneName(at) == name || clock.zoneName(at) == u"UTC-03:00"_s,
                     qPrintable(clock.zoneName(at)));
        else
            QCOMPARE(clock.zoneName(at), name);
    }

    void aZoneIsNamedInHeadingsAndInFullTimes() {
        const ZoneClock paris{QTimeZone("Europe/Paris")};
        QCOMPARE(ZoneClock().heading(), u"UTC"_s);
        QCOMPARE(paris.heading(), u"Europe/Paris"_s);
        QCOMPARE(ZoneClock().rfc3339(utc("2026-07-20T23:30:00.118Z")), u"2026-07-20T23:30:00.118000000Z"_s);
        QCOMPARE(paris.rfc3339(utc("2026-07-20T23:30:00.118Z")), u"2026-07-21T01:30:00.118000000+02:00"_s);
        QCOMPARE(paris.rfc3339(utc("2026-11-20T23:30:00.118Z")), u"2026-11-21T00:30:00.118000000+01:00"_s);
        QCOMPARE(ZoneClock(QTimeZone("America/St_Johns")).rfc3339(utc("2026-11-20T23:30:00.118Z")),
                 u"2026-11-20T20:00:00.118000000-03:30"_s);
    }

    void ticksAreRoundInTheZone() {
        const auto ticks = timeTicks(scale("2026-11-20T18:05:00Z", 6h, "Asia/Kolkata"), 90);
        QVERIFY(ticks.size() > 3);
        QCOMPARE(ticks.front().label, u"00:00"_s);
        QCOMPARE(ticks[1].label, u"01:00"_s);
    }

    void whenAnHourIsToldTwiceTheAxisSaysWhich() {
        // 25 October 2026, 03:00 CEST is 02:00 CET.
        const TimeScale s = scale("2026-10-24T23:00:00Z", 4h, "Europe/Paris");
        const QStringList found = labels(timeTicks(s, 90));
        QCOMPARE(found.count(u"02:00"_s) + found.count(u"02:00 CET"_s), 2);
        QVERIFY2(found.contains(u"02:00 CET"_s), qPrintable(found.join(u' ')));
        QCOMPARE(s.zoneName(s.from), u"CEST"_s);
        QCOMPARE(s.zoneName(s.to), u"CET"_s);
    }

    void whenAnHourIsLeftOutTheAxisLeavesItOut() {
        // 28 March 2027, 02:00 CET is 03:00 CEST.
        const QStringList found = labels(timeTicks(scale("2027-03-27T23:00:00Z", 4h, "Europe/Paris"), 90));
        QVERIFY2(found.contains(u"03:00 CEST"_s), qPrintable(found.join(u' ')));
        QVERIFY(!found.contains(u"02:00"_s));
        QVERIFY(!found.contains(u"02:30"_s));
    }

    void ticksStayApartAndAscendOverAnEdge_data() {
        QTest::addColumn<qint64>("minutes");
        for (const qint64 minutes : {30, 120, 480, 1440, 5760})
            QTest::addRow("%lld minutes", minutes) << minutes;
    }
    void ticksStayApartAndAscendOverAnEdge() {
        QFETCH(qint64, minutes);
        const auto ticks =
            timeTicks(scale("2026-10-25T00:40:00Z", std::chrono::minutes(minutes), "Europe/Paris"), 90);
        for (std::size_t i = 1; i < ticks.size(); ++i)
            QVERIFY2(ticks[i].x - ticks[i - 1].x > 60, qPrintable(ticks[i].label));
    }

    void belowASecondTicksShowMilliseconds() {
        const auto ticks = timeTicks(scale("2026-11-20T14:12:03.050Z", 1s, "UTC"), 90);
        QCOMPARE(ticks.front().label, u"14:12:03.100"_s);
        QCOMPARE(ticks[1].label, u"14:12:03.200"_s);
    }

    void overDaysTicksShowTheDate() {
        const auto ticks = timeTicks(scale("2026-11-20T14:00:00Z", 24h * 7, "UTC"), 90);
        QCOMPARE(ticks.front().label, u"21 Nov"_s);
    }

    void timeAndPixelsAreInverse() {
        const TimeScale s = scale("2026-11-20T14:00:00Z", 1h, "UTC");
        for (const double x : {0.0, 1.0, 333.0, 1000.0})
            QVERIFY(std::abs(s.x(s.at(x)) - x) < 1e-6);
    }
};

MAINTSCOPE_TEST(TimeScaleTest, QCoreApplication)
#include "tst_time_scale.moc"
