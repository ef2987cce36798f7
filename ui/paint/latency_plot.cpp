// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/latency_plot.h"

#include "model/base/format.h"
#include "ui/paint/plot_input.h"
#include "ui/theme/translate.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Latency axis in decades of a millisecond. Values below the lowest decade are drawn on the axis.
struct LogAxis {
    int low = -1; ///< 0.1 ms
    int high = 3;
    double height = 0;
    static constexpr double kMargin = 5; ///< so that a line on the lowest decade is not cut in half
    [[nodiscard]] double y(double ms) const {
        const double value =
            std::clamp(std::log10(std::max(ms, 1e-6)), static_cast<double>(low), static_cast<double>(high));
        const double share = (value - low) / (high - low);
        return height - kMargin - share * (height - 2 * kMargin);
    }
};

QString decadeLabel(int decade) {
    switch (decade) {
    case -3:
        return tr("1 µs");
    case -2:
        return u"0.01"_s;
    case -1:
        return u"0.1"_s;
    case 0:
        return tr("1 ms");
    case 1:
        return u"10"_s;
    case 2:
        return u"100"_s;
    case 3:
        return tr("1 s");
    case 4:
        return tr("10 s");
    case 5:
        return tr("100 s");
    default:
        return u"10^%1 ms"_s.arg(decade);
    }
}

QString readoutMs(Duration value) {
    const double ms = inMilliseconds(value);
    if (ms >= 100) return model::formatCount(static_cast<std::int64_t>(std::llround(ms)));
    return QString::number(ms, 'f', ms < 1 ? 2 : ms < 10 ? 2 : 1);
}

/// The columns by single probe where the range is short enough and the probes are in memory; by second elsewhere.
struct Closest {
    std::vector<model::Column> columns;
    bool byProbe = false;
    QString remark; ///< why single probes are missing, wholly or in part
};

Closest closestOf(const std::vector<model::Column>& seconds, const LiveFrame& frame, ProbeRole role,
                  const TimeScale& scale) {
    Closest closest;
    closest.columns = seconds;
    if (!frame.columns) return closest;
    const model::FineRange& fine = frame.columns->probesOf(role).columns(
        {frame.timeline->target().id, role, {}}, scale.from, std::min(scale.to, frame.now),
        measuredPixels(frame, scale.width()));
    closest.byProbe = !fine.columns.empty();
    switch (fine.closeness) {
    case model::Closeness::Seconds:
        break;
    case model::Closeness::Probes:
        closest.columns = fine.columns;
        break;
    case model::Closeness::Forgotten:
        std::erase_if(closest.columns,
                      [&fine](const model::Column& second) { return second.to > fine.knownFrom; });
        closest.columns.insert(closest.columns.end(), fine.columns.begin(), fine.columns.end());
        closest.remark = tr("per second: single probes before %1 %2 are no longer in memory")
                             .arg(scale.timeS(fine.knownFrom), scale.zoneName(fine.knownFrom));
        break;
    case model::Closeness::TooMany:
        closest.remark = tr("per second: too many probes to show each one; zoom in");
        break;
    case model::Closeness::Unreadable:
        closest.remark =
            tr("per second: single probes cannot be read: %1").arg(model::escapeServerText(fine.error));
        break;
    }
    return closest;
}

/// Counts of replies by time and latency. A column is as wide as its time, a row as tall as its latencies on
/// the log axis; where rows are thinner than a pixel the fullest one shows. A column is at least `least`
/// pixels wide.
QImage heatOf(const std::vector<model::Column>& columns, const TimeScale& scale, const LogAxis& axis,
              double nowX, const QColor& hue, double least) {
    std::uint64_t fullest = 1;
    for (const model::Column& column : columns)
        for (const model::HeatCount& cell : column.heat)
            fullest = std::max(fullest, cell.count);
    const int width = static_cast<int>(scale.width());
    const int height = static_cast<int>(axis.height);
    if (width < 1 || height < 1) return {};
    std::array<int, model::heat::kRows + 1> edges{};
    for (int row = 0; row <= model::heat::kRows; ++row)
        edges[static_cast<std::size_t>(row)] =
            static_cast<int>(std::lround(axis.y(inMilliseconds(model::heat::lowOf(row)))));
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const double scaleOf = 1 / std::log1p(static_cast<double>(fullest));
    for (const model::Column& column : columns) {
        const int left = std::clamp(static_cast<int>(std::lround(scale.x(column.from))), 0, width);
        const int right = std::clamp(
            static_cast<int>(std::lround(std::min(std::max(scale.x(column.to), left + least), nowX))), left,
            width);
        for (const model::HeatCount& cell : column.heat) {
            const double share = std::log1p(static_cast<double>(cell.count)) * scaleOf;
            const int alpha = static_cast<int>(255 * (0.10 + 0.80 * share));
            const QRgb color = qPremultiply(qRgba(hue.red(), hue.green(), hue.blue(), alpha));
            const int bottom = std::clamp(edges[static_cast<std::size_t>(cell.row)], 1, height);
            const int top = std::clamp(edges[static_cast<std::size_t>(cell.row) + 1], 0, bottom - 1);
            for (int y = top; y < bottom; ++y) {
                QRgb* line = reinterpret_cast<QRgb*>(image.scanLine(y));
                for (int x = left; x < right; ++x)
                    if (qAlpha(line[x]) < alpha) line[x] = color;
            }
        }
    }
    return image;
}

