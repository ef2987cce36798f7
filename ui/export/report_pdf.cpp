// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/report_pdf.h"

#include "model/base/format.h"
#include "ui/paint/badge.h"
#include "ui/paint/marks.h"
#include "ui/paint/operation.h"
#include "ui/paint/percentile_plot.h"
#include "ui/paint/report_timeline.h"
#include "ui/theme/theme.h"
#include "ui/theme/translate.h"
#include "ui/widgets/verdict_badge.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QHashFunctions>
#include <QPainter>
#include <QPdfWriter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

// A4 in the units of the painters: 840 wide between the margins, as every picture of a report is.
constexpr double kPageWidth = 940;
constexpr double kPageHeight = kPageWidth * 297 / 210;
constexpr double kMargin = 50;
constexpr double kFooter = 46;
constexpr double kTextWidth = kPageWidth - 2 * kMargin;
static_assert(kTextWidth == kReportTimelineWidth && kTextWidth == kPercentilePlotWidth);
constexpr double kColumnGap = 10;

/// Lines of a paragraph in a width; long words break where they must.
std::vector<QString> wrapped(const QString& words, const QFont& font, double width) {
    QTextLayout layout(words, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    std::vector<QString> lines;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        lines.push_back(words.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines;
}

double lineHeight(const QFont& font) {
    return std::ceil(QFontMetricsF(font).height() * 1.08);
}

/// A pen that runs down the pages.
class Pages {
public:
    /// `count`: of all pages; 0: not known yet.
    Pages(QPdfWriter& writer, const model::Report& report, int count)
        : m_writer(writer)
        , m_report(report)
        , m_count(count)
        , m_painter(&writer) {
        const double scale = writer.width() / kPageWidth;
        m_painter.scale(scale, scale);
        m_painter.translate(kMargin, 0);
    }

    [[nodiscard]] QPainter& painter() { return m_painter; }
    [[nodiscard]] double y() const { return m_y; }
    void skip(double by) { m_y += by; }

    /// Begins a new page where less than `height` is left. True where it did.
    bool need(double height) {
        if (m_y + height <= kPageHeight - kFooter - 20) return false;
        footer();
        m_writer.newPage();
        ++m_page;
        m_y = kMargin;
        return true;
    }

    void paragraph(const QString& words, const QFont& font, const QColor& color, double left = 0,
                   double width = kTextWidth) {
        for (const QString& line : wrapped(words, font, width)) {
            need(lineHeight(font));
            drawLine(line, font, color, QRectF(left, m_y, width, lineHeight(font)), Qt::AlignLeft);
            m_y += lineHeight(font);
        }
    }

    void section(const QString& title) {
        need(110); // a title is not left alone at the end of a page
        m_y += 20;
        drawLine(QString::number(++m_section), uiFont(16, QFont::DemiBold), m_theme.ink,
                 QRectF(0, m_y, 26, 22), Qt::AlignLeft);
        drawLine(title, uiFont(16, QFont::DemiBold), m_theme.ink, QRectF(26, m_y, kTextWidth - 26, 22),
                 Qt::AlignLeft);
        m_y += 26;
        m_painter.fillRect(QRectF(0, m_y, kTextWidth, 1.6), m_theme.ink);
        m_y += 9;
    }

    void subtitle(const QString& title) {
        need(140); // with the head of its table and some rows
        m_y += 14;
        paragraph(title, uiFont(13, QFont::DemiBold), m_theme.ink);
        m_y += 3;
    }

    void bullets(const QStringList& items) {
        for (const QString& item : items) {
            need(lineHeight(uiFont(12)));
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(m_theme.ink);
            m_painter.drawEllipse(QPointF(5, m_y + 8), 1.8, 1.8);
            paragraph(item, uiFont(12), m_theme.ink, 16, kTextWidth - 16);
            m_y += 3;
        }
    }

    void drawLine(const QString& words, const QFont& font, const QColor& color, const QRectF& area,
                  Qt::Alignment alignment) {
        m_painter.setFont(font);
        m_painter.setPen(color);
        m_painter.drawText(area, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine, words);
    }

    void table(const model::ReportTable& table);
    void comparison(const std::vector<model::ComparisonGroup>& groups, const QString& a, const QString& b);

    void picture(double height, const std::function<void(QPainter&)>& paint) {
        need(height + 8);
        m_painter.save();
        m_painter.translate(0, m_y);
        m_painter.setClipRect(QRectF(0, 0, kTextWidth, height));
        paint(m_painter);
        m_painter.restore();
        m_y += height + 4;
    }

    /// How many there are.
    int finish() {
        footer();
        m_painter.end();
        return m_page;
    }

private:
    void footer() {
        const double top = kPageHeight - kFooter;
        m_painter.fillRect(QRectF(0, top - 8, kTextWidth, 1), m_theme.border);
        drawLine(u"Maintscope "_s + m_report.appVersion +
                     (m_report.redacted ? tr(", redacted") : tr(", not redacted")),
                 uiFont(10), m_theme.secondText, QRectF(0, top - 4, kTextWidth / 2, 14), Qt::AlignLeft);
        drawLine(tr("page %1 of %2").arg(m_page).arg(m_count), uiFont(10), m_theme.secondText,
                 QRectF(kTextWidth / 2, top - 4, kTextWidth / 2, 14), Qt::AlignRight);
        drawLine(u"sha256 "_s + m_report.checksum, monoFont(9), m_theme.secondText,
                 QRectF(0, top + 9, kTextWidth, 14), Qt::AlignLeft);
    }

    QPdfWriter& m_writer;
    const model::Report& m_report;
    const Theme& m_theme = theme(ThemeKind::Light);
    int m_count;
    QPainter m_painter;
    double m_y = kMargin;
    int m_page = 1;
    int m_section = 0;
};

QFont cellFont(const model::ReportColumn& column) {
    return column.figure ? monoFont(11) : uiFont(11);
}

/// Only a column of figures at the edge of the page needs none.
double gapAfter(const model::ReportTable& table, std::size_t column) {
    return table.columns[column].right && column + 1 == table.columns.size() ? 0 : kColumnGap;
}

/// Each column as wide as its widest cell, the last text column takes what is left or gives what is missing.
std::vector<double> columnWidths(const model::ReportTable& table) {
    std::vector<double> widths;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        double width = QFontMetricsF(uiFont(11, QFont::DemiBold)).horizontalAdvance(table.columns[c].title);
        const QFontMetricsF metrics(cellFont(table.columns[c]));
        const double sign = c == 1 && !table.marks.empty() ? 20 : 0;
        for (const QStringList& row : table.rows)
            width = std::max(width, metrics.horizontalAdvance(row[static_cast<qsizetype>(c)]) + sign);
        widths.push_back(std::ceil(width) + kColumnGap);
    }
    const double spare = kTextWidth - std::accumulate(widths.begin(), widths.end(), 0.0);
    // Figures must not wrap; the widest text column does.
    std::size_t flexible = 0;
    for (std::size_t c = 0; c < widths.size(); ++c)
        if (!table.columns[c].figure && (table.columns[flexible].figure || widths[c] >= widths[flexible]))
            flexible = c;
    if (spare < 0) {
        widths[flexible] = std::max(140.0, widths[flexible] + spare);
    } else {
        // Right-aligned figures spread over the line; else the text takes the room.
        const auto right = static_cast<double>(std::count_if(
            table.columns.begin(), table.columns.end(), [](const auto& column) { return column.right; }));
        for (std::size_t c = 0; c < widths.size(); ++c)
            if (right > 0 ? table.columns[c].right : c == flexible)
                widths[c] += right > 0 ? spare / right : spare;
    }
    return widths;
}

void Pages::table(const model::ReportTable& table) {
    if (table.rows.empty()) {
        paragraph(table.whenEmpty, uiFont(12), m_theme.secondText);
        return;
    }
    const std::vector<double> widths = columnWidths(table);
    const auto head = [&] {
        double x = 0;
        for (std::size_t c = 0; c < widths.size(); ++c) {
            drawLine(table.columns[c].title, uiFont(11, QFont::DemiBold), m_theme.ink,
                     QRectF(x, m_y, widths[c] - gapAfter(table, c), 18),
                     table.columns[c].right ? Qt::AlignRight : Qt::AlignLeft);
            x += widths[c];
        }
        m_y += 19;
        m_painter.fillRect(QRectF(0, m_y, kTextWidth, 1.2), m_theme.ink);
        m_y += 3;
    };
    need(60);
    head();
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        std::vector<std::vector<QString>> cells;
        double height = 18;
        for (std::size_t c = 0; c < widths.size(); ++c) {
            const QFont font = cellFont(table.columns[c]);
            const QString& words = table.rows[r][static_cast<qsizetype>(c)];
            cells.push_back(table.columns[c].figure ? std::vector<QString>{words}
                                                    : wrapped(words, font, widths[c] - kColumnGap));
            height = std::max(height, lineHeight(font) * static_cast<double>(cells.back().size()) + 3);
        }
        if (need(height + 4)) head();
        double x = 0;
        for (std::size_t c = 0; c < widths.size(); ++c) {
            const QFont font = cellFont(table.columns[c]);
            double left = x;
            if (c == 1 && r < table.marks.size() && table.marks[r]) {
                const marks::Operation operation = operationOf(*table.marks[r]);
                if (operation == marks::Operation::Moving)
                    marks::diamond(m_painter, m_theme, {x + 6, m_y + 9}, 6, marks::Diamond::Filled);
                else
                    marks::wedge(m_painter, m_theme, QRectF(x + 1, m_y + 4, 9, 10), operation);
                left += 20;
            }
            double y = m_y;
            for (const QString& line : cells[c]) {
                drawLine(line, font, m_theme.ink,
                         QRectF(left, y, widths[c] - (left - x) - gapAfter(table, c), 18),
                         table.columns[c].right ? Qt::AlignRight : Qt::AlignLeft);
                y += lineHeight(font);
            }
            x += widths[c];
        }
        m_y += height;
        m_painter.fillRect(QRectF(0, m_y, kTextWidth, 0.8), m_theme.grid);
        m_y += 2;
    }
    if (!table.note.isEmpty()) {
        m_y += 3;
        paragraph(table.note, uiFont(11), m_theme.secondText);
    }
}

