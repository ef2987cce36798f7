// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/time_surface.h"

#include "ui/live/time_view_state.h"
#include "ui/paint/overlay.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr auto kTipDelay = 150ms;
constexpr double kAxisHeight = 22;
constexpr double kDragPixels = 3;
/// Wheel turns closer together than this are one step of the zoom history.
constexpr ulong kOneGestureMs = 500;
constexpr double kNotch = 120;

/// Shows server text in a tooltip as plain text, whatever it looks like.
QString plainTip(const QString& text) {
    return u"<p style='white-space:pre'>"_s + text.toHtmlEscaped() + u"</p>"_s;
}

} // namespace

TimeSurface::TimeSurface(const LiveFrame& frame, TimeViewState* state, QWidget* parent)
    : QWidget(parent)
    , m_frame(frame)
    , m_state(state) {
    setObjectName(u"timeSurface"_s);
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
    m_tipDelay.setSingleShot(true);
    m_tipDelay.setInterval(kTipDelay);
    connect(&m_tipDelay, &QTimer::timeout, this, &TimeSurface::showTip);
    connect(m_state, &TimeViewState::crosshairChanged, this, &TimeSurface::moveCrosshair);
}

TimeScale TimeSurface::scale() const {
    return m_frame.scale(kLabelColumn, width());
}

MonoTime TimeSurface::timeAt(double x) const {
    const TimeScale s = scale();
    return s.at(std::clamp(x, s.left, s.right));
}

/// Limits a time to now: nothing later has been measured, so nothing later can be selected.
MonoTime TimeSurface::measuredAt(double x) const {
    return std::min(timeAt(x), m_frame.running ? m_frame.now : timeAt(x));
}

const LaneHit* TimeSurface::markAt(const QPointF& point) const {
    return m_markAt ? m_markAt(point) : nullptr;
}

std::optional<PlannedEdge> TimeSurface::edgeAt(const QPointF& point) const {
    return m_edgeAt ? m_edgeAt(point) : std::nullopt;
}

void TimeSurface::abandonPlannedEdge() {
    if (m_drag != Drag::Plan) return;
    m_drag = Drag::None;
    setCursor(Qt::ArrowCursor);
    update();
}

void TimeSurface::refresh() {
    update();
}

QRect TimeSurface::stripe(MonoTime at) const {
    const TimeScale s = scale();
    const int x = static_cast<int>(std::round(s.x(at)));
    return QRect(x - 2, 0, 5, height());
}

/// Repaints only the line and its tag; a pointer move does not repaint lanes and charts.
void TimeSurface::moveCrosshair() {
    if (!m_frame.timeline) return;
    for (const std::optional<MonoTime>& at : {m_shownCrosshair, m_state->crosshair()}) {
        if (!at) continue;
        update(stripe(*at));
        update(crosshairTag(m_frame, *at, scale(), kAxisHeight).toAlignedRect().adjusted(-2, -2, 2, 2));
    }
    m_shownCrosshair = m_state->crosshair();
}

void TimeSurface::paintEvent(QPaintEvent*) {
    if (!m_frame.timeline) return;
    QPainter painter(this);
    const TimeScale s = scale();
    const QRectF below(s.left, kAxisHeight, s.width(), height() - kAxisHeight);
    paintSelection(painter, currentTheme(), m_frame, s, below);
    if ((m_drag == Drag::Zoom || m_drag == Drag::Note) && m_moved) {
        const double from = s.clamped(std::min(m_anchor, m_reached));
        const double to = s.clamped(std::max(m_anchor, m_reached));
        painter.setPen(QPen(currentTheme().focus, 1.5, m_drag == Drag::Note ? Qt::DashLine : Qt::SolidLine));
        QColor fill = currentTheme().focus;
        fill.setAlphaF(0.10F);
        painter.setBrush(fill);
        painter.drawRect(QRectF(from, below.top(), to - from, below.height()));
    }
    if (m_drag == Drag::Plan && m_moved) paintPlannedEdge(painter, currentTheme(), s, m_edge, m_planned);
    if (m_state->crosshair() && m_drag != Drag::Pan)
        paintCrosshair(painter, currentTheme(), m_frame, *m_state->crosshair(), s, rect(), kAxisHeight);
}

void TimeSurface::mousePressEvent(QMouseEvent* event) {
    Q_EMIT pressed();
    if (!m_frame.timeline || event->position().x() < kLabelColumn) return;
    QToolTip::hideText();
    m_tipDelay.stop();
    m_pressedAt = event->position();
    m_anchor = m_reached = timeAt(m_pressedAt.x());
    m_held = m_state->visible();
    m_moved = false;
    m_drag = Drag::None;
    if (event->button() == Qt::MiddleButton)
        m_drag = Drag::Zoom;
    else if (event->button() == Qt::LeftButton)
        m_drag = event->modifiers() & Qt::ShiftModifier     ? Drag::Pan
                 : event->modifiers() & Qt::ControlModifier ? Drag::Note
                                                            : Drag::Select;
    if (const auto edge = edgeAt(m_pressedAt); edge && m_drag == Drag::Select) {
        m_drag = Drag::Plan;
        m_edge = *edge;
        m_planned = edge->extent;
    }
    if (m_drag == Drag::Pan) setCursor(Qt::ClosedHandCursor);
}

