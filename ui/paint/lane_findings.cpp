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

void LanePainter::paintFindings(const QRectF& row) {
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
        if (touches(finding.at, finding.at)) visible.push_back({finding.at, &finding, nullptr});
    for (const model::NoteMark& note : notes)
        if (touches(note.at, note.to.value_or(note.at))) visible.push_back({note.at, nullptr, &note});
    std::stable_sort(visible.begin(), visible.end(),
                     [](const Mark& a, const Mark& b) { return a.at < b.at; });
    if (visible.empty()) {
        quiet(row, findings.empty() && notes.empty() ? tr("none") : tr("none in this range"));
        return;
    }
    for (const Mark& mark : visible)
        occupied.take(m_s.clamped(mark.at) - 9, m_s.clamped(mark.at) + 9);
    const auto pixels = [&](std::size_t i) {
        return std::pair(m_s.clamped(visible[i].at), m_s.clamped(visible[i].at));
    };
    const auto alike = [&](std::size_t first, std::size_t end) {
        return std::all_of(visible.begin() + static_cast<std::ptrdiff_t>(first),
                           visible.begin() + static_cast<std::ptrdiff_t>(end), [&](const Mark& mark) {
                               return mark.finding && visible[first].finding &&
                                      mark.finding->label == visible[first].finding->label;
                           });
    };
    std::vector<bool> hidden(visible.size(), false);
    forEachGroup(
        visible.size(), pixels, [](std::size_t) {},
        [&](std::size_t first, std::size_t end) {
            if (alike(first, end)) return; // one mark with a count is clearer
            const QRectF area(pixels(first).first - 7, row.top() + 4,
                              std::max(14.0, pixels(end - 1).second - pixels(first).first + 14),
                              row.height() - 8);
            marks::zigZag(m_p, m_t, area);
            hitDense(area, end - first, visible[first].at, visible[end - 1].at);
            std::fill(hidden.begin() + static_cast<std::ptrdiff_t>(first),
                      hidden.begin() + static_cast<std::ptrdiff_t>(end), true);
        });
    // Findings at the same place (such as one on several connections) are merged into one mark with a count.
    for (std::size_t i = 0; i < visible.size();) {
        if (hidden[i]) {
            ++i;
            continue;
        }
        std::size_t next = i + 1;
        const double x = m_s.clamped(visible[i].at);
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

void LanePainter::paintFinding(const model::Finding* finding, const model::NoteMark* note, std::size_t count,
                               double x, double y, const QRectF& row, Occupied& occupied) {
    const QRectF mark(x - 8, y - 8, 16, 16);
    QString text;
    if (note) {
        // A note on a span has its flag at the beginning and a line to the end.
        if (note->to && *note->to > note->at) {
            const double end = std::min(m_s.clamped(*note->to), m_nowX);
            m_p.fillRect(QRectF(x, row.bottom() - 4, end - x, 2), m_t.ink);
            m_p.fillRect(QRectF(end - 1, row.bottom() - 8, 1, 6), m_t.ink);
        }
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
    double left = besideNow(x + 11, width);
    if (left + width > m_s.right || !occupied.isFree(left, left + width)) left = x - 11 - width;
    if (left > m_s.left && occupied.isFree(left, left + width)) {
        marks::plate(m_p, QPointF(left, y), width, text, font, m_t.ink,
                     left >= m_nowX ? m_t.window : m_t.canvas);
        occupied.take(left, left + width);
    }
    const MonoTime at = note ? note->at : finding->at;
    const auto describe = [&] {
        return time(at) + u"\n"_s +
               (note                      ? note->text
                : finding->text.isEmpty() ? finding->label
                                          : finding->text);
    };
    hit(QRectF(mark.left(), row.top(), mark.width(), row.height()), note ? note->key : finding->key, describe,
        at, note ? note->to.value_or(at) : at);
}

void LanePainter::paintRelaxed(const QRectF& row) {
    const double line = row.bottom() - 4;
    const QFont numbers = monoFont(10);
    const QFont wordsFont = uiFont(10);
    Occupied occupied;
    bool visible = false;
    for (const model::RelaxedSpan& span : m_f.relaxed) {
        const MonoTime end = endOf(span.to);
        if (!touches(span.from, end)) continue;
        visible = true;
        const double from = m_s.clamped(span.from);
        const double to = std::min(m_s.clamped(end), m_nowX);
        QString text;
        if (span.tail) {
            marks::tailDots(m_p, m_t, from, to, line);
            text = span.to ? tr("still relaxed, %1").arg(model::formatDuration(*span.to - span.from))
                           : tr("still relaxed");
        } else {
            marks::relaxedDashes(m_p, m_t, from, to, line);
            if (span.before && span.effective)
                text = u"%1 → %2"_s.arg(model::formatSetting(*span.before),
                                        model::formatSetting(*span.effective));
        }
        const QFont& font = span.tail ? wordsFont : numbers;
        const double width = marks::plateWidth(text, font);
        double left = std::max(from - 3, m_s.left + 2);
        if (left < m_nowX && left + width > m_nowX) left = m_nowX - width - 1; // never across the now line
        if (left + width < m_s.right && occupied.isFree(left, left + width)) {
            m_p.setFont(font);
            m_p.setPen(span.tail ? m_t.secondText : m_t.ink);
            m_p.drawText(QRectF(left + 3, row.top(), width, row.height() - 5),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
            occupied.take(left, left + width);
        }
        const auto describe = [&] {
            return (span.tail ? tr("timeout still relaxed after the operation") : tr("timeout relaxed")) +
                   (span.before && span.effective ? u": %1 → %2"_s.arg(model::formatSetting(*span.before),
                                                                       model::formatSetting(*span.effective))
                                                  : QString()) +
                   tr("\nfrom %1").arg(time(span.from));
        };
        hit(QRectF(from, row.top(), to - from, row.height()), span.key, describe, span.from, end);
    }
    if (!visible)
        quiet(row, tr("%1 throughout").arg(model::formatSetting(m_f.timeline->target().timeouts.normal)));
}

void LanePainter::paintDns(const QRectF& row) {
    Occupied occupied;
    const QFont font = uiFont(10);
    for (const model::DnsMark& mark : m_f.timeline->dns()) {
        if (!touches(mark.at, mark.at)) continue;
        const double x = m_s.x(mark.at);
        if (!occupied.isFree(x - 5, x + 5)) continue;
        marks::house(m_p, m_t, QPointF(x, row.center().y()), mark.changed);
        occupied.take(x - 6, x + 6);
        const QString text = mark.changed ? u"%1 → %2"_s.arg(words(mark.from), words(mark.to))
                                          : tr("%1 unchanged").arg(words(mark.to));
        const double width = marks::plateWidth(text, font);
        if (x + 8 + width < m_s.right && occupied.isFree(x + 7, x + 8 + width)) {
            marks::plate(m_p, QPointF(x + 8, row.center().y()), width, text, font, m_t.ink,
                         x >= m_nowX ? m_t.window : m_t.canvas);
            occupied.take(x + 7, x + 8 + width);
        }
        const auto describe = [&] {
            return time(mark.at) + u"\n"_s + (mark.text.isEmpty() ? text : mark.text);
        };
        hit(QRectF(x - 6, row.top(), 12, row.height()), mark.key, describe, mark.at, mark.at);
    }
}

} // namespace maintscope::ui
