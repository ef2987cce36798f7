// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/plot_painter.h"

#include "ui/paint/marks.h"
#include "ui/paint/operation.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Paints a sample of the curve next to its read-out.
void paintSample(QPainter& painter, const Readout& readout, const QRectF& area) {
    const double y = area.center().y();
    if (readout.bars) {
        painter.fillRect(QRectF(area.left() + 3, y - 5, 2, 10), readout.color);
        painter.fillRect(QRectF(area.left() + 8, y - 5, 2, 10), readout.color);
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    QPen pen(readout.color, 1.6);
    if (readout.look == CurveLook::Rings) {
        painter.setPen(pen);
        painter.drawEllipse(QPointF(area.center().x(), y), 2.6, 2.6);
    } else {
        if (readout.look == CurveLook::Dotted) pen.setDashPattern({1, 1.6});
        if (readout.look == CurveLook::Dashed) pen.setDashPattern({2.6, 1.6});
        painter.setPen(pen);
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    painter.restore();
}

/// Paints each note right of its interval, otherwise left of it, otherwise not at all; notes never overlap.
void paintPlotNotes(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area) {
    const QFont font = uiFont(10, QFont::DemiBold);
    std::vector<std::pair<double, double>> taken;
    const auto isFree = [&](double from, double to) {
        return from >= 2 && to <= plot.nowX - 4 &&
               std::none_of(taken.begin(), taken.end(),
                            [&](const auto& span) { return from < span.second + 4 && to > span.first - 4; });
    };
    for (const PlotNote& note : plot.notes) {
        const double width = marks::plateWidth(note.text, font);
        const double y = plot.large ? 12 : area.height() - 11;
        double left = note.after + 5;
        if (!isFree(left, left + width)) left = note.x - 5 - width;
        if (!isFree(left, left + width)) continue;
        taken.emplace_back(left, left + width);
        const QRectF plate =
            marks::plate(painter, QPointF(left, y), width, note.text, font, theme.ink, theme.canvas);
        painter.setPen(QPen(theme.border, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(plate.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

/// Paints the last values left of the curve ends, moved apart where curves end close together.
void paintPlotEnds(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area) {
    const QFont font = monoFont(10, QFont::DemiBold);
    const double line = std::ceil(QFontMetricsF(font).height());
    std::vector<PlotEnd> ends = plot.ends;
    std::sort(ends.begin(), ends.end(), [](const PlotEnd& a, const PlotEnd& b) { return a.y < b.y; });
    double top = line / 2;
    for (const PlotEnd& end : ends) {
        const double y = std::clamp(end.y, top, std::max(top, area.height() - line / 2));
        const double width = marks::plateWidth(end.text, font);
        if (plot.nowX - 5 - width < 0 || y + line / 2 > area.height() + 1) continue;
        marks::plate(painter, QPointF(plot.nowX - 5 - width, y), width, end.text, font, theme.ink,
                     theme.canvas);
        top = y + line - 1;
    }
}

} // namespace

void paintPlotBackground(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area) {
    painter.fillRect(area, theme.canvas);
    painter.fillRect(QRectF(area.left(), area.top(), plot.beginX, area.height()), theme.window);
    if (plot.nowX < area.width()) painter.fillRect(area.adjusted(plot.nowX, 0, 0, 0), theme.window);
    for (const PlotShade& shade : plot.shades)
        marks::shade(
            painter, theme,
            QRectF(area.left() + shade.from, area.top(), std::max(1.0, shade.to - shade.from), area.height()),
            shade.kind, shade.torn);
    for (const double x : plot.timeLines)
        painter.fillRect(QRectF(area.left() + x, area.top(), 1, area.height()), theme.grid);
    for (const PlotTick& tick : plot.ticks)
        painter.fillRect(QRectF(area.left(), area.top() + std::round(tick.y), area.width(), 1), theme.grid);
    if (!plot.heat.isNull()) painter.drawImage(QRectF(area.topLeft(), QSizeF(plot.heat.size())), plot.heat);
    painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.border);
}

double ringRadius(const QPolygonF& rings) {
    constexpr double kRing = 2.2;
    constexpr double kDot = 0.6;
    if (rings.size() < 2) return kRing;
    const double apart = (rings.last().x() - rings.first().x()) / static_cast<double>(rings.size() - 1);
    return apart < 2 * kRing ? kDot : kRing;
}

void paintCurves(QPainter& painter, const Plot& plot, const QRectF& area) {
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.translate(area.topLeft());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (const Curve& curve : plot.curves) {
        QPen pen(curve.color, 1.6);
        if (curve.look == CurveLook::Dotted) pen.setDashPattern({1, 1.6});
        if (curve.look == CurveLook::Dashed) pen.setDashPattern({4, 2.5});
        painter.setPen(pen);
        for (const QPolygonF& piece : curve.pieces) {
            if (curve.look == CurveLook::Rings) {
                const double radius = ringRadius(piece);
                for (const QPointF& point : piece)
                    painter.drawEllipse(point, radius, radius);
            } else
                painter.drawPolyline(piece);
        }
    }
    painter.restore();
}

void paintPlotMarks(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area) {
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.translate(area.topLeft());
    for (const double x : plot.noReply)
        painter.fillRect(QRectF(x, 2, 2, area.height() - 4), theme.failure);
    for (const PlotBar& bar : plot.bars) {
        const QRectF box(std::round(bar.left), area.height() - 6 - bar.height, std::round(bar.width),
                         bar.height);
        if (!bar.hollow) {
            painter.fillRect(box, theme.failure);
            painter.setPen(QPen(theme.onFill, 1));
        } else {
            painter.setPen(QPen(theme.failure, 1));
        }
        painter.setBrush(Qt::NoBrush);
        if (box.width() > 3) painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (plot.timeout.size() > 1) {
        QPen pen(theme.grey, 1);
        pen.setDashPattern({6, 3});
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        QPolygonF line = plot.timeout;
        for (QPointF& point : line)
            point = QPointF(std::round(point.x()) + 0.5, std::round(point.y()) + 0.5);
        painter.drawPolyline(line);
    }
    for (const double x : plot.stalls)
        painter.fillRect(QRectF(std::round(x), 0, 1, area.height()), theme.grey);
    for (const QRectF& box : plot.notMeasured)
        marks::notMeasured(painter, theme, box);
    if (plot.running && plot.nowX < area.width())
        painter.fillRect(QRectF(std::round(plot.nowX) - 0.5, 0, 1.5, area.height()), theme.ink);
    paintPlotNotes(painter, theme, plot, area);
    paintPlotEnds(painter, theme, plot, area);
    if (!plot.emptyText.isEmpty()) {
        painter.setFont(uiFont(10));
        painter.setPen(theme.secondText);
        painter.drawText(QRectF(10, 0, area.width() - 20, area.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         plot.emptyText);
    }
    painter.restore();
}

void paintPlotLabel(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area) {
    painter.save();
    painter.fillRect(area, theme.window);
    painter.fillRect(QRectF(area.right() - 1, area.top(), 1, area.height()), theme.border);
    painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.border);

    const QFont axis = monoFont(9);
    const double axisWidth = marks::textWidth(u"100 s"_s, axis);
    const QFont title = uiFont(11, QFont::DemiBold);
    const double titleRoom = area.width() - 10 - (plot.large ? 4 : 14);
    painter.setFont(title);
    painter.setPen(theme.ink);
    constexpr double kLine = 15;
    double y = area.top() + 4;
    painter.drawText(QRectF(area.left() + 10, y, titleRoom, kLine), Qt::AlignLeft | Qt::AlignVCenter,
                     marks::elided(plot.title, title, titleRoom));
    const double titleBottom = y + kLine;
    y = titleBottom;
    if (!plot.subtitle.isEmpty() && plot.readouts.empty()) {
        painter.setFont(uiFont(10));
        painter.setPen(theme.secondText);
        painter.drawText(QRectF(area.left() + 10, y, titleRoom, kLine), Qt::AlignLeft | Qt::AlignVCenter,
                         plot.subtitle);
        y += kLine;
    }
    // Where space is scarce, lines move closer together before one is dropped.
    constexpr double kTightLine = 13;
    const double line =
        std::clamp(std::floor((area.bottom() - 1 - y) /
                              static_cast<double>(std::max<std::size_t>(1, plot.readouts.size()))),
                   kTightLine, kLine);
    for (const Readout& readout : plot.readouts) {
        if (y + line > area.bottom() - 1) break; // dropped, never overlapped
        paintSample(painter, readout, QRectF(area.left() + 10, y, 15, line));
        painter.setFont(uiFont(10));
        painter.setPen(theme.secondText);
        const double nameLeft = area.left() + 30;
        painter.drawText(QRectF(nameLeft, y, 60, line), Qt::AlignLeft | Qt::AlignVCenter, readout.name);
        const double valueLeft = nameLeft + marks::textWidth(readout.name, uiFont(10)) + 6;
        painter.setFont(monoFont(10));
        painter.setPen(theme.ink);
        painter.drawText(QRectF(valueLeft, y, area.right() - valueLeft - 6, line),
                         Qt::AlignLeft | Qt::AlignVCenter, readout.value);
        y += line;
    }
    painter.setFont(axis);
    painter.setPen(theme.secondText);
    for (const PlotTick& tick : plot.ticks) {
        const QRectF box(area.right() - 6 - axisWidth, area.top() + tick.y - 7, axisWidth, 14);
        // A long title takes the whole first line.
        const double titleRight = area.left() + 10 + marks::textWidth(plot.title, title);
        if (box.top() < titleBottom - 4 && titleRight > box.right() - marks::textWidth(tick.label, axis))
            continue;
        if (box.bottom() > area.bottom() + 2) continue;
        painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    painter.restore();
}

} // namespace maintscope::ui
