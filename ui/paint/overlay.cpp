// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/overlay.h"

#include "ui/paint/lanes.h"
#include "ui/paint/marks.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

QString tagText(MonoTime at, const TimeScale& scale) {
    return scale.timeMs(at) + QLatin1Char(' ') + scale.zoneName(at);
}

} // namespace

void paintSelection(QPainter& painter, const Theme& theme, const LiveFrame& frame, const TimeScale& scale,
                    const QRectF& area) {
    painter.save();
    if (frame.selectedSpan && scale.touches(frame.selectedSpan->from, frame.selectedSpan->to)) {
        const double from = scale.clamped(frame.selectedSpan->from);
        const double to = scale.clamped(frame.selectedSpan->to);
        QColor fill = theme.focus;
        fill.setAlphaF(0.14F);
        painter.fillRect(QRectF(from, area.top(), to - from, area.height()), fill);
        for (const MonoTime edge : {frame.selectedSpan->from, frame.selectedSpan->to})
            if (scale.touches(edge, edge))
                painter.fillRect(QRectF(std::round(scale.x(edge)) - 0.75, area.top(), 1.5, area.height()),
                                 theme.focus);
    }
    QPen pen(theme.ink, 1);
    pen.setDashPattern({5, 3});
    painter.setPen(pen);
    for (const std::optional<MonoTime>& cursor : {frame.cursorA, frame.cursorB}) {
        if (!cursor || !scale.touches(*cursor, *cursor)) continue;
        const double x = std::round(scale.x(*cursor)) + 0.5;
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    painter.restore();
}

QRectF crosshairTag(const LiveFrame& frame, MonoTime at, const TimeScale& scale, double axisHeight) {
    const double width = marks::plateWidth(tagText(at, scale), monoFont(10)) + 4;
    const double last = std::max(scale.left, scale.right - width);
    QRectF tag(std::clamp(scale.x(at) - width / 2, scale.left, last), 2, width, axisHeight - 5);
    const QRectF now = nowTag(frame, scale);
    if (tag.intersects(now)) {
        const double before = now.left() - width - 2;
        const double after = now.right() + 2;
        const bool right = (scale.x(at) >= now.center().x() && after <= last) || before < scale.left;
        tag.moveLeft(right ? after : before);
    }
    return tag;
}

void paintCrosshair(QPainter& painter, const Theme& theme, const LiveFrame& frame, MonoTime at,
                    const TimeScale& scale, const QRectF& area, double axisHeight) {
    if (!scale.touches(at, at)) return;
    painter.save();
    painter.fillRect(QRectF(std::round(scale.x(at)), area.top() + axisHeight, 1, area.height() - axisHeight),
                     theme.grey);
    const QRectF tag = crosshairTag(frame, at, scale, axisHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(tag.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter.setFont(monoFont(10));
    painter.setPen(theme.ink);
    painter.drawText(tag, Qt::AlignCenter, tagText(at, scale));
    painter.restore();
}

} // namespace maintscope::ui
