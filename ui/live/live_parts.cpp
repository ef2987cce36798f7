// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/live_parts.h"

#include "model/base/format.h"
#include "ui/live/recording_banner.h"
#include "ui/live/recording_facts.h"
#include "ui/paint/banner.h"
#include "ui/paint/paint_lanes.h"
#include "ui/paint/plot_input.h"
#include "ui/paint/plot_painter.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// A drag that pauses for so long rests.
constexpr auto kRest = 100ms;

bool neverReady(const model::Timeline& timeline) {
    return std::all_of(timeline.lanes().begin(), timeline.lanes().end(),
                       [](const model::ConnectionLane& lane) { return lane.segments.empty(); });
}

QPixmap pixmapFor(const QWidget& widget, const QSize& size) {
    QPixmap pixmap(size * widget.devicePixelRatioF());
    pixmap.setDevicePixelRatio(widget.devicePixelRatioF());
    return pixmap;
}

} // namespace

LiveBanner::LiveBanner(const LiveFrame& frame, QWidget* parent)
    : QWidget(parent)
    , m_frame(frame)
    , m_details(new QPushButton(tr("Copy details"), this))
    , m_edit(new QPushButton(tr("Edit connection…"), this)) {
    setObjectName(u"banner"_s);
    setFixedHeight(static_cast<int>(kBannerHeight));
    m_details->setObjectName(u"copyDetails"_s);
    m_details->setIcon(icon(QLatin1String("copy")));
    m_details->setToolTip(tr("Copies what failed, where, and the exact words of the server"));
    m_details->setFocusPolicy(Qt::TabFocus);
    m_edit->setObjectName(u"editConnection"_s);
    m_edit->setToolTip(tr("Opens the settings of this connection"));
    m_edit->setFocusPolicy(Qt::TabFocus);
    m_details->hide();
    m_edit->hide();
    connect(m_details, &QPushButton::clicked, this, &LiveBanner::detailsRequested);
    connect(m_edit, &QPushButton::clicked, this, &LiveBanner::editRequested);
}

void LiveBanner::refresh() {
    const model::TargetState state = m_frame.status.state;
    const bool waitsLong = state == model::TargetState::Connecting && m_frame.now - kSessionStart > 2s;
    m_details->setVisible(state == model::TargetState::Failing || waitsLong);
    // What was never ready may have been asked for in the wrong way.
    m_edit->setVisible(m_details->isVisible() && !m_recording && neverReady(*m_frame.timeline));
    setAccessibleName(bannerText(m_frame));
    update();
}

void LiveBanner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (!m_frame.timeline) return;
    double reserved = 0;
    for (const QPushButton* button : {m_details, m_edit})
        if (button->isVisible()) reserved += button->width() + 12;
    if (m_recording)
        paintRecordingBanner(painter, currentTheme(), m_frame, *m_recording, rect(), reserved);
    else
        paintBanner(painter, currentTheme(), m_frame, rect(), reserved);
}

void LiveBanner::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    int right = width() - 12;
    for (QPushButton* button : {m_details, m_edit}) {
        const QSize size = button->sizeHint();
        button->setGeometry(right - size.width(), (height() - size.height()) / 2, size.width(),
                            size.height());
        right -= size.width() + 12;
    }
}

ReadinessStrip::ReadinessStrip(const LiveFrame& frame, QWidget* parent)
    : QWidget(parent)
    , m_frame(frame) {
    setObjectName(u"readiness"_s);
    setFixedHeight(static_cast<int>(kStripHeight));
    setAccessibleName(tr("Readiness"));
}

void ReadinessStrip::refresh() {
    QStringList facts;
    for (const model::ReadinessFact& fact : m_frame.status.readiness)
        facts << fact.name + u' ' + fact.value;
    setAccessibleDescription(facts.join(u", "_s));
    update();
}

void ReadinessStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_frame.timeline) paintReadiness(painter, currentTheme(), m_frame, rect());
}

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

/// The bar lies over the lanes instead of beside them: lanes and charts keep one x axis.
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
    if (alone || m_rows.empty()) { // a single step, or the first one of a drag
        refresh();
        return;
    }
    m_hits.reset();
    m_rest.start();
    update();
}

