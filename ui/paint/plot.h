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

/// A metric chart as it is drawn, in pixels: worked out once for the window (where Qt Charts draws the
/// curves) and for saved pictures (where paintCurves() does).
namespace maintscope::ui {

/// How a curve looks; solid is p50 or protected, dotted p99, dashed control.
enum class CurveLook { Solid, Dotted, Dashed, Rings };

struct Curve {
    CurveLook look = CurveLook::Solid;
    QColor color;
    /// Pieces in pixels from the plot's top left corner. A gap parts two pieces; nothing is interpolated over
    /// it.
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

/// A few words about a place in the plot: "168 late but saved".
struct PlotNote {
    double x = 0;     ///< what it is about
    double after = 0; ///< right end of it; the text stands right of it, or left of `x`
    QString text;
};

/// The value at which a curve ends, beside its end.
struct PlotEnd {
    double y = 0;
    QString text;
};

/// One chart, in pixels of a plot area of a given size.
struct Plot {
    bool large = false; ///< notes stand at the top, clear of the curves
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
    QPolygonF timeout; ///< the time-out in force, as a step
    std::vector<QRectF> notMeasured;
    std::vector<double> stalls;
    std::vector<PlotNote> notes;
    std::vector<PlotEnd> ends;
    double beginX = 0; ///< left of it nothing was measured yet
    double nowX = 0;   ///< right of it nothing was measured
    bool running = false;
    QString emptyText; ///< instead of data, while there is none
};

} // namespace maintscope::ui