/// Adds the effect of each announced operation on the replies: how many were late, how many commands failed.
void addNotes(Plot& plot, ProbeRole role, const LiveFrame& frame, const TimeScale& scale) {
    const auto realEnd = [&](const model::Band& band) {
        return std::min(band.to.value_or(frame.now), frame.now);
    };
    for (const Announced& one : announced(frame, scale, realEnd)) {
        const model::OutcomeCounts counts =
            frame.metrics->counts(frame.timeline->target().id, role, one.from, one.to);
        const std::uint64_t lost = counts.failed();
        QString text;
        if (counts.late > 0) text = tr("%1 answered late").arg(counts.late);
        if (lost > 0)
            text = text.isEmpty() ? tr("%1 failed").arg(lost) : tr("%1, %2 failed").arg(text).arg(lost);
        if (!text.isEmpty()) plot.notes.push_back({scale.clamped(one.from), scale.clamped(one.to), text});
    }
}

/// A curve, interrupted where a second has no reply; each piece covers the full width of its columns.
template <class Value>
std::vector<QPolygonF> piecesOf(const std::vector<model::Column>& columns, const TimeScale& scale,
                                const LogAxis& axis, double nowX, Value value) {
    std::vector<QPolygonF> pieces;
    QPolygonF piece;
    const model::Column* previous = nullptr;
    const model::Column* first = nullptr;
    const auto finish = [&] {
        if (piece.isEmpty()) return;
        // A value applies to its whole column; a point at the centre only would look like a gap at high zoom.
        const double from = scale.clamped(first->from);
        const double to = std::min(scale.clamped(previous->to), nowX);
        if (from < piece.first().x()) piece.prepend(QPointF(from, piece.first().y()));
        if (to > piece.last().x()) piece.append(QPointF(to, piece.last().y()));
        pieces.push_back(std::exchange(piece, {}));
    };
    for (const model::Column& column : columns) {
        if (!column.hasLatency || (previous && previous->to != column.from)) finish();
        if (column.hasLatency) {
            if (piece.isEmpty()) first = &column;
            const MonoTime middle = column.from + (column.to - column.from) / 2;
            piece << QPointF(std::min(scale.x(middle), nowX), axis.y(inMilliseconds(value(column))));
            previous = &column;
        } else {
            previous = nullptr;
        }
    }
    finish();
    return pieces;
}

void addTimeout(Plot& plot, ProbeRole role, const LiveFrame& frame, const TimeScale& scale,
                const LogAxis& axis) {
    const Duration normal = frame.timeline->target().timeouts.normal;
    const double base = axis.y(inMilliseconds(normal));
    plot.timeout << QPointF(plot.beginX, base);
    double reached = 0;
    if (role == ProbeRole::Protected) {
        for (const model::RelaxedSpan& span : frame.relaxed) {
            const MonoTime end = span.to.value_or(frame.now);
            if (!scale.touches(span.from, end)) continue;
            const double from = std::max(scale.clamped(span.from), reached);
            const double to = std::min(scale.clamped(end), plot.nowX);
            if (to <= from) continue;
            const double y =
                axis.y(inMilliseconds(span.effective.value_or(frame.timeline->target().timeouts.relaxed)));
            // A span that follows immediately continues at the same height.
            if (from > reached || reached <= 0)
                plot.timeout << QPointF(from, base);
            else
                plot.timeout.removeLast();
            plot.timeout << QPointF(from, y) << QPointF(to, y) << QPointF(to, base);
            reached = to;
        }
    }
    plot.timeout << QPointF(plot.nowX, base);
}

} // namespace

