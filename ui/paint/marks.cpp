// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/marks.h"

#include "ui/paint/operation.h"

#include <QFontMetricsF>
#include <QHash>
#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace maintscope::ui::marks {
namespace {

class Saved {
public:
    explicit Saved(QPainter& painter)
        : m_painter(painter) {
        m_painter.save();
    }
    ~Saved() { m_painter.restore(); }
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;

private:
    QPainter& m_painter;
};

/// Moves the edges half a pixel inwards, so that a line of width 1 fills exactly one pixel.
QRectF crisp(const QRectF& rect) {
    return QRectF(std::round(rect.left()) + 0.5, std::round(rect.top()) + 0.5,
                  std::max(1.0, std::round(rect.width()) - 1), std::max(1.0, std::round(rect.height()) - 1));
}

/// A ragged right edge, so that a torn band cannot be read as a short one.
QPainterPath tornShape(const QRectF& r) {
    constexpr double kDepth = 4;
    constexpr int kTeeth = 3;
    QPainterPath path(r.topLeft());
    path.lineTo(r.right(), r.top());
    const double step = r.height() / (2 * kTeeth);
    for (int i = 0; i < kTeeth; ++i) {
        path.lineTo(r.right() - kDepth, r.top() + step * (2 * i + 1));
        path.lineTo(r.right(), r.top() + step * (2 * i + 2));
    }
    path.lineTo(r.left(), r.bottom());
    path.closeSubpath();
    return path;
}

QLinearGradient fading(const QRectF& rect, const QColor& color, const QColor& end) {
    QLinearGradient gradient(rect.topLeft(), rect.topRight());
    gradient.setColorAt(0, color);
    gradient.setColorAt(0.5, color);
    gradient.setColorAt(1, end);
    return gradient;
}

/// Lines at 45 degrees, anchored to the picture rather than the band, so that a scrolling band does not shimmer.
void diagonals(QPainter& painter, const QRectF& rect, double spacing, bool falling) {
    if (rect.height() <= 0) return;
    const double first = std::floor((rect.left() - rect.height()) / spacing) * spacing;
    for (double x = first; x < rect.right() + rect.height(); x += spacing) {
        // The lines are cut here, because not every paint device clips (Qt's SVG generator does not).
        const double begin = std::clamp((rect.left() - x) / rect.height(), 0.0, 1.0);
        const double end = std::clamp((rect.right() - x) / rect.height(), 0.0, 1.0);
        if (end <= begin) continue;
        const auto at = [&](double share) {
            const double down = falling ? share : 1 - share;
            return QPointF(x + share * rect.height(), rect.top() + down * rect.height());
        };
        painter.drawLine(at(begin), at(end));
    }
}

void paintHatch(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation) {
    const Saved saved(painter);
    painter.setClipRect(rect, Qt::IntersectClip);
    QColor ink = theme.onFill;
    ink.setAlphaF(0.75F);
    const Hatch hatch = lookOf(operation).hatch;
    switch (hatch) {
    case Hatch::Falling:
    case Hatch::Rising:
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(ink, 1));
        diagonals(painter, rect, 6, hatch == Hatch::Falling);
        break;
    case Hatch::Dots: {
        const double left = std::ceil(rect.left() / 5) * 5;
        int row = 0;
        for (double y = rect.top() + 3; y < rect.bottom() - 1; y += 4, ++row)
            for (double x = left + (row % 2 == 0 ? 0 : 2.5); x < rect.right(); x += 5)
                painter.fillRect(QRectF(std::round(x), std::round(y), 1, 1), ink);
        break;
    }
    }
}

} // namespace

QColor hue(OperationKind operation, const Theme& theme) {
    return theme.*lookOf(operation).hue;
}

