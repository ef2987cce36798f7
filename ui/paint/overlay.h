// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/theme/theme.h"

#include <QRectF>

class QPainter;

/// What crosses all lanes and charts: selected span, cursors A and B, crosshair.
namespace maintscope::ui {

/// Selected span and cursors over `area`, whose left edge is `scale.left`; the tags of the cursors are
/// painted by the time axis.
void paintSelection(QPainter& painter, const Theme& theme, const LiveFrame& frame, const TimeScale& scale,
                    const QRectF& area);
/// The line under the pointer, and its time in the axis of height `axisHeight` at the top of `area`.
void paintCrosshair(QPainter& painter, const Theme& theme, const LiveFrame& frame, MonoTime at,
                    const TimeScale& scale, const QRectF& area, double axisHeight);
/// Where paintCrosshair() paints the time: beside the tag of now, never over it.
[[nodiscard]] QRectF crosshairTag(const LiveFrame& frame, MonoTime at, const TimeScale& scale,
                                  double axisHeight);

} // namespace maintscope::ui
