// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/theme/theme.h"

#include <QPointF>
#include <QRectF>

#include <optional>

class QPainter;

/// Moving an edge of a planned window in its lane.
namespace maintscope::ui {

struct PlannedEdge {
    EventKey key{};     ///< of the window
    TimeRange extent;   ///< of the window, as it was when the edge was taken
    bool begin = false; ///< else the end is moved
    QRectF lane;        ///< where the window's lane lies, right of the names
    friend bool operator==(const PlannedEdge&, const PlannedEdge&) = default;
};

/// The edge under a point of the lane; of two that are equally near, the one that leaves the window room to
/// grow. nullopt: none.
[[nodiscard]] std::optional<PlannedEdge> plannedEdgeAt(const LiveFrame& frame, const TimeScale& scale,
                                                       const QRectF& lane, const QPointF& point);
/// The window's extent when its edge is moved to about `at`: to a whole minute, as in the form, and never
/// shorter than that.
[[nodiscard]] TimeRange withEdgeAt(const PlannedEdge& edge, MonoTime at, const TimeScale& scale);

/// The window as it would be, over the lane that still shows it as it is.
void paintPlannedEdge(QPainter& painter, const Theme& theme, const TimeScale& scale, const PlannedEdge& edge,
                      const TimeRange& extent);

} // namespace maintscope::ui
