// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/lane_painter.h"

#include "model/base/format.h"
#include "ui/paint/operation.h"
#include "ui/theme/translate.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;

namespace lane {

QString words(const std::string& text) {
    return model::escapeServerText(text);
}

QString phases(const HandoffPhases& phases) {
    QStringList parts;
    const auto part = [&](const char* name, const std::optional<Duration>& at) {
        if (at) parts << tr(name) + u' ' + model::formatDuration(*at);
    };
    part(QT_TRANSLATE_NOOP("Lanes", "connecting"), phases.connecting);
    part(QT_TRANSLATE_NOOP("Lanes", "opted in"), phases.optedIn);
    part(QT_TRANSLATE_NOOP("Lanes", "first reply"), phases.firstOk);
    part(QT_TRANSLATE_NOOP("Lanes", "old drained"), phases.oldDrained);
    part(QT_TRANSLATE_NOOP("Lanes", "old closed"), phases.oldClosed);
    return tr("after MOVING: %1").arg(parts.join(u", "_s));
}

} // namespace lane

LanePainter::LanePainter(QPainter& painter, const Theme& theme, const LiveFrame& frame,
                         const TimeScale& scale, const std::vector<LaneRow>& rows, std::vector<LaneHit>* hits)
    : m_p(painter)
    , m_t(theme)
    , m_f(frame)
    , m_s(scale)
    , m_rows(rows)
    , m_hits(hits)
    , m_nowX(scale.clamped(frame.now))
    , m_height(lanesHeight(rows))
    , m_origin(painter.worldTransform().dx(), painter.worldTransform().dy()) {}

void LanePainter::paint() {
    paintBackground();
    paintStalls();
    for (const LaneRow& row : m_rows) {
        const QRectF area(0, row.top, m_s.right, row.height);
        paintRow(row, area);
    }
    paintNotMeasured();
    paintSelected();
    if (m_f.running && m_f.now >= m_s.from && m_f.now <= m_s.to) {
        m_p.fillRect(QRectF(std::round(m_nowX) - 0.5, 0, 1.5, m_height), m_t.ink);
        paintNowTag();
    }
    if (!m_rows.empty() && m_rows.front().kind == LaneKind::Axis) paintCursorTags();
}

QRectF LanePainter::body(const QRectF& row) const {
    return QRectF(m_s.left, row.top(), m_s.width(), row.height());
}

MonoTime LanePainter::endOf(const std::optional<MonoTime>& end) const {
    return end.value_or(m_f.now);
}

QString LanePainter::time(MonoTime at) const {
    return m_s.timeMs(at) + u' ' + m_s.zoneName(at);
}

bool LanePainter::touches(MonoTime from, MonoTime to) const {
    // The session continues while the view is paused; nothing newer than the picture is painted.
    return m_s.touches(from, to) && (!m_f.running || from <= m_f.now);
}

void LanePainter::hitDense(const QRectF& area, std::size_t count, MonoTime from, MonoTime to) {
    if (!m_hits) return;
    m_hits->push_back({area.translated(m_origin),
                       {},
                       tr("%1 marks, too close together to show separately\nclick to zoom in").arg(count),
                       {from, to},
                       true});
}

/// Rings the selected marks in the focus colour, so that an event selected in the table is easy to find.
void LanePainter::paintSelected() {
    if (m_selected.empty()) return;
    m_p.save();
    m_p.setRenderHint(QPainter::Antialiasing);
    m_p.setPen(QPen(m_t.focus, 2));
    m_p.setBrush(Qt::NoBrush);
    for (const QRectF& area : m_selected) {
        const QRectF ring =
            area.adjusted(-2, 0, 2, 0).intersected(QRectF(m_s.left, 0, m_s.width(), m_height));
        m_p.drawRoundedRect(ring.adjusted(1, 1, -1, -1), 3, 3);
    }
    m_p.restore();
}

void LanePainter::paintBackground() {
    m_p.fillRect(QRectF(0, 0, kLabelColumn, m_height), m_t.window);
    m_p.fillRect(QRectF(m_s.left, 0, m_nowX - m_s.left, m_height), m_t.canvas);
    const double begin = m_s.clamped(kSessionStart);
    if (begin > m_s.left) m_p.fillRect(QRectF(m_s.left, 0, begin - m_s.left, m_height), m_t.window);
    if (m_nowX < m_s.right) m_p.fillRect(QRectF(m_nowX, 0, m_s.right - m_nowX, m_height), m_t.window);
    const bool axis = !m_rows.empty() && m_rows.front().kind == LaneKind::Axis;
    if (axis) m_p.fillRect(QRectF(0, 0, m_s.right, m_rows.front().height), m_t.window);
    m_ticks = timeTicks(m_s, 90);
    const double top = axis ? m_rows.front().height : 0;
    for (const TimeTick& tick : m_ticks)
        m_p.fillRect(QRectF(std::round(tick.x), top, 1, m_height - top), m_t.grid);
    LaneKind previous = LaneKind::Axis;
    for (const LaneRow& row : m_rows) {
        // A strong line between groups, a faint one inside a group.
        const bool kinds = row.kind == LaneKind::Operation && row.operation != kOperations.front().kind;
        const bool inside = kinds || (row.kind == LaneKind::Connection && previous == LaneKind::Connection &&
                                      !beginsControl(row));
        if (row.top > 0) m_p.fillRect(QRectF(0, row.top, m_s.right, 1), inside ? m_t.grid : m_t.border);
        previous = row.kind;
    }
    m_p.fillRect(QRectF(kLabelColumn - 1, 0, 1, m_height), m_t.border);
    m_p.fillRect(QRectF(0, m_height - 1, m_s.right, 1), m_t.border);
}