void Pages::comparison(const std::vector<model::ComparisonGroup>& groups, const QString& a,
                       const QString& b) {
    model::ReportTable flat;
    flat.columns = {
        {tr("Metric"), false, false}, {a, true, true}, {b, true, true}, {tr("difference"), true, true}};
    for (const model::ComparisonGroup& group : groups)
        for (const model::ComparisonRow& row : group.rows)
            flat.rows.push_back({(row.part ? u"   "_s : QString()) + row.metric, row.a, row.b, row.delta});
    table(flat);
}

/// Traffic light, sentence and four figures: what a manager reads.
void addFirstHalfPage(Pages& pages, const model::TargetReport& target) {
    const Theme& t = theme(ThemeKind::Light);
    QPainter& painter = pages.painter();
    constexpr double kWord = 214;
    const QFont font = uiFont(15);
    const std::vector<QString> lines = wrapped(target.sentence, font, kTextWidth - kWord - 36);
    std::vector<QString> why;
    for (const QString& reason : target.reasons)
        for (const QString& line : wrapped(u"• "_s + reason, uiFont(13), kTextWidth - kWord - 36))
            why.push_back(line);
    const double height = std::max(90.0, lineHeight(font) * static_cast<double>(lines.size()) +
                                             lineHeight(uiFont(13)) * static_cast<double>(why.size()) + 30);
    pages.need(height + 110);
    const QRectF box(0, pages.y(), kTextWidth, height);
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
        pages.drawLine(line, font, t.ink, QRectF(kWord + 18, y, kTextWidth - kWord - 30, lineHeight(font)),
                       Qt::AlignLeft);
        y += lineHeight(font);
    }
    y += why.empty() ? 0 : 4;
    for (const QString& line : why) {
        pages.drawLine(line, uiFont(13), t.ink,
                       QRectF(kWord + 18, y, kTextWidth - kWord - 30, lineHeight(uiFont(13))), Qt::AlignLeft);
        y += lineHeight(uiFont(13));
    }
    pages.skip(height + 12);

    const double width = kTextWidth / static_cast<double>(std::max<std::size_t>(1, target.figures.size()));
    painter.setPen(QPen(t.border, 1));
    painter.drawRect(QRectF(0, pages.y(), kTextWidth, 84));
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

