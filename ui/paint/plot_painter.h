// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/plot.h"
#include "ui/theme/theme.h"

class QPainter;

/// Paints a plot, layer by layer, into `area` of the painter.
namespace maintscope::ui {

/// Canvas, grid, shades of announced operations, what is right of now.
void paintPlotBackground(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area);
/// Curves, as Qt Charts draws them for the window.
void paintCurves(QPainter& painter, const Plot& plot, const QRectF& area);
/// Bars, time-out step, not measured, now.
void paintPlotMarks(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area);
/// Title, read-outs and axis labels left of the plot.
void paintPlotLabel(QPainter& painter, const Theme& theme, const Plot& plot, const QRectF& area);

/// Rings that touch would be a smear: where they are closer than they are wide they become dots.
[[nodiscard]] double ringRadius(const QPolygonF& rings);

} // namespace maintscope::ui