void band(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation, BandEnds ends) {
    if (rect.width() <= 0) return;
    const Saved saved(painter);
    const QRectF r = crisp(rect);
    const QColor color = hue(operation, theme);
    QPainterPath shape;
    if (ends.torn)
        shape = tornShape(r);
    else
        shape.addRect(r);
    if (ends.torn)
        painter.fillPath(shape, fading(r, color, mixed(color, theme.canvas, 0.15)));
    else
        painter.fillPath(shape, color);

    // The hatch of a torn band ends where the band begins to fade.
    const QRectF hatched = ends.torn ? QRectF(r.left(), r.top(), r.width() * 0.62, r.height()) : r;
    paintHatch(painter, theme, hatched, operation);

    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.ink, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
    // Most operations have an opening and a closing frame: an arrow head inside each end that was seen.
    if (!lookOf(operation).diamond && r.width() >= 14) {
        const double depth = std::min(8.0, r.height() / 2);
        painter.setBrush(color);
        if (ends.opens)
            painter.drawPolygon(
                QPolygonF{r.topLeft(), QPointF(r.left() + depth, r.center().y()), r.bottomLeft()});
        if (ends.closes && !ends.torn)
            painter.drawPolygon(
                QPolygonF{r.topRight(), QPointF(r.right() - depth, r.center().y()), r.bottomRight()});
    }
    if (ends.torn) {
        painter.setFont(uiFont(13, QFont::Bold));
        painter.setPen(theme.ink);
        painter.drawText(QRectF(r.right() + 2, r.top() - 2, kTornMarkWidth, r.height() + 4), Qt::AlignCenter,
                         QStringLiteral("?"));
    }
}

void shade(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation, bool torn) {
    QColor color = hue(operation, theme);
    color.setAlphaF(0.25F);
    QColor gone = color;
    gone.setAlphaF(0.0F);
    if (torn)
        painter.fillRect(rect, fading(rect, color, gone));
    else
        painter.fillRect(rect, color);
    if (!theme.patterns) return;
    // Faint, so that the data over it stays readable.
    painter.save();
    painter.setOpacity(0.4);
    Theme strong = theme;
    strong.onFill = theme.ink;
    paintHatch(painter, strong, rect, operation);
    painter.restore();
}

void announced(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation) {
    if (rect.width() <= 1) return;
    const Saved saved(painter);
    const QRectF r = crisp(rect);
    painter.setBrush(Qt::NoBrush);
    // On white, the colour alone is too faint for a line, so a dark line is painted below it.
    QPen pen(mixed(theme.ink, hue(operation, theme), theme.kind == ThemeKind::Light ? 0.55 : 0.0), 1);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawPolyline(QPolygonF{r.topLeft(), r.topRight(), r.bottomRight(), r.bottomLeft()});
}

double textWidth(const QString& text, const QFont& font) {
    // Two pictures contain fewer texts than this.
    constexpr qsizetype kRemembered = 4'096;
    thread_local QHash<std::pair<QFont, QString>, double> known;
    const std::pair key(font, text);
    if (const auto found = known.constFind(key); found != known.constEnd()) return *found;
    if (known.size() >= kRemembered) known.clear();
    return *known.insert(key, QFontMetricsF(font).horizontalAdvance(text));
}

QString elided(const QString& text, const QFont& font, double room) {
    return textWidth(text, font) <= room ? text : QFontMetricsF(font).elidedText(text, Qt::ElideRight, room);
}

double plateWidth(const QString& text, const QFont& font) {
    return std::ceil(textWidth(text, font)) + 8;
}

QRectF plate(QPainter& painter, const QPointF& left, double room, const QString& text, const QFont& font,
             const QColor& ink, const QColor& fill) {
    const double width = plateWidth(text, font);
    if (text.isEmpty() || width > room) return {};
    const Saved saved(painter);
    const double height = std::ceil(QFontMetricsF(font).height());
    const QRectF area(std::round(left.x()), std::round(left.y() - height / 2), width, height);
    painter.fillRect(area, fill);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(area, Qt::AlignCenter, text);
    return area;
}

