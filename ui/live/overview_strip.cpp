// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/overview_strip.h"

#include "ui/live/time_view_state.h"
#include "ui/paint/lanes.h"
#include "ui/paint/overview.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

constexpr double kWindowGripPixels = 5; ///< distance at which the pointer takes an edge

} // namespace

OverviewStrip::OverviewStrip(const LiveFrame& frame, TimeViewState* state, QWidget* parent)
    : QWidget(parent)
    , m_frame(frame)
    , m_state(state) {
    setObjectName(QStringLiteral("overview"));
    setAccessibleName(tr("Overview"));
    setAccessibleDescription(tr("The whole session; drag the window to move the visible range"));
    setFixedHeight(static_cast<int>(kOverviewHeight));
    setMouseTracking(true);
}

void OverviewStrip::refresh() {
    update();
}

void OverviewStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_frame.timeline)
        paintOverview(painter, currentTheme(), m_frame, rect());
    else
        painter.fillRect(rect(), currentTheme().window);
}

OverviewStrip::Grip OverviewStrip::gripAt(double x) const {
    const QRectF window = overviewWindow(m_frame, rect());
    if (std::abs(x - window.left()) <= kWindowGripPixels && window.width() > 2 * kWindowGripPixels)
        return Grip::Left;
    if (std::abs(x - window.right()) <= kWindowGripPixels && window.width() > 2 * kWindowGripPixels)
        return Grip::Right;
    return x >= window.left() - 2 && x <= window.right() + 2 ? Grip::Window : Grip::None;
}

MonoTime OverviewStrip::timeAt(double x) const {
    const TimeScale scale{m_extent.from, m_extent.to, kLabelColumn, static_cast<double>(width()), {}, {}};
    return scale.at(std::clamp(x, scale.left, scale.right));
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (!m_frame.timeline || event->button() != Qt::LeftButton || x < kLabelColumn) return;
    m_extent = overviewExtent(m_frame);
    m_moved = false;
    m_grip = gripAt(x);
    if (m_grip == Grip::None) {
        m_state->centre(timeAt(x));
        m_grip = Grip::Window;
        m_moved = true;
    }
    m_from = x;
    m_held = m_state->visible();
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
    if (!m_frame.timeline) return;
    const double x = event->position().x();
    if (m_grip == Grip::None) {
        const Grip grip = x < kLabelColumn ? Grip::None : gripAt(x);
        setCursor(grip == Grip::None     ? Qt::ArrowCursor
                  : grip == Grip::Window ? Qt::OpenHandCursor
                                         : Qt::SizeHorCursor);
        return;
    }
    if (!m_moved && std::abs(x - m_from) < 3) return;
    const ViewStep step = m_moved ? ViewStep::Continued : ViewStep::New;
    m_moved = true;
    const Duration by = timeAt(x) - timeAt(m_from);
    TimeRange range = m_held;
    if (m_grip != Grip::Right) range.from += by;
    if (m_grip != Grip::Left) range.to += by;
    if (range.from < range.to) m_state->show(range, step);
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent*) {
    m_grip = Grip::None;
}

} // namespace maintscope::ui

#include "moc_overview_strip.cpp"
