// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/lanes_area.h"

#include "ui/live/widget_pixmap.h"
#include "ui/paint/paint_lanes.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A drag rests after a pause of this length.
constexpr auto kRest = 100ms;

} // namespace

LanesArea::LanesArea(const LiveFrame& frame, QWidget* parent)
    : QWidget(parent)
    , m_frame(frame)
    , m_bar(new QScrollBar(Qt::Vertical, this)) {
    setObjectName(u"lanes"_s);
    setAccessibleName(tr("Lanes"));
    m_bar->setSingleStep(17);
    m_bar->setFocusPolicy(Qt::NoFocus);
    m_bar->hide();
    connect(m_bar, &QScrollBar::valueChanged, this, &LanesArea::refresh);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRest);
    connect(&m_rest, &QTimer::timeout, this, &LanesArea::refresh);
}

void LanesArea::refresh() {
    m_rows =
        m_frame.timeline ? laneRows(*m_frame.timeline, true, m_frame.hiddenLanes) : std::vector<LaneRow>();
    expire();
    arrange();
    update();
}

int LanesArea::wantedHeight() const {
    return static_cast<int>(lanesHeight(m_rows));
}

/// The scroll bar lies over the lanes, not next to them, so that lanes and charts share one x axis.
void LanesArea::arrange() {
    const int axis = m_rows.empty() ? 0 : static_cast<int>(m_rows.front().height);
    const int hidden = std::max(0, wantedHeight() - height());
    const int wide = m_bar->sizeHint().width();
    m_bar->setGeometry(width() - wide, axis, wide, std::max(0, height() - axis));
    m_bar->setPageStep(std::max(1, height() - axis));
    m_bar->setRange(0, hidden);
    m_bar->setVisible(hidden > 0);
}

void LanesArea::scroll(int pixels) {
    m_bar->setValue(m_bar->value() + pixels);
}

QRect LanesArea::scrollBarArea() const {
    return m_bar->isVisible() ? m_bar->geometry() : QRect();
}

void LanesArea::expire() {
    m_rest.stop();
    m_stale = true;
    m_wide = {};
    m_hits.reset();
}

void LanesArea::follow() {
    const bool alone = !m_sinceMove.isValid() || m_sinceMove.elapsed() > kRest.count();
    m_sinceMove.restart();
    if (alone || m_rows.empty()) { // a single step, or the first step of a drag
        refresh();
        return;
    }
    m_hits.reset();
    m_rest.start();
    update();
}

/// Extends the visible range by half its length on each side.
void LanesArea::paintWide() {
    const int body = width() - static_cast<int>(kLabelColumn);
    const Duration half = (m_frame.to - m_frame.from) / 2;
    m_wideRange = {m_frame.from - half, m_frame.to + half};
    QPixmap whole = widgetPixmap(*this, QSize(static_cast<int>(kLabelColumn) + 2 * body, height()));
    whole.fill(currentTheme().window);
    QPainter painter(&whole);
    TimeScale scale = m_frame.scale(kLabelColumn, kLabelColumn + 2 * body);
    scale.from = m_wideRange.from;
    scale.to = m_wideRange.to;
    paintAll(painter, scale, nullptr);
    painter.end();
    m_wide = std::move(whole);
}

const std::vector<LaneHit>& LanesArea::hits() const {
    if (m_hits) return *m_hits;
    m_hits.emplace();
    QPixmap nowhere(1, 1);
    QPainter painter(&nowhere);
    paintAll(painter, m_frame.scale(kLabelColumn, width()), &*m_hits);
    // Marks that are scrolled out of view cannot be pointed at.
    const double axis = m_rows.empty() ? 0 : m_rows.front().bottom();
    std::erase_if(
        *m_hits, [&](const LaneHit& hit) { return hit.area.bottom() <= axis || hit.area.top() >= height(); });
    return *m_hits;
}

