// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/operation.h"
#include "ui/theme/theme.h"

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>

class QPainter;

/// The marks of every time view, one stateless function each, so that the live view, its picture and exports look
/// the same. Coordinates are logical pixels of the painter. See ui/paint/lanes.h for the meaning of the marks and
/// ui/paint/operation.h for the look of each operation.
namespace maintscope::ui::marks {

[[nodiscard]] QColor hue(OperationKind operation, const Theme& theme);

/// The ends of an announced band.
struct BandEnds {
    bool opens = true;  ///< it begins inside the picture
    bool closes = true; ///< its end was announced; shown as an inward arrow (MOVING has none)
    bool torn = false;  ///< the closing frame never arrived: the second half fades to a ragged edge
};

/// Paints fill, hatch and outline.
void band(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation, BandEnds ends);
/// The width a torn end needs for its "?" right of the band.
inline constexpr double kTornMarkWidth = 18;
/// Paints the same interval behind a chart.
void shade(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation, bool torn);
/// Paints the announced part right of now.
void announced(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation);

/// Paints text on an opaque plate, vertically centred on `left`, and returns the plate. If the text does not fit into
/// `room` pixels, paints nothing and returns an empty rectangle.
QRectF plate(QPainter& painter, const QPointF& left, double room, const QString& text, const QFont& font,
             const QColor& ink, const QColor& fill);
[[nodiscard]] double plateWidth(const QString& text, const QFont& font);
/// The width of a text. Cached, because a picture needs the same few texts repeatedly, and shaping them takes a
/// considerable part of the time of a drag.
[[nodiscard]] double textWidth(const QString& text, const QFont& font);
/// The text, elided at its end if it is wider than `room`.
[[nodiscard]] QString elided(const QString& text, const QFont& font, double room);

/// ◆ (filled: a MOVING arrives) or ◇ (hollow: every connection has moved); `merged` is ◆ inside ◇.
enum class Diamond { Filled, Hollow, Merged };
void diamond(QPainter& painter, const Theme& theme, const QPointF& center, double radius, Diamond look);
/// ▶ in a label column.
void wedge(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation);

/// A connection that receives replies; single and double alternate at each change of endpoint.
void connectionLine(QPainter& painter, const Theme& theme, double from, double to, double y, bool doubled);
/// ╪: another endpoint replies from here on.
void endpointChange(QPainter& painter, const Theme& theme, const QPointF& center, double height);
/// |  at the edge of a gap.
void gapCap(QPainter& painter, const Theme& theme, double x, const QRectF& lane);
/// Failed probes: bars over the lower half of the lane, from `from` to `to`.
void failureBars(QPainter& painter, const Theme& theme, double from, double to, const QRectF& lane);
/// ↻ in the colour of its result: green if the attempt succeeded, vermilion if not.
void reconnect(QPainter& painter, const Theme& theme, const QPointF& center, double radius, bool succeeded);

/// Relaxed timeout in force: during the operation, and shortly after it.
void relaxedDashes(QPainter& painter, const Theme& theme, double from, double to, double y);
void tailDots(QPainter& painter, const Theme& theme, double from, double to, double y);

/// Dotted box: planned maintenance.
void planned(QPainter& painter, const Theme& theme, const QRectF& rect);
/// Zig-zag: more marks than pixels.
void zigZag(QPainter& painter, const Theme& theme, const QRectF& rect);
/// Half of the grace of a MOVING without an endpoint, when the client reconnects by itself.
void halfTime(QPainter& painter, const Theme& theme, double x, const QRectF& band);

/// Diagonal hatch in a box: not measured.
void notMeasured(QPainter& painter, const Theme& theme, const QRectF& rect);
/// Boxed "?" of the findings lane: an operation without a closing frame.
void unclosed(QPainter& painter, const Theme& theme, const QRectF& rect);
/// Flag of a note, its foot at `foot`.
void noteFlag(QPainter& painter, const Theme& theme, const QPointF& foot);
/// A small house: a DNS answer; filled if it changed.
void house(QPainter& painter, const Theme& theme, const QPointF& center, bool changed);

} // namespace maintscope::ui::marks
