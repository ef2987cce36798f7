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

void LanePainter::paintConnection(const model::ConnectionLane& lane, const QRectF& row) {
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
    Occupied occupied;
    for (const model::EndpointChange& change : lane.changes)
        if (touches(change.at, change.at)) occupied.take(m_s.x(change.at) - 8, m_s.x(change.at) + 8);
    paintGaps(lane, row, occupied);
    paintFailures(lane, row);
    paintAttempts(lane, row, occupied);
    paintChanges(lane, row);
    m_p.restore();
}

void LanePainter::paintSegments(const model::ConnectionLane& lane, const QRectF& row) {
    for (const model::Segment& segment : lane.segments) {
        const MonoTime end = endOf(segment.to);
        if (!touches(segment.from, end)) continue;
        const double from = m_s.clamped(segment.from);
        const double to = std::min(m_s.clamped(end), m_nowX);
        marks::connectionLine(m_p, m_t, from, to, row.center().y(), segment.ordinal % 2 == 0);
        const auto text = [&] {
            return tr("%1 on %2\nsince %3").arg(lane.label, words(segment.peer), time(segment.from));
        };
        hit(QRectF(from, row.top(), to - from, row.height()), {}, text, segment.from, end);
    }
}

void LanePainter::paintGaps(const model::ConnectionLane& lane, const QRectF& row, Occupied& occupied) {
    std::vector<model::Gap> shown;
    for (const model::Gap& gap : m_f.gaps)
        if (gap.connection == lane.connection && touches(gap.from, gap.to)) shown.push_back(gap);
    std::sort(shown.begin(), shown.end(),
              [](const model::Gap& a, const model::Gap& b) { return a.from < b.from; });
    double painted = m_s.left;
    std::erase_if(shown, [&](const model::Gap& gap) {
        const double from = m_s.clamped(gap.from);
        const double to = std::max(m_s.clamped(gap.to), from + 3);
        const bool hidden = to <= painted; // by an earlier gap
        painted = std::max(painted, to);
        return hidden;
    });
    for (const model::Gap& gap : shown) {
        const double from = m_s.clamped(gap.from);
        const double to = std::min(std::max(m_s.clamped(gap.to), from + 3), std::max(m_nowX, from + 3));
        const bool future = from >= m_nowX;
        m_p.fillRect(QRectF(from, row.top() + 1, to - from, row.height() - 1),
                     future ? m_t.window : m_t.canvas);
        if (gap.from >= m_s.from) marks::gapCap(m_p, m_t, from, row);
        if (gap.to <= m_s.to && !gap.open) marks::gapCap(m_p, m_t, to, row);
        occupied.take(from, to);
        const auto text = [&] {
            return tr("%1: no reply for %2%3\nfrom %4\n%5")
                .arg(lane.label, model::formatDuration(gap.duration()),
                     gap.open ? tr(", still open") : QString(), time(gap.from),
                     gap.covered ? tr("covered by an announced operation")
                                 : tr("no operation was announced"));
        };
        hit(QRectF(from, row.top(), to - from, row.height()), {}, text, gap.from, gap.to);
    }
    const QFont font = uiFont(10, QFont::DemiBold);
    for (const model::Gap& gap : shown) {
        const QString text = gap.open ? tr("no reply for %1").arg(model::formatDuration(gap.duration()))
                                      : tr("gap %1").arg(model::formatDuration(gap.duration()));
        const double width = marks::plateWidth(text, font);
        double left = besideNow(std::min(m_s.clamped(gap.to), m_nowX) + 12, width);
        if (!occupied.isFree(left, left + width))
            left = besideNow(std::min(m_s.clamped(gap.to), m_nowX) + 26, width);
        if (left + width > m_s.right || !occupied.isFree(left, left + width))
            left = m_s.clamped(gap.from) - width - 6;
        if (left < m_s.left || !occupied.isFree(left, left + width)) continue;
        marks::plate(m_p, QPointF(left, row.center().y() + 0.5), width, text, font, m_t.ink,
                     left >= m_nowX ? m_t.window : m_t.canvas);
        occupied.take(left, left + width);
    }
}

void LanePainter::paintFailures(const model::ConnectionLane& lane, const QRectF& row) {
    double painted = m_s.left;
    for (const model::Failures& run : lane.failures) {
        const MonoTime end = endOf(run.to);
        if (!touches(run.from, end)) continue;
        const double from = m_s.clamped(run.from);
        const double to = std::max(from + 2, std::min(m_s.clamped(end), m_nowX));
        if (to - from < kDensePixels) {
            if (to <= painted) continue; // an earlier run has these pixels
            painted = to;
        }
        marks::failureBars(m_p, m_t, from, to, row);
        const auto text = [&] {
            const QString what = run.timeouts ? tr("%1 timed out") : tr("%1 answered with an error");
            return tr("%1: %2\nfrom %3").arg(lane.label, what.arg(run.count), time(run.from)) +
                   (run.text.isEmpty() ? QString() : u'\n' + run.text);
        };
        hit(QRectF(from - 2, row.top(), to - from + 4, row.height()), run.key, text, run.from, end);
    }
}

