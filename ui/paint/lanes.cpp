// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/lanes.h"

#include "model/format.h"
#include "ui/paint/badge.h"
#include "ui/paint/marks.h"
#include "ui/paint/operation.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using marks::Operation;

constexpr double kMergePixels = 8; ///< marks closer than this are shown as one

QString tr(const char* text) {
    return QCoreApplication::translate("Lanes", text);
}

QString words(const std::string& text) {
    return model::escapeServerText(text);
}

double heightOf(LaneKind kind) {
    switch (kind) {
    case LaneKind::Axis:
        return 22;
    case LaneKind::Moving:
        return 24;
    case LaneKind::Migrating:
    case LaneKind::FailingOver:
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

QString nameOf(model::BandKind kind) {
    switch (kind) {
    case model::BandKind::Moving:
        return u"MOVING"_s;
    case model::BandKind::Migrating:
        return u"MIGRATING"_s;
    case model::BandKind::Smigrating:
        return u"SMIGRATING"_s;
    case model::BandKind::FailingOver:
        return u"FAILING_OVER"_s;
    }
    return {};
}

QString withoutPort(const QString& endpoint) {
    const auto colon = endpoint.lastIndexOf(u':');
    return colon < 0 ? endpoint : endpoint.left(colon);
}

QString portOf(const QString& endpoint) {
    return endpoint.mid(endpoint.lastIndexOf(u':') + 1);
}

/// Text of a band, the longest first: what does not fit gives way to the next.
QStringList bandTexts(const model::Band& band) {
    const QString sequence = band.sequence ? tr("seq %1").arg(band.sequence->value) : QString();
    if (band.kind == model::BandKind::Moving) {
        const QString from = words(band.peerOld);
        const QString to = band.peerNew.empty() ? tr("not named") : words(band.peerNew);
        QStringList texts{u"%1 → %2"_s.arg(from, to)};
        if (portOf(from) == portOf(to)) texts << u"%1 → %2"_s.arg(withoutPort(from), withoutPort(to));
        texts << u"→ %1"_s.arg(withoutPort(to)) << sequence;
        return texts;
    }
    QString subject;
    if (!band.shards.empty()) {
        QString shards = words(band.shards);
        shards.remove(u'[').remove(u']').remove(u'"').replace(u',', u' ');
        subject = (shards.contains(u' ') ? tr("shards %1") : tr("shard %1")).arg(shards.simplified());
    } else if (!band.slots.empty()) {
        subject = tr("slots %1").arg(words(band.slots));
    }
    QStringList texts;
    if (!sequence.isEmpty() && !subject.isEmpty()) texts << u"%1, %2"_s.arg(sequence, subject);
    if (!subject.isEmpty()) texts << subject;
    if (!sequence.isEmpty()) texts << sequence;
    return texts;
}

/// What was announced; connections that were told some milliseconds apart do not make it a fraction.
QString announcedFor(const model::Band& band) {
    using Tenths = std::chrono::duration<std::int64_t, std::deci>;
    return model::formatSetting(std::chrono::round<Tenths>(*band.deadline - band.from));
}

/// Keeps texts of one row from being painted over each other and over marks.
class Occupied {
public:
    void take(double from, double to) { m_spans.push_back({from, to}); }
    [[nodiscard]] bool isFree(double from, double to) const {
        return std::none_of(m_spans.begin(), m_spans.end(),
                            [&](const Span& span) { return from < span.to && to > span.from; });
    }

private:
    struct Span {
        double from;
        double to;
    };
    std::vector<Span> m_spans;
};

class Lanes {
public:
    Lanes(QPainter& painter, const Theme& theme, const LiveFrame& frame, const TimeScale& scale,
          const std::vector<LaneRow>& rows, std::vector<LaneHit>* hits)
        : m_p(painter)
        , m_t(theme)
        , m_f(frame)
        , m_s(scale)
        , m_rows(rows)
        , m_hits(hits)
        , m_nowX(scale.clamped(frame.now))
        , m_height(lanesHeight(rows)) {}

    void paint() {
        paintBackground();
        for (const LaneRow& row : m_rows) {
            const QRectF area(0, row.top, m_s.right, row.height);
            paintRow(row, area);
        }
        paintObserver();
        if (m_f.running && m_f.now >= m_s.from && m_f.now <= m_s.to) {
            m_p.fillRect(QRectF(std::round(m_nowX) - 0.5, 0, 1.5, m_height), m_t.ink);
            paintNowTag();
        }
    }

private:
    QRectF body(const QRectF& row) const { return QRectF(m_s.left, row.top(), m_s.width(), row.height()); }
    MonoTime endOf(const std::optional<MonoTime>& end) const { return end.value_or(m_f.now); }

    QString time(MonoTime at) const { return model::formatTimeMs(m_s.wall(at)); }

    void hit(const QRectF& area, EventKey key, const QString& text) {
        if (m_hits)
            m_hits->push_back(
                {area.translated(m_p.worldTransform().dx(), m_p.worldTransform().dy()), key, text});
    }

    void paintBackground() {
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
            const bool kinds = row.kind == LaneKind::Migrating || row.kind == LaneKind::FailingOver;
            const bool inside = kinds || (row.kind == LaneKind::Connection &&
                                          previous == LaneKind::Connection && !beginsControl(row));
            if (row.top > 0) m_p.fillRect(QRectF(0, row.top, m_s.right, 1), inside ? m_t.grid : m_t.border);
            previous = row.kind;
        }
        m_p.fillRect(QRectF(kLabelColumn - 1, 0, 1, m_height), m_t.border);
        m_p.fillRect(QRectF(0, m_height - 1, m_s.right, 1), m_t.border);
    }

    [[nodiscard]] bool beginsControl(const LaneRow& row) const {
        const auto& lanes = m_f.timeline->lanes();
        return row.lane > 0 && lanes[row.lane].role != lanes[row.lane - 1].role;
    }

    void label(const QRectF& row, const QString& text, bool strong, double indent = 10, double room = 0) {
        const QFont font = uiFont(11, strong ? QFont::DemiBold : QFont::Normal);
        m_p.setFont(font);
        m_p.setPen(m_t.ink);
        const QRectF area(indent, row.top(), (room > 0 ? room : kLabelColumn - indent - 6), row.height());
        m_p.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(font).elidedText(text, Qt::ElideRight, area.width()));
    }

    void quiet(const QRectF& row, const QString& text) {
        const QFont font = uiFont(10);
        m_p.setFont(font);
        m_p.setPen(m_t.secondText);
        QRectF area = body(row).adjusted(10, 0, -10, 0);
        // Beside the now line rather than across it.
        const double width = QFontMetricsF(font).horizontalAdvance(text);
        if (area.left() + width > m_nowX - 6 && m_nowX + 10 + width < m_s.right) area.setLeft(m_nowX + 10);
        m_p.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(font).elidedText(text, Qt::ElideRight, area.width()));
    }

    void paintRow(const LaneRow& row, const QRectF& area) {
        switch (row.kind) {
        case LaneKind::Axis:
            paintAxis(area);
            break;
        case LaneKind::Moving:
            marks::diamond(m_p, m_t, QPointF(16, area.center().y()), 6, marks::Diamond::Filled);
            label(area, u"MOVING"_s, true, 28);
            paintBands(area, Operation::Moving);
            break;
        case LaneKind::Migrating:
            marks::wedge(m_p, m_t, QRectF(13, area.center().y() - 5, 7, 10), Operation::Migrating);
            label(area, u"MIGRATING"_s, true, 28);
            paintBands(area, Operation::Migrating);
            break;
        case LaneKind::FailingOver:
            marks::wedge(m_p, m_t, QRectF(13, area.center().y() - 5, 7, 10), Operation::FailingOver);
            label(area, u"FAILING_OVER"_s, true, 28);
            paintBands(area, Operation::FailingOver);
            break;
        case LaneKind::Findings:
            label(area, tr("Findings, notes"), true);
            paintFindings(area);
            break;
        case LaneKind::Connection:
            paintConnection(m_f.timeline->lanes()[row.lane], area);
            break;
        case LaneKind::Relaxed:
            label(area, tr("Relaxed time-out"), false);
            paintRelaxed(area);
            break;
        case LaneKind::Dns:
            label(area, tr("DNS answer"), false);
            paintDns(area);
            break;
        }
    }

    void paintAxis(const QRectF& row) {
        const QString date = QLocale::c().toString(
            QDateTime::fromMSecsSinceEpoch(
                std::chrono::duration_cast<std::chrono::milliseconds>(m_s.wall(m_f.now).time_since_epoch())
                    .count(),
                Qt::UTC)
                .date(),
            u"d MMM yyyy"_s);
        label(row, tr("%1, UTC").arg(date), true);
        const QFont font = monoFont(10);
        const QFontMetricsF metrics(font);
        m_p.setFont(font);
        const QRectF now = nowTag();
        for (const TimeTick& tick : m_ticks) {
            m_p.fillRect(QRectF(std::round(tick.x), row.bottom() - 5, 1, 5), m_t.secondText);
            const double width = metrics.horizontalAdvance(tick.label);
            const QRectF text(tick.x - width / 2, row.top(), width, row.height() - 4);
            if (text.left() < m_s.left + 2 || text.right() > m_s.right - 2 ||
                text.adjusted(-6, 0, 6, 0).intersects(now))
                continue;
            m_p.setPen(m_t.secondText);
            m_p.drawText(text, Qt::AlignCenter, tick.label);
        }
    }

    [[nodiscard]] QRectF nowTag() const {
        if (!m_f.running || m_rows.empty() || m_rows.front().kind != LaneKind::Axis) return {};
        const double width =
            marks::plateWidth(tr("now %1").arg(u"00:00:00"_s), monoFont(10, QFont::DemiBold)) + 4;
        return QRectF(std::clamp(m_nowX - width / 2, m_s.left, m_s.right - width), 2, width, 17);
    }

    void paintNowTag() {
        const QRectF tag = nowTag();
        if (tag.isEmpty()) return;
        m_p.save();
        m_p.setRenderHint(QPainter::Antialiasing);
        m_p.setPen(Qt::NoPen);
        m_p.setBrush(m_t.ink);
        m_p.drawRoundedRect(tag, 2, 2);
        m_p.setFont(monoFont(10, QFont::DemiBold));
        m_p.setPen(m_t.canvas);
        m_p.drawText(tag, Qt::AlignCenter, tr("now %1").arg(model::formatTimeS(m_s.wall(m_f.now))));
        m_p.restore();
    }

    /// What the server announced: the old endpoint of a MOVING goes away at its deadline, however soon we had
    /// moved.
    [[nodiscard]] MonoTime announcedEnd(const model::Band& band) const {
        const MonoTime end = endOf(band.to);
        return band.kind == model::BandKind::Moving && band.deadline ? std::max(end, *band.deadline) : end;
    }

    void paintBands(const QRectF& row, Operation operation) {
        bool any = false;
        bool visible = false;
        Occupied occupied;
        std::vector<const model::Band*> shown;
        for (const model::Band& band : m_f.timeline->bands()) {
            if (operationOf(band.kind) != operation) continue;
            any = true;
            const MonoTime last =
                band.to ? announcedEnd(band) : std::max(m_f.now, band.deadline.value_or(m_f.now));
            if (!m_s.touches(band.from, last)) continue;
            visible = true;
            shown.push_back(&band);
            occupied.take(m_s.clamped(band.from) - 8,
                          m_s.clamped(last) + (band.state == PairState::Capped ? marks::kTornMarkWidth : 2));
        }
        for (const model::Band* band : shown)
            paintBand(row, *band, operation, occupied);
        if (visible) return;
        if (any)
            quiet(row, tr("none in this range"));
        else if (operation == Operation::Moving && m_f.timeline->bands().empty() &&
                 m_f.status.state == model::TargetState::Healthy)
            quiet(row, m_f.status.sentence);
        else
            quiet(row, tr("none since the recording began at %1Z").arg(model::formatTimeS(m_f.start)));
    }

    void paintBand(const QRectF& row, const model::Band& band, Operation operation, Occupied& occupied) {
        const bool moving = operation == Operation::Moving;
        const bool torn = band.state == PairState::Capped;
        const MonoTime end = announcedEnd(band);
        const double from = m_s.clamped(band.from);
        const double to = std::min(m_s.clamped(end), m_nowX);
        const double top = row.top() + (moving ? 3 : 2);
        const QRectF area(from, top, std::max(3.0, to - from), row.height() - (moving ? 5 : 4));
        marks::BandEnds ends;
        ends.opens = band.from >= m_s.from;
        ends.closes = band.to && end <= m_s.to && !torn;
        ends.torn = torn && end <= m_s.to;
        marks::band(m_p, m_t, area, operation, ends);

        // Right of now: only what was announced.
        double right = area.right();
        QString toCome;
        const bool open = moving ? end > m_f.now || !band.to : !band.to;
        if (m_f.running && open && band.deadline && *band.deadline > m_f.now) {
            const double last = m_s.clamped(*band.deadline);
            marks::announced(m_p, m_t, QRectF(m_nowX, top, last - m_nowX, area.height()), operation);
            right = last;
            // A MOVING announces its end; the others announce when they begin, and nobody how long they take.
            toCome = (moving ? tr("%1, ends %2") : tr("%1, starts %2"))
                         .arg(announcedFor(band), model::formatTimeS(m_s.wall(*band.deadline)));
        }
        if (moving) paintDiamonds(row, band);
        paintBandText(row, area, band, operation, torn ? right + marks::kTornMarkWidth : right, toCome,
                      occupied);

        QStringList lines{nameOf(band.kind) +
                          (band.sequence ? tr(", seq %1").arg(band.sequence->value) : QString())};
        if (moving)
            lines << u"%1 → %2"_s.arg(words(band.peerOld),
                                      band.peerNew.empty() ? tr("no endpoint named") : words(band.peerNew));
        if (!band.shards.empty()) lines << tr("shards %1").arg(words(band.shards));
        if (!band.slots.empty()) lines << tr("slots %1").arg(words(band.slots));
        lines << tr("from %1 UTC").arg(time(band.from));
        if (band.deadline)
            lines << (moving ? tr("announced %1, until %2") : tr("announced %1 ahead, to start at %2"))
                         .arg(announcedFor(band), time(*band.deadline));
        if (band.moved)
            lines << tr("all connections moved after %1").arg(model::formatDuration(*band.moved - band.from));
        if (torn)
            lines << tr("its end never came: closed by its cap after %1")
                         .arg(model::formatDuration(endOf(band.to) - band.from));
        else if (band.to && !moving)
            lines << tr("closed after %1").arg(model::formatDuration(*band.to - band.from));
        lines << (band.connections.size() == 1 ? tr("told to 1 connection")
                                               : tr("told to %1 connections").arg(band.connections.size()));
        hit(QRectF(from - (moving ? 9 : 0), row.top(), std::max(right, area.right()) - from + 9,
                   row.height()),
            band.key, lines.join(u'\n'));
    }

    void paintDiamonds(const QRectF& row, const model::Band& band) {
        const double y = row.center().y();
        const double begin = m_s.x(band.from);
        const bool beginVisible = band.from >= m_s.from && band.from <= m_s.to;
        if (band.moved && *band.moved >= m_s.from && *band.moved <= m_s.to) {
            const double moved = m_s.x(*band.moved);
            if (beginVisible && moved - begin < kMergePixels * 2) {
                marks::diamond(m_p, m_t, QPointF(begin, y), 9.5, marks::Diamond::Merged);
                return;
            }
            marks::diamond(m_p, m_t, QPointF(moved, y), 8, marks::Diamond::Hollow);
        }
        if (beginVisible) marks::diamond(m_p, m_t, QPointF(begin, y), 9, marks::Diamond::Filled);
    }

    void paintBandText(const QRectF& row, const QRectF& area, const model::Band& band, Operation operation,
                       double right, const QString& toCome, Occupied& occupied) {
        const double y = row.center().y();
        const QFont font = uiFont(11, QFont::DemiBold);
        // Right of now the outline has room for when it ends.
        if (!toCome.isEmpty()) {
            const QFont small = uiFont(10);
            const double width = marks::plateWidth(toCome, small);
            if (m_nowX + 6 + width < m_s.right) {
                const QColor fill = m_t.window;
                marks::plate(m_p, QPointF(m_nowX + 6, y), m_s.right - m_nowX, toCome, small, m_t.ink, fill);
                occupied.take(m_nowX, m_nowX + 6 + width);
                right = std::max(right, m_nowX + 8 + width);
            }
        }
        double inset = operation == Operation::Moving ? 16 : 13;
        // Text begins behind the hollow diamond where that stands near the filled one.
        if (band.moved && *band.moved >= m_s.from && m_s.x(*band.moved) - area.left() < 60)
            inset = std::max(inset, m_s.x(*band.moved) - area.left() + 11);
        const QStringList texts = bandTexts(band);
        for (const QString& text : texts)
            if (const QRectF inside = marks::plate(m_p, QPointF(std::max(area.left(), m_s.left) + inset, y),
                                                   area.width() - inset - 8, text, font, m_t.onFill,
                                                   marks::hue(operation, m_t));
                !inside.isEmpty())
                return;
        // Too short to hold it: beside the band, on the side that is free.
        QStringList beside = texts;
        if (operation != Operation::Moving && band.to && band.state != PairState::Capped && !beside.isEmpty())
            beside.prepend(u"%1, %2"_s.arg(beside.first(), model::formatDuration(*band.to - band.from)));
        for (const QString& text : beside) {
            const double width = marks::plateWidth(text, font);
            if (right + 6 + width < m_s.right && occupied.isFree(right + 4, right + 6 + width)) {
                marks::plate(m_p, QPointF(right + 4, y), width, text, font, m_t.ink,
                             right >= m_nowX ? m_t.window : m_t.canvas);
                occupied.take(right + 4, right + 6 + width);
                return;
            }
            const double left = area.left() - (operation == Operation::Moving ? 14 : 6) - width;
            if (left > m_s.left && occupied.isFree(left, left + width)) {
                marks::plate(m_p, QPointF(left, y), width, text, font, m_t.ink, m_t.canvas);
                occupied.take(left, left + width);
                return;
            }
        }
    }

    void paintFindings(const QRectF& row) {
        const auto& findings = m_f.timeline->findings();
        const auto& notes = m_f.timeline->notes();
        Occupied occupied;
        const double y = row.center().y();
        struct Mark {
            MonoTime at;
            const model::Finding* finding = nullptr;
            const model::NoteMark* note = nullptr;
        };
        std::vector<Mark> visible;
        for (const model::Finding& finding : findings)
            if (m_s.touches(finding.at, finding.at)) visible.push_back({finding.at, &finding, nullptr});
        for (const model::NoteMark& note : notes)
            if (m_s.touches(note.at, note.at)) visible.push_back({note.at, nullptr, &note});
        std::stable_sort(visible.begin(), visible.end(),
                         [](const Mark& a, const Mark& b) { return a.at < b.at; });
        if (visible.empty()) {
            quiet(row, findings.empty() && notes.empty() ? tr("none") : tr("none in this range"));
            return;
        }
        for (const Mark& mark : visible)
            occupied.take(m_s.x(mark.at) - 9, m_s.x(mark.at) + 9);
        // Findings that fall together (the same on several connections) are one mark with a count.
        for (std::size_t i = 0; i < visible.size();) {
            std::size_t next = i + 1;
            const double x = m_s.x(visible[i].at);
            const auto sameKind = [&](const Mark& a, const Mark& b) {
                return a.finding && b.finding && a.finding->kind == b.finding->kind &&
                       a.finding->label == b.finding->label;
            };
            while (next < visible.size() && sameKind(visible[i], visible[next]) &&
                   m_s.x(visible[next].at) - x < 16)
                ++next;
            paintFinding(visible[i].finding, visible[i].note, next - i, x, y, row, occupied);
            i = next;
        }
    }

    void paintFinding(const model::Finding* finding, const model::NoteMark* note, std::size_t count, double x,
                      double y, const QRectF& row, Occupied& occupied) {
        const QRectF mark(x - 8, y - 8, 16, 16);
        QString text;
        if (note) {
            marks::noteFlag(m_p, m_t, QPointF(x, y + 6));
            text = note->text;
        } else {
            if (finding->kind == model::FindingKind::Unannounced)
                paintBadge(m_p, mark, Badge::Unannounced, m_t);
            else if (finding->kind == model::FindingKind::Unclosed)
                marks::unclosed(m_p, m_t, QRectF(x - 7, y - 7, 14, 14));
            else
                paintBadge(m_p, mark, Badge::Attention, m_t);
            text = finding->label;
            if (count > 1) text += tr(" ×%1").arg(count);
        }
        const QFont font = uiFont(10, QFont::DemiBold);
        const double width = marks::plateWidth(text, font);
        double left = x + 11;
        if (left < m_nowX && left + width > m_nowX) left = m_nowX + 4; // never across the now line
        if (left + width > m_s.right || !occupied.isFree(left, left + width)) left = x - 11 - width;
        if (left > m_s.left && occupied.isFree(left, left + width)) {
            marks::plate(m_p, QPointF(left, y), width, text, font, m_t.ink,
                         left >= m_nowX ? m_t.window : m_t.canvas);
            occupied.take(left, left + width);
        }
        hit(QRectF(mark.left(), row.top(), mark.width(), row.height()), note ? note->key : finding->key,
            time(note ? note->at : finding->at) + u" UTC\n"_s +
                (note                      ? note->text
                 : finding->text.isEmpty() ? finding->label
                                           : finding->text));
    }

    void paintConnection(const model::ConnectionLane& lane, const QRectF& row) {
        label(row, lane.label, false, 10, 62);
        if (!lane.segments.empty()) {
            const QFont font = monoFont(10);
            m_p.setFont(font);
            m_p.setPen(m_t.secondText);
            const bool serving = !lane.segments.back().to;
            m_p.drawText(
                QRectF(70, row.top(), kLabelColumn - 70 - 8, row.height()), Qt::AlignRight | Qt::AlignVCenter,
                serving ? shortEndpoint(lane.segments.back().peer, kLabelColumn - 80, font) : tr("none"));
        }
        m_p.save();
        m_p.setClipRect(body(row), Qt::IntersectClip);
        paintSegments(lane, row);
        std::vector<QRectF> texts;
        Occupied occupied;
        for (const model::EndpointChange& change : lane.changes)
            if (m_s.touches(change.at, change.at)) occupied.take(m_s.x(change.at) - 8, m_s.x(change.at) + 8);
        paintGaps(lane, row, occupied);
        paintFailures(lane, row);
        paintAttempts(lane, row, occupied);
        paintChanges(lane, row);
        m_p.restore();
    }

    void paintSegments(const model::ConnectionLane& lane, const QRectF& row) {
        for (const model::Segment& segment : lane.segments) {
            const MonoTime end = endOf(segment.to);
            if (!m_s.touches(segment.from, end)) continue;
            const double from = m_s.clamped(segment.from);
            const double to = std::min(m_s.clamped(end), m_nowX);
            marks::connectionLine(m_p, m_t, from, to, row.center().y(), segment.ordinal % 2 == 0);
            hit(QRectF(from, row.top(), to - from, row.height()), {},
                tr("%1 on %2\nsince %3 UTC").arg(lane.label, words(segment.peer), time(segment.from)));
        }
    }

    void paintGaps(const model::ConnectionLane& lane, const QRectF& row, Occupied& occupied) {
        for (const model::Gap& gap : m_f.gaps) {
            if (gap.connection != lane.connection || !m_s.touches(gap.from, gap.to)) continue;
            const double from = m_s.clamped(gap.from);
            const double to = std::min(std::max(m_s.clamped(gap.to), from + 3), std::max(m_nowX, from + 3));
            const bool future = from >= m_nowX;
            m_p.fillRect(QRectF(from, row.top() + 1, to - from, row.height() - 1),
                         future ? m_t.window : m_t.canvas);
            if (gap.from >= m_s.from) marks::gapCap(m_p, m_t, from, row);
            if (gap.to <= m_s.to && !gap.open) marks::gapCap(m_p, m_t, to, row);
            occupied.take(from, to);
            hit(QRectF(from, row.top(), to - from, row.height()), {},
                tr("%1: no reply for %2%3\nfrom %4 UTC\n%5")
                    .arg(lane.label, model::formatDuration(gap.duration()),
                         gap.open ? tr(", still open") : QString(), time(gap.from),
                         gap.covered ? tr("inside an announced window") : tr("nothing was announced")));
        }
        const QFont font = uiFont(10, QFont::DemiBold);
        for (const model::Gap& gap : m_f.gaps) {
            if (gap.connection != lane.connection || !m_s.touches(gap.from, gap.to)) continue;
            const QString text = gap.open ? tr("no reply for %1").arg(model::formatDuration(gap.duration()))
                                          : tr("gap %1").arg(model::formatDuration(gap.duration()));
            const double width = marks::plateWidth(text, font);
            double left = std::min(m_s.clamped(gap.to), m_nowX) + 12;
            if (!occupied.isFree(left, left + width)) left = std::min(m_s.clamped(gap.to), m_nowX) + 26;
            if (left + width > m_s.right || !occupied.isFree(left, left + width))
                left = m_s.clamped(gap.from) - width - 6;
            if (left < m_s.left || !occupied.isFree(left, left + width)) continue;
            marks::plate(m_p, QPointF(left, row.center().y() + 0.5), width, text, font, m_t.ink,
                         left >= m_nowX ? m_t.window : m_t.canvas);
            occupied.take(left, left + width);
        }
    }

    void paintFailures(const model::ConnectionLane& lane, const QRectF& row) {
        for (const model::Failures& run : lane.failures) {
            const MonoTime end = endOf(run.to);
            if (!m_s.touches(run.from, end)) continue;
            const double from = m_s.clamped(run.from);
            const double to = std::max(from + 2, std::min(m_s.clamped(end), m_nowX));
            marks::failureBars(m_p, m_t, from, to, row);
            const QString what = run.timeouts ? tr("%1 timed out") : tr("%1 answered with an error");
            hit(QRectF(from - 2, row.top(), to - from + 4, row.height()), run.key,
                tr("%1: %2\nfrom %3 UTC").arg(lane.label, what.arg(run.count), time(run.from)) +
                    (run.text.isEmpty() ? QString() : u'\n' + run.text));
        }
    }

    void paintAttempts(const model::ConnectionLane& lane, const QRectF& row, Occupied& occupied) {
        struct Cluster {
            double x;
            double lastX;
            int count;
            bool succeeded;
            const model::Attempt* last;
        };
        std::vector<Cluster> clusters;
        for (const model::Attempt& attempt : lane.attempts) {
            const bool succeeded = attempt.result == ResultWord::Ok;
            // What came through has a mark of its own, where the connection begins.
            const bool silent = succeeded || (attempt.candidate && attempt.result == ResultWord::Running);
            const MonoTime at = endOf(attempt.to);
            if (silent || !m_s.touches(at, at)) continue;
            const double x = std::min(m_s.x(at), m_nowX);
            if (!clusters.empty() && x - clusters.back().lastX < kMergePixels) {
                Cluster& cluster = clusters.back();
                ++cluster.count;
                cluster.lastX = x;
                cluster.succeeded = succeeded;
                cluster.last = &attempt;
            } else {
                clusters.push_back({x, x, 1, succeeded, &attempt});
            }
        }
        const QFont font = uiFont(9, QFont::Bold);
        for (const Cluster& cluster : clusters) {
            const QPointF center(cluster.x, row.top() + row.height() * 0.36);
            marks::reconnect(m_p, m_t, center, 3.2, cluster.succeeded);
            if (cluster.count > 1) {
                const QString count = QString::number(cluster.count);
                m_p.setFont(font);
                m_p.setPen(m_t.ink);
                m_p.drawText(QPointF(center.x() + 5, center.y() + 3.5), count);
            }
            occupied.take(cluster.x - 4, cluster.x + 12);
            hit(QRectF(cluster.x - 4, row.top(), 12, row.height()), cluster.last->key,
                (cluster.count == 1 ? tr("1 attempt") : tr("%1 attempts").arg(cluster.count)) + u' ' +
                    tr("at %1, the last at %2 UTC %3")
                        .arg(words(cluster.last->peer), time(endOf(cluster.last->to)),
                             cluster.succeeded ? tr("succeeded") : tr("failed")) +
                    (cluster.last->text.isEmpty() ? QString() : u'\n' + cluster.last->text));
        }
    }

    void paintChanges(const model::ConnectionLane& lane, const QRectF& row) {
        for (const model::EndpointChange& change : lane.changes) {
            if (!m_s.touches(change.at, change.at) || change.cause == model::ChangeCause::Connected) continue;
            const double x = m_s.x(change.at);
            const bool moved = change.from != change.to && !change.from.empty();
            if (moved)
                marks::endpointChange(m_p, m_t, QPointF(x, row.center().y()), row.height());
            else
                marks::reconnect(m_p, m_t, QPointF(x, row.center().y()), 4, true);
            QString text = tr("%1: %2 → %3\nat %4 UTC")
                               .arg(lane.label, words(change.from), words(change.to), time(change.at));
            text += u'\n' + (change.cause == model::ChangeCause::Handoff ? tr("handoff")
                                                                         : tr("reconnected after a loss"));
            for (const model::HandoffSpan& handoff : lane.handoffs)
                if (handoff.from <= change.at && endOf(handoff.to) >= change.at)
                    text += u'\n' + phases(handoff.phases);
            hit(QRectF(x - 7, row.top(), 14, row.height()), change.key, text);
        }
    }

    static QString phases(const HandoffPhases& phases) {
        QStringList parts;
        const auto part = [&](const char* name, const std::optional<Duration>& at) {
            if (at) parts << tr(name) + u' ' + model::formatDuration(*at);
        };
        part(QT_TRANSLATE_NOOP("Lanes", "connecting"), phases.connecting);
        part(QT_TRANSLATE_NOOP("Lanes", "opted in"), phases.optedIn);
        part(QT_TRANSLATE_NOOP("Lanes", "first OK"), phases.firstOk);
        part(QT_TRANSLATE_NOOP("Lanes", "old drained"), phases.oldDrained);
        part(QT_TRANSLATE_NOOP("Lanes", "old closed"), phases.oldClosed);
        return tr("after MOVING: %1").arg(parts.join(u", "_s));
    }

    void paintRelaxed(const QRectF& row) {
        const double line = row.bottom() - 4;
        const QFont numbers = monoFont(10);
        const QFont wordsFont = uiFont(10);
        Occupied occupied;
        bool visible = false;
        for (const model::RelaxedSpan& span : m_f.timeline->relaxedUnion()) {
            const MonoTime end = endOf(span.to);
            if (!m_s.touches(span.from, end)) continue;
            visible = true;
            const double from = m_s.clamped(span.from);
            const double to = std::min(m_s.clamped(end), m_nowX);
            QString text;
            if (span.tail) {
                marks::tailDots(m_p, m_t, from, to, line);
                text = span.to ? tr("tail %1").arg(model::formatSetting(*span.to - span.from)) : tr("tail");
            } else {
                marks::relaxedDashes(m_p, m_t, from, to, line);
                if (span.before && span.effective)
                    text = u"%1 → %2"_s.arg(model::formatSetting(*span.before),
                                            model::formatSetting(*span.effective));
            }
            const QFont& font = span.tail ? wordsFont : numbers;
            const double width = marks::plateWidth(text, font);
            double left = std::max(from - 3, m_s.left + 2);
            if (left < m_nowX && left + width > m_nowX)
                left = m_nowX - width - 1; // never across the now line
            if (left + width < m_s.right && occupied.isFree(left, left + width)) {
                m_p.setFont(font);
                m_p.setPen(span.tail ? m_t.secondText : m_t.ink);
                m_p.drawText(QRectF(left + 3, row.top(), width, row.height() - 5),
                             Qt::AlignLeft | Qt::AlignVCenter, text);
                occupied.take(left, left + width);
            }
            hit(QRectF(from, row.top(), to - from, row.height()), span.key,
                (span.tail ? tr("relaxed for a while after the operation") : tr("time-out relaxed")) +
                    (span.before && span.effective ? u": %1 → %2"_s.arg(model::formatSetting(*span.before),
                                                                        model::formatSetting(*span.effective))
                                                   : QString()) +
                    tr("\nfrom %1 UTC").arg(time(span.from)));
        }
        if (!visible)
            quiet(row, tr("%1 throughout").arg(model::formatSetting(m_f.timeline->target().timeouts.normal)));
    }

    void paintDns(const QRectF& row) {
        Occupied occupied;
        const QFont font = uiFont(10);
        for (const model::DnsMark& mark : m_f.timeline->dns()) {
            if (!m_s.touches(mark.at, mark.at)) continue;
            const double x = m_s.x(mark.at);
            if (!occupied.isFree(x - 5, x + 5)) continue;
            marks::house(m_p, m_t, QPointF(x, row.center().y()), mark.changed);
            occupied.take(x - 6, x + 6);
            const QString text = mark.changed ? u"%1 → %2"_s.arg(words(mark.from), words(mark.to))
                                              : tr("%1 stale").arg(words(mark.to));
            const double width = marks::plateWidth(text, font);
            if (x + 8 + width < m_s.right && occupied.isFree(x + 7, x + 8 + width)) {
                marks::plate(m_p, QPointF(x + 8, row.center().y()), width, text, font, m_t.ink,
                             x >= m_nowX ? m_t.window : m_t.canvas);
                occupied.take(x + 7, x + 8 + width);
            }
            hit(QRectF(x - 6, row.top(), 12, row.height()), mark.key,
                time(mark.at) + u" UTC\n"_s + (mark.text.isEmpty() ? text : mark.text));
        }
    }

    /// Time that was not measured covers the lanes of all connections; our own stalls are a thin line.
    void paintObserver() {
        double top = -1;
        double bottom = 0;
        for (const LaneRow& row : m_rows) {
            if (row.kind != LaneKind::Connection) continue;
            if (top < 0) top = row.top;
            bottom = row.top + row.height;
        }
        if (top < 0) return;
        for (const model::ObserverSpan& span : m_f.timeline->observer()) {
            const MonoTime end = endOf(span.to);
            if (!m_s.touches(span.from, end)) continue;
            const double from = m_s.clamped(span.from);
            if (span.mark == model::ObserverMark::LocalStall) {
                m_p.fillRect(QRectF(std::round(from), top, 1, bottom - top), m_t.grey);
                hit(QRectF(from - 3, top, 6, bottom - top), span.key,
                    tr("local stall of %1: this program itself was late")
                        .arg(model::formatDuration(end - span.from)));
                continue;
            }
            const QRectF area(from, top + 1, std::max(3.0, std::min(m_s.clamped(end), m_nowX) - from),
                              bottom - top - 1);
            marks::notMeasured(m_p, m_t, area);
            const QFont font = uiFont(10, QFont::DemiBold);
            marks::plate(m_p, QPointF(area.left() + 4, area.center().y()), area.width() - 8,
                         tr("not measured"), font, m_t.ink, m_t.canvas);
            hit(area, span.key,
                tr("not measured for %1\nfrom %2 UTC")
                    .arg(model::formatDuration(end - span.from), time(span.from)));
        }
    }

    QPainter& m_p;
    const Theme& m_t;
    const LiveFrame& m_f;
    const TimeScale& m_s;
    const std::vector<LaneRow>& m_rows;
    std::vector<LaneHit>* m_hits;
    double m_nowX;
    double m_height;
    std::vector<TimeTick> m_ticks;
};

} // namespace

