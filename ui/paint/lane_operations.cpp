// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paint/lane_painter.h"

#include "model/base/format.h"
#include "ui/paint/badge.h"
#include "ui/paint/operation.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace lane;

namespace {

QString withoutPort(const QString& endpoint) {
    const auto colon = endpoint.lastIndexOf(u':');
    return colon < 0 ? endpoint : endpoint.left(colon);
}

QString portOf(const QString& endpoint) {
    return endpoint.mid(endpoint.lastIndexOf(u':') + 1);
}

/// The texts for a band, longest first; the first one that fits is shown.
QStringList bandTexts(const model::Band& band) {
    const QString sequence = band.sequence ? tr("seq %1").arg(band.sequence->value) : QString();
    if (band.kind == OperationKind::Moving) {
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
    // Slot and shard migrations share a lane.
    if (band.kind == OperationKind::Smigrating)
        subject = subject.isEmpty() ? model::operationName(band.kind)
                                    : model::operationName(band.kind) + u' ' + subject;
    if (!sequence.isEmpty() && !subject.isEmpty()) texts << u"%1, %2"_s.arg(sequence, subject);
    if (!subject.isEmpty()) texts << subject;
    if (!sequence.isEmpty()) texts << sequence;
    return texts;
}

/// The announced time, rounded: connections are notified some milliseconds apart.
QString announcedFor(const model::Band& band) {
    using Tenths = std::chrono::duration<std::int64_t, std::deci>;
    return model::formatSetting(std::chrono::round<Tenths>(*band.deadline - band.from));
}

} // namespace

void LanePainter::paintPlanned(const QRectF& row) {
    Occupied occupied;
    bool visible = false;
    for (const model::PlannedMark& window : m_f.timeline->planned()) {
        const MonoTime from = window.from;
        const MonoTime to = window.to;
        const WallTime begin = m_s.wall(from);
        // touches() covers the past only, and planned windows may lie in the future.
        if (!m_s.touches(from, to)) continue;
        visible = true;
        const double left = m_s.clamped(from);
        const double right = std::max(left + 3, m_s.clamped(to));
        const QRectF area(left, row.top() + 2, right - left, row.height() - 4);
        marks::planned(m_p, m_t, area);
        const QString hours = tr("%1 to %2 %3")
                                  .arg(m_s.clock.timeS(begin).left(5), m_s.clock.timeS(m_s.wall(to)).left(5),
                                       m_s.clock.zoneName(begin));
        const QFont font = uiFont(10, QFont::DemiBold);
        for (const QString& text : {window.label + u", "_s + hours, window.label}) {
            const QRectF plate =
                marks::plate(m_p, QPointF(left + 8, row.center().y() + 0.5), right - left - 12, text, font,
                             m_t.ink, left >= m_nowX ? m_t.window : m_t.canvas);
            if (!plate.isEmpty()) break;
        }
        const auto describe = [&] {
            return tr("planned: %1\n%2, %3\nonly a plan; does not describe what happened")
                .arg(window.label, m_s.clock.date(begin), hours);
        };
        hit(area, {}, describe, from, to);
    }
    if (!visible)
        quiet(row, m_f.timeline->planned().empty() ? tr("no planned window")
                                                   : tr("no planned window in this range"));
}

/// The end as the server announced it: the old endpoint of a MOVING disappears at the deadline, even if the
/// client moved earlier.
MonoTime LanePainter::announcedEnd(const model::Band& band) const {
    const MonoTime end = endOf(band.to);
    return band.kind == OperationKind::Moving && band.deadline ? std::max(end, *band.deadline) : end;
}

void LanePainter::paintBands(const QRectF& row, OperationKind operation) {
    bool any = false;
    bool visible = false;
    Occupied occupied;
    std::vector<const model::Band*> shown;
    for (const model::Band& band : m_f.timeline->bands()) {
        if (rowOf(band.kind) != operation) continue;
        any = true;
        const MonoTime last =
            band.to ? announcedEnd(band) : std::max(m_f.now, band.deadline.value_or(m_f.now));
        if (!touches(band.from, last)) continue;
        visible = true;
        shown.push_back(&band);
        occupied.take(m_s.clamped(band.from) - 8,
                      m_s.clamped(last) + (band.state == PairState::Capped ? marks::kTornMarkWidth : 2));
    }
    const auto pixels = [&](std::size_t i) {
        const model::Band& band = *shown[i];
        return std::pair(m_s.clamped(band.from), m_s.clamped(announcedEnd(band)));
    };
    std::vector<const model::Band*> singles;
    forEachGroup(
        shown.size(), pixels, [&](std::size_t i) { singles.push_back(shown[i]); },
        [&](std::size_t first, std::size_t end) {
            MonoTime last = announcedEnd(*shown[first]);
            for (std::size_t i = first + 1; i < end; ++i)
                last = std::max(last, announcedEnd(*shown[i]));
            const double left = pixels(first).first - 1;
            const QRectF area(left, row.top() + 3, std::max(8.0, m_s.clamped(last) + 2 - left),
                              row.height() - 6);
            marks::zigZag(m_p, m_t, area);
            hitDense(area, end - first, shown[first]->from, last);
        });
    // Bands are painted before texts; where bands overlap, a text extends up to the next band.
    std::vector<BandText> texts;
    for (const model::Band* band : singles)
        texts.push_back(paintBand(row, *band, operation));
    for (std::size_t i = 0; i < singles.size(); ++i) {
        for (std::size_t later = i + 1; later < singles.size(); ++later) {
            const QRectF& other = texts[later].area;
            if (other.left() < texts[i].area.right()) texts[i].rest = std::max(texts[i].rest, other.right());
            if (other.left() > texts[i].area.left())
                texts[i].room = std::min(texts[i].room, other.left() - texts[i].area.left());
        }
        paintBandText(row, *singles[i], operation, texts[i], occupied);
    }
    if (visible) return;
    if (any)
        quiet(row, tr("none in this range"));
    else if (operation == OperationKind::Moving && m_f.timeline->bands().empty() &&
             m_f.status.state == model::TargetState::Healthy)
        quiet(row, m_f.status.sentence);
    else
        quiet(row, tr("none since recording began at %1")
                       .arg(m_s.clock.timeS(m_f.start) + u' ' + m_s.clock.zoneName(m_f.start)));
}

LanePainter::BandText LanePainter::paintBand(const QRectF& row, const model::Band& band,
                                             OperationKind operation) {
    const bool moving = operation == OperationKind::Moving;
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

    // Right of now there are only announcements.
    double right = area.right();
    QString toCome;
    const bool open = moving ? end > m_f.now || !band.to : !band.to;
    if (m_f.running && open && band.deadline && *band.deadline > m_f.now) {
        const double last = m_s.clamped(*band.deadline);
        marks::announced(m_p, m_t, QRectF(m_nowX, top, last - m_nowX, area.height()), operation);
        right = last;
        // A MOVING announces its end; other operations announce their start, but not their duration.
        toCome = (moving ? tr("%1, ends %2") : tr("%1, starts %2"))
                     .arg(announcedFor(band), m_s.timeS(*band.deadline));
    }
    if (moving) {
        paintDiamonds(row, band);
        // Without a named endpoint, the client connects to the configured name after half of the grace.
        if (band.peerNew.empty() && band.deadline) {
            const MonoTime half = band.from + (*band.deadline - band.from) / 2;
            if (touches(half, half)) marks::halfTime(m_p, m_t, m_s.x(half), area);
        }
    }
    hit(
        QRectF(from - (moving ? 9 : 0), row.top(), std::max(right, area.right()) - from + 9, row.height()),
        band.key, [&] { return bandWords(band, operation); }, band.from, end);
    return {area, torn ? right + marks::kTornMarkWidth : right, area.width(), area.left(), toCome};
}

QString LanePainter::bandWords(const model::Band& band, OperationKind operation) const {
    const bool moving = operation == OperationKind::Moving;
    QStringList lines{model::operationName(band.kind) +
                      (band.sequence ? tr(", seq %1").arg(band.sequence->value) : QString())};
    if (moving)
        lines << u"%1 → %2"_s.arg(words(band.peerOld),
                                  band.peerNew.empty() ? tr("no endpoint named") : words(band.peerNew));
    if (!band.shards.empty()) lines << tr("shards %1").arg(words(band.shards));
    if (!band.slots.empty()) lines << tr("slots %1").arg(words(band.slots));
    lines << tr("from %1").arg(time(band.from));
    if (band.deadline)
        lines << (moving ? tr("announced %1, until %2") : tr("announced %1 ahead, to start at %2"))
                     .arg(announcedFor(band), time(*band.deadline));
    if (band.moved)
        lines << tr("all connections moved after %1").arg(model::formatDuration(*band.moved - band.from));
    if (band.state == PairState::Capped)
        lines << tr("closing frame never received: expired after %1")
                     .arg(model::formatDuration(endOf(band.to) - band.from));
    else if (band.to && !moving)
        lines << tr("closed after %1").arg(model::formatDuration(*band.to - band.from));
    lines << (band.connections.size() == 1 ? tr("received by 1 connection")
                                           : tr("received by %1 connections").arg(band.connections.size()));
    // The handoffs of this operation, phase by phase.
    if (moving)
        for (const model::ConnectionLane& lane : m_f.timeline->lanes())
            for (const model::HandoffSpan& handoff : lane.handoffs)
                if (lane.role == ProbeRole::Protected && handoff.sequence == band.sequence &&
                    handoff.from >= band.from - std::chrono::seconds(2) && handoff.from <= announcedEnd(band))
                    lines << lane.label + u": "_s + phases(handoff.phases);
    return lines.join(u'\n');
}

void LanePainter::paintDiamonds(const QRectF& row, const model::Band& band) {
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

void LanePainter::paintBandText(const QRectF& row, const model::Band& band, OperationKind operation,
                                const BandText& place, Occupied& occupied) {
    const QRectF& area = place.area;
    const QString& toCome = place.toCome;
    double right = place.right;
    const double y = row.center().y();
    const QFont font = uiFont(11, QFont::DemiBold);
    // The outline right of now has room for the end time.
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
    double inset = operation == OperationKind::Moving ? 16 : 13;
    // Text begins right of the hollow diamond if that is close to the filled one.
    if (band.moved && *band.moved >= m_s.from && m_s.x(*band.moved) - area.left() < 60)
        inset = std::max(inset, m_s.x(*band.moved) - area.left() + 11);
    const QStringList texts = bandTexts(band);
    for (const QString& text : texts)
        if (const QRectF inside =
                marks::plate(m_p, QPointF(std::max(area.left(), m_s.left) + inset, y), place.room - inset - 8,
                             text, font, m_t.onFill, marks::hue(operation, m_t));
            !inside.isEmpty())
            return;
    // Painted behind the bands that it outlasts.
    if (place.rest > area.left())
        for (const QString& text : texts)
            if (const QRectF inside =
                    marks::plate(m_p, QPointF(place.rest + 8, y), area.right() - place.rest - 16, text, font,
                                 m_t.onFill, marks::hue(operation, m_t));
                !inside.isEmpty())
                return;
    // A text that does not fit inside the band is placed next to it, on the free side.
    QStringList beside = texts;
    if (operation != OperationKind::Moving && band.to && band.state != PairState::Capped && !beside.isEmpty())
        beside.prepend(u"%1, %2"_s.arg(beside.first(), model::formatDuration(*band.to - band.from)));
    for (const QString& text : beside) {
        const double width = marks::plateWidth(text, font);
        const double after = besideNow(right + 4, width);
        if (after + 2 + width < m_s.right && occupied.isFree(after, after + 2 + width)) {
            marks::plate(m_p, QPointF(after, y), width, text, font, m_t.ink,
                         after >= m_nowX ? m_t.window : m_t.canvas);
            occupied.take(after, after + 2 + width);
            return;
        }
        const double left = area.left() - (operation == OperationKind::Moving ? 14 : 6) - width;
        if (left > m_s.left && occupied.isFree(left, left + width)) {
            marks::plate(m_p, QPointF(left, y), width, text, font, m_t.ink, m_t.canvas);
            occupied.take(left, left + width);
            return;
        }
    }
}

} // namespace maintscope::ui
