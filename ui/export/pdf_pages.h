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

/// The width between the margins of an A4 page, in painter units; equal to the width of the pictures in a report.
inline constexpr double kPdfTextWidth = 840;

/// The lines of a paragraph, wrapped to a width; words longer than a line are broken.
[[nodiscard]] std::vector<QString> wrappedLines(const QString& words, const QFont& font, double width);
[[nodiscard]] double pdfLineHeight(const QFont& font);

/// Paints a report from top to bottom, page by page. Lengths are in painter units, see kPdfTextWidth.
class PdfPages {
public:
    /// `count`: total number of pages; 0: not known yet. `writer` and `report` must outlive this object.
    PdfPages(QPdfWriter& writer, const model::Report& report, int count);

    [[nodiscard]] QPainter& painter() { return m_painter; }
    [[nodiscard]] double y() const { return m_y; }
    void skip(double by) { m_y += by; }

    /// Begins a new page if less than `height` is left; returns whether it did.
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
    /// Ends the last page; returns the number of pages.
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
