// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/plots.h"

#include "model/base/format.h"
#include "ui/paint/lanes.h"
#include "ui/paint/marks.h"
#include "ui/paint/operation.h"
#include "ui/theme/translate.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

/// Latency axis: decades of a millisecond. Values below the lowest one lie on the axis, never below it.
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

/// One announced operation, or several of a kind that overlap.
struct Announced {
    MonoTime from{};
    MonoTime to{};
    model::BandKind kind{};
    bool torn = false;
};

/// The operations in sight, ascending by begin. Those of a kind that overlap, or lie in the same pixel, are
/// one: shade over shade would hide the curves, and a failure is to be told once. `endOf` tells where a band
/// ends.
template <class EndOf>
std::vector<Announced> announced(const LiveFrame& frame, const TimeScale& scale, EndOf endOf) {
    const Duration pixel = scale.perPixel();
    std::vector<Announced> all;
    for (const model::Band& band : frame.timeline->bands()) {
        const MonoTime end = endOf(band);
        if (end < band.from || !scale.touches(band.from, end)) continue;
        const auto same = std::find_if(all.rbegin(), all.rend(),
                                       [&](const Announced& one) { return one.kind == band.kind; });
        const bool torn = band.state == PairState::Capped;
        if (same == all.rend() || band.from > same->to + pixel) {
            all.push_back({band.from, end, band.kind, torn});
        } else if (end >= same->to) {
            same->to = end;
            same->torn = torn;
        }
    }
    return all;
}

void addFrame(Plot& plot, const LiveFrame& frame, const TimeScale& scale, double height) {
    plot.running = frame.running;
    plot.beginX = scale.clamped(kSessionStart);
    plot.nowX = scale.clamped(frame.now);
    for (const TimeTick& tick : timeTicks(scale, 90))
        plot.timeLines.push_back(std::round(tick.x));
    const auto announcedEnd = [&](const model::Band& band) {
        MonoTime end = band.to.value_or(frame.now);
        if (band.kind == model::BandKind::Moving && band.deadline) end = std::max(end, *band.deadline);
        return std::min(end, frame.running ? frame.now : scale.to);
    };
    for (const Announced& one : announced(frame, scale, announcedEnd))
        plot.shades.push_back({scale.clamped(one.from), scale.clamped(one.to), one.kind, one.torn});
    for (const model::ObserverSpan& span : frame.timeline->observer()) {
        const MonoTime end = span.to.value_or(frame.now);
        if (!scale.touches(span.from, end)) continue;
        const double from = scale.clamped(span.from);
        if (span.mark == model::ObserverMark::LocalStall)
            plot.stalls.push_back(from);
        else
            plot.notMeasured.emplace_back(from, 0, std::max(3.0, scale.clamped(end) - from), height);
    }
}

/// Columns of the visible range that has been measured; kept by the view, or worked out into `storage`.
const std::vector<model::Column>& columnsOf(const LiveFrame& frame, ProbeRole role, const TimeScale& scale,
                                            std::vector<model::Column>& storage) {
    const MonoTime end = std::min(scale.to, frame.now);
    const int width = measuredPixels(frame, scale.width());
    const model::MetricKey key{frame.timeline->target().id, role, {}};
    if (frame.columns) return frame.columns->of(role).columns(key, scale.from, end, width);
    storage = frame.metrics->columns(key, scale.from, end, width);
    return storage;
}

