// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/percentile_plot.h"

#include "model/base/format.h"
#include "ui/paint/marks.h"
#include "ui/theme/translate.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <array>
#include <cmath>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr double kNines = 5; ///< the axis ends at 99.999 %
constexpr double kFailedBand = 26;
constexpr double kLabelWidth = 52;
constexpr double kBelow = 40;
constexpr std::array kTicks{0.0, 50.0, 90.0, 99.0, 99.9, 99.99, 99.999};
constexpr std::array kMarked{50.0, 90.0, 99.0, 99.9, 99.99};

/// Maps percentiles and latencies to positions.
struct Axes {
    QRectF plot; ///< below the band of failures
    int low = -1;
    int high = 3;

    [[nodiscard]] double x(double percent) const {
        const double nines = percent >= 100 ? kNines : -std::log10(1 - percent / 100);
        return plot.left() + std::min(1.0, nines / kNines) * plot.width();
    }
    [[nodiscard]] double percentAt(double px) const {
        return 100 * (1 - std::pow(10, -(px - plot.left()) / plot.width() * kNines));
    }
    [[nodiscard]] double y(Duration value) const {
        const double decade = std::clamp(std::log10(std::max(inMilliseconds(value), 1e-6)),
                                         static_cast<double>(low), static_cast<double>(high));
        return plot.bottom() - (decade - low) / (high - low) * plot.height();
    }
    [[nodiscard]] double failedY(bool first) const {
        return plot.top() - kFailedBand * (first ? 0.32 : 0.68);
    }
};

QString decadeText(int decade) {
    return decade >= 3 ? u"%1 s"_s.arg(std::lround(std::pow(10, decade - 3)))
                       : QString::number(std::pow(10, decade), 'g', 3);
}

Axes axesFor(const QRectF& area, const std::vector<PercentileSeries>& series, Duration timeout) {
    Axes axes;
    axes.plot = area.adjusted(kLabelWidth, kFailedBand + 1, -16, -kBelow);
    double lowest = inMilliseconds(timeout);
    double highest = lowest;
    for (const PercentileSeries& one : series) {
        if (const auto least = one.curve.at(0)) lowest = std::min(lowest, inMilliseconds(*least));
        // The highest latency, just below the percentile at which commands begin to fail.
        if (const auto most = one.curve.at(std::min(100.0, one.curve.failsFrom())))
            highest = std::max(highest, inMilliseconds(*most));
    }
    axes.low = static_cast<int>(std::floor(std::log10(std::max(lowest, 1e-3))));
    axes.high = std::max(axes.low + 1, static_cast<int>(std::ceil(std::log10(highest) + 0.05)));
    return axes;
}