/// Half of the visible range more on each side.
void LanesArea::paintWide() {
    const int body = width() - static_cast<int>(kLabelColumn);
    const Duration half = (m_frame.to - m_frame.from) / 2;
    m_wideRange = {m_frame.from - half, m_frame.to + half};
    QPixmap whole = pixmapFor(*this, QSize(static_cast<int>(kLabelColumn) + 2 * body, height()));
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
    // What is scrolled out of sight cannot be pointed at.
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
    // The axis lies over what is scrolled.
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
    if (m_picture.size() != size() * devicePixelRatioF()) m_picture = pixmapFor(*this, size());
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
    // By whole pixels: a plain copy, and no mark further from its time than half of one.
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

ChartPanel::ChartPanel(const PlotSlot& slot, const LiveFrame& frame, QWidget* parent)
    : QWidget(parent)
    , m_slot(slot)
    , m_frame(frame) {
    setObjectName(slot.kind == PlotKind::Latency
                      ? (slot.role == ProbeRole::Protected ? u"latencyChart"_s : u"controlLatencyChart"_s)
                  : slot.kind == PlotKind::Failures ? u"failuresChart"_s
                                                    : u"movesChart"_s);
    setMinimumHeight(slot.minimum);
    if (slot.stretch == 0) setFixedHeight(slot.minimum);
}

bool ChartPanel::isStale() const {
    return m_sampled != TimeRange{m_frame.from, m_frame.to};
}

void ChartPanel::sample() {
    if (!m_frame.timeline || width() <= kLabelColumn) return;
    const QSize size(width() - static_cast<int>(kLabelColumn), height());
    m_plot = makePlot(m_slot.kind, m_slot.role, m_frame.timeline->target().probe.control, currentTheme(),
                      m_frame, m_frame.scale(0, size.width()), size.height());
    m_sampled = {m_frame.from, m_frame.to};
    m_picture = pixmapFor(*this, size);
    QPainter painter(&m_picture);
    m_chart.paint(painter, currentTheme(), m_plot, size);
    painter.end();
    QStringList values;
    for (const Readout& readout : m_plot.readouts)
        values << readout.name + u' ' + readout.value;
    setAccessibleName(m_plot.title);
    setAccessibleDescription(values.join(u", "_s));
    update();
}

QString ChartPanel::textAt(MonoTime at) const {
    if (!m_frame.timeline || !m_frame.columns || at > m_frame.now || at < kSessionStart) return {};
    const int width = measuredPixels(m_frame, this->width() - kLabelColumn);
    const model::MetricKey key{m_frame.timeline->target().id, m_slot.role, {}};
    const MonoTime end = std::min(m_frame.to, m_frame.now);
    const auto columnAt = [at](const std::vector<model::Column>& columns) {
        const auto found = std::find_if(columns.begin(), columns.end(), [at](const model::Column& candidate) {
            return candidate.from <= at && at < candidate.to;
        });
        return found == columns.end() ? nullptr : &*found;
    };
    // The closest that is known; between two probes what their second says.
    const model::Column* column =
        columnAt(m_frame.columns->probesOf(m_slot.role).columns(key, m_frame.from, end, width).columns);
    if (!column) column = columnAt(m_frame.columns->of(m_slot.role).columns(key, m_frame.from, end, width));
    if (!column) return {};
    const TimeScale scale = m_frame.scale(kLabelColumn, this->width());
    const model::OutcomeCounts& counts = column->counts;
    QStringList lines{
        tr("%1 %2, %3 long")
            .arg(column->to - column->from < 1s ? scale.timeMs(column->from) : scale.timeS(column->from),
                 scale.zoneName(column->from), model::formatSetting(column->to - column->from))};
    if (column->hasLatency)
        lines << tr("p50 %1, p99 %2, max %3")
                     .arg(model::formatDuration(column->p50), model::formatDuration(column->p99),
                          model::formatDuration(column->max));
    lines << tr("%1 sent, %2 ok, %3 late but saved")
                 .arg(model::formatCount(static_cast<std::int64_t>(counts.sent())),
                      model::formatCount(static_cast<std::int64_t>(counts.ok)),
                      model::formatCount(static_cast<std::int64_t>(counts.late)));
    if (counts.failed() > 0)
        lines << tr("%1 timed out, %2 errors, %3 unknown, %4 not sent")
                     .arg(counts.timeouts)
                     .arg(counts.errors)
                     .arg(counts.unknown)
                     .arg(counts.notSent);
    return lines.join(u'\n');
}

void ChartPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF body(kLabelColumn, 0, width() - kLabelColumn, height());
    if (!m_picture.isNull()) {
        const TimeScale scale = m_frame.scale(kLabelColumn, width());
        if (!isStale()) {
            painter.drawPixmap(body.topLeft(), m_picture);
        } else {
            painter.fillRect(body, currentTheme().canvas);
            painter.setClipRect(body);
            const double from = scale.x(m_sampled.from);
            const QRectF place(from, 0, scale.x(m_sampled.to) - from, height());
            // Moved by whole pixels it is a plain copy; stretching it takes several times as long.
            if (std::abs(place.width() - m_picture.deviceIndependentSize().width()) < 0.5)
                painter.drawPixmap(QPointF(std::round(from), 0), m_picture);
            else
                painter.drawPixmap(place, m_picture, QRectF(QPointF(), m_picture.size()));
            painter.setClipping(false);
        }
    }
    paintPlotLabel(painter, currentTheme(), m_plot, QRectF(0, 0, kLabelColumn, height()));
}

void ChartPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    sample();
}

} // namespace maintscope::ui
