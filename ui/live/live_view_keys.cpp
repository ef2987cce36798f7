// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/live_view.h"

#include "model/base/format.h"
#include "model/session/timeline_marks.h"
#include "ui/live/lanes_area.h"
#include "ui/live/time_surface.h"
#include "ui/paint/banner.h"

#include <QKeyEvent>

#include <algorithm>

/// The keyboard of the live view: single keys while it has the focus, moving between lanes, marks, gaps and
/// failures, and the text for screen readers.
namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr double kZoomStep = 0.7;
constexpr int kPanShare = 5; ///< a fifth of the visible range

std::optional<model::MarkLane> markLane(LaneKind kind) {
    switch (kind) {
    case LaneKind::Axis:
    case LaneKind::Planned:
        return std::nullopt;
    case LaneKind::Operation:
        return model::MarkLane::Operations;
    case LaneKind::Findings:
        return model::MarkLane::Findings;
    case LaneKind::Connection:
        return model::MarkLane::Connection;
    case LaneKind::Relaxed:
        return model::MarkLane::Relaxed;
    case LaneKind::Dns:
        return model::MarkLane::Dns;
    }
    return std::nullopt;
}

} // namespace

bool LiveView::event(QEvent* event) {
    // While the view has the focus, its single keys take precedence over shortcuts of the window.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (handleKey(key->key(), key->modifiers(), true)) {
            event->accept();
            return true;
        }
    }
    return SpokenView::event(event);
}

void LiveView::keyPressEvent(QKeyEvent* event) {
    if (!handleKey(event->key(), event->modifiers(), false)) SpokenView::keyPressEvent(event);
}

/// `dry`: only reports whether the view handles the key.
bool LiveView::handleKey(int key, Qt::KeyboardModifiers modifiers, bool dry) {
    if (!m_source) return false;
    const bool shift = modifiers & Qt::ShiftModifier;
    const Qt::KeyboardModifiers others = modifiers & ~(Qt::ShiftModifier | Qt::KeypadModifier);
    if (others == Qt::ControlModifier && key == Qt::Key_L) {
        if (!dry) m_state->followLive();
        return true;
    }
    if (others != Qt::NoModifier) return false;
    const auto run = [&](auto&& action) {
        if (!dry) action();
        return true;
    };
    switch (key) {
    case Qt::Key_A:
    case Qt::Key_Left:
        return run([&] { panLeft(); });
    case Qt::Key_D:
    case Qt::Key_Right:
        return run([&] { panRight(); });
    case Qt::Key_W:
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return run([&] { zoomIn(); });
    case Qt::Key_S:
    case Qt::Key_Minus:
        return run([&] { zoomOut(); });
    case Qt::Key_Up:
        return run([&] { goToPreviousLane(); });
    case Qt::Key_Down:
        return run([&] { goToNextLane(); });
    case Qt::Key_F:
        return run([&] { m_state->focusSelection(); });
    case Qt::Key_Escape:
        if (m_surface->movesPlannedEdge()) return run([&] { m_surface->abandonPlannedEdge(); });
        return m_state->selection() && run([&] { m_state->clearSelection(); });
    case Qt::Key_Comma:
        return run([&] { goToPreviousMark(); });
    case Qt::Key_Period:
        return run([&] { goToNextMark(); });
    case Qt::Key_N:
        return run([&] { goToNextTrouble(); });
    case Qt::Key_P:
        return run([&] { goToPreviousTrouble(); });
    case Qt::Key_1:
        return run([&] { setCursorHere(Cursor::A); });
    case Qt::Key_2:
        return run([&] { setCursorHere(Cursor::B); });
    case Qt::Key_M:
        return run([&] { shift ? askNoteOverSelection() : askNoteHere(); });
    case Qt::Key_Space:
        // In a recording, this key starts and stops the replay, which is a command of the window.
        return !m_recording && run([&] { m_state->setPaused(!m_state->paused()); });
    case Qt::Key_End:
        return run([&] { m_state->followLive(); });
    case Qt::Key_Home:
        return run([&] {
            const Duration length = m_state->visible().length();
            m_state->show({kSessionStart, kSessionStart + length});
        });
    case Qt::Key_Backspace:
        return run([&] { shift ? m_state->forward() : m_state->back(); });
    default:
        return false;
    }
}

void LiveView::focusInEvent(QFocusEvent* event) {
    SpokenView::focusInEvent(event);
    m_lanes->setFocusedRow(m_focusedRow);
}

void LiveView::focusOutEvent(QFocusEvent* event) {
    SpokenView::focusOutEvent(event);
    m_lanes->setFocusedRow(-1);
}

MonoTime LiveView::here() const {
    return m_state->crosshair().value_or(m_state->visible().middle());
}

void LiveView::setCursorHere(Cursor cursor) {
    // The same key at the same place removes the cursor.
    const MonoTime at = here();
    m_state->setCursor(cursor, m_state->cursor(cursor) == at ? std::nullopt : std::optional(at));
}

