// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_pictures.h"

#include "model/export/exporter.h"
#include "ui/export/report_pdf.h"
#include "ui/paint/latency_plot.h"
#include "ui/paint/live_picture.h"
#include "ui/paint/percentile_plot.h"
#include "ui/paint/plot_painter.h"
#include "ui/paint/plots.h"
#include "ui/paint/report_timeline.h"
#include "ui/theme/theme.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>
#include <functional>
#include <iterator>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kPngScale = 2; ///< sharp in print and on dense screens
constexpr int kLatencyHeight = 150;
constexpr int kBaseFontSize = 12;

QByteArray svgOf(const QSize& size, const QString& title, const QString& description,
                 const std::function<void(QPainter&)>& paint) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setResolution(96);
    generator.setTitle(title);
    generator.setDescription(description);
    QPainter painter(&generator);
    // Every SVG group names the font that was set at its beginning; without one, that is the program's font.
    painter.setFont(uiFont(kBaseFontSize));
    paint(painter);
    painter.end();
    return bytes;
}

Status cannotWrite(const QIODevice& out) {
    return Error{"The export cannot be written.",
                 {},
                 out.errorString().toStdString(),
                 "Check the free space of the disk and the permissions of the file."};
}

Status write(QIODevice& out, const QByteArray& bytes) {
    return out.write(bytes) == bytes.size() ? success() : cannotWrite(out);
}

LiveFrame frameOf(const model::RecordingExtract& source, const model::SessionStores& stores,
                  std::size_t index) {
    const model::TargetStores& target = *stores.targets()[index];
    LiveFrame frame;
    frame.timeline = &target.timeline();
    frame.metrics = &stores.metrics();
    frame.status = target.status(source.to());
    frame.gaps = target.connectionGaps(source.to());
    frame.relaxed = target.timeline().relaxedUnion();
    frame.from = source.from();
    frame.to = std::max(source.to(), source.from() + Duration(1));
    frame.now = source.to();
    frame.start = source.session().startedWall;
    return frame;
}

/// All targets, one below the other.
QSize pictureSize(const model::RecordingExtract& source, const model::SessionStores& stores) {
    QSize size(kPictureWidth, 0);
    for (std::size_t i = 0; i < stores.targets().size(); ++i)
        size.rheight() += livePictureHeight(frameOf(source, stores, i));
    return size;
}

void paintPictures(QPainter& painter, const model::RecordingExtract& source,
                   const model::SessionStores& stores) {
    for (std::size_t i = 0; i < stores.targets().size(); ++i) {
        const LiveFrame frame = frameOf(source, stores, i);
        painter.save();
        paintLivePicture(painter, frame, theme(ThemeKind::Light));
        painter.restore();
        painter.translate(0, livePictureHeight(frame));
    }
}

QString pictureTitle(const model::RecordingExtract& source) {
    QStringList names;
    for (const model::TargetInfo& target : source.session().targets)
        names += QString::fromStdString(target.name);
    return names.join(u", "_s);
}

QString pictureText(const model::RecordingExtract& source) {
    QStringList sentences;
    for (const model::Summary& summary : source.summaries())
        sentences += model::impactSentence(summary);
    return sentences.join(u' ');
}

QByteArray latencySvg(const LiveFrame& frame) {
    const Theme& light = theme(ThemeKind::Light);
    const QSize size(kReportTimelineWidth, kLatencyHeight);
    return svgOf(size, QCoreApplication::translate("Report", "Latency"), {}, [&](QPainter& painter) {
        const TimeScale scale{frame.from, frame.to, kLabelColumnOfReport, static_cast<double>(size.width()),
                              frame.start};
        const QRectF area(kLabelColumnOfReport, 0, size.width() - kLabelColumnOfReport, size.height());
        const Plot plot =
            makePlot(makeLatencyPlot, ProbeRole::Protected, frame.timeline->target().probe.control, light,
                     frame, scale, area.height());
        paintPlotBackground(painter, light, plot, area);
        paintCurves(painter, plot, area);
        paintPlotMarks(painter, light, plot, area);
        paintPlotLabel(painter, light, plot, QRectF(0, 0, kLabelColumnOfReport, area.height()));
    });
}

std::vector<PercentileSeries> seriesOf(const model::ComparisonSide& a, const model::ComparisonSide& b) {
    std::vector<PercentileSeries> series;
    for (const model::ComparisonSide* side : {&a, &b})
        series.push_back(
            {side->label, model::PercentileCurve(side->summary), model::failureShare(side->summary)});
    return series;
}

