// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/badge.h"

#include <QPainter>
#include <QPainterPath>

namespace maintscope::ui {
namespace {

/// Shapes and glyphs are drawn in a square of 16 units.
constexpr double kUnits = 16;

QPainterPath silhouette(Badge badge) {
    QPainterPath path;
    switch (badge) {
    case Badge::Healthy:
    case Badge::Unannounced:
    case Badge::NotMeasured:
        path.addEllipse(QRectF(1.2, 1.2, 13.6, 13.6));
        break;
    case Badge::Announced:
        path.addRoundedRect(QRectF(1.6, 1.6, 12.8, 12.8), 1.2, 1.2);
        break;
    case Badge::Handoff:
        path.addPolygon(
            QPolygonF{QPointF(8, 0.6), QPointF(15.4, 8), QPointF(8, 15.4), QPointF(0.6, 8), QPointF(8, 0.6)});
        break;
    case Badge::Failing:
        path.addPolygon(QPolygonF{QPointF(5, 1), QPointF(11, 1), QPointF(15, 5), QPointF(15, 11),
                                  QPointF(11, 15), QPointF(5, 15), QPointF(1, 11), QPointF(1, 5),
                                  QPointF(5, 1)});
        break;
    case Badge::Attention:
        path.addPolygon(QPolygonF{QPointF(8, 1.2), QPointF(15.2, 14.6), QPointF(0.8, 14.6), QPointF(8, 1.2)});
        break;
    }
    return path;
}

void paintGlyph(QPainter& painter, Badge badge, const QColor& ink) {
    painter.setPen(QPen(ink, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (badge) {
    case Badge::Healthy:
        painter.drawPolyline(QPolygonF{QPointF(4.9, 8.3), QPointF(7.1, 10.5), QPointF(11.2, 5.8)});
        break;
    case Badge::Announced: {
        painter.drawLine(QPointF(5, 11), QPointF(9, 7));
        painter.drawPolyline(QPolygonF{QPointF(9.2, 4.2), QPointF(8.8, 7.2), QPointF(11.8, 6.8)});
        break;
    }
    case Badge::Handoff:
        painter.drawLine(QPointF(4.4, 8), QPointF(11, 8));
        painter.drawPolyline(QPolygonF{QPointF(8.6, 5.4), QPointF(11.3, 8), QPointF(8.6, 10.6)});
        break;
    case Badge::Failing:
        painter.drawLine(QPointF(5.5, 5.5), QPointF(10.5, 10.5));
        painter.drawLine(QPointF(10.5, 5.5), QPointF(5.5, 10.5));
        break;
    case Badge::Attention:
        painter.drawLine(QPointF(8, 6), QPointF(8, 9.6));
        painter.drawPoint(QPointF(8, 12.2));
        break;
    case Badge::Unannounced:
        painter.drawLine(QPointF(8, 4.4), QPointF(8, 8.6));
        painter.drawPoint(QPointF(8, 11.4));
        break;
    case Badge::NotMeasured:
        break;
    }
}

} // namespace

QColor badgeFill(Badge badge, const Theme& theme) {
    switch (badge) {
    case Badge::Healthy:
        return theme.healthy;
    case Badge::Announced:
        return theme.migrating;
    case Badge::Handoff:
        return theme.moving;
    case Badge::Failing:
    case Badge::Unannounced:
        return theme.failure;
    case Badge::Attention:
        return theme.attention;
    case Badge::NotMeasured:
        return {};
    }
    return {};
}

void paintBadge(QPainter& painter, const QRectF& rect, Badge badge, const Theme& theme) {
    const double side = std::min(rect.width(), rect.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center() - QPointF(side, side) / 2);
    painter.scale(side / kUnits, side / kUnits);
    const QPainterPath shape = silhouette(badge);
    if (badge == Badge::NotMeasured) {
        QPen dashed(theme.grey, 1.6);
        dashed.setDashPattern({2.2, 1.8});
        painter.setPen(dashed);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(shape);
    } else {
        painter.setPen(
            QPen(theme.kind == ThemeKind::Dark && badge != Badge::Attention ? theme.ink : theme.onFill, 1.1));
        painter.setBrush(badgeFill(badge, theme));
        painter.drawPath(shape);
        paintGlyph(painter, badge, theme.onFill);
    }
    painter.restore();
}

} // namespace maintscope::ui