void LiveView::askNoteHere() {
    const auto& selection = m_state->selection();
    const MonoTime at = m_state->crosshair() ? *m_state->crosshair()
                        : selection          ? selection->extent.from
                                             : std::min(m_state->now(), m_state->visible().to);
    Q_EMIT noteRequested(at, at);
}

void LiveView::askNoteOverSelection() {
    const TimeRange span = m_state->selection()      ? m_state->selection()->extent
                           : m_state->measuredSpan() ? *m_state->measuredSpan()
                                                     : m_state->visible();
    Q_EMIT noteRequested(span.from, std::min(span.to, std::max(span.from, m_state->sessionNow())));
}

void LiveView::zoomIn() {
    m_state->zoom(here(), kZoomStep);
}

void LiveView::zoomOut() {
    m_state->zoom(here(), 1 / kZoomStep);
}

void LiveView::panLeft() {
    m_state->pan(-m_state->visible().length() / kPanShare);
}

void LiveView::panRight() {
    m_state->pan(m_state->visible().length() / kPanShare);
}

void LiveView::goToNextLane() {
    walkLanes(1);
}

void LiveView::goToPreviousLane() {
    walkLanes(-1);
}

void LiveView::walkLanes(int by) {
    const auto& rows = m_lanes->rows();
    for (int row = m_focusedRow + by; row > 0 && static_cast<std::size_t>(row) < rows.size(); row += by) {
        if (!markLane(rows[static_cast<std::size_t>(row)].kind)) continue;
        m_focusedRow = row;
        m_lanes->setFocusedRow(row);
        return;
    }
}

void LiveView::goToNextMark() {
    walkMarks(true);
}

void LiveView::goToPreviousMark() {
    walkMarks(false);
}

void LiveView::walkMarks(bool forward) {
    const auto& rows = m_lanes->rows();
    if (!m_source || m_focusedRow < 0 || static_cast<std::size_t>(m_focusedRow) >= rows.size()) return;
    const LaneRow& row = rows[static_cast<std::size_t>(m_focusedRow)];
    const auto lane = markLane(row.kind);
    if (!lane) return;
    const auto marks = model::marksOf(m_source->timeline(), {*lane, row.operation, row.lane}, m_state->now());
    const auto& selection = m_state->selection();
    // Without a selection, the search begins at the edge of the visible range.
    const MonoTime from = selection ? selection->extent.from
                          : forward ? m_state->visible().from
                                    : m_state->visible().to;
    const auto next = model::nextMark(marks, selection ? selection->event : std::nullopt, from, forward);
    if (!next) return;
    const TimeRange extent{next->from, next->to};
    bringIntoSight(extent);
    m_state->selectEvent(next->key, extent);
}

void LiveView::goToNextTrouble() {
    walkTroubles(true);
}

void LiveView::goToPreviousTrouble() {
    walkTroubles(false);
}

void LiveView::walkTroubles(bool forward) {
    if (!m_source) return;
    const auto troubles =
        model::troublesOf(m_source->timeline(), m_source->connectionGaps(m_state->now()), m_state->now());
    const auto& selection = m_state->selection();
    const MonoTime from = selection ? selection->extent.from
                          : forward ? m_state->visible().from
                                    : m_state->visible().to;
    const auto next = model::nextTrouble(troubles, from, forward);
    if (!next) return;
    const Duration least = std::chrono::milliseconds(1);
    const TimeRange extent{next->from, std::max(next->to, next->from + least)};
    bringIntoSight(extent);
    m_state->selectSpan(extent.from, extent.to);
}

void LiveView::bringIntoSight(const TimeRange& extent) {
    const TimeRange visible = m_state->visible();
    if (extent.from >= visible.from && extent.to <= visible.to) return;
    if (extent.length() < visible.length())
        m_state->centre(extent.middle());
    else
        m_state->fit(extent);
}

QString LiveView::spokenSummary() const {
    if (!m_source) return {};
    const TimeScale scale = m_frame.scale(0, 1);
    QStringList sentences{bannerText(m_frame)};
    sentences << tr("Visible: %1 to %2 %3, %4.")
                     .arg(scale.timeS(m_frame.from), scale.timeS(m_frame.to), scale.zoneName(m_frame.from),
                          m_state->paused()      ? tr("paused")
                          : m_state->following() ? tr("following")
                                                 : tr("not following"));
    const auto visible = std::count_if(
        m_frame.timeline->bands().begin(), m_frame.timeline->bands().end(),
        [&](const model::Band& band) { return scale.touches(band.from, band.to.value_or(m_frame.now)); });
    sentences << tr("%n announced operation(s) in view.", nullptr, static_cast<int>(visible));
    if (const auto& selection = m_state->selection()) {
        const Event* event = selection->event ? m_source->event(*selection->event) : nullptr;
        sentences << (event ? tr("Selected: %1.").arg(model::escapeServerText(event->text))
                            : tr("Selected: %1 from %2.")
                                  .arg(model::formatDuration(selection->extent.length()),
                                       scale.timeMs(selection->extent.from)));
    }
    return sentences.join(u' ');
}

} // namespace maintscope::ui
