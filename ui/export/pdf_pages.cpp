// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/pdf_pages.h"

#include "ui/paint/marks.h"
#include "ui/paint/operation.h"
#include "ui/theme/translate.h"

#include <QFontMetricsF>
#include <QPdfWriter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr double kPageWidth = 940;
constexpr double kPageHeight = kPageWidth * 297 / 210;
constexpr double kMargin = 50;
constexpr double kFooter = 46;
static_assert(kPdfTextWidth == kPageWidth - 2 * kMargin);
constexpr double kColumnGap = 10;

QFont cellFont(const model::ReportColumn& column) {
    return column.figure ? monoFont(11) : uiFont(11);
}

/// The gap after a column; only a column of figures at the edge of the page needs none.
double gapAfter(const model::ReportTable& table, std::size_t column) {
    return table.columns[column].right && column + 1 == table.columns.size() ? 0 : kColumnGap;
}

/// Makes each column as wide as its widest cell; the last text column absorbs the difference to the page width.
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
    const double spare = kPdfTextWidth - std::accumulate(widths.begin(), widths.end(), 0.0);
    // Figures must not wrap, so the widest text column does.
    std::size_t flexible = 0;
    for (std::size_t c = 0; c < widths.size(); ++c)
        if (!table.columns[c].figure && (table.columns[flexible].figure || widths[c] >= widths[flexible]))
            flexible = c;
    if (spare < 0) {
        widths[flexible] = std::max(140.0, widths[flexible] + spare);
    } else {
        // Right-aligned figures spread over the line; otherwise a text column takes the remaining width.
        const auto right = static_cast<double>(std::count_if(
            table.columns.begin(), table.columns.end(), [](const auto& column) { return column.right; }));
        for (std::size_t c = 0; c < widths.size(); ++c)
            if (right > 0 ? table.columns[c].right : c == flexible)
                widths[c] += right > 0 ? spare / right : spare;
    }
    return widths;
}

} // namespace

std::vector<QString> wrappedLines(const QString& words, const QFont& font, double width) {
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

double pdfLineHeight(const QFont& font) {
    return std::ceil(QFontMetricsF(font).height() * 1.08);
}

PdfPages::PdfPages(QPdfWriter& writer, const model::Report& report, int count)
    : m_writer(writer)
    , m_report(report)
    , m_count(count)
    , m_painter(&writer)
    , m_y(kMargin) {
    const double scale = writer.width() / kPageWidth;
    m_painter.scale(scale, scale);
    m_painter.translate(kMargin, 0);
}

bool PdfPages::need(double height) {
    if (m_y + height <= kPageHeight - kFooter - 20) return false;
    footer();
    m_writer.newPage();
    ++m_page;
    m_y = kMargin;
    return true;
}

void PdfPages::paragraph(const QString& words, const QFont& font, const QColor& color, double left,
                         double width) {
    for (const QString& line : wrappedLines(words, font, width)) {
        need(pdfLineHeight(font));
        drawLine(line, font, color, QRectF(left, m_y, width, pdfLineHeight(font)), Qt::AlignLeft);
        m_y += pdfLineHeight(font);
    }
}

void PdfPages::section(const QString& title) {
    need(110); // a title is never alone at the end of a page
    m_y += 20;
    drawLine(QString::number(++m_section), uiFont(16, QFont::DemiBold), m_theme.ink, QRectF(0, m_y, 26, 22),
             Qt::AlignLeft);
    drawLine(title, uiFont(16, QFont::DemiBold), m_theme.ink, QRectF(26, m_y, kPdfTextWidth - 26, 22),
             Qt::AlignLeft);
    m_y += 26;
    m_painter.fillRect(QRectF(0, m_y, kPdfTextWidth, 1.6), m_theme.ink);
    m_y += 9;
}

void PdfPages::subtitle(const QString& title) {
    need(140); // room for the table head and some rows
    m_y += 14;
    paragraph(title, uiFont(13, QFont::DemiBold), m_theme.ink);
    m_y += 3;
}

void PdfPages::bullets(const QStringList& items) {
    for (const QString& item : items) {
        need(pdfLineHeight(uiFont(12)));
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_theme.ink);
        m_painter.drawEllipse(QPointF(5, m_y + 8), 1.8, 1.8);
        paragraph(item, uiFont(12), m_theme.ink, 16, kPdfTextWidth - 16);
        m_y += 3;
    }
}

void PdfPages::drawLine(const QString& words, const QFont& font, const QColor& color, const QRectF& area,
                        Qt::Alignment alignment) {
    m_painter.setFont(font);
    m_painter.setPen(color);
    m_painter.drawText(area, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine, words);
}

void PdfPages::picture(double height, const std::function<void(QPainter&)>& paint) {
    need(height + 8);
    m_painter.save();
    m_painter.translate(0, m_y);
    m_painter.setClipRect(QRectF(0, 0, kPdfTextWidth, height));
    paint(m_painter);
    m_painter.restore();
    m_y += height + 4;
}

int PdfPages::finish() {
    footer();
    m_painter.end();
    return m_page;
}

void PdfPages::footer() {
    const double top = kPageHeight - kFooter;
    m_painter.fillRect(QRectF(0, top - 8, kPdfTextWidth, 1), m_theme.border);
    drawLine(u"Maintscope "_s + m_report.appVersion +
                 (m_report.redacted ? tr(", redacted") : tr(", not redacted")),
             uiFont(10), m_theme.secondText, QRectF(0, top - 4, kPdfTextWidth / 2, 14), Qt::AlignLeft);
    drawLine(tr("page %1 of %2").arg(m_page).arg(m_count), uiFont(10), m_theme.secondText,
             QRectF(kPdfTextWidth / 2, top - 4, kPdfTextWidth / 2, 14), Qt::AlignRight);
    drawLine(u"sha256 "_s + m_report.checksum, monoFont(9), m_theme.secondText,
             QRectF(0, top + 9, kPdfTextWidth, 14), Qt::AlignLeft);
}

void PdfPages::table(const model::ReportTable& table) {
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
        m_painter.fillRect(QRectF(0, m_y, kPdfTextWidth, 1.2), m_theme.ink);
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
                                                    : wrappedLines(words, font, widths[c] - kColumnGap));
            height = std::max(height, pdfLineHeight(font) * static_cast<double>(cells.back().size()) + 3);
        }
        if (need(height + 4)) head();
        double x = 0;
        for (std::size_t c = 0; c < widths.size(); ++c) {
            const QFont font = cellFont(table.columns[c]);
            double left = x;
            if (c == 1 && r < table.marks.size() && table.marks[r]) {
                const OperationKind operation = *table.marks[r];
                if (lookOf(operation).diamond)
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
                y += pdfLineHeight(font);
            }
            x += widths[c];
        }
        m_y += height;
        m_painter.fillRect(QRectF(0, m_y, kPdfTextWidth, 0.8), m_theme.grid);
        m_y += 2;
    }
    if (!table.note.isEmpty()) {
        m_y += 3;
        paragraph(table.note, uiFont(11), m_theme.secondText);
    }
}

void PdfPages::comparison(const std::vector<model::ComparisonGroup>& groups, const QString& a,
                          const QString& b) {
    model::ReportTable flat;
    flat.columns = {
        {tr("Metric"), false, false}, {a, true, true}, {b, true, true}, {tr("difference"), true, true}};
    for (const model::ComparisonGroup& group : groups)
        for (const model::ComparisonRow& row : group.rows)
            flat.rows.push_back({(row.part ? u"   "_s : QString()) + row.metric, row.a, row.b, row.delta});
    table(flat);
}

} // namespace maintscope::ui
