// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_pictures.h"

#include "model/export/export_formats.h"
#include "model/recording/recorder.h"
#include "tests/model/session_fixture.h"
#include "tests/support/test_case.h"
#include "ui/paint/live_picture.h"

#include <QBuffer>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Qt::Literals::StringLiterals::operator""_s;

class TestExportPictures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        auto recorder = Recorder::open(m_folder.filePath(u"move.maintscope"_s), test::session());
        QVERIFY(recorder.ok());
        QVERIFY((*recorder)->write(test::moveScript().batch(20s)).ok());
        QVERIFY((*recorder)->close().ok());
        auto recording = Recording::open(m_folder.filePath(u"move.maintscope"_s));
        QVERIFY(recording.ok());
        m_recording = std::move(*recording);
    }

    void equalInputGivesEqualBytes_data() {
        QTest::addColumn<int>("format");
        for (const ExportFormatRow& format : exportFormats())
            if (format.painted) QTest::newRow(format.word) << int(format.format);
    }
    void equalInputGivesEqualBytes() {
        QFETCH(int, format);
        const QByteArray first = exported(static_cast<ExportFormat>(format));
        QVERIFY(first.size() > 5000);
        QCOMPARE(exported(static_cast<ExportFormat>(format)), first);
    }

    void thePictureIsSharpAtTwiceItsSize() {
        const QImage image = QImage::fromData(exported(ExportFormat::Png));
        QCOMPARE(image.width(), 2 * ui::kPictureWidth);
        QVERIFY(image.height() >= 2 * ui::kPictureHeight);
    }

    void svgIsWellFormedAndDescribed() {
        const QByteArray svg = exported(ExportFormat::Svg);
        QVERIFY(wellFormed(svg));
        QVERIFY(svg.contains("<title>orders-prod</title>"));
        QVERIFY(svg.contains("<desc>"));
        QVERIFY(svg.contains("<text")); // text as text
    }

    void theReportNeedsNoNetworkAndNoScript() {
        const QByteArray html = exported(ExportFormat::Html);
        QVERIFY(html.count("<svg") >= 3);
        QVERIFY(!html.contains("<script"));
        QVERIFY(!html.contains("<?xml"));
        QVERIFY(!html.contains("<link"));
        QVERIFY(!html.contains("src="));
        QVERIFY(html.contains("PASS"));
    }

    void thePdfTellsTheTimeOfTheSessionAndNotOfTheExport() {
        const QByteArray pdf = exported(ExportFormat::Pdf);
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.contains("/CreationDate (D:20261120141203"));
    }

    void aRedactedPictureHasNoNameInIt() {
        const QByteArray svg = exported(ExportFormat::Svg, true);
        for (const char* secret : {"10.0.1.", "orders-prod"})
            QVERIFY2(!svg.contains(secret), secret);
        QVERIFY(svg.contains("target-1"));
    }

private:
    QByteArray exported(ExportFormat format, bool redact = false) {
        const RecordingExtract source(*m_recording,
                                      {.format = format, .range = {}, .verdict = {}, .redact = redact});
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        return ui::exportPainted(source, buffer).ok() ? buffer.data() : QByteArray();
    }
    static bool wellFormed(const QByteArray& xml) {
        QXmlStreamReader reader(xml);
        while (!reader.atEnd())
            reader.readNext();
        return !reader.hasError();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Recording> m_recording;
};

MAINTSCOPE_TEST(TestExportPictures, QApplication)
#include "tst_export_pictures.moc"
