// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"
#include "ui/theme/theme.h"

#include <QRectF>

class QPainter;

/// Everything that crosses all lanes and charts: selected span, cursors A and B, crosshair.
namespace maintscope::ui {

/// Paints the selected span and the cursors over `area`, whose left edge is `scale.left`. The time axis paints the
/// tags of the cursors.
void paintSelection(QPainter& painter, const Theme& theme, const LiveFrame& frame, const TimeScale& scale,
                    const QRectF& area);
/// Paints the line under the pointer, and its time in the axis of height `axisHeight` at the top of `area`.
void paintCrosshair(QPainter& painter, const Theme& theme, const LiveFrame& frame, MonoTime at,
                    const TimeScale& scale, const QRectF& area, double axisHeight);
/// The area in which paintCrosshair() paints the time: next to the tag of now, never over it.
[[nodiscard]] QRectF crosshairTag(const LiveFrame& frame, MonoTime at, const TimeScale& scale,
                                  double axisHeight);

} // namespace maintscope::ui