const LaneHit* LanesArea::markAt(const QPointF& point) const {
    return hitAt(hits(), point);
}

std::optional<PlannedEdge> LanesArea::plannedEdgeAt(const QPointF& point) const {
    const auto row = std::find_if(m_rows.begin(), m_rows.end(),
                                  [](const LaneRow& lane) { return lane.kind == LaneKind::Planned; });
    // The axis lies over the scrolled lanes.
    if (row == m_rows.end() || point.y() < m_rows.front().bottom()) return std::nullopt;
    const QRectF lane(kLabelColumn, row->top - m_bar->value(), width() - kLabelColumn, row->height);
    return ui::plannedEdgeAt(m_frame, m_frame.scale(kLabelColumn, width()), lane, point);
}

void LanesArea::setFocusedRow(int row) {
    m_focusedRow = row;
    if (row > 0 && static_cast<std::size_t>(row) < m_rows.size()) {
        const LaneRow& lane = m_rows[static_cast<std::size_t>(row)];
        const int axis = static_cast<int>(m_rows.front().height);
        if (lane.top - m_bar->value() < axis) m_bar->setValue(static_cast<int>(lane.top) - axis);
        if (lane.bottom() - m_bar->value() > height())
            m_bar->setValue(static_cast<int>(std::ceil(lane.bottom())) - height());
    }
    expire();
    update();
}

void LanesArea::paintPicture() {
    m_stale = false;
    if (m_picture.size() != size() * devicePixelRatioF()) m_picture = widgetPixmap(*this, size());
    m_picture.fill(currentTheme().window);
    QPainter painter(&m_picture);
    paintAll(painter, m_frame.scale(kLabelColumn, width()), nullptr);
}

void LanesArea::paintAll(QPainter& painter, const TimeScale& scale, std::vector<LaneHit>* hits) const {
    if (!m_frame.timeline || m_rows.empty()) return;
    const std::vector<LaneRow> axis{m_rows.front()};
    const double offset = m_bar->value();
    const double top = axis.front().bottom();
    painter.save();
    painter.setClipRect(QRectF(0, top, scale.right, height() - top));
    painter.translate(0, -offset);
    std::vector<LaneRow> seen;
    for (auto row = m_rows.begin() + 1; row != m_rows.end(); ++row)
        if (row->bottom() > top + offset && row->top < offset + height()) seen.push_back(*row);
    paintLanes(painter, currentTheme(), m_frame, scale, seen, hits);
    if (m_focusedRow > 0 && static_cast<std::size_t>(m_focusedRow) < m_rows.size()) {
        const LaneRow& row = m_rows[static_cast<std::size_t>(m_focusedRow)];
        painter.setPen(QPen(currentTheme().focus, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(2, row.top + 1, kLabelColumn - 5, row.height - 2));
    }
    painter.restore();
    paintLanes(painter, currentTheme(), m_frame, scale, axis);
}

void LanesArea::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool unlike = m_picture.size() != size() * devicePixelRatioF();
    if (!moves() || unlike) {
        if (m_stale || unlike) paintPicture();
        painter.drawPixmap(0, 0, m_picture);
        return;
    }
    if (m_wide.isNull() || m_frame.from < m_wideRange.from || m_frame.to > m_wideRange.to) paintWide();
    // Moves by whole pixels are plain copies, and no mark is more than half a pixel from its time.
    const TimeScale scale = m_frame.scale(kLabelColumn, width());
    const double left = std::round(scale.x(m_wideRange.from) - kLabelColumn);
    painter.drawPixmap(QPointF(left, 0), m_wide);
    const double ratio = m_picture.devicePixelRatio();
    painter.drawPixmap(QRectF(0, 0, kLabelColumn, height()), m_picture,
                       QRectF(0, 0, kLabelColumn * ratio, height() * ratio));
}

void LanesArea::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    expire();
    arrange();
}

} // namespace maintscope::ui

#include "moc_lanes_area.cpp"