QByteArray percentileSvg(const model::ComparisonSide& a, const model::ComparisonSide& b, Duration timeout) {
    const std::vector<PercentileSeries> series = seriesOf(a, b);
    const QSize size(kPercentilePlotWidth, kPercentilePlotHeight);
    return svgOf(size, QCoreApplication::translate("Report", "Latency by percentile"),
                 percentilePlotText(series), [&](QPainter& painter) {
                     paintPercentilePlot(painter, theme(ThemeKind::Light), QRectF(QPointF(0, 0), size),
                                         series, timeout);
                 });
}

QByteArray storySvg(const model::RecordingExtract& source, const model::SessionStores& stores,
                    std::size_t index) {
    const ReportTimeline story{&stores.targets()[index]->timeline(),
                               &stores.metrics(),
                               &source.summaries()[index],
                               source.from(),
                               source.to(),
                               source.session().startedWall};
    return svgOf({kReportTimelineWidth, reportTimelineHeight(story)},
                 QCoreApplication::translate("Report", "Timeline"), reportTimelineText(story),
                 [&](QPainter& painter) { paintReportTimeline(painter, theme(ThemeKind::Light), story); });
}

Status writePng(const model::RecordingExtract& source, const model::SessionStores& stores, QIODevice& out) {
    QImage image(pictureSize(source, stores) * kPngScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kPngScale);
    QPainter painter(&image);
    paintPictures(painter, source, stores);
    painter.end();
    return image.save(&out, "PNG") ? success() : cannotWrite(out);
}

Status writeSvg(const model::RecordingExtract& source, const model::SessionStores& stores, QIODevice& out) {
    return write(out, svgOf(pictureSize(source, stores), pictureTitle(source), pictureText(source),
                            [&](QPainter& painter) { paintPictures(painter, source, stores); }));
}

Status writeHtml(const model::RecordingExtract& source, const model::SessionStores& stores, QIODevice& out) {
    return write(out, model::reportHtml(model::makeReport(source, stores), reportPictures(source, stores)));
}

Status writePdf(const model::RecordingExtract& source, const model::SessionStores& stores, QIODevice& out) {
    return write(out, reportPdf(source, stores));
}

/// One painter per format that model/export/export_formats.cpp marks as painted.
struct Painter {
    model::ExportFormat format;
    Status (*write)(const model::RecordingExtract& source, const model::SessionStores& stores,
                    QIODevice& out);
};
constexpr Painter kPainters[]{{model::ExportFormat::Png, writePng},
                              {model::ExportFormat::Svg, writeSvg},
                              {model::ExportFormat::Html, writeHtml},
                              {model::ExportFormat::Pdf, writePdf}};

} // namespace

std::vector<model::ReportPictures> reportPictures(const model::RecordingExtract& source,
                                                  const model::SessionStores& stores) {
    std::vector<model::ReportPictures> all;
    for (std::size_t i = 0; i < stores.targets().size() && i < source.summaries().size(); ++i) {
        const model::Summary& summary = source.summaries()[i];
        model::ReportPictures pictures;
        pictures.timeline = storySvg(source, stores, i);
        pictures.latency = latencySvg(frameOf(source, stores, i));
        if (summary.control)
            pictures.percentiles =
                percentileSvg({QCoreApplication::translate("Report", "protected"), summary},
                              {QCoreApplication::translate("Report", "control"), *summary.control},
                              stores.targets()[i]->timeline().target().timeouts.normal);
        all.push_back(std::move(pictures));
    }
    return all;
}

void addPictures(model::ComparisonPage& page, const model::RecordingExtract& a,
                 const model::RecordingExtract& b) {
    if (a.summaries().empty() || b.summaries().empty()) return;
    page.percentiles = percentileSvg(page.a, page.b, a.session().targets.front().timeouts.normal);
    page.timelineA = storySvg(a, *a.stores(), 0);
    page.timelineB = storySvg(b, *b.stores(), 0);
}

Status exportPainted(const model::RecordingExtract& source, QIODevice& out) {
    const auto painter = std::find_if(std::begin(kPainters), std::end(kPainters), [&](const Painter& one) {
        return one.format == source.options().format;
    });
    if (painter == std::end(kPainters)) return model::exportExtract(source, out);
    const Status written = painter->write(source, *source.stores(), out);
    return written ? source.damage() : written;
}

} // namespace maintscope::ui