void TimeSurface::mouseMoveEvent(QMouseEvent* event) {
    if (!m_frame.timeline) return;
    const QPointF point = event->position();
    if (m_drag == Drag::None) {
        hover(point);
        return;
    }
    const bool began = !m_moved;
    if (began && std::abs(point.x() - m_pressedAt.x()) < kDragPixels) return;
    m_moved = true;
    if (m_drag == Drag::Pan) {
        const double pixels = point.x() - m_pressedAt.x();
        const auto by = Duration(static_cast<Duration::rep>(
            pixels * static_cast<double>(m_held.length().count()) / std::max(1.0, scale().width())));
        m_state->show({m_held.from - by, m_held.to - by}, began ? ViewStep::New : ViewStep::Continued);
        return;
    }
    if (m_drag == Drag::Plan) {
        m_planned = withEdgeAt(m_edge, timeAt(point.x()), scale());
        m_state->setCrosshair(m_edge.begin ? m_planned.from : m_planned.to); // its tag shows the time
        update();
        return;
    }
    m_reached = timeAt(point.x());
    m_state->setCrosshair(m_reached);
    if (m_drag == Drag::Select)
        m_state->selectSpan(std::min(m_anchor, m_frame.running ? m_frame.now : m_anchor),
                            measuredAt(point.x()));
    update();
}

void TimeSurface::hover(const QPointF& point) {
    const bool inside = point.x() >= kLabelColumn;
    m_state->setCrosshair(inside ? std::optional(timeAt(point.x())) : std::nullopt);
    const LaneHit* hit = inside ? markAt(point) : nullptr;
    setCursor(inside && edgeAt(point)                      ? Qt::SizeHorCursor
              : hit && (hit->dense || hit->key.value != 0) ? Qt::PointingHandCursor
                                                           : Qt::ArrowCursor);
    if (QToolTip::isVisible()) QToolTip::hideText();
    m_tipDelay.start();
}

void TimeSurface::mouseReleaseEvent(QMouseEvent* event) {
    const Drag drag = std::exchange(m_drag, Drag::None);
    setCursor(Qt::ArrowCursor);
    if (drag == Drag::None || !m_frame.timeline) return;
    const MonoTime from = std::min(m_anchor, m_reached);
    const MonoTime to = std::max(m_anchor, m_reached);
    if (!m_moved) {
        if (drag == Drag::Select || drag == Drag::Plan) click(event->position());
    } else if (drag == Drag::Plan) {
        if (m_planned != m_edge.extent) Q_EMIT plannedExtentWanted(m_edge.key, m_planned);
    } else if (drag == Drag::Zoom && from < to) {
        m_state->show({from, to});
    } else if (drag == Drag::Note) {
        Q_EMIT noteRequested(from, to);
    }
    update();
}

void TimeSurface::click(const QPointF& point) {
    const LaneHit* hit = markAt(point);
    if (!hit || (!hit->dense && hit->key.value == 0))
        m_state->clearSelection();
    else
        Q_EMIT markClicked(LaneHit(*hit)); // a copy: the slots may paint the marks again
}

void TimeSurface::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!m_frame.timeline || event->button() != Qt::LeftButton || event->position().x() < kLabelColumn)
        return;
    const LaneHit* hit = markAt(event->position());
    if (hit && hit->key.value != 0) m_state->fit(TimeRange(hit->extent)); // the marks change with the range
}

void TimeSurface::wheelEvent(QWheelEvent* event) {
    if (!m_frame.timeline) return;
    event->accept();
    const QPoint turned = event->angleDelta();
    const ViewStep step = m_lastWheel != 0 && event->timestamp() - m_lastWheel < kOneGestureMs
                              ? ViewStep::Continued
                              : ViewStep::New;
    const double notches = (turned.y() != 0 ? turned.y() : turned.x()) / kNotch;
    if (event->modifiers() & Qt::ControlModifier) {
        const double each = event->modifiers() & Qt::ShiftModifier ? 0.5 : 0.8;
        m_state->zoom(timeAt(event->position().x()), std::pow(each, notches), step);
        m_lastWheel = event->timestamp();
    } else if ((event->modifiers() & Qt::ShiftModifier) || turned.x() != 0) {
        const auto by = Duration(static_cast<Duration::rep>(
            static_cast<double>(m_state->visible().length().count()) * 0.1 * -notches));
        m_state->pan(by, step);
        m_lastWheel = event->timestamp();
    } else {
        const QPoint pixels = event->pixelDelta();
        Q_EMIT scrolled(pixels.isNull() ? static_cast<int>(-notches * 51) : -pixels.y());
    }
}

bool TimeSurface::event(QEvent* event) {
    if (event->type() == QEvent::NativeGesture && m_frame.timeline) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_state->zoom(timeAt(gesture->position().x()), 1 / (1 + gesture->value()),
                          gesture->timestamp() - m_lastWheel < kOneGestureMs ? ViewStep::Continued
                                                                             : ViewStep::New);
            m_lastWheel = static_cast<ulong>(gesture->timestamp());
            return true;
        }
    }
    return QWidget::event(event);
}

void TimeSurface::leaveEvent(QEvent* event) {
    m_tipDelay.stop();
    if (m_drag == Drag::None) m_state->setCrosshair(std::nullopt);
    QWidget::leaveEvent(event);
}

void TimeSurface::showTip() {
    const QPoint point = mapFromGlobal(QCursor::pos());
    if (!m_frame.timeline || !rect().contains(point) || point.x() < kLabelColumn) return;
    const LaneHit* hit = markAt(point);
    const QString text = hit ? hit->text : m_chartText ? m_chartText(point) : QString();
    if (!text.isEmpty()) QToolTip::showText(QCursor::pos(), plainTip(text), this);
}

} // namespace maintscope::ui

#include "moc_time_surface.cpp"
