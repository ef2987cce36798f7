// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/lanes.h"

#include "model/base/format.h"
#include "ui/paint/marks.h"
#include "ui/paint/operation.h"
#include "ui/theme/translate.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

double heightOf(const LaneRow& row) {
    switch (row.kind) {
    case LaneKind::Axis:
        return 22;
    case LaneKind::Planned:
        return 18;
    case LaneKind::Operation:
        return lookOf(row.operation).rowHeight;
    case LaneKind::Dns:
        return 19;
    case LaneKind::Findings:
        return 20;
    case LaneKind::Connection:
        return 17;
    case LaneKind::Relaxed:
        return 18;
    }
    return 0;
}

} // namespace

QString nowText(const LiveFrame& frame, const TimeScale& scale) {
    return (frame.paused ? tr("paused %1") : tr("now %1")).arg(scale.timeS(frame.now));
}

QRectF nowTag(const LiveFrame& frame, const TimeScale& scale) {
    if (!frame.running || !scale.touches(frame.now, frame.now)) return {};
    const double width = marks::plateWidth(nowText(frame, scale), monoFont(10, QFont::DemiBold)) + 4;
    const double x = scale.clamped(frame.now);
    return QRectF(std::clamp(x - width / 2, scale.left, std::max(scale.left, scale.right - width)), 2, width,
                  17);
}

QRectF cursorTag(const std::optional<MonoTime>& cursor, const TimeScale& scale) {
    if (!cursor || !scale.touches(*cursor, *cursor)) return {};
    constexpr double kWidth = 16;
    return QRectF(std::round(scale.x(*cursor)) - kWidth / 2 + 0.5, 3, kWidth, 15);
}

std::uint32_t hiddenBit(LaneKind kind, OperationKind operation) {
    return 1U << (kind == LaneKind::Operation ? lookOf(operation).hiddenBit : static_cast<unsigned>(kind));
}

std::vector<LaneRow> laneRows(const model::Timeline& timeline, bool withAxis, std::uint32_t hidden) {
    std::vector<LaneRow> rows;
    double top = 0;
    const auto add = [&](LaneRow row) {
        if (hidden & hiddenBit(row.kind, row.operation)) return;
        row.top = top;
        row.height = heightOf(row);
        rows.push_back(row);
        top += row.height;
    };
    if (withAxis) add({.kind = LaneKind::Axis});
    add({.kind = LaneKind::Planned});
    for (const OperationKind operation : operationRows())
        add({.kind = LaneKind::Operation, .operation = operation});
    add({.kind = LaneKind::Findings});
    for (std::size_t i = 0; i < timeline.lanes().size(); ++i)
        add({.kind = LaneKind::Connection, .lane = i});
    add({.kind = LaneKind::Relaxed});
    if (!timeline.dns().empty()) add({.kind = LaneKind::Dns});
    return rows;
}

double lanesHeight(const std::vector<LaneRow>& rows) {
    return rows.empty() ? 0 : rows.back().top + rows.back().height;
}

const LaneHit* hitAt(const std::vector<LaneHit>& hits, const QPointF& point) {
    constexpr double kHalfTarget = 4;
    for (auto hit = hits.rbegin(); hit != hits.rend(); ++hit) {
        QRectF area = hit->area;
        const double missing = kHalfTarget - area.width() / 2;
        if (missing > 0) area.adjust(-missing, 0, missing, 0);
        if (area.contains(point)) return &*hit;
    }
    return nullptr;
}

QString shortEndpoint(const std::string& endpoint, double room, const QFont& font) {
    const QString text = model::escapeServerText(endpoint);
    if (marks::textWidth(text, font) <= room) return text;
    // Nodes differ in the end of the address: ".1.9:12000".
    for (qsizetype dot = text.indexOf(u'.'); dot >= 0; dot = text.indexOf(u'.', dot + 1))
        if (marks::textWidth(text.mid(dot), font) <= room) return text.mid(dot);
    return QFontMetricsF(font).elidedText(text, Qt::ElideLeft, room);
}

} // namespace maintscope::ui