void addScope(Pages& pages, const model::TargetReport& target) {
    const Theme& t = theme(ThemeKind::Light);
    const std::size_t half = (target.scope.size() + 1) / 2;
    for (std::size_t row = 0; row < half; ++row) {
        double height = 22;
        pages.need(height);
        for (const std::size_t i : {row, row + half}) {
            if (i >= target.scope.size()) continue;
            const double left = i < half ? 0 : kTextWidth / 2;
            const double width = kTextWidth / 2 - 124;
            pages.drawLine(target.scope[i].name, uiFont(12), t.secondText, QRectF(left, pages.y(), 110, 20),
                           Qt::AlignLeft);
            double y = pages.y();
            for (const QString& line : wrapped(target.scope[i].value, uiFont(12), width)) {
                pages.drawLine(line, uiFont(12), t.ink, QRectF(left + 114, y, width, 20), Qt::AlignLeft);
                y += 17;
            }
            height = std::max(height, y - pages.y() + 5);
        }
        pages.skip(height);
    }
}

void addTarget(Pages& pages, const model::ExportSource& source, const model::SessionModels& models,
               const model::TargetReport& target, bool several) {
    const Theme& t = theme(ThemeKind::Light);
    if (several) {
        pages.need(300);
        pages.paragraph(target.name, uiFont(24, QFont::DemiBold), t.ink);
        pages.skip(8);
    }
    addFirstHalfPage(pages, target);
    pages.section(tr("Scope"));
    addScope(pages, target);
    pages.section(tr("Timeline"));
    const ReportTimeline story{&models.targets[target.index]->timeline,
                               &models.metrics,
                               &target.summary,
                               source.from(),
                               source.to(),
                               source.session().startedWall};
    pages.picture(reportTimelineHeight(story),
                  [&](QPainter& painter) { paintReportTimeline(painter, t, story); });
    pages.paragraph(
        tr("Numbers refer to the table of operations. Double and single line: before and after a change "
             "of endpoint. Blank: no answer."),
        uiFont(11), t.secondText);
    pages.section(target.operations.title);
    pages.table(target.operations);
    pages.section(target.findings.title);
    pages.table(target.findings);
    if (!target.control.empty() && target.summary.control) {
        pages.section(tr("With and without handoffs"));
        pages.comparison(target.control, tr("protected"), tr("control"));
        pages.skip(6);
        pages.bullets(target.controlCaveats);
        pages.subtitle(tr("Latency by percentile"));
        const std::vector<PercentileSeries> series{
            {tr("protected"), model::PercentileCurve(target.summary), model::failureShare(target.summary)},
            {tr("control"), model::PercentileCurve(*target.summary.control),
             model::failureShare(*target.summary.control)}};
        pages.picture(kPercentilePlotHeight, [&](QPainter& painter) {
            paintPercentilePlot(painter, t, QRectF(0, 0, kPercentilePlotWidth, kPercentilePlotHeight), series,
                                story.timeline->target().timeouts.normal);
        });
    }
    pages.subtitle(target.handoffs.title);
    pages.table(target.handoffs);
}

