// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/operation.h"
#include "ui/theme/theme.h"

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>

class QPainter;

/// The marks of every time view, one function each, with no state: the live view, its picture and later
/// exports paint the same. Coordinates are logical pixels of the painter. What a mark means:
/// ui/paint/lanes.h; the look of each operation: ui/paint/operation.h.
namespace maintscope::ui::marks {

[[nodiscard]] QColor hue(OperationKind operation, const Theme& theme);

/// How an announced band begins and ends.
struct BandEnds {
    bool opens = true;  ///< it begins here, not left of the picture
    bool closes = true; ///< its end was announced; shown as an inward arrow (MOVING has none)
    bool torn = false;  ///< its end never came: fades over its second half, ragged edge
};

/// Solid hue, hatch, outline in ink.
void band(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation, BandEnds ends);
/// The width a torn end needs for its "?" right of the band.
inline constexpr double kTornMarkWidth = 18;
/// The same interval behind a chart.
void shade(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation, bool torn);
/// Announced, but still to come: right of now.
void announced(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation);

/// Text on an opaque plate, vertically centred on `left`. Returns the plate; paints nothing and returns an
/// empty rectangle where the text does not fit into `room` pixels.
QRectF plate(QPainter& painter, const QPointF& left, double room, const QString& text, const QFont& font,
             const QColor& ink, const QColor& fill);
[[nodiscard]] double plateWidth(const QString& text, const QFont& font);
/// Width of a text. Remembered: a picture asks for the same few texts again and again, and shaping them is a
/// good part of what a frame of a drag costs.
[[nodiscard]] double textWidth(const QString& text, const QFont& font);
/// The text, cut at its end with an ellipsis where it is wider than `room`.
[[nodiscard]] QString elided(const QString& text, const QFont& font, double room);

/// ◆ (filled: a MOVING arrives) or ◇ (hollow: every connection has moved); `merged` is ◆ inside ◇.
enum class Diamond { Filled, Hollow, Merged };
void diamond(QPainter& painter, const Theme& theme, const QPointF& center, double radius, Diamond look);
/// ▶ in a label column.
void wedge(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation);

/// A connection that answers; single and double alternate at each change of endpoint.
void connectionLine(QPainter& painter, const Theme& theme, double from, double to, double y, bool doubled);
/// ╪: from here on another endpoint answers.
void endpointChange(QPainter& painter, const Theme& theme, const QPointF& center, double height);
/// |  at the edge of a gap.
void gapCap(QPainter& painter, const Theme& theme, double x, const QRectF& lane);
/// Failed probes: bars over the lower half of the lane, from `from` to `to`.
void failureBars(QPainter& painter, const Theme& theme, double from, double to, const QRectF& lane);
/// ↻, in the hue of its result: green where it led to a connection, vermilion where not.
void reconnect(QPainter& painter, const Theme& theme, const QPointF& center, double radius, bool succeeded);

/// Relaxed time-out in force, and its tail.
void relaxedDashes(QPainter& painter, const Theme& theme, double from, double to, double y);
void tailDots(QPainter& painter, const Theme& theme, double from, double to, double y);

/// Dotted box: maintenance that is planned, whatever comes of it.
void planned(QPainter& painter, const Theme& theme, const QRectF& rect);
/// More marks than pixels.
void zigZag(QPainter& painter, const Theme& theme, const QRectF& rect);
/// A MOVING that names no endpoint: half of its grace, when we go by ourselves.
void halfTime(QPainter& painter, const Theme& theme, double x, const QRectF& band);

/// Diagonal hatch in a box: not measured.
void notMeasured(QPainter& painter, const Theme& theme, const QRectF& rect);
/// Boxed "?" of the findings lane: an operation whose end never came.
void unclosed(QPainter& painter, const Theme& theme, const QRectF& rect);
/// Flag of a note, its foot at `foot`.
void noteFlag(QPainter& painter, const Theme& theme, const QPointF& foot);
/// A small house: an answer of the resolver; filled where it changed.
void house(QPainter& painter, const Theme& theme, const QPointF& center, bool changed);

} // namespace maintscope::ui::marks