void diamond(QPainter& painter, const Theme& theme, const QPointF& center, double radius, Diamond look) {
    const Saved saved(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto shape = [&center](double r) {
        return QPolygonF{center + QPointF(0, -r), center + QPointF(r, 0), center + QPointF(0, r),
                         center + QPointF(-r, 0)};
    };
    painter.setPen(QPen(theme.ink, look == Diamond::Filled ? 1 : 1.5));
    painter.setBrush(look == Diamond::Filled ? theme.moving : theme.canvas);
    painter.drawPolygon(shape(radius));
    if (look == Diamond::Merged) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.moving);
        painter.drawPolygon(shape(radius * 0.6));
    }
}

void wedge(QPainter& painter, const Theme& theme, const QRectF& rect, OperationKind operation) {
    const Saved saved(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.ink, 1));
    painter.setBrush(hue(operation, theme));
    painter.drawPolygon(
        QPolygonF{rect.topLeft(), QPointF(rect.right(), rect.center().y()), rect.bottomLeft()});
}

void connectionLine(QPainter& painter, const Theme& theme, double from, double to, double y, bool doubled) {
    if (to <= from) return;
    const double middle = std::round(y);
    if (!doubled) {
        painter.fillRect(QRectF(from, middle - 2, to - from, 4), theme.healthy);
        return;
    }
    painter.fillRect(QRectF(from, middle - 3, to - from, 2), theme.healthy);
    painter.fillRect(QRectF(from, middle + 1, to - from, 2), theme.healthy);
}

void endpointChange(QPainter& painter, const Theme& theme, const QPointF& center, double height) {
    const Saved saved(painter);
    // The outline of an upright and two bars.
    const double half = std::min(7.0, height / 2 - 1);
    const QPointF at(std::round(center.x()), std::round(center.y()));
    QPolygonF cross{QPointF(-1.5, -half), QPointF(1.5, -half), QPointF(1.5, -3.5), QPointF(6, -3.5),
                    QPointF(6, -1),       QPointF(1.5, -1),    QPointF(1.5, 1),    QPointF(6, 1),
                    QPointF(6, 3.5),      QPointF(1.5, 3.5),   QPointF(1.5, half), QPointF(-1.5, half),
                    QPointF(-1.5, 3.5),   QPointF(-6, 3.5),    QPointF(-6, 1),     QPointF(-1.5, 1),
                    QPointF(-1.5, -1),    QPointF(-6, -1),     QPointF(-6, -3.5),  QPointF(-1.5, -3.5)};
    cross.translate(at);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.ink, 1.6));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolygon(cross);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.moving);
    painter.drawPolygon(cross);
}

void gapCap(QPainter& painter, const Theme& theme, double x, const QRectF& lane) {
    painter.fillRect(QRectF(std::round(x) - 1, lane.top() + 2, 2, lane.height() - 4), theme.ink);
}

void failureBars(QPainter& painter, const Theme& theme, double from, double to, const QRectF& lane) {
    constexpr double kStep = 5;
    const double top = std::round(lane.center().y());
    const double height = lane.bottom() - 2 - top;
    // At least one bar, even for a failure shorter than a bar.
    double x = from;
    do {
        painter.fillRect(QRectF(std::round(x), top, 2, height), theme.failure);
        x += kStep;
    } while (x + 2 <= to);
}

void reconnect(QPainter& painter, const Theme& theme, const QPointF& center, double radius, bool succeeded) {
    const Saved saved(painter);
    const QColor color = succeeded ? theme.healthy : theme.failure;
    painter.setRenderHint(QPainter::Antialiasing);
    // A clear ring separates it from the line below it.
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.canvas);
    painter.drawEllipse(center, radius + 2.2, radius + 2.2);
    painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::FlatCap));
    painter.setBrush(Qt::NoBrush);
    const QRectF circle(center.x() - radius, center.y() - radius, radius * 2, radius * 2);
    painter.drawArc(circle, 75 * 16, 285 * 16);
    // Arrow head at the open end.
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const QPointF tip = center + QPointF(radius, 0);
    painter.drawPolygon(
        QPolygonF{tip + QPointF(-2.8, -1.4), tip + QPointF(2.4, -1.4), tip + QPointF(-0.2, 2.4)});
}

