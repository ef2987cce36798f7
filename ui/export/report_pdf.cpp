// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/report_pdf.h"

#include "model/base/format.h"
#include "ui/export/pdf_pages.h"
#include "ui/paint/badge.h"
#include "ui/paint/percentile_plot.h"
#include "ui/paint/report_timeline.h"
#include "ui/theme/theme.h"
#include "ui/theme/translate.h"
#include "ui/widgets/verdict_badge.h"

#include <QBuffer>
#include <QHashFunctions>
#include <QPdfWriter>

#include <algorithm>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

static_assert(kPdfTextWidth == kReportTimelineWidth && kPdfTextWidth == kPercentilePlotWidth);

/// Paints the verdict, its sentence and the large figures, for readers who read no further.
void addFirstHalfPage(PdfPages& pages, const model::TargetReport& target) {
    const Theme& t = theme(ThemeKind::Light);
    QPainter& painter = pages.painter();
    constexpr double kWord = 214;
    const QFont font = uiFont(15);
    const std::vector<QString> lines = wrappedLines(target.sentence, font, kPdfTextWidth - kWord - 36);
    std::vector<QString> why;
    for (const QString& reason : target.reasons)
        for (const QString& line : wrappedLines(u"• "_s + reason, uiFont(13), kPdfTextWidth - kWord - 36))
            why.push_back(line);
    const double height =
        std::max(90.0, pdfLineHeight(font) * static_cast<double>(lines.size()) +
                           pdfLineHeight(uiFont(13)) * static_cast<double>(why.size()) + 30);
    pages.need(height + 110);
    const QRectF box(0, pages.y(), kPdfTextWidth, height);
    const Badge badge = badgeOf(target.summary.verdict);
    const QColor fill = badgeFill(badge, t);
    painter.fillRect(QRectF(box.topLeft(), QSizeF(kWord, height)), fill.isValid() ? fill : t.canvas);
    painter.setPen(QPen(t.ink, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(box);
    painter.drawLine(QPointF(kWord, box.top()), QPointF(kWord, box.bottom()));
    paintBadge(painter, QRectF(18, box.center().y() - 21, 42, 42), badge, t);
    const bool isLong = target.verdict.size() > 6;
    pages.drawLine(target.verdict, uiFont(isLong ? 16 : 33, QFont::Bold), t.onFill,
                   QRectF(70, box.top(), kWord - 72, height), Qt::AlignLeft);
    double y = box.top() + 14;
    for (const QString& line : lines) {
        pages.drawLine(line, font, t.ink,
                       QRectF(kWord + 18, y, kPdfTextWidth - kWord - 30, pdfLineHeight(font)), Qt::AlignLeft);
        y += pdfLineHeight(font);
    }
    y += why.empty() ? 0 : 4;
    for (const QString& line : why) {
        pages.drawLine(line, uiFont(13), t.ink,
                       QRectF(kWord + 18, y, kPdfTextWidth - kWord - 30, pdfLineHeight(uiFont(13))),
                       Qt::AlignLeft);
        y += pdfLineHeight(uiFont(13));
    }
    pages.skip(height + 12);

    const double width = kPdfTextWidth / static_cast<double>(std::max<std::size_t>(1, target.figures.size()));
    painter.setPen(QPen(t.border, 1));
    painter.drawRect(QRectF(0, pages.y(), kPdfTextWidth, 84));
    for (std::size_t i = 0; i < target.figures.size(); ++i) {
        const double x = width * static_cast<double>(i);
        if (i > 0) painter.fillRect(QRectF(x, pages.y(), 1, 84), t.border);
        const auto line = [&](const QString& words, const QFont& lineFont, const QColor& color, double top,
                              double tall) {
            pages.drawLine(words, lineFont, color, QRectF(x + 14, pages.y() + top, width - 18, tall),
                           Qt::AlignLeft);
        };
        line(target.figures[i].value, uiFont(25, QFont::DemiBold), t.ink, 8, 32);
        line(target.figures[i].what, uiFont(12), t.ink, 41, 17);
        line(target.figures[i].beside, uiFont(11), t.secondText, 59, 16);
    }
    pages.skip(84);
}

void addScope(PdfPages& pages, const model::TargetReport& target) {
    const Theme& t = theme(ThemeKind::Light);
    const std::size_t half = (target.scope.size() + 1) / 2;
    for (std::size_t row = 0; row < half; ++row) {
        double height = 22;
        pages.need(height);
        for (const std::size_t i : {row, row + half}) {
            if (i >= target.scope.size()) continue;
            const double left = i < half ? 0 : kPdfTextWidth / 2;
            const double width = kPdfTextWidth / 2 - 124;
            pages.drawLine(target.scope[i].name, uiFont(12), t.secondText, QRectF(left, pages.y(), 110, 20),
                           Qt::AlignLeft);
            double y = pages.y();
            for (const QString& line : wrappedLines(target.scope[i].value, uiFont(12), width)) {
                pages.drawLine(line, uiFont(12), t.ink, QRectF(left + 114, y, width, 20), Qt::AlignLeft);
                y += 17;
            }
            height = std::max(height, y - pages.y() + 5);
        }
        pages.skip(height);
    }
}

void addTarget(PdfPages& pages, const model::RecordingExtract& source, const model::SessionStores& stores,
               const model::TargetReport& target, bool several) {
    const Theme& t = theme(ThemeKind::Light);
    if (several) {
        pages.need(300);
        pages.paragraph(target.name, uiFont(24, QFont::DemiBold), t.ink);
        pages.skip(8);
    }
    addFirstHalfPage(pages, target);
    pages.section(model::kScopeTitle);
    addScope(pages, target);
    pages.section(model::kTimelineTitle);
    const ReportTimeline story{&stores.targets()[target.index]->timeline(),
                               &stores.metrics(),
                               &target.summary,
                               source.from(),
                               source.to(),
                               source.session().startedWall};
    pages.picture(reportTimelineHeight(story),
                  [&](QPainter& painter) { paintReportTimeline(painter, t, story); });
    pages.paragraph(model::kTimelineCaption, uiFont(11), t.secondText);
    pages.section(target.operations.title);
    pages.table(target.operations);
    pages.section(target.findings.title);
    pages.table(target.findings);
    if (!target.control.empty() && target.summary.control) {
        pages.section(model::kControlTitle);
        pages.comparison(target.control, tr("protected"), tr("control"));
        pages.skip(6);
        pages.bullets(target.controlCaveats);
        pages.subtitle(model::kPercentilesTitle);
        const std::vector<PercentileSeries> series{
            {tr("protected"), model::PercentileCurve(target.summary), model::failureShare(target.summary)},
            {tr("control"), model::PercentileCurve(*target.summary.control),
             model::failureShare(*target.summary.control)}};
        pages.picture(kPercentilePlotHeight, [&](QPainter& painter) {
            paintPercentilePlot(painter, t, QRectF(0, 0, kPercentilePlotWidth, kPercentilePlotHeight), series,
                                story.timeline->target().timeouts.normal);
        });
        pages.paragraph(model::kPercentilesCaption, uiFont(11), t.secondText);
    }
    pages.subtitle(target.handoffs.title);
    pages.table(target.handoffs);
}

/// Fixes the seed of Qt's hash tables for its lifetime. Qt writes fonts in the order of a hash table, and the
/// seed otherwise differs in each process.
class StableHashes {
public:
    StableHashes() { QHashSeed::setDeterministicGlobalSeed(); }
    ~StableHashes() { QHashSeed::resetRandomGlobalSeed(); }
    StableHashes(const StableHashes&) = delete;
    StableHashes& operator=(const StableHashes&) = delete;
};

/// Replaces the time of export, which Qt writes into the file, with the session's start. The length stays the
/// same, so no offset in the file changes.
void replaceCreationDate(QByteArray& pdf, WallTime started) {
    const qsizetype key = pdf.indexOf("/CreationDate (D:");
    if (key < 0) return;
    constexpr qsizetype kStampAt = 17;
    const QString iso = model::formatRfc3339(started);
    const QByteArray stamp = (iso.mid(0, 4) + iso.mid(5, 2) + iso.mid(8, 2) + iso.mid(11, 2) +
                              iso.mid(14, 2) + iso.mid(17, 2) + u"+00'00'"_s)
                                 .toLatin1();
    const qsizetype end = pdf.indexOf(')', key);
    // Qt may write the time without a zone; the replacement is cut to the same length.
    pdf.replace(key + kStampAt, end - key - kStampAt, stamp.left(end - key - kStampAt));
}

struct Printed {
    QByteArray bytes;
    int pages = 0;
};

Printed print(const model::Report& report, const model::RecordingExtract& source,
              const model::SessionStores& stores, int pageCount) {
    const Theme& t = theme(ThemeKind::Light);
    Printed printed;
    QBuffer buffer(&printed.bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setResolution(300);
    writer.setCreator(u"Maintscope "_s + report.appVersion);
    writer.setTitle(tr("Maintenance report: %1").arg(report.title));

    PdfPages pages(writer, report, pageCount);
    pages.drawLine(model::kReportTitle, uiFont(13), t.secondText, QRectF(0, pages.y(), kPdfTextWidth / 2, 18),
                   Qt::AlignLeft);
    pages.drawLine(u"Maintscope "_s + report.appVersion, uiFont(13), t.secondText,
                   QRectF(kPdfTextWidth / 2, pages.y(), kPdfTextWidth / 2, 18), Qt::AlignRight);
    pages.skip(24);
    pages.paragraph(report.title, uiFont(30, QFont::DemiBold), t.ink);
    pages.paragraph(report.range, uiFont(14), t.secondText);
    pages.skip(14);
    for (const model::TargetReport& target : report.targets)
        addTarget(pages, source, stores, target, report.targets.size() > 1);
    pages.section(report.changes.title);
    pages.table(report.changes);
    pages.section(report.notes.title);
    pages.table(report.notes);
    pages.section(model::kMethodTitle);
    pages.bullets(report.method);
    pages.section(report.appendix.title);
    pages.table(report.appendix);
    printed.pages = pages.finish();
    replaceCreationDate(printed.bytes, source.session().startedWall);
    return printed;
}

} // namespace

QByteArray reportPdf(const model::RecordingExtract& source, const model::SessionStores& stores) {
    const model::Report report = model::makeReport(source, stores);
    const StableHashes stable;
    // The first pass counts the pages, because each page shows the total.
    const int pages = print(report, source, stores, 0).pages;
    return print(report, source, stores, pages).bytes;
}

} // namespace maintscope::ui
