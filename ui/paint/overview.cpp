// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/overview.h"

#include "model/base/format.h"
#include "ui/paint/lanes.h"
#include "ui/paint/marks.h"
#include "ui/paint/operation.h"
#include "ui/theme/translate.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr double kBarStep = 4; ///< pixels from one bar to the next
constexpr double kLeastWindow = 8;

TimeScale scaleOf(const LiveFrame& frame, const QRectF& area) {
    const TimeRange extent = overviewExtent(frame);
    return {extent.from, extent.to, area.left() + kLabelColumn, area.right(), frame.start, frame.clock};
}

/// Height share of a latency: 0.1 ms to 1 s on a log axis.
double level(Duration latency) {
    const double ms = std::max(0.1, std::chrono::duration<double, std::milli>(latency).count());
    return std::clamp((std::log10(ms) + 1) / 4, 0.06, 1.0);
}

void paintBars(QPainter& painter, const Theme& theme, const LiveFrame& frame, const TimeScale& scale,
               const QRectF& body) {
    const model::MetricKey key{frame.timeline->target().id, ProbeRole::Protected, {}};
    const MonoTime end = std::min(scale.to, frame.now);
    const int count = static_cast<int>(scale.width() / kBarStep);
    std::vector<model::Column> storage;
    if (!frame.columns) storage = frame.metrics->columns(key, scale.from, end, count);
    const std::vector<model::Column>& columns =
        frame.columns ? frame.columns->overview.columns(key, scale.from, end, count) : storage;
    for (const model::Column& column : columns) {
        const double left = std::round(scale.clamped(column.from));
        const double right = std::round(scale.clamped(std::min(column.to, frame.now)));
        const double width = std::max(1.0, right - left - (right - left > 3 ? 1 : 0));
        if (column.hasLatency) {
            const double tall = std::round(level(column.p99) * body.height() * 0.55);
            painter.fillRect(QRectF(left, body.bottom() - tall, width, tall), theme.heat);
        }
        // Failures are the most prominent marks: full height, however few.
        if (column.counts.failed() > 0)
            painter.fillRect(
                QRectF(left, body.top() + 2, std::max(2.0, std::min(width, 3.0)), body.height() - 2),
                theme.failure);
    }
}

void paintOperations(QPainter& painter, const Theme& theme, const LiveFrame& frame, const TimeScale& scale,
                     const QRectF& body) {
    for (const model::PlannedMark& window : frame.timeline->planned()) {
        const double from = scale.clamped(window.from);
        const double to = scale.clamped(window.to);
        if (to > from) marks::planned(painter, theme, QRectF(from, body.top(), to - from, body.height()));
    }
    struct Group {
        double from;
        double to;
        int count;
        OperationKind operation;
    };
    std::vector<Group> groups;
    for (const model::Band& band : frame.timeline->bands()) {
        if (band.from > frame.now && frame.running) continue;
        const double from = scale.clamped(band.from);
        const double to = std::max(from + 2, scale.clamped(std::min(band.to.value_or(frame.now), frame.now)));
        if (!groups.empty() && from - groups.back().to < 2 && groups.back().to - groups.back().from < 24) {
            groups.back().to = std::max(groups.back().to, to);
            ++groups.back().count;
        } else {
            groups.push_back({from, to, 1, band.kind});
        }
    }
    const QFont font = uiFont(10);
    double textEnd = body.left();
    for (const Group& group : groups) {
        const QRectF box(group.from, body.top() + 12, std::max(3.0, group.to - group.from), 11);
        if (group.count < 4) {
            marks::band(painter, theme, box, group.operation, {false, false, false});
            continue;
        }
        const QRectF dense(group.from - 2, box.top(), std::max(14.0, group.to - group.from + 4),
                           box.height());
        marks::zigZag(painter, theme, dense);
        const QString text = tr("%1 operations").arg(group.count);
        const double width = marks::plateWidth(text, font);
        if (dense.left() - 4 - width < textEnd) continue;
        marks::plate(painter, QPointF(dense.left() - 4 - width, dense.center().y()), width, text, font,
                     theme.ink, theme.canvas);
        textEnd = dense.right();
    }
}

} // namespace