void relaxedDashes(QPainter& painter, const Theme& theme, double from, double to, double y) {
    const Saved saved(painter);
    QPen pen(theme.grey, 2.4, Qt::CustomDashLine, Qt::FlatCap);
    pen.setDashPattern({2.5, 1.25}); // in pen widths: 6 and 3 pixels
    painter.setPen(pen);
    painter.drawLine(QPointF(from, std::round(y)), QPointF(std::max(to, from + 3), std::round(y)));
}

void tailDots(QPainter& painter, const Theme& theme, double from, double to, double y) {
    for (double x = std::ceil(from / 6) * 6; x < to; x += 6)
        painter.fillRect(QRectF(x, std::round(y) - 1, 2, 2), theme.grey);
}

void planned(QPainter& painter, const Theme& theme, const QRectF& rect) {
    const Saved saved(painter);
    const QRectF r = crisp(rect);
    painter.setClipRect(rect, Qt::IntersectClip);
    const double left = std::ceil(r.left() / 4) * 4;
    int row = 0;
    for (double y = r.top() + 2; y < r.bottom(); y += 3, ++row)
        for (double x = left + (row % 2 == 0 ? 0 : 2); x < r.right(); x += 4)
            painter.fillRect(QRectF(std::round(x), std::round(y), 1, 1), theme.grey);
    QPen pen(theme.grey, 1);
    pen.setDashPattern({1, 2});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(r);
}

void zigZag(QPainter& painter, const Theme& theme, const QRectF& rect) {
    const Saved saved(painter);
    const QRectF r = crisp(rect);
    painter.fillRect(r, theme.canvas);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(rect, Qt::IntersectClip);
    constexpr double kTooth = 4;
    QPolygonF line;
    bool high = false;
    for (double x = r.left(); x < r.right() + kTooth; x += kTooth, high = !high)
        line << QPointF(x, high ? r.top() + 3 : r.bottom() - 3);
    painter.setPen(QPen(theme.ink, 1.4));
    painter.drawPolyline(line);
    painter.setPen(QPen(theme.ink, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(r);
}

void halfTime(QPainter& painter, const Theme& theme, double x, const QRectF& band) {
    painter.fillRect(QRectF(std::round(x) - 1, band.top() - 2, 2, band.height() + 4), theme.ink);
}

void notMeasured(QPainter& painter, const Theme& theme, const QRectF& rect) {
    const Saved saved(painter);
    const QRectF r = crisp(rect);
    painter.fillRect(r, theme.canvas);
    painter.save();
    painter.setClipRect(r, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.grey, 1));
    diagonals(painter, r, 6, false);
    painter.restore();
    painter.setPen(QPen(theme.grey, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(r);
}

void unclosed(QPainter& painter, const Theme& theme, const QRectF& rect) {
    const Saved saved(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.ink, 1));
    painter.setBrush(theme.canvas);
    painter.drawRoundedRect(crisp(rect), 2, 2);
    painter.setFont(uiFont(10, QFont::Bold));
    painter.drawText(rect, Qt::AlignCenter, QStringLiteral("?"));
}

void noteFlag(QPainter& painter, const Theme& theme, const QPointF& foot) {
    const Saved saved(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.ink, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawLine(foot, foot + QPointF(0, -12));
    painter.drawPolygon(QPolygonF{foot + QPointF(0, -12), foot + QPointF(9, -12), foot + QPointF(6.5, -8.8),
                                  foot + QPointF(9, -5.5), foot + QPointF(0, -5.5)});
}

void house(QPainter& painter, const Theme& theme, const QPointF& center, bool changed) {
    const Saved saved(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.ink, 1.2));
    painter.setBrush(changed ? QBrush(theme.ink) : QBrush(Qt::NoBrush));
    painter.drawPolygon(QPolygonF{center + QPointF(-5, 0), center + QPointF(0, -5), center + QPointF(5, 0),
                                  center + QPointF(3.5, 0), center + QPointF(3.5, 5),
                                  center + QPointF(-3.5, 5), center + QPointF(-3.5, 0)});
}

} // namespace maintscope::ui::marks
