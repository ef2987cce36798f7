// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/format.h"

#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QTest>

#include <limits>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

class TestFormat : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void durations_data() {
        QTest::addColumn<qlonglong>("ns");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0LL << u"0 ms"_s;
        QTest::newRow("nanoseconds") << 412LL << u"412 ns"_s;
        QTest::newRow("below 0.01 ms: microseconds") << 4'200LL << u"4.20 µs"_s;
        QTest::newRow("parts of a millisecond") << 423'000LL << u"0.42 ms"_s;
        QTest::newRow("two decimals below ten") << 3'204'000LL << u"3.20 ms"_s;
        QTest::newRow("one decimal below a hundred") << 88'040'000LL << u"88.0 ms"_s;
        QTest::newRow("no decimal from a hundred on") << 412'300'000LL << u"412 ms"_s;
        QTest::newRow("rounding reaches the next unit") << 999'700'000LL << u"1.00 s"_s;
        QTest::newRow("seconds") << 3'200'000'000LL << u"3.20 s"_s;
        QTest::newRow("rounding reaches a minute") << 59'960'000'000LL << u"1 min"_s;
        QTest::newRow("minutes and seconds") << 62'000'000'000LL << u"1 min 2 s"_s;
        QTest::newRow("hours and minutes") << 7'500'000'000'000LL << u"2 h 5 min"_s;
        QTest::newRow("days and hours") << 273'600'000'000'000LL << u"3 d 4 h"_s;
        QTest::newRow("negative has a real minus") << -412'000'000LL << u"\u2212412 ms"_s;
    }
    void durations() {
        QFETCH(qlonglong, ns);
        QFETCH(QString, text);
        QCOMPARE(formatDuration(Duration(ns)), text);
    }

    void settingsKeepTheirDigits() {
        QCOMPARE(formatSetting(15s), u"15 s"_s);
        QCOMPARE(formatSetting(1500ms), u"1.5 s"_s);
        QCOMPARE(formatSetting(500ms), u"500 ms"_s);
        QCOMPARE(formatSetting(250us), u"0.25 ms"_s);
        QCOMPARE(formatSetting(90s), u"1 min 30 s"_s);
        QCOMPARE(formatSetting(0s), u"0 ms"_s);
    }

    void countdownsRoundUpAndEndAtZero() {
        QCOMPARE(formatCountdown(10'001ms), u"0:11"_s);
        QCOMPARE(formatCountdown(10s), u"0:10"_s);
        QCOMPARE(formatCountdown(1ms), u"0:01"_s);
        QCOMPARE(formatCountdown(0s), u"0:00"_s);
        QCOMPARE(formatCountdown(-5s), u"0:00"_s);
        QCOMPARE(formatCountdown(3723s), u"1:02:03"_s);
    }

    void countsPartTheirThousands() {
        QCOMPARE(formatCount(0), u"0"_s);
        QCOMPARE(formatCount(999), u"999"_s);
        QCOMPARE(formatCount(1940), u"1\u202f940"_s);
        QCOMPARE(formatCount(-1234567), u"\u22121\u202f234\u202f567"_s);
        QCOMPARE(formatCount(std::numeric_limits<std::int64_t>::min()),
                 u"\u22129\u202f223\u202f372\u202f036\u202f854\u202f775\u202f808"_s);
    }

    void sizesUseThePowersOfAThousand() {
        QCOMPARE(formatSize(0), u"0 B"_s);
        QCOMPARE(formatSize(999), u"999 B"_s);
        QCOMPARE(formatSize(1'440), u"1.4 kB"_s);
        QCOMPARE(formatSize(18'200'000), u"18 MB"_s);
        QCOMPARE(formatSize(999'990), u"1.0 MB"_s);
        QCOMPARE(formatSize(2'300'000'000), u"2.3 GB"_s);
        QVERIFY(formatSize(std::numeric_limits<std::uint64_t>::max()).endsWith(u" TB"_s));
    }

    void timesAreUtc() {
        QCOMPARE(formatTimeMs(test::kStart), u"14:12:03.118"_s);
        QCOMPARE(formatTimeS(test::kStart), u"14:12:03"_s);
        QCOMPARE(formatDate(test::kStart), u"2026-11-20"_s);
        QCOMPARE(formatRfc3339(test::kStart + 7ns), u"2026-11-20T14:12:03.118000007Z"_s);
        QCOMPARE(formatRfc3339(WallTime(-1ns)), u"1969-12-31T23:59:59.999999999Z"_s);
    }

    void serverWordsAreMadeSafe_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain words stay")
            << QByteArray("ERR max number of clients reached") << u"ERR max number of clients reached"_s;
        QTest::newRow("letters of any script stay") << QByteArray("größe 名") << u"größe 名"_s;
        QTest::newRow("an escape sequence cannot act") << QByteArray("\x1b[31mred") << u"\\x1b[31mred"_s;
        QTest::newRow("lines do not break") << QByteArray("a\r\nb") << u"a\\x0d\\x0ab"_s;
        QTest::newRow("a backslash is told from an escape") << QByteArray("a\\x1b") << u"a\\\\x1b"_s;
        QTest::newRow("bytes that are no text are shown as such")
            << QByteArray("\xff\xc0\xaf") << u"\\xff\\xc0\\xaf"_s;
        QTest::newRow("a cut character is shown as bytes") << QByteArray("\xe5\x90") << u"\\xe5\\x90"_s;
        QTest::newRow("text is not turned around") << QByteArray("a\u202eb") << u"a\\u{202e}b"_s;
        QTest::newRow("a zero does not end it") << QByteArray("a\0b", 3) << u"a\\x00b"_s;
    }
    void serverWordsAreMadeSafe() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, shown);
        QCOMPARE(
            escapeServerText(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()))),
            shown);
    }

    void controlsCannotSteerATerminal() {
        const QString foreign = u"a\x1b[31m\u009b2J\u202eb\\x\tc\nd"_s;
        QCOMPARE(escapeControls(foreign, LineFeeds::Escaped),
                 u"a\\x1b[31m\\x9b2J\\u{202e}b\\x\\x09c\\x0ad"_s);
        QCOMPARE(escapeControls(foreign, LineFeeds::Kept), u"a\\x1b[31m\\x9b2J\\u{202e}b\\x\\x09c\nd"_s);
        const QString once = escapeControls(foreign, LineFeeds::Escaped);
        QCOMPARE(escapeControls(once, LineFeeds::Escaped), once);
        QCOMPARE(escapeControls(u"1\u202f940 µs \u2212 \u2026 \U0001F600"_s, LineFeeds::Escaped),
                 u"1\u202f940 µs \u2212 \u2026 \U0001F600"_s);
    }
    void jsonStaysTheSameValue() {
        QCOMPARE(escapeControlsInJson(u"{\"a\":\n\"\u009b\u202e\U000e0001\"}"_s),
                 u"{\"a\":\n\"\\u009b\\u202e\\udb40\\udc01\"}"_s);
    }

    void longWordsAreCut() {
        QCOMPARE(escapeServerText("abcdef", 3), u"abc\u2026"_s);
        QCOMPARE(escapeServerText("abc", 3), u"abc"_s);
    }
};

MAINTSCOPE_TEST(TestFormat, void)
#include "tst_format.moc"