bool LanePainter::beginsControl(const LaneRow& row) const {
    const auto& lanes = m_f.timeline->lanes();
    return row.lane > 0 && lanes[row.lane].role != lanes[row.lane - 1].role;
}

void LanePainter::label(const QRectF& row, const QString& text, bool strong, double indent, double room) {
    const QFont font = uiFont(11, strong ? QFont::DemiBold : QFont::Normal);
    m_p.setFont(font);
    m_p.setPen(m_t.ink);
    const QRectF area(indent, row.top(), (room > 0 ? room : kLabelColumn - indent - 6), row.height());
    m_p.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, marks::elided(text, font, area.width()));
}

void LanePainter::quiet(const QRectF& row, const QString& text) {
    const QFont font = uiFont(10);
    m_p.setFont(font);
    m_p.setPen(m_t.secondText);
    QRectF area = body(row).adjusted(10, 0, -10, 0);
    // Beside the now line rather than across it.
    const double width = marks::textWidth(text, font);
    if (area.left() + width > m_nowX - 6 && m_nowX + 10 + width < m_s.right) area.setLeft(m_nowX + 10);
    m_p.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, marks::elided(text, font, area.width()));
}

void LanePainter::paintRow(const LaneRow& row, const QRectF& area) {
    switch (row.kind) {
    case LaneKind::Axis:
        paintAxis(area);
        break;
    case LaneKind::Planned:
        label(area, tr("Planned"), false);
        paintPlanned(area);
        break;
    case LaneKind::Operation:
        if (lookOf(row.operation).diamond)
            marks::diamond(m_p, m_t, QPointF(16, area.center().y()), 6, marks::Diamond::Filled);
        else
            marks::wedge(m_p, m_t, QRectF(13, area.center().y() - 5, 7, 10), row.operation);
        label(area, model::operationName(row.operation), true, 28);
        paintBands(area, row.operation);
        break;
    case LaneKind::Findings:
        label(area, tr("Findings, notes"), true);
        paintFindings(area);
        break;
    case LaneKind::Connection:
        paintConnection(m_f.timeline->lanes()[row.lane], area);
        break;
    case LaneKind::Relaxed:
        label(area, tr("Relaxed timeout"), false);
        paintRelaxed(area);
        break;
    case LaneKind::Dns:
        label(area, tr("DNS answer"), false);
        paintDns(area);
        break;
    }
}

void LanePainter::paintAxis(const QRectF& row) {
    // Over a daylight-saving edge the axis has two names.
    const QString first = m_s.zoneName(m_s.from);
    const QString last = m_s.zoneName(m_s.to);
    const QString zone = first == last ? first : first + u'/' + last;
    label(row, tr("%1, %2").arg(m_s.clock.date(m_s.wall(std::min(m_s.to, m_f.now))), zone), true);
    const QFont font = monoFont(10);
    m_p.setFont(font);
    const std::array<QRectF, 3> tags{nowTag(m_f, m_s), cursorTag(m_f.cursorA, m_s),
                                     cursorTag(m_f.cursorB, m_s)};
    for (const TimeTick& tick : m_ticks) {
        m_p.fillRect(QRectF(std::round(tick.x), row.bottom() - 5, 1, 5), m_t.secondText);
        const double width = marks::textWidth(tick.label, font);
        const QRectF text(tick.x - width / 2, row.top(), width, row.height() - 4);
        if (text.left() < m_s.left + 2 || text.right() > m_s.right - 2 ||
            std::any_of(tags.begin(), tags.end(),
                        [&](const QRectF& tag) { return text.adjusted(-6, 0, 6, 0).intersects(tag); }))
            continue;
        m_p.setPen(m_t.secondText);
        m_p.drawText(text, Qt::AlignCenter, tick.label);
    }
}

void LanePainter::paintCursorTags() {
    m_p.save();
    m_p.setRenderHint(QPainter::Antialiasing);
    m_p.setFont(uiFont(10, QFont::Bold));
    for (const auto& [cursor, name] : {std::pair(m_f.cursorA, u"A"_s), std::pair(m_f.cursorB, u"B"_s)}) {
        const QRectF tag = cursorTag(cursor, m_s);
        if (tag.isEmpty()) continue;
        m_p.setPen(Qt::NoPen);
        m_p.setBrush(m_t.ink);
        m_p.drawRoundedRect(tag, 2, 2);
        m_p.setPen(m_t.canvas);
        m_p.drawText(tag, Qt::AlignCenter, name);
    }
    m_p.restore();
}

void LanePainter::paintNowTag() {
    const QRectF tag = nowTag(m_f, m_s);
    if (tag.isEmpty() || m_rows.empty() || m_rows.front().kind != LaneKind::Axis) return;
    m_p.save();
    m_p.setRenderHint(QPainter::Antialiasing);
    m_p.setPen(Qt::NoPen);
    m_p.setBrush(m_t.ink);
    m_p.drawRoundedRect(tag, 2, 2);
    m_p.setFont(monoFont(10, QFont::DemiBold));
    m_p.setPen(m_t.canvas);
    m_p.drawText(tag, Qt::AlignCenter, nowText(m_f, m_s));
    m_p.restore();
}

} // namespace maintscope::ui
