// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/count_plots.h"

#include "model/base/format.h"
#include "ui/paint/plot_input.h"
#include "ui/theme/translate.h"

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

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

/// The steps of a number that never decreases.
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

} // namespace

void makeFailuresPlot(Plot& plot, const PlotInput& input) {
    const bool hasControl = input.hasControl;
    const LiveFrame& frame = input.frame;
    const TimeScale& scale = input.scale;
    const double height = input.height;
    plot.title = tr("Timeouts, errors");
    plot.subtitle = hasControl ? tr("/s, solid protected") : tr("/s");
    struct Rate {
        const model::Column column;
        double perSecond;
        bool control;
    };
    std::vector<Rate> rates;
    double highest = 1;
    // Control comes first, so that protected bars are painted over it.
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

void makeMovesPlot(Plot& plot, const PlotInput& input) {
    const bool hasControl = input.hasControl;
    const Theme& t = input.theme;
    const LiveFrame& frame = input.frame;
    const TimeScale& scale = input.scale;
    const double height = input.height;
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
            {CurveLook::Dashed, false, t.grey, tr("control"), QString::number(controlLast.reconnects)});
}

} // namespace maintscope::ui