/// The same by single probes, where the range is short enough and they are at hand; seconds elsewhere.
struct Closest {
    std::vector<model::Column> columns;
    bool byProbe = false;
    QString remark; ///< why there are none, or not everywhere
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
        closest.remark = tr("by the second: single probes before %1 %2 are no longer in memory")
                             .arg(scale.timeS(fine.knownFrom), scale.zoneName(fine.knownFrom));
        break;
    case model::Closeness::TooMany:
        closest.remark = tr("by the second: too many probes to show each, zoom in");
        break;
    case model::Closeness::Unreadable:
        closest.remark =
            tr("by the second: single probes cannot be read: %1").arg(model::escapeServerText(fine.error));
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

/// What an announced operation did to the replies, in words: what was saved, or what was lost.
void addNotes(Plot& plot, ProbeRole role, const LiveFrame& frame, const TimeScale& scale) {
    const auto realEnd = [&](const model::Band& band) {
        return std::min(band.to.value_or(frame.now), frame.now);
    };
    for (const Announced& one : announced(frame, scale, realEnd)) {
        const model::OutcomeCounts counts =
            frame.metrics->counts(frame.timeline->target().id, role, one.from, one.to);
        const std::uint64_t lost = counts.failed();
        QString text;
        if (counts.late > 0) text = tr("%1 late but saved").arg(counts.late);
        if (lost > 0)
            text = text.isEmpty() ? tr("%1 failed").arg(lost) : tr("%1, %2 failed").arg(text).arg(lost);
        if (!text.isEmpty()) plot.notes.push_back({scale.clamped(one.from), scale.clamped(one.to), text});
    }
}

/// Broken where a second has no reply; each piece reaches over the whole of its columns.
template <class Value>
std::vector<QPolygonF> piecesOf(const std::vector<model::Column>& columns, const TimeScale& scale,
                                const LogAxis& axis, double nowX, Value value) {
    std::vector<QPolygonF> pieces;
    QPolygonF piece;
    const model::Column* previous = nullptr;
    const model::Column* first = nullptr;
    const auto finish = [&] {
        if (piece.isEmpty()) return;
        // A value is that of its whole column: without its halves the closest zoom would look like a gap.
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
            // A tail that follows at once goes on from the same height.
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

void makeLatency(Plot& plot, ProbeRole role, bool hasControl, const Theme& t, const LiveFrame& frame,
                 const TimeScale& scale, double height) {
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
    // A single reply is a mark that can be seen, however narrow its column.
    plot.heat = heatOf(closest.columns, scale, axis, plot.nowX, t.heat, closest.byProbe ? 3 : 1);
    QStringList remarks;
    if (!closest.remark.isEmpty()) remarks << closest.remark;
    if (frame.omitted > 0)
        remarks << tr("%1 results are not shown, the window was behind; they are recorded")
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
        // Among single probes the slowest is a mark of the heat, at its own time.
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
    const auto value = [&](Duration latency) { return all.count() == 0 ? model::kNoValue : readoutMs(latency); };
    plot.readouts = {
        {CurveLook::Solid, false, t.latency, u"p50"_s, value(all.percentile(50))},
        {CurveLook::Dotted, false, t.latency, u"p99"_s, value(all.percentile(99))},
        {CurveLook::Rings, false, t.latency, u"max"_s, value(all.max())},
        {CurveLook::Solid, true, t.failure, tr("no reply"),
         model::formatCount(static_cast<std::int64_t>(counts.failed()))},
    };
    // Where the room is scarce, what was lost is told before what was slow.
    if (counts.failed() > 0) std::rotate(plot.readouts.begin(), plot.readouts.end() - 1, plot.readouts.end());
    if (columns.empty() && frame.running) plot.emptyText = tr("no reply yet");
}

/// 1, 2 or 5 times a power of ten, at least `value`.
double niceCeiling(double value) {
    const double power = std::pow(10.0, std::floor(std::log10(std::max(value, 1.0))));
    for (const double factor : {1.0, 2.0, 5.0, 10.0})
        if (factor * power >= value) return factor * power;
    return 10 * power;
}

void addCountTicks(Plot& plot, double highest, double height) {
    plot.ticks.push_back({6, model::formatCount(static_cast<std::int64_t>(highest))});
    plot.ticks.push_back({height - 6, u"0"_s});
}

void makeFailures(Plot& plot, bool hasControl, const LiveFrame& frame, const TimeScale& scale,
                  double height) {
    plot.title = tr("Time-outs, errors");
    plot.subtitle = hasControl ? tr("/s, solid protected") : tr("/s");
    struct Rate {
        const model::Column column;
        double perSecond;
        bool control;
    };
    std::vector<Rate> rates;
    double highest = 1;
    // Control first: a protected bar is painted over it.
    for (const ProbeRole role : {ProbeRole::Control, ProbeRole::Protected}) {
        if (role == ProbeRole::Control && !hasControl) continue;
        std::vector<model::Column> storage;
        for (const model::Column& column : columnsOf(frame, role, scale, storage)) {
            if (column.counts.failed() == 0) continue;
            const double seconds = std::chrono::duration<double>(column.to - column.from).count();
            rates.push_back(
                {column, static_cast<double>(column.counts.failed()) / seconds, role == ProbeRole::Control});
            highest = std::max(highest, rates.back().perSecond);
        }
    }
    highest = niceCeiling(highest);
    addCountTicks(plot, highest, height);
    for (const Rate& rate : rates) {
        const double left = scale.clamped(rate.column.from);
        const double right = std::min(scale.clamped(rate.column.to), plot.nowX);
        const double width = std::max(2.0, right - left - 2);
        plot.bars.push_back(
            {left + 1, width, std::max(2.0, rate.perSecond / highest * (height - 12)), rate.control});
    }
}

/// Steps of a number that only rises.
template <class Value>
QPolygonF stepsOf(const std::vector<model::CumulativePoint>& points, const TimeScale& scale, double nowX,
                  double highest, double height, Value value) {
    const auto y = [&](int count) { return height - 6 - count / highest * (height - 12); };
    QPolygonF line;
    const double beginX = scale.clamped(kSessionStart);
    int current = 0;
    for (const model::CumulativePoint& point : points) {
        if (point.at <= scale.from) {
            current = value(point);
            continue;
        }
        if (point.at > scale.to) break;
        if (line.isEmpty()) line << QPointF(beginX, y(current));
        if (value(point) == current) continue;
        const double x = std::min(scale.x(point.at), nowX);
        line << QPointF(x, y(current)) << QPointF(x, y(value(point)));
        current = value(point);
    }
    if (line.isEmpty()) line << QPointF(beginX, y(current));
    line << QPointF(nowX, y(current));
    return line;
}

void makeMoves(Plot& plot, bool hasControl, const Theme& t, const LiveFrame& frame, const TimeScale& scale,
               double height) {
    const TargetId target = frame.timeline->target().id;
    const auto& own = frame.metrics->cumulative(target, ProbeRole::Protected);
    const auto& control = frame.metrics->cumulative(target, ProbeRole::Control);
    for (const model::ObserverSpan& span : frame.timeline->observer()) {
        const MonoTime end = span.to.value_or(frame.now);
        if (span.mark != model::ObserverMark::LocalStall || !scale.touches(span.from, end)) continue;
        const double x = scale.clamped(span.from);
        plot.notes.push_back({x, x, tr("local stall %1").arg(model::formatDuration(end - span.from))});
    }
    const auto last = [&](const std::vector<model::CumulativePoint>& points) {
        model::CumulativePoint found;
        for (const model::CumulativePoint& point : points)
            if (point.at <= scale.to) found = point;
        return found;
    };
    const model::CumulativePoint ownLast = last(own);
    const model::CumulativePoint controlLast = last(control);
    const double highest =
        niceCeiling(std::max({1, ownLast.handoffs, ownLast.reconnects, controlLast.reconnects}));
    addCountTicks(plot, highest, height);
    plot.title = tr("Handoffs, reconnects");
    plot.subtitle = tr("cumulative");
    const auto handoffs = [](const model::CumulativePoint& point) { return point.handoffs; };
    const auto reconnects = [](const model::CumulativePoint& point) { return point.reconnects; };
    plot.curves.push_back(
        {CurveLook::Solid, t.moving, {stepsOf(own, scale, plot.nowX, highest, height, handoffs)}});
    plot.curves.push_back(
        {CurveLook::Solid, t.grey, {stepsOf(own, scale, plot.nowX, highest, height, reconnects)}});
    if (hasControl)
        plot.curves.push_back(
            {CurveLook::Dashed, t.grey, {stepsOf(control, scale, plot.nowX, highest, height, reconnects)}});
    const auto end = [&](int value) {
        const QString text = QString::number(value);
        const double y = height - 6 - value / highest * (height - 12);
        const auto same = [&](const PlotEnd& known) { return known.text == text; };
        if (value > 0 && std::none_of(plot.ends.begin(), plot.ends.end(), same))
            plot.ends.push_back({y, text});
    };
    end(ownLast.handoffs);
    end(ownLast.reconnects);
    if (hasControl) end(controlLast.reconnects);
    plot.readouts = {
        {CurveLook::Solid, false, t.moving, tr("handoffs"), QString::number(ownLast.handoffs)},
        {CurveLook::Solid, false, t.grey, tr("reconnects"), QString::number(ownLast.reconnects)}};
    if (hasControl)
        plot.readouts.push_back(
            {CurveLook::Dashed, false, t.grey, tr("of control"), QString::number(controlLast.reconnects)});
}

/// A sample of the curve, as it stands beside its read-out.
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

} // namespace

int measuredPixels(const LiveFrame& frame, double width) {
    const Duration measured = std::min(frame.to, frame.now) - frame.from;
    if (measured <= Duration{}) return 0;
    const double share =
        static_cast<double>(measured.count()) / static_cast<double>((frame.to - frame.from).count());
    return static_cast<int>(std::ceil(width * share));
}

Plot makePlot(PlotKind kind, ProbeRole role, bool hasControl, const Theme& theme, const LiveFrame& frame,
              const TimeScale& scale, double height) {
    TimeScale inner = scale;
    inner.left = 0;
    inner.right = scale.width();
    Plot plot;
    plot.kind = kind;
    addFrame(plot, frame, inner, height);
    switch (kind) {
    case PlotKind::Latency:
        makeLatency(plot, role, hasControl, theme, frame, inner, height);
        break;
    case PlotKind::Failures:
        makeFailures(plot, hasControl, frame, inner, height);
        break;
    case PlotKind::Moves:
        makeMoves(plot, hasControl, theme, frame, inner, height);
        break;
    }
    return plot;
}

void paintPlotBackground(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area) {
    painter.fillRect(area, theme.canvas);
    painter.fillRect(QRectF(area.left(), area.top(), plot.beginX, area.height()), theme.window);
    if (plot.nowX < area.width()) painter.fillRect(area.adjusted(plot.nowX, 0, 0, 0), theme.window);
    for (const PlotShade& shade : plot.shades)
        marks::shade(
            painter, theme,
            QRectF(area.left() + shade.from, area.top(), std::max(1.0, shade.to - shade.from), area.height()),
            operationOf(shade.kind), shade.torn);
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

namespace {

/// Right of what they are about, else left of it, else not at all; never over each other.
void paintPlotNotes(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area) {
    const QFont font = uiFont(10, QFont::DemiBold);
    std::vector<std::pair<double, double>> taken;
    const auto isFree = [&](double from, double to) {
        return from >= 2 && to <= plot.nowX - 4 &&
               std::none_of(taken.begin(), taken.end(),
                            [&](const auto& span) { return from < span.second + 4 && to > span.first - 4; });
    };
    const bool latency = plot.kind == PlotKind::Latency;
    for (const PlotNote& note : plot.notes) {
        const double width = marks::plateWidth(note.text, font);
        const double y = latency ? 12 : area.height() - 11;
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

/// Left of where the curves end, pushed apart where they end close to each other.
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
    const double titleRoom = area.width() - 10 - (plot.kind == PlotKind::Latency ? 4 : 14);
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
    // Where the room is scarce lines move together before one is dropped.
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
        // The title has the first line to itself where it is long.
        const double titleRight = area.left() + 10 + marks::textWidth(plot.title, title);
        if (box.top() < titleBottom - 4 && titleRight > box.right() - marks::textWidth(tick.label, axis))
            continue;
        if (box.bottom() > area.bottom() + 2) continue;
        painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    painter.restore();
}

} // namespace maintscope::ui
