// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/export/exporter.h"

#include "model/base/event_ids.h"
#include "model/events/event_lines.h"
#include "model/export/export_formats.h"
#include "model/export/openmetrics.h"
#include "model/recording/recorder.h"
#include "model/report/report.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"

#include <QBuffer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

namespace {

/// The columns of a CSV line that holds no line break.
QStringList cells(const QByteArray& line) {
    QStringList result{QString()};
    bool quoted = false;
    const QString text = QString::fromUtf8(line).trimmed();
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'"') {
            if (quoted && i + 1 < text.size() && text[i + 1] == u'"') {
                result.last() += text[i++];
                continue;
            }
            quoted = !quoted;
        } else if (text[i] == u',' && !quoted) {
            result += QString();
        } else {
            result.last() += text[i];
        }
    }
    return result;
}

} // namespace

class TestExporter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        const QString path = m_folder.filePath(u"move.maintscope"_s);
        auto recorder = Recorder::open(path, test::session());
        QVERIFY(recorder.ok());
        QVERIFY((*recorder)->write(test::moveScript().batch(20s)).ok());
        QVERIFY((*recorder)->close().ok());
        auto recording = Recording::open(path);
        QVERIFY(recording.ok());
        m_recording = std::move(*recording);
    }

    void bytesAreThoseOfTheGoldenFile_data() {
        QTest::addColumn<int>("format");
        for (const ExportFormat format :
             {ExportFormat::Csv, ExportFormat::Json, ExportFormat::Ndjson, ExportFormat::Samples,
              ExportFormat::Rollup, ExportFormat::Summary, ExportFormat::Perfetto, ExportFormat::OpenMetrics,
              ExportFormat::Hlog, ExportFormat::Percentiles, ExportFormat::Ics, ExportFormat::Md,
              ExportFormat::Html})
            QTest::newRow(std::string(toString(format)).c_str()) << int(format);
    }
    void bytesAreThoseOfTheGoldenFile() {
        QFETCH(int, format);
        ExportOptions options;
        options.format = static_cast<ExportFormat>(format);
        // The samples of the whole session would only be long.
        if (options.format == ExportFormat::Samples) options.range = {test::at(10s), test::at(10s + 100ms)};
        const QByteArray bytes = exported(options);
        QCOMPARE(exported(options), bytes);
        QFile golden(QStringLiteral(MAINTSCOPE_SOURCE_DIR "/tests/golden/move-") +
                     exportFileName(options.format));
        if (qEnvironmentVariableIsSet("MAINTSCOPE_REWRITE_GOLDEN")) {
            QVERIFY(golden.open(QIODevice::WriteOnly));
            golden.write(bytes);
            return;
        }
        QVERIFY2(golden.open(QIODevice::ReadOnly), qPrintable(golden.fileName()));
        const QByteArray expected = golden.readAll();
        if (bytes == expected) return;
        qsizetype same = 0;
        while (same < bytes.size() && same < expected.size() && bytes[same] == expected[same])
            ++same;
        QFAIL(qPrintable(u"differs from byte %1 on: ...%2"_s.arg(same).arg(
            QString::fromUtf8(bytes.mid(std::max<qsizetype>(0, same - 40), 120)))));
    }

    void csvHasOneHeaderAndAsManyColumnsInEachLine() {
        const QByteArray csv = exported({ExportFormat::Csv, {}, {}});
        QVERIFY(csv.endsWith("\r\n"));
        const QList<QByteArray> lines = csv.split('\n');
        const QStringList header = cells(lines.first());
        QCOMPARE(header.first(), u"event_id"_s);
        QCOMPARE(header.last(), u"schema"_s);
        for (const QByteArray& line : lines) {
            if (line.isEmpty()) continue;
            QVERIFY(line.endsWith('\r'));
            QCOMPARE(cells(line).size(), header.size());
        }
        QCOMPARE(cells(lines[1]).last(), u"maint-events/1"_s);
    }

    void jsonAndNdjsonHoldTheSameEvents() {
        const QJsonObject document = QJsonDocument::fromJson(exported({ExportFormat::Json, {}, {}})).object();
        QCOMPARE(document.value(u"schema"_s).toString(), u"maint-events/1"_s);
        QList<QByteArray> lines = exported({ExportFormat::Ndjson, {}, {}}).split('\n');
        QVERIFY(lines.takeLast().isEmpty());
        QCOMPARE(QJsonDocument::fromJson(lines.takeFirst()).object().value(u"schema"_s).toString(),
                 u"maint-events/1"_s);
        const QJsonArray events = document.value(u"events"_s).toArray();
        QCOMPARE(events.size(), lines.size());
        QSet<QString> ids;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const QJsonObject event = QJsonDocument::fromJson(lines[i]).object();
            QCOMPARE(event, events[i].toObject());
            ids += event.value(u"event_id"_s).toString();
        }
        QCOMPARE(ids.size(), lines.size());
        const auto moving = std::find_if(events.begin(), events.end(), [](const QJsonValue& value) {
            return value.toObject().value(u"kind"_s) == u"notification"_s;
        });
        const QJsonObject told = (*moving).toObject();
        QCOMPARE(told.value(u"notification_seq"_s).toInt(-1), 0); // zero is a value
        QCOMPARE(told.value(u"announced_s"_s).toInt(), 15);
        QCOMPARE(told.value(u"peer_new"_s).toString(), u"10.0.1.9:12000"_s);
        QVERIFY(!told.value(u"raw_resp"_s).toString().isEmpty());
        QVERIFY(told.value(u"end_utc"_s).isNull());
    }

    void gapsArePartOfTheTimeline() {
        const QByteArray ndjson = exported({ExportFormat::Ndjson, {}, {}});
        QCOMPARE(ndjson.count("\"kind\":\"gap\""), 3); // control: both together, and each of the two
        // A range cuts no gap in two: it is found in the whole recording.
        const QByteArray part = exported({ExportFormat::Ndjson, {test::at(11s), test::at(11s + 1ms)}, {}});
        QCOMPARE(part.count("\"kind\":\"gap\""), 3);
        QVERIFY(part.count("\"kind\":\"connected\"") == 0);
    }

    void aRangeKeepsWhatWasKnownBeforeIt() {
        const auto part = summarise(*m_recording, {}, {test::at(11s), test::at(15s)});
        const Summary& s = part.front();
        QVERIFY(s.support == Support::Supported);
        QCOMPARE(s.endpointType, std::string("external-ip"));
        QVERIFY(s.duration == 4s);
        QVERIFY(s.started == test::kStart + 11s);
        QCOMPARE(s.counts.sent(), std::uint64_t{160});
        QCOMPARE(s.handoffs.attempted, 0); // it was over before
        // The gap of control began before the range, and is told whole.
        QVERIFY(s.control->gaps.longest->from < test::at(11s));
        QCOMPARE(s.control->counts.notSent, std::uint64_t{12});
        QVERIFY(s.control->verdict == Verdict::Fail);
    }

    void aRangeWithoutAListedGapStillKnowsItsLongestOne() {
        const Summary s = summarise(*m_recording, {}, {test::at(2s), test::at(4s)}).front();
        QVERIFY(s.gaps.longest.has_value());
        QVERIFY(s.gaps.longest->duration() < 100ms);
        QVERIFY(s.verdict == Verdict::Pass);
    }

    void everySecondOfTheRollupSaysWhatTheSamplesSay() {
        QList<QByteArray> lines = exported({ExportFormat::Rollup, {}, {}}).split('\n');
        const QStringList header = cells(lines.takeFirst());
        QVERIFY(lines.takeLast().isEmpty());
        std::uint64_t sent = 0;
        std::uint64_t notSent = 0;
        qint64 longest = 0;
        QString before;
        for (const QByteArray& line : lines) {
            const QStringList row = cells(line);
            sent += row[header.indexOf(u"sent"_s)].toULongLong();
            notSent += row[header.indexOf(u"not_sent"_s)].toULongLong();
            longest = std::max(longest, row[header.indexOf(u"longest_gap_ns"_s)].toLongLong());
            QVERIFY(row.first() >= before);
            before = row.first();
        }
        const Summary s = summarise(*m_recording).front();
        QCOMPARE(sent, s.counts.sent() + s.control->counts.sent());
        QCOMPARE(notSent, s.control->counts.notSent);
        QCOMPARE(longest, qint64{s.control->gaps.longest->duration().count()});
    }

    void aCellIsNeverAFormula_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("cell");
        QTest::newRow("equals") << QByteArray("=1+1") << QByteArray("'=1+1");
        QTest::newRow("plus") << QByteArray("+1") << QByteArray("'+1");
        QTest::newRow("minus") << QByteArray("-1") << QByteArray("'-1");
        QTest::newRow("at") << QByteArray("@SUM(A1)") << QByteArray("'@SUM(A1)");
        QTest::newRow("a comma is quoted") << QByteArray("a,b") << QByteArray("\"a,b\"");
        QTest::newRow("a quote is doubled") << QByteArray("a \"b\"") << QByteArray("\"a \"\"b\"\"\"");
        QTest::newRow("lines do not break") << QByteArray("a\r\nb") << QByteArray("a\\x0d\\x0ab");
        QTest::newRow("a backslash stays one") << QByteArray("a\\b") << QByteArray("a\\b");
    }
    void aCellIsNeverAFormula() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, cell);
        test::Script script;
        Event& event = script.event(EventKind::Error, names::kErrorReplies, 1s, 1);
        event.errorText = text.toStdString();
        const QByteArray line = csvLine(event, test::session());
        QVERIFY2(line.contains("," + cell + ","), line.constData());
    }

    void aLabelCannotSteerATerminal() {
        SessionInfo session = test::session();
        Summary summary;
        summary.framesByName["A\x1b[31m\"\\\nB"] = 1;
        const QByteArray text = openMetrics(session, {summary});
        QVERIFY(!text.contains('\x1b'));
        QVERIFY2(text.contains("notification=\"A\\\\x1b[31m\\\"\\\\\\nB\""), text);
    }

    void theLastSentenceKnowsWhatWasPlanned_data() {
        QTest::addColumn<int>("recordedMs");
        QTest::addColumn<QString>("begin");
        QTest::newRow("cut short") << 1500 << u"Recorded 1.50 s of 14 s."_s;
        QTest::newRow("as planned") << 14'000 << u"Recorded 14.0 s of 14 s."_s;
        QTest::newRow("a moment longer") << 14'020 << u"Recorded 14 s of 14 s."_s;
        QTest::newRow("waited for replies")
            << 15'000 << u"Recorded 14 s of 14 s, then waited 1.00 s for pending replies."_s;
    }
    void theLastSentenceKnowsWhatWasPlanned() {
        QFETCH(int, recordedMs);
        QFETCH(QString, begin);
        Summary summary;
        summary.duration = std::chrono::milliseconds(recordedMs);
        const QString sentence = nightSentence(summary, 14s);
        QVERIFY2(sentence.startsWith(begin), qPrintable(sentence));
    }

    void aDeviceThatCannotBeWrittenIsTold() {
        QFile full(u"/dev/full"_s);
        if (!full.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) QSKIP("/dev/full is missing");
        const auto status = exportRecording(*m_recording, {ExportFormat::Csv, {}, {}}, full);
        QVERIFY(!status.ok());
        QVERIFY(!status.error().detail.empty());
    }

    void idsAreStableUuids() {
        const QString id = eventId(test::session().uuid, EventKey{7});
        QCOMPARE(id, eventId(test::session().uuid, EventKey{7}));
        QVERIFY(id != eventId(test::session().uuid, EventKey{8}));
        QCOMPARE(id.size(), 36);
        QCOMPARE(id[14], u'5'); // the version
    }

private:
    QByteArray exported(const ExportOptions& options) {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        const auto status = exportRecording(*m_recording, options, buffer);
        if (!status) qWarning("%s", toString(status.error()).c_str());
        return buffer.data();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Recording> m_recording;
};

MAINTSCOPE_TEST(TestExporter, QCoreApplication)
#include "tst_exporter.moc"