std::vector<LaneRow> laneRows(const model::Timeline& timeline, bool withAxis) {
    std::vector<LaneRow> rows;
    double top = 0;
    const auto add = [&](LaneKind kind, std::size_t lane = 0) {
        rows.push_back({kind, top, heightOf(kind), lane});
        top += rows.back().height;
    };
    if (withAxis) add(LaneKind::Axis);
    add(LaneKind::Moving);
    add(LaneKind::Migrating);
    add(LaneKind::FailingOver);
    add(LaneKind::Findings);
    for (std::size_t i = 0; i < timeline.lanes().size(); ++i)
        add(LaneKind::Connection, i);
    add(LaneKind::Relaxed);
    if (!timeline.dns().empty()) add(LaneKind::Dns);
    return rows;
}

double lanesHeight(const std::vector<LaneRow>& rows) {
    return rows.empty() ? 0 : rows.back().top + rows.back().height;
}

void paintLanes(QPainter& painter, const Theme& theme, const LiveFrame& frame, const TimeScale& scale,
                const std::vector<LaneRow>& rows, std::vector<LaneHit>* hits) {
    Lanes(painter, theme, frame, scale, rows, hits).paint();
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
    const QFontMetricsF metrics(font);
    if (metrics.horizontalAdvance(text) <= room) return text;
    // The end of an address tells nodes apart: ".1.9:12000".
    for (qsizetype dot = text.indexOf(u'.'); dot >= 0; dot = text.indexOf(u'.', dot + 1))
        if (metrics.horizontalAdvance(text.mid(dot)) <= room) return text.mid(dot);
    return metrics.elidedText(text, Qt::ElideLeft, room);
}

} // namespace maintscope::ui