void LanePainter::paintAttempts(const model::ConnectionLane& lane, const QRectF& row, Occupied& occupied) {
    struct Cluster {
        double x;
        double lastX;
        int count;
        bool succeeded;
        const model::Attempt* first;
        const model::Attempt* last;
    };
    std::vector<Cluster> clusters;
    for (const model::Attempt& attempt : lane.attempts) {
        const bool succeeded = attempt.result == ResultWord::Ok;
        // A successful attempt has a mark of its own, where the connection begins.
        const bool silent = succeeded || (attempt.candidate && attempt.result == ResultWord::Running);
        const MonoTime at = endOf(attempt.to);
        if (silent || !touches(at, at)) continue;
        const double x = std::min(m_s.x(at), m_nowX);
        if (!clusters.empty() && x - clusters.back().lastX < kMergePixels) {
            Cluster& cluster = clusters.back();
            ++cluster.count;
            cluster.lastX = x;
            cluster.succeeded = succeeded;
            cluster.last = &attempt;
        } else {
            clusters.push_back({x, x, 1, succeeded, &attempt, &attempt});
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
        const auto text = [&] {
            return (cluster.count == 1 ? tr("1 attempt") : tr("%1 attempts").arg(cluster.count)) + u' ' +
                   tr("at %1; last at %2 %3")
                       .arg(words(cluster.last->peer), time(endOf(cluster.last->to)),
                            cluster.succeeded ? tr("succeeded") : tr("failed")) +
                   (cluster.last->text.isEmpty() ? QString() : u'\n' + cluster.last->text);
        };
        hit(QRectF(cluster.x - 4, row.top(), 12, row.height()), cluster.last->key, text, cluster.first->from,
            endOf(cluster.last->to));
    }
}

void LanePainter::paintChanges(const model::ConnectionLane& lane, const QRectF& row) {
    std::vector<const model::EndpointChange*> shown;
    for (const model::EndpointChange& change : lane.changes)
        if (touches(change.at, change.at) && change.cause != model::ChangeCause::Connected)
            shown.push_back(&change);
    const auto pixels = [&](std::size_t i) { return std::pair(m_s.x(shown[i]->at), m_s.x(shown[i]->at)); };
    const auto paintOne = [&](std::size_t i) {
        const model::EndpointChange& change = *shown[i];
        const double x = m_s.x(change.at);
        const bool moved = change.from != change.to && !change.from.empty();
        if (moved)
            marks::endpointChange(m_p, m_t, QPointF(x, row.center().y()), row.height());
        else
            marks::reconnect(m_p, m_t, QPointF(x, row.center().y()), 4, true);
        const auto text = [&] {
            QString tip = tr("%1: %2 → %3\nat %4")
                              .arg(lane.label, words(change.from), words(change.to), time(change.at));
            tip += u'\n' + (change.cause == model::ChangeCause::Handoff ? tr("handoff")
                                                                        : tr("reconnected after a loss"));
            for (const model::HandoffSpan& handoff : lane.handoffs)
                if (handoff.from <= change.at && endOf(handoff.to) >= change.at)
                    tip += u'\n' + phases(handoff.phases);
            return tip;
        };
        hit(QRectF(x - 7, row.top(), 14, row.height()), change.key, text, change.at, change.at);
    };
    forEachGroup(shown.size(), pixels, paintOne, [&](std::size_t first, std::size_t end) {
        const QRectF area(pixels(first).first - 5, row.top() + 2,
                          std::max(10.0, pixels(end - 1).second - pixels(first).first + 10),
                          row.height() - 4);
        marks::zigZag(m_p, m_t, area);
        hitDense(area, end - first, shown[first]->at, shown[end - 1]->at);
    });
}

/// The rows of connections, from the first to the last one.
QRectF LanePainter::connectionRows() const {
    QRectF rows;
    for (const LaneRow& row : m_rows)
        if (row.kind == LaneKind::Connection)
            rows = rows.united(QRectF(m_s.left, row.top, m_s.width(), row.height));
    return rows;
}

/// Local stalls are a thin line below all text.
void LanePainter::paintStalls() {
    const QRectF rows = connectionRows();
    if (rows.isEmpty()) return;
    for (const model::ObserverSpan& span : m_f.timeline->observer()) {
        const MonoTime end = endOf(span.to);
        if (span.mark != model::ObserverMark::LocalStall || !touches(span.from, end)) continue;
        const double x = m_s.clamped(span.from);
        m_p.fillRect(QRectF(std::round(x), rows.top(), 1, rows.height()), m_t.grey);
        const auto text = [&] {
            return tr("local stall of %1: this program was late").arg(model::formatDuration(end - span.from));
        };
        hit(QRectF(x - 3, rows.top(), 6, rows.height()), span.key, text, span.from, end);
    }
}

/// Time that was not measured, across the lanes of all connections.
void LanePainter::paintNotMeasured() {
    const QRectF rows = connectionRows();
    if (rows.isEmpty()) return;
    for (const model::ObserverSpan& span : m_f.timeline->observer()) {
        const MonoTime end = endOf(span.to);
        if (span.mark != model::ObserverMark::NotMeasured || !touches(span.from, end)) continue;
        const double from = m_s.clamped(span.from);
        const QRectF area(from, rows.top() + 1, std::max(3.0, std::min(m_s.clamped(end), m_nowX) - from),
                          rows.height() - 1);
        marks::notMeasured(m_p, m_t, area);
        marks::plate(m_p, QPointF(area.left() + 4, area.center().y()), area.width() - 8, tr("not measured"),
                     uiFont(10, QFont::DemiBold), m_t.ink, m_t.canvas);
        const auto text = [&] {
            return tr("not measured for %1\nfrom %2")
                .arg(model::formatDuration(end - span.from), time(span.from));
        };
        hit(area, span.key, text, span.from, end);
    }
}

} // namespace maintscope::ui
