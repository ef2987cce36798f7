// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/operation.h"
#include "model/session/timeline.h"

#include <QColor>
#include <QImage>
#include <QPolygonF>
#include <QRectF>
#include <QString>

#include <vector>

/// A metric chart in pixels. Computed once, for the window (Qt Charts draws the curves) and for saved pictures
/// (paintCurves() draws them).
namespace maintscope::ui {

/// The look of a curve: solid for p50 or protected, dotted for p99, dashed for control.
enum class CurveLook { Solid, Dotted, Dashed, Rings };

struct Curve {
    CurveLook look = CurveLook::Solid;
    QColor color;
    /// The pieces, in pixels from the plot's top left corner. Gaps separate them; nothing is interpolated over a
    /// gap.
    std::vector<QPolygonF> pieces;
};

struct PlotTick {
    double y = 0;
    QString label;
};

struct Readout {
    CurveLook look = CurveLook::Solid;
    bool bars = false; ///< sample is two bars instead of a line
    QColor color;
    QString name;
    QString value;
};

struct PlotShade {
    double from = 0;
    double to = 0;
    OperationKind kind = OperationKind::Moving;
    bool torn = false;
};

struct PlotBar {
    double left = 0;
    double width = 0;
    double height = 0;
    bool hollow = false; ///< control
};

/// A short text for an interval of the plot: "168 answered late".
struct PlotNote {
    double x = 0;     ///< left edge of the interval
    double after = 0; ///< right edge; the text is placed right of it, or left of `x`
    QString text;
};

/// The last value of a curve, next to its end.
struct PlotEnd {
    double y = 0;
    QString text;
};

/// One chart, in pixels of a plot area of a given size.
struct Plot {
    bool large = false; ///< notes are placed at the top, above the curves
    QString title;
    QString subtitle;
    std::vector<Readout> readouts;
    std::vector<PlotTick> ticks;
    std::vector<double> timeLines; ///< x of the vertical grid
    std::vector<PlotShade> shades;
    QImage heat; ///< replies by latency, one hue by the logarithm of their count
    std::vector<Curve> curves;
    std::vector<double> noReply; ///< x of full-height bars: probes without a reply
    std::vector<PlotBar> bars;
    QPolygonF timeout; ///< the timeout in force, as steps
    std::vector<QRectF> notMeasured;
    std::vector<double> stalls;
    std::vector<PlotNote> notes;
    std::vector<PlotEnd> ends;
    double beginX = 0; ///< beginning of the data
    double nowX = 0;   ///< end of the data
    bool running = false;
    QString emptyText; ///< shown while there is no data
};

} // namespace maintscope::ui
