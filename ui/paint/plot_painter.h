// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/plot.h"
#include "ui/theme/theme.h"

class QPainter;

/// Paints a plot, layer by layer, into `area` of the painter.
namespace maintscope::ui {

/// Paints canvas, grid, shades of announced operations, and the part right of now.
void paintPlotBackground(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area);
/// Paints the curves as Qt Charts draws them in the window.
void paintCurves(QPainter& painter, const Plot& plot, const QRectF& area);
/// Paints bars, the timeout, time not measured, and the now line.
void paintPlotMarks(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area);
/// Paints title, read-outs and axis labels left of the plot.
void paintPlotLabel(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area);

/// The radius of the rings: they become dots where they would touch each other.
[[nodiscard]] double ringRadius(const QPolygonF& rings);

} // namespace maintscope::ui