void paintGrid(QPainter& painter, const Theme& theme, const Axes& axes, Duration timeout) {
    const QRectF failed(axes.plot.left(), axes.plot.top() - kFailedBand, axes.plot.width(), kFailedBand);
    painter.fillRect(failed, mixed(theme.failure, theme.canvas, 0.14));
    painter.fillRect(QRectF(failed.left(), failed.bottom() - 1, failed.width(), 1), theme.failure);
    painter.setFont(monoFont(11));
    for (int decade = axes.low; decade <= axes.high; ++decade) {
        const double y = std::round(axes.y(std::chrono::duration_cast<Duration>(
            std::chrono::duration<double, std::milli>(std::pow(10, decade)))));
        painter.fillRect(QRectF(axes.plot.left(), y, axes.plot.width(), 1), theme.grid);
        painter.setPen(theme.secondText);
        painter.drawText(QRectF(axes.plot.left() - kLabelWidth, y - 8, kLabelWidth - 8, 16),
                         Qt::AlignRight | Qt::AlignVCenter, decadeText(decade));
    }
    painter.drawText(QRectF(axes.plot.left() - kLabelWidth, failed.top() + 4, kLabelWidth - 8, 16),
                     Qt::AlignRight | Qt::AlignVCenter, u"ms"_s);
    for (const double percent : kTicks) {
        const double x = std::round(axes.x(percent));
        painter.fillRect(QRectF(x, failed.top(), 1, axes.plot.bottom() - failed.top()), theme.grid);
        painter.setPen(theme.secondText);
        const bool last = percent == kTicks.back();
        painter.drawText(QRectF(x - (last ? 68 : 40), axes.plot.bottom() + 4, 84, 16),
                         last ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignHCenter | Qt::AlignVCenter,
                         QString::number(percent, 'g', 6) + (percent == 0 || last ? u" %"_s : QString()));
    }
    painter.setFont(uiFont(11));
    const double y = std::round(axes.y(timeout)) + 0.5;
    painter.setPen(QPen(theme.grey, 1, Qt::DashLine));
    painter.drawLine(QPointF(axes.plot.left(), y), QPointF(axes.plot.right(), y));
    painter.setPen(theme.secondText);
    painter.drawText(QRectF(axes.plot.left() + 8, y - 17, 260, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("normal timeout %1").arg(model::formatSetting(timeout)));
    painter.drawText(QRectF(axes.plot.left(), axes.plot.bottom() + 20, axes.plot.width(), 16),
                     Qt::AlignCenter, tr("percentile of all due commands; corrected latency"));
    painter.setFont(uiFont(11, QFont::DemiBold));
    painter.setPen(theme.ink);
    painter.drawText(failed.adjusted(8, 0, -8, -1), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("failed: worse than any latency"));
}

void paintMark(QPainter& painter, const Theme& theme, const QPointF& at, bool first) {
    painter.setPen(QPen(first ? theme.canvas : theme.latency, first ? 1 : 1.5));
    painter.setBrush(first ? theme.latency : theme.canvas);
    if (first)
        painter.drawEllipse(at, 4.5, 4.5);
    else
        painter.drawRect(QRectF(at.x() - 4, at.y() - 4, 8, 8));
}

/// The curve steps, rather than slopes, where commands begin to fail: there is no latency in between.
void paintSeries(QPainter& painter, const Theme& theme, const Axes& axes, const PercentileSeries& series,
                 bool first) {
    if (series.curve.count() == 0) return;
    const double end = axes.plot.right();
    const double failsAt = series.curve.failed() > 0 ? axes.x(series.curve.failsFrom()) : end;
    QPolygonF line;
    for (double x = axes.plot.left(); x <= std::min(failsAt, end); x += 1)
        if (const auto value = series.curve.at(axes.percentAt(x))) line << QPointF(x, axes.y(*value));
    if (series.curve.failed() > 0 && failsAt < end) {
        line << QPointF(failsAt, line.isEmpty() ? axes.plot.bottom() : line.last().y());
        line << QPointF(failsAt, axes.failedY(first)) << QPointF(end, axes.failedY(first));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme.latency, 2, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (!first) pen.setDashPattern({4, 2.5});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    for (const double percent : kMarked) {
        // A percentile that the sample cannot resolve has no mark.
        if (static_cast<double>(series.curve.count()) * (1 - percent / 100) < 1) continue;
        const auto value = series.curve.at(percent);
        paintMark(painter, theme, {axes.x(percent), value ? axes.y(*value) : axes.failedY(first)}, first);
    }
}

void paintLabels(QPainter& painter, const Theme& theme, const Axes& axes,
                 const std::vector<PercentileSeries>& series) {
    double y = axes.plot.bottom() - 14 - 22 * static_cast<double>(series.size() - 1);
    const QFont font = uiFont(11, QFont::DemiBold);
    for (std::size_t i = 0; i < series.size(); ++i) {
        const QString words = series[i].label + u": "_s + series[i].failures;
        const double width = marks::plateWidth(words, font);
        const double left = axes.plot.right() - width - 12;
        marks::plate(painter, {left, y}, width, words, font, theme.ink, theme.canvas);
        QPen pen(theme.latency, 2, Qt::SolidLine, Qt::FlatCap);
        if (i > 0) pen.setDashPattern({4, 2.5});
        painter.setPen(pen);
        painter.drawLine(QPointF(left - 44, y), QPointF(left - 6, y));
        paintMark(painter, theme, {left - 25, y}, i == 0);
        y += 22;
    }
}

} // namespace

void paintPercentilePlot(QPainter& painter, const Theme& theme, const QRectF& area,
                         const std::vector<PercentileSeries>& series, Duration timeout) {
    if (series.empty()) return;
    painter.save();
    painter.fillRect(area, theme.canvas);
    const Axes axes = axesFor(area, series, timeout);
    paintGrid(painter, theme, axes, timeout);
    for (std::size_t i = series.size(); i-- > 0;)
        paintSeries(painter, theme, axes, series[i], i == 0);
    paintLabels(painter, theme, axes, series);
    painter.restore();
}

QString percentilePlotText(const std::vector<PercentileSeries>& series) {
    QStringList parts;
    for (const PercentileSeries& one : series) {
        QStringList values;
        for (const double percent : kMarked) {
            const auto value = one.curve.at(percent);
            values += u"p%1 %2"_s.arg(QString::number(percent, 'g', 6),
                                      value ? model::formatDuration(*value) : tr("failed"));
        }
        parts += one.label + u": "_s + values.join(u", "_s) + u"; "_s + one.failures;
    }
    return parts.join(u". "_s);
}

} // namespace maintscope::ui
