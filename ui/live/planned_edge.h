// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/theme/theme.h"

#include <QPointF>
#include <QRectF>

#include <optional>

class QPainter;

/// Moves an edge of a planned window in its lane.
namespace maintscope::ui {

struct PlannedEdge {
    EventKey key{};     ///< of the window
    TimeRange extent;   ///< of the window when the drag began
    bool begin = false; ///< false: the end is moved
    QRectF lane;        ///< the lane, right of the names
    friend bool operator==(const PlannedEdge&, const PlannedEdge&) = default;
};

/// The edge under a point of the lane; if two are equally near, the one that lets the window grow. nullopt: none.
[[nodiscard]] std::optional<PlannedEdge> plannedEdgeAt(const LiveFrame& frame, const TimeScale& scale,
                                                       const QRectF& lane, const QPointF& point);
/// The extent of the window when the edge is moved to about `at`. The edge snaps to whole minutes, as in the
/// dialog, and the window is at least one minute long.
[[nodiscard]] TimeRange withEdgeAt(const PlannedEdge& edge, MonoTime at, const TimeScale& scale);

/// Paints the window with its new extent over the lane, which still shows the old one.
void paintPlannedEdge(QPainter& painter, const Theme& theme, const TimeScale& scale, const PlannedEdge& edge,
                      const TimeRange& extent);

} // namespace maintscope::ui