TimeRange overviewExtent(const LiveFrame& frame) {
    MonoTime from = kSessionStart;
    MonoTime to = std::max(frame.now, kSessionStart + 1s);
    if (frame.running) to = std::max(to, std::min(frame.to, frame.now + (frame.to - frame.from)));
    for (const auto& [key, begin, end, label] : frame.timeline->planned()) {
        // A window planned for next week must not shrink the session to a pixel.
        const Duration room = std::max<Duration>(to - from, 10min);
        if (begin < to + room) to = std::max(to, std::min(end, to + room));
        if (end > from - room) from = std::min(from, std::max(begin, from - room));
    }
    const Duration margin = (to - from) / 100;
    return {from - margin, to + margin};
}

QRectF overviewWindow(const LiveFrame& frame, const QRectF& area) {
    const TimeScale scale = scaleOf(frame, area);
    double left = scale.clamped(frame.from);
    double right = scale.clamped(frame.to);
    if (right - left < kLeastWindow) {
        const double middle =
            std::clamp((left + right) / 2, scale.left + kLeastWindow / 2,
                       std::max(scale.left + kLeastWindow / 2, scale.right - kLeastWindow / 2));
        left = middle - kLeastWindow / 2;
        right = middle + kLeastWindow / 2;
    }
    return QRectF(left, area.top() + 1, right - left, area.height() - 3);
}

void paintOverview(QPainter& painter, const Theme& theme, const LiveFrame& frame, const QRectF& area) {
    painter.save();
    const TimeScale scale = scaleOf(frame, area);
    const QRectF body(scale.left, area.top(), scale.width(), area.height() - 1);
    painter.fillRect(area, theme.window);
    const double nowX = scale.clamped(frame.now);
    const double beginX = scale.clamped(kSessionStart);
    painter.fillRect(QRectF(beginX, body.top(), nowX - beginX, body.height()), theme.canvas);

    paintBars(painter, theme, frame, scale, body);
    for (const model::ObserverSpan& span : frame.timeline->observer()) {
        if (span.mark != model::ObserverMark::NotMeasured) continue;
        const double from = scale.clamped(span.from);
        const double to = scale.clamped(std::min(span.to.value_or(frame.now), frame.now));
        marks::notMeasured(painter, theme,
                           QRectF(from, body.top() + 1, std::max(3.0, to - from), body.height() - 1));
    }
    paintOperations(painter, theme, frame, scale, body);

    const QFont mono = monoFont(9);
    painter.setFont(mono);
    const QRectF window = overviewWindow(frame, area);
    for (const TimeTick& tick : timeTicks(scale, 100)) {
        const double width = marks::textWidth(tick.label, mono);
        const QRectF text(tick.x - width / 2, body.top() + 2, width, 12);
        painter.fillRect(QRectF(std::round(tick.x), body.bottom() - 4, 1, 4), theme.secondText);
        if (text.left() < scale.left + 2 || text.right() > scale.right - 2) continue;
        painter.setPen(theme.secondText);
        painter.drawText(text, Qt::AlignCenter, tick.label);
    }

    QColor fill = theme.focus;
    fill.setAlphaF(0.16F);
    painter.fillRect(window, fill);
    painter.setPen(QPen(theme.focus, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRect(window.adjusted(0.75, 0.75, -0.75, -0.75));
    painter.setRenderHint(QPainter::Antialiasing, false);

    painter.fillRect(QRectF(area.left(), area.top(), kLabelColumn, area.height()), theme.window);
    painter.setPen(theme.ink);
    painter.setFont(uiFont(11, QFont::DemiBold));
    painter.drawText(QRectF(area.left() + 10, area.top() + 5, kLabelColumn - 14, 16),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("Overview"));
    painter.setPen(theme.secondText);
    painter.setFont(uiFont(10));
    // The beginning and the end of a short session may be in the same minute.
    const QString span =
        frame.now - kSessionStart < 10min
            ? tr("from %1").arg(scale.timeS(kSessionStart))
            : tr("%1 to %2").arg(scale.timeS(kSessionStart).left(5), scale.timeS(frame.now).left(5));
    painter.drawText(QRectF(area.left() + 10, area.top() + 20, kLabelColumn - 14, 16),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font())
                         .elidedText(span + u", "_s + model::formatDuration(frame.now - kSessionStart),
                                     Qt::ElideRight, kLabelColumn - 14));
    painter.fillRect(QRectF(area.left() + kLabelColumn - 1, area.top(), 1, area.height()), theme.border);
    painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.border);
    painter.restore();
}

} // namespace maintscope::ui
