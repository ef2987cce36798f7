// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/report/report.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

class QPdfWriter;

namespace maintscope::ui {

/// Between the margins of an A4 page, in the units of the painters: as wide as every picture of a report.
inline constexpr double kPdfTextWidth = 840;

/// Lines of a paragraph in a width; long words break where they must.
[[nodiscard]] std::vector<QString> wrappedLines(const QString& words, const QFont& font, double width);
[[nodiscard]] double pdfLineHeight(const QFont& font);

/// A pen that runs down the pages of a report. Lengths are in the units of the painters, see kPdfTextWidth.
class PdfPages {
public:
    /// `count`: of all pages; 0: not known yet. `writer` and `report` outlive the pages.
    PdfPages(QPdfWriter& writer, const model::Report& report, int count);

    [[nodiscard]] QPainter& painter() { return m_painter; }
    [[nodiscard]] double y() const { return m_y; }
    void skip(double by) { m_y += by; }

    /// Begins a new page where less than `height` is left. True where it did.
    bool need(double height);
    void paragraph(const QString& words, const QFont& font, const QColor& color, double left = 0,
                   double width = kPdfTextWidth);
    void section(const QString& title);
    void subtitle(const QString& title);
    void bullets(const QStringList& items);
    void drawLine(const QString& words, const QFont& font, const QColor& color, const QRectF& area,
                  Qt::Alignment alignment);
    void table(const model::ReportTable& table);
    void comparison(const std::vector<model::ComparisonGroup>& groups, const QString& a, const QString& b);
    void picture(double height, const std::function<void(QPainter&)>& paint);
    /// Ends the last page; returns how many there are.
    int finish();

private:
    void footer();

    QPdfWriter& m_writer;
    const model::Report& m_report;
    const Theme& m_theme = theme(ThemeKind::Light);
    int m_count;
    QPainter m_painter;
    double m_y;
    int m_page = 1;
    int m_section = 0;
};

} // namespace maintscope::ui
