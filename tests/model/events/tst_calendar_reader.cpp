// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/calendar_reader.h"

#include "model/base/format.h"
#include "tests/support/test_case.h"

#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

QByteArray calendar(const QByteArray& events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + "END:VCALENDAR\r\n";
}

QByteArray vevent(const QByteArray& lines) {
    return "BEGIN:VEVENT\r\nSUMMARY:CHG-1042\r\n" + lines + "\r\nEND:VEVENT\r\n";
}

QString text(const CalendarWindows& found) {
    QStringList lines;
    for (const PlannedWindow& window : found.windows)
        lines += window.label + u' ' + formatRfc3339(window.from).left(16) + u' ' +
                 formatRfc3339(window.to).left(16);
    return lines.join(u", "_s);
}

} // namespace

class TestCalendarReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void times_data() {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QString>("window");
        QTest::addColumn<QString>("remark");
        const QString usual = u"CHG-1042 2026-11-20T14:00 2026-11-20T15:00"_s;
        QTest::newRow("UTC") << QByteArray("DTSTART:20261120T140000Z\r\nDTEND:20261120T150000Z") << usual
                             << QString();
        QTest::newRow("a duration in place of an end")
            << QByteArray("DTSTART:20261120T140000Z\r\nDURATION:PT1H") << usual << QString();
        QTest::newRow("an IANA zone") << QByteArray("DTSTART;TZID=Europe/Berlin:20261120T150000\r\n"
                                                    "DTEND;TZID=Europe/Berlin:20261120T160000")
                                      << usual << QString();
        QTest::newRow("over an edge of daylight saving the window lasts as long as the clock says")
            << QByteArray(
                   "DTSTART;TZID=Europe/Berlin:20261025T013000\r\nDTEND;TZID=Europe/Berlin:20261025T033000")
            << u"CHG-1042 2026-10-24T23:30 2026-10-25T02:30"_s << QString();
        QTest::newRow("an hour that occurs twice is the first of the two")
            << QByteArray("DTSTART;TZID=Europe/Berlin:20261025T023000\r\nDURATION:PT1H")
            << u"CHG-1042 2026-10-25T00:30 2026-10-25T01:30"_s << QString();
        QTest::newRow("also in America") << QByteArray("DTSTART;TZID=America/New_York:20261101T013000\r\n"
                                                       "DTEND;TZID=America/New_York:20261101T020000")
                                         << u"CHG-1042 2026-11-01T05:30 2026-11-01T07:00"_s << QString();
        QTest::newRow("where the clock goes back by half an hour")
            << QByteArray("DTSTART;TZID=Australia/Lord_Howe:20260405T014500\r\nDURATION:PT1H")
            << u"CHG-1042 2026-04-04T14:45 2026-04-04T15:45"_s << QString();
        QTest::newRow("an hour that does not occur has the offset before the gap")
            << QByteArray("DTSTART;TZID=Europe/Berlin:20260329T023000\r\nDURATION:PT1H")
            << u"CHG-1042 2026-03-29T01:30 2026-03-29T02:30"_s << QString();
        QTest::newRow("hours on both sides of an edge are what they are")
            << QByteArray("DTSTART;TZID=Europe/Berlin:20260329T013000\r\n"
                          "DTEND;TZID=Europe/Berlin:20260329T033000")
            << u"CHG-1042 2026-03-29T00:30 2026-03-29T01:30"_s << QString();
        QTest::newRow("a zone of Windows, quoted")
            << QByteArray("DTSTART;TZID=\"W. Europe Standard Time\":20261120T150000\r\n"
                          "DTEND;TZID=\"W. Europe Standard Time\":20261120T160000")
            << usual << QString();
        QTest::newRow("a zone with the path of its maker")
            << QByteArray("DTSTART;TZID=/example.org/2026/Europe/Berlin:20261120T150000\r\nDURATION:PT60M")
            << usual << QString();
        QTest::newRow("a whole day") << QByteArray("DTSTART;VALUE=DATE:20261120")
                                     << u"CHG-1042 2026-11-20T00:00 2026-11-21T00:00"_s << QString();
        QTest::newRow("no zone is UTC, and that is said")
            << QByteArray("DTSTART:20261120T140000\r\nDTEND:20261120T150000") << usual
            << u"has no time zone"_s;
        QTest::newRow("what repeats is taken once, and that is said")
            << QByteArray("DTSTART:20261120T140000Z\r\nDTEND:20261120T150000Z\r\nRRULE:FREQ=WEEKLY") << usual
            << u"repeats"_s;
        QTest::newRow("an alarm has times of its own")
            << QByteArray("DTSTART:20261120T140000Z\r\nDTEND:20261120T150000Z\r\n"
                          "BEGIN:VALARM\r\nDURATION:PT5M\r\nSUMMARY:wake up\r\nEND:VALARM")
            << usual << QString();
        QTest::newRow("a line that is folded")
            << QByteArray("DTSTART:20261120T14\r\n 0000Z\r\nDTEND:20261120\r\n\tT150000Z") << usual
            << QString();
    }
    void times() {
        QFETCH(QByteArray, lines);
        QFETCH(QString, window);
        QFETCH(QString, remark);
        const auto found = readCalendar(calendar(vevent(lines)));
        QVERIFY2(found.ok(), found ? "" : toString(found.error()).c_str());
        QCOMPARE(text(*found), window);
        QCOMPARE(found->remarks.isEmpty(), remark.isEmpty());
        QVERIFY2(found->remarks.join(u' ').contains(remark), qPrintable(found->remarks.join(u' ')));
    }

    void whatIsNoWindowIsRefusedWithTheReason_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no calendar") << QByteArray("hello") << u"not a calendar"_s;
        QTest::newRow("nothing in it") << calendar({}) << u"not contain a planned window"_s;
        QTest::newRow("an end before the begin")
            << calendar(vevent("DTSTART:20261120T140000Z\r\nDTEND:20261120T130000Z")) << u"no duration"_s;
        QTest::newRow("a zone that nobody knows")
            << calendar(vevent("DTSTART;TZID=Mars/Olympus:20261120T140000\r\nDURATION:PT1H"))
            << u"Mars/Olympus"_s;
        QTest::newRow("cancelled") << calendar(vevent(
                                          "STATUS:CANCELLED\r\nDTSTART:20261120T140000Z\r\nDURATION:PT1H"))
                                   << u"cancelled"_s;
        QTest::newRow("a year that no recording reaches")
            << calendar(vevent("DTSTART:24001120T140000Z\r\nDURATION:PT1H")) << u"out of range"_s;
        QTest::newRow("longer than a month")
            << calendar(vevent("DTSTART:20261120T140000Z\r\nDURATION:P9W")) << u"longer than a month"_s;
        QTest::newRow("too large") << QByteArray(CalendarWindows::kLargestFile + 1, ' ') << u"too large"_s;
    }
    void whatIsNoWindowIsRefusedWithTheReason() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, reason);
        const auto found = readCalendar(bytes);
        QVERIFY(!found.ok());
        const QString said = QString::fromStdString(toString(found.error()));
        QVERIFY2(said.contains(reason), qPrintable(said));
    }

    void windowsAreBoundedSortedAndThereOnce() {
        QByteArray events = vevent("DTSTART:20261121T140000Z\r\nDURATION:PT1H") +
                            vevent("DTSTART:20261120T140000Z\r\nDURATION:PT1H") +
                            vevent("DTSTART:20261121T140000Z\r\nDURATION:PT1H");
        auto found = readCalendar(calendar(events));
        QVERIFY(found.ok());
        QCOMPARE(text(*found), u"CHG-1042 2026-11-20T14:00 2026-11-20T15:00, "
                               "CHG-1042 2026-11-21T14:00 2026-11-21T15:00"_s);
        events.clear();
        for (int i = 0; i < 1'100; ++i)
            events +=
                "BEGIN:VEVENT\nDTSTART:20261120T140000Z\nDURATION:PT1H\nSUMMARY:" + QByteArray::number(i) +
                "\nEND:VEVENT\n";
        found = readCalendar(calendar(events));
        QVERIFY(found.ok());
        QCOMPARE(found->windows.size(), CalendarWindows::kMostWindows);
        QVERIFY(found->remarks.join(u' ').contains(u"only the first"_s));
    }

    void aFileThatCannotBeReadIsNamed() {
        const auto found = readCalendarFile(u"/no/such.ics"_s);
        QVERIFY(!found.ok());
        QVERIFY(toString(found.error()).find("/no/such.ics") != std::string::npos);
    }
};

MAINTSCOPE_TEST(TestCalendarReader, QCoreApplication)
#include "tst_calendar_reader.moc"
