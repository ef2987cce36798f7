// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/handoff_panel.h"

#include "model/base/format.h"
#include "ui/paint/marks.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kPhases = 6;

} // namespace

HandoffPanel::HandoffPanel(QWidget* parent)
    : PanelSection(u"handoffPanel"_s, parent) {
    hide();
}

void HandoffPanel::refresh(const LiveFrame& frame) {
    const model::Band* shown = nullptr;
    for (const model::Band& band : frame.timeline->bands()) {
        if (band.kind != OperationKind::Moving || band.from > frame.now) continue;
        const MonoTime last = std::max(band.to.value_or(frame.now), band.deadline.value_or(band.from));
        if (frame.running && last >= frame.now) shown = &band;
        if (frame.selectedEvent == band.key) {
            shown = &band;
            break;
        }
    }
    if (!shown) {
        hide();
        return;
    }
    m_rows.clear();
    int done = 0;
    QStringList spoken;
    QStringList refusals;
    for (const model::ConnectionLane& lane : frame.timeline->lanes()) {
        if (lane.role != ProbeRole::Protected) continue;
        const model::HandoffSpan* handoff = nullptr;
        for (const model::HandoffSpan& candidate : lane.handoffs)
            if (candidate.sequence == shown->sequence && candidate.from >= shown->from - 2s &&
                candidate.from <=
                    std::max(shown->to.value_or(frame.now), shown->deadline.value_or(shown->from)))
                handoff = &candidate;
        if (!handoff) continue;
        Row row;
        row.name = lane.label;
        const HandoffPhases& p = handoff->phases;
        const std::array<const std::optional<Duration>*, kPhases> phases{
            &p.notified, &p.connecting, &p.optedIn, &p.firstOk, &p.oldDrained, &p.oldClosed};
        for (int i = 0; i < kPhases; ++i)
            if (phases[static_cast<std::size_t>(i)]->has_value()) row.reached = i + 1;
        row.reached = std::max(row.reached, 1); // every handoff begins with a notification
        for (const model::Attempt& attempt : lane.attempts)
            if (attempt.candidate && attempt.result == ResultWord::Failed && attempt.from >= handoff->from &&
                !p.firstOk) {
                row.refused = true;
                if (!attempt.text.isEmpty()) refusals << lane.label + u": "_s + attempt.text;
            }
        if (p.firstOk) {
            row.value = model::formatDuration(*p.firstOk);
            ++done;
        } else {
            row.value = handoff->result == ResultWord::Failed || handoff->result == ResultWord::Expired
                            ? tr("failed")
                            : tr("under way");
        }
        spoken << tr("%1 %2 of 6 phases, %3").arg(row.name).arg(row.reached).arg(row.value);
        m_rows.push_back(row);
    }
    refusals.removeDuplicates();
    m_words = tr("notified · connecting · opted in · first reply · drained · old closed");
    if (!refusals.isEmpty())
        m_words += u". "_s + refusals.last() + u' ' + tr("The old connection is still in use.");
    setTitle(shown->sequence ? tr("Handoff, seq %1").arg(shown->sequence->value) : tr("Handoff"),
             tr("%1 of %2 done").arg(done).arg(m_rows.size()));
    changed(spoken.join(u"; "_s));
    show();
}

int HandoffPanel::bodyHeight() const {
    return static_cast<int>(m_rows.size()) * (kRow + 1) + wrappedHeight(m_words, uiFont(10)) + 20;
}

void HandoffPanel::paintBody(QPainter& painter, const QRectF& body) {
    const Theme& t = currentTheme();
    constexpr double kStep = 16;
    double y = body.top() + 6;
    for (const Row& row : m_rows) {
        const QRectF line(body.left(), y, body.width(), kRow + 1);
        painter.setFont(uiFont(11));
        painter.setPen(t.ink);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, row.name);
        painter.setFont(monoFont(11));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.value);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        const double left = body.left() + 76;
        for (int i = 0; i < kPhases; ++i) {
            const QPointF center(left + i * kStep + 6, line.center().y());
            const bool reached = i < row.reached;
            if (i > 0) {
                painter.setPen(QPen(reached ? t.healthy : t.grey, 1.2));
                painter.drawLine(center - QPointF(kStep - 5, 0), center - QPointF(5, 0));
            }
            if (!reached && i == row.reached && row.refused) {
                marks::reconnect(painter, t, center, 3.6, false);
                continue;
            }
            painter.setPen(QPen(reached ? t.ink : t.grey, 1.2));
            painter.setBrush(reached ? QBrush(t.healthy) : QBrush(Qt::NoBrush));
            painter.drawEllipse(center, 4.2, 4.2);
        }
        painter.restore();
        y += kRow + 1;
    }
    painter.setFont(uiFont(10));
    painter.setPen(t.secondText);
    painter.drawText(QRectF(body.left(), y + 4, body.width(), body.bottom() - y), Qt::TextWordWrap, m_words);
}

} // namespace maintscope::ui

#include "moc_handoff_panel.cpp"
