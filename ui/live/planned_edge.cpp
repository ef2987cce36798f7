// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/planned_edge.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

constexpr double kGripPixels = 5;

} // namespace

std::optional<PlannedEdge> plannedEdgeAt(const LiveFrame& frame, const TimeScale& scale, const QRectF& lane,
                                         const QPointF& point) {
    if (!frame.timeline || !lane.contains(point)) return std::nullopt;
    std::optional<PlannedEdge> found;
    double nearest = kGripPixels;
    for (const model::PlannedMark& window : frame.timeline->planned())
        for (const bool begin : {false, true}) {
            const MonoTime at = begin ? window.from : window.to;
            if (!scale.touches(at, at)) continue;
            const double away = std::abs(scale.x(at) - point.x());
            // Left of a narrow window the pointer takes its beginning, right of it its end.
            const bool outside = begin == (point.x() < scale.x(at));
            if (away > nearest || (away == nearest && found && !outside)) continue;
            nearest = away;
            found = PlannedEdge{window.key, {window.from, window.to}, begin, lane};
        }
    return found;
}

TimeRange withEdgeAt(const PlannedEdge& edge, MonoTime at, const TimeScale& scale) {
    using Minutes = std::chrono::minutes;
    const WallTime wall{std::chrono::round<Minutes>(scale.wall(at).time_since_epoch())};
    TimeRange extent = edge.extent;
    if (edge.begin)
        extent.from = std::min(scale.mono(wall), extent.to - Minutes(1));
    else
        extent.to = std::max(scale.mono(wall), extent.from + Minutes(1));
    return extent;
}

void paintPlannedEdge(QPainter& painter, const Theme& theme, const TimeScale& scale, const PlannedEdge& edge,
                      const TimeRange& extent) {
    const double from = scale.clamped(extent.from);
    const double to = scale.clamped(extent.to);
    painter.save();
    QColor fill = theme.focus;
    fill.setAlphaF(0.20F);
    const QRectF area(from, edge.lane.top() + 1, std::max(2.0, to - from), edge.lane.height() - 2);
    painter.fillRect(area, fill);
    painter.setPen(QPen(theme.focus, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
    const MonoTime at = edge.begin ? extent.from : extent.to;
    if (scale.touches(at, at))
        painter.fillRect(QRectF(std::round(scale.x(at)) - 1, edge.lane.top(), 3, edge.lane.height()),
                         theme.focus);
    painter.restore();
}

} // namespace maintscope::ui