void makeLatencyPlot(Plot& plot, const PlotInput& input) {
    const ProbeRole role = input.role;
    const bool hasControl = input.hasControl;
    const Theme& t = input.theme;
    const LiveFrame& frame = input.frame;
    const TimeScale& scale = input.scale;
    const double height = input.height;
    plot.large = true;
    const TargetId target = frame.timeline->target().id;
    const MonoTime end = std::min(scale.to, frame.now);
    std::vector<model::Column> storage;
    const auto& columns = columnsOf(frame, role, scale, storage);
    plot.title = !hasControl                    ? tr("Latency")
                 : role == ProbeRole::Protected ? tr("Latency, protected")
                                                : tr("Latency, control");

    LogAxis axis;
    axis.height = height;
    const model::Timeline& timeline = *frame.timeline;
    double largest = inMilliseconds(timeline.target().timeouts.normal);
    double smallest = 1;
    for (const model::Column& column : columns) {
        if (!column.hasLatency) continue;
        largest = std::max(largest, inMilliseconds(column.max));
        smallest = std::min(smallest, inMilliseconds(column.p50));
    }
    if (role == ProbeRole::Protected)
        for (const model::RelaxedSpan& span : frame.relaxed)
            if (span.effective && scale.touches(span.from, span.to.value_or(frame.now)))
                largest = std::max(largest, inMilliseconds(*span.effective));
    axis.high = std::clamp(static_cast<int>(std::ceil(std::log10(largest) - 1e-9)), 1, 5);
    axis.low =
        std::clamp(static_cast<int>(std::floor(std::log10(std::max(smallest, 0.01)))), -2, axis.high - 2);
    int step = 1;
    while ((axis.high - axis.low) / step > 0 &&
           height / ((axis.high - axis.low) / static_cast<double>(step)) < 13)
        ++step;
    for (int decade = axis.high; decade >= axis.low; decade -= step)
        plot.ticks.push_back({axis.y(std::pow(10.0, decade)), decadeLabel(decade)});

    const Closest closest = closestOf(columns, frame, role, scale);
    // A single reply stays visible, however narrow its column.
    plot.heat = heatOf(closest.columns, scale, axis, plot.nowX, t.heat, closest.byProbe ? 3 : 1);
    QStringList remarks;
    if (!closest.remark.isEmpty()) remarks << closest.remark;
    if (frame.omitted > 0)
        remarks << tr("%1 results are recorded but not shown: the window fell behind")
                       .arg(model::formatCount(static_cast<std::int64_t>(frame.omitted)));
    if (!remarks.isEmpty()) plot.notes.push_back({0, 0, remarks.join(u"; "_s)});
    plot.curves.push_back(
        {CurveLook::Solid, t.latency,
         piecesOf(columns, scale, axis, plot.nowX, [](const model::Column& c) { return c.p50; })});
    plot.curves.push_back(
        {CurveLook::Dotted, t.latency,
         piecesOf(columns, scale, axis, plot.nowX, [](const model::Column& c) { return c.p99; })});
    Curve rings{CurveLook::Rings, t.latency, {QPolygonF()}};
    for (const model::Column& column : columns) {
        if (!column.hasLatency) continue;
        const double x = scale.x(column.from + (column.to - column.from) / 2);
        const double y = axis.y(inMilliseconds(column.max));
        const bool clear = axis.y(inMilliseconds(column.p99)) - y > 5;
        const double width = scale.x(column.to) - scale.x(column.from);
        // With single probes, the heat shows the slowest one at its own time.
        if (x < plot.nowX && !closest.byProbe && (width >= 8 || clear)) rings.pieces.front() << QPointF(x, y);
    }
    plot.curves.push_back(std::move(rings));

    for (const model::Column& column : closest.columns) {
        const std::uint64_t lost = column.counts.failed();
        const double from = scale.clamped(column.from);
        const double to = std::min(scale.clamped(column.to), plot.nowX);
        for (std::uint64_t i = 0; i < lost && from + static_cast<double>(i) * 5 < std::max(to, from + 1); ++i)
            plot.noReply.push_back(std::round(from + static_cast<double>(i) * 5));
    }
    addTimeout(plot, role, frame, scale, axis);
    addNotes(plot, role, frame, scale);

    const model::LatencyHistogram all = frame.metrics->latency(target, role, scale.from, end);
    const model::OutcomeCounts counts = frame.metrics->counts(target, role, scale.from, end);
    const auto value = [&](Duration latency) {
        return all.count() == 0 ? model::kNoValue : readoutMs(latency);
    };
    plot.readouts = {
        {CurveLook::Solid, false, t.latency, u"p50"_s, value(all.percentile(50))},
        {CurveLook::Dotted, false, t.latency, u"p99"_s, value(all.percentile(99))},
        {CurveLook::Rings, false, t.latency, u"max"_s, value(all.max())},
        {CurveLook::Solid, true, t.failure, tr("no reply"),
         model::formatCount(static_cast<std::int64_t>(counts.failed()))},
    };
    // Where space is scarce, losses take precedence over slow replies.
    if (counts.failed() > 0) std::rotate(plot.readouts.begin(), plot.readouts.end() - 1, plot.readouts.end());
    if (columns.empty() && frame.running) plot.emptyText = tr("no reply yet");
}

} // namespace maintscope::ui