/// Qt writes fonts in the order of a hash table, whose seed differs in each process. While this lives it does
/// not: the tables that the writer makes give the same order everywhere.
class StableHashes {
public:
    StableHashes() { QHashSeed::setDeterministicGlobalSeed(); }
    ~StableHashes() { QHashSeed::resetRandomGlobalSeed(); }
    StableHashes(const StableHashes&) = delete;
    StableHashes& operator=(const StableHashes&) = delete;
};

/// Qt writes the time of export into the file. It is replaced by the session's start, of the same length, so
/// that no offset in the file changes.
void replaceCreationDate(QByteArray& pdf, WallTime started) {
    const qsizetype key = pdf.indexOf("/CreationDate (D:");
    if (key < 0) return;
    constexpr qsizetype kStampAt = 17;
    const QString iso = model::formatRfc3339(started);
    const QByteArray stamp = (iso.mid(0, 4) + iso.mid(5, 2) + iso.mid(8, 2) + iso.mid(11, 2) +
                              iso.mid(14, 2) + iso.mid(17, 2) + u"+00'00'"_s)
                                 .toLatin1();
    const qsizetype end = pdf.indexOf(')', key);
    // Without a zone Qt ends behind the seconds.
    pdf.replace(key + kStampAt, end - key - kStampAt, stamp.left(end - key - kStampAt));
}

struct Printed {
    QByteArray bytes;
    int pages = 0;
};

Printed print(const model::Report& report, const model::ExportSource& source,
              const model::SessionModels& models, int pageCount) {
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

    Pages pages(writer, report, pageCount);
    pages.drawLine(tr("Maintenance report"), uiFont(13), t.secondText,
                   QRectF(0, pages.y(), kTextWidth / 2, 18), Qt::AlignLeft);
    pages.drawLine(u"Maintscope "_s + report.appVersion, uiFont(13), t.secondText,
                   QRectF(kTextWidth / 2, pages.y(), kTextWidth / 2, 18), Qt::AlignRight);
    pages.skip(24);
    pages.paragraph(report.title, uiFont(30, QFont::DemiBold), t.ink);
    pages.paragraph(report.range, uiFont(14), t.secondText);
    pages.skip(14);
    for (const model::TargetReport& target : report.targets)
        addTarget(pages, source, models, target, report.targets.size() > 1);
    pages.section(report.changes.title);
    pages.table(report.changes);
    pages.section(report.notes.title);
    pages.table(report.notes);
    pages.section(tr("How this was measured, and its limits"));
    pages.bullets(report.method);
    pages.section(report.appendix.title);
    pages.table(report.appendix);
    printed.pages = pages.finish();
    replaceCreationDate(printed.bytes, source.session().startedWall);
    return printed;
}

} // namespace

QByteArray reportPdf(const model::ExportSource& source, const model::SessionModels& models) {
    const model::Report report = model::makeReport(source, models);
    const StableHashes stable;
    // A first time for the number of pages, which stands on each of them.
    const int pages = print(report, source, models, 0).pages;
    return print(report, source, models, pages).bytes;
}

} // namespace maintscope::ui
