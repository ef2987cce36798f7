// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/live_view.h"

#include "model/base/format.h"
#include "ui/live/chart_panel.h"
#include "ui/live/event_panel.h"
#include "ui/live/handoff_panel.h"
#include "ui/live/lanes_area.h"
#include "ui/live/live_banner.h"
#include "ui/live/overview_strip.h"
#include "ui/live/planned_windows.h"
#include "ui/live/readiness_strip.h"
#include "ui/live/recording_banner.h"
#include "ui/live/side_panel.h"
#include "ui/live/statistics_panel.h"
#include "ui/live/time_surface.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge_widget.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>
#include <utility>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr auto kFrame = 100ms;
/// While nothing happens, the picture moves by whole pixels, and no more often than this.
constexpr Duration kCalmStep = 250ms;
/// During a drag, the charts move as pictures and are rendered again this often.
constexpr auto kResample = 100ms;
/// Figures are read this long after the last change of the span or its content.
constexpr auto kFigures = 120ms;
constexpr Duration kFiguresGrow = 500ms;
/// In a view narrower than this, the lanes take the full width.
constexpr int kRoomForSide = 860;
/// Spans with more probes than this are shown per second: reading every probe would delay the picture.
constexpr std::uint64_t kExactProbes = 400'000;

} // namespace

LiveView::LiveView(QWidget* parent)
    : SpokenView(parent)
    , m_state(new TimeViewState(this))
    , m_planned(new PlannedWindows(*m_state, this))
    , m_timer(new QTimer(this))
    , m_sampleTimer(new QTimer(this))
    , m_banner(new LiveBanner(m_frame, this))
    , m_strip(new ReadinessStrip(m_frame, this))
    , m_notice(new QWidget(this))
    , m_noticeWords(new QLabel(m_notice))
    , m_time(new QWidget(this))
    , m_overview(new OverviewStrip(m_frame, m_state, m_time))
    , m_lanes(new LanesArea(m_frame, m_time))
    , m_chartStack(new QWidget(m_time))
    , m_surface(new TimeSurface(m_frame, m_state, m_time))
    , m_side(new SidePanel(this))
    , m_figuresTimer(new QTimer(this)) {
    AccessibleLiveView::install();
    setObjectName(u"liveView"_s);
    setAccessibleName(tr("Live view"));
    setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_strip);
    layout->addWidget(m_notice);
    auto* notice = new QHBoxLayout(m_notice);
    notice->setContentsMargins(14, 4, 14, 4);
    auto* badge = new BadgeWidget(15, m_notice);
    badge->setBadge(Badge::Attention);
    m_noticeWords->setObjectName(u"recordingNotice"_s);
    m_noticeWords->setTextFormat(Qt::PlainText);
    m_noticeWords->setWordWrap(true);
    notice->addWidget(badge);
    notice->addWidget(m_noticeWords, 1);
    m_notice->hide();
    auto* beside = new QHBoxLayout;
    beside->setSpacing(0);
    beside->addWidget(m_time, 1);
    beside->addWidget(m_side);
    layout->addLayout(beside, 1);
    auto* time = new QVBoxLayout(m_time);
    time->setContentsMargins(0, 0, 0, 0);
    time->setSpacing(0);
    time->addWidget(m_overview);
    time->addWidget(m_lanes);
    time->addWidget(m_chartStack, 1);
    auto* charts = new QVBoxLayout(m_chartStack);
    charts->setContentsMargins(0, 0, 0, 0);
    charts->setSpacing(0);

    m_timer->setInterval(kFrame);
    m_sampleTimer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &LiveView::tick);
    connect(m_sampleTimer, &QTimer::timeout, this, &LiveView::sampleCharts);
    m_figuresTimer->setSingleShot(true);
    m_figuresTimer->setInterval(kFigures);
    connect(m_figuresTimer, &QTimer::timeout, this, &LiveView::showFigures);
    for (const auto signal : {&TimeViewState::visibleChanged, &TimeViewState::selectionChanged,
                              &TimeViewState::cursorsChanged, &TimeViewState::zoneChanged})
        connect(m_state, signal, this, &LiveView::showState);
    connect(m_state, &TimeViewState::pausedChanged, this, &LiveView::refresh);
    connect(m_banner, &LiveBanner::detailsRequested, this, &LiveView::detailsRequested);
    connect(m_banner, &LiveBanner::editRequested, this, &LiveView::editRequested);
    m_surface->setMarkFinder([this](const QPointF& point) { return markAt(point); });
    m_surface->setChartReader([this](const QPointF& point) { return chartTextAt(point); });
    m_surface->setEdgeFinder([this](const QPointF& point) {
        // Maintenance in a recording is no longer planned.
        const bool plannable = m_source && m_source->running() && !m_recording;
        return plannable ? m_lanes->plannedEdgeAt(point) : std::nullopt;
    });
    connect(m_surface, &TimeSurface::plannedExtentWanted, m_planned, &PlannedWindows::changeExtent);
    connect(m_planned, &PlannedWindows::changed, this, &LiveView::plannedWindowsChanged);
    connect(m_surface, &TimeSurface::pressed, this, [this] { setFocus(Qt::MouseFocusReason); });
    connect(m_surface, &TimeSurface::scrolled, m_lanes, &LanesArea::scroll);
    connect(m_surface, &TimeSurface::markClicked, this, &LiveView::openMark);
    connect(m_surface, &TimeSurface::noteRequested, this, &LiveView::noteRequested);
    connect(m_side->event(), &EventPanel::goToRequested, m_state, &TimeViewState::fitSelection);
    connect(m_side->event(), &EventPanel::noteRequested, this, &LiveView::askNoteHere);
}

LiveView::~LiveView() = default;

void LiveView::setSource(const LiveSource* source, std::optional<RecordingFacts> recording) {
    m_planned->setSource(nullptr);
    m_source = nullptr; // signals of the state during its reset belong to no source
    m_frame = {};
    m_columns.reset();
    m_state->reset();
    m_dirty = true;
    qDeleteAll(m_charts);
    m_charts.clear();
    m_source = source;
    m_planned->setSource(source);
    setRecording(std::move(recording));
    if (!source) return;
    m_columns = std::make_unique<ColumnCaches>(*source);
    auto* layout = static_cast<QVBoxLayout*>(m_chartStack->layout());
    for (const PlotSlot& slot : plotSlots(source->timeline().target().probe.control)) {
        auto* panel = new ChartPanel(slot, m_frame, m_chartStack);
        layout->addWidget(panel, slot.stretch);
        m_charts.push_back(panel);
    }
    m_surface->raise();
    refresh();
}

void LiveView::setRecording(std::optional<RecordingFacts> facts) {
    m_recording = std::move(facts);
    m_banner->setRecording(m_recording ? &*m_recording : nullptr);
    m_noticeWords->setText(m_recording ? m_recording->notice : QString());
    m_notice->setVisible(m_recording && !m_recording->notice.isEmpty());
    if (m_bar) m_bar->setVisible(m_recording.has_value());
    m_dirty = true;
}

void LiveView::setHiddenLanes(std::uint32_t kinds) {
    if (std::exchange(m_hiddenLanes, kinds) == kinds) return;
    m_focusedRow = 1; // another lane may have this row now
    if (!m_source) return;
    refresh();
    arrange();
}

void LiveView::setBar(QWidget* bar) {
    m_bar = bar;
    auto* layout = static_cast<QVBoxLayout*>(this->layout());
    layout->insertWidget(layout->indexOf(m_strip) + 1, bar);
    bar->setVisible(m_recording.has_value());
}

LiveFrame LiveView::frame() const {
    LiveFrame frame;
    frame.timeline = &m_source->timeline();
    frame.metrics = &m_source->metrics();
    frame.columns = m_columns.get();
    frame.start = m_source->start();
    frame.running = m_source->running();
    frame.now = m_state->now();
    frame.paused = m_state->paused();
    // The banner shows the current state, whatever range is visible.
    frame.status = m_source->status(m_state->sessionNow());
    frame.gaps = m_source->connectionGaps(frame.now);
    if (const auto reading = m_source->reading()) showReading(frame, *reading);
    frame.relaxed = frame.timeline->relaxedUnion();
    frame.omitted = m_source->omitted();
    frame.hiddenLanes = m_hiddenLanes;
    frame.from = m_state->visible().from;
    frame.to = m_state->visible().to;
    frame.clock = ZoneClock(m_state->zone());
    frame.cursorA = m_state->cursor(Cursor::A);
    frame.cursorB = m_state->cursor(Cursor::B);
    if (const auto& selection = m_state->selection()) {
        frame.selectedEvent = selection->event;
        if (!selection->event) frame.selectedSpan = selection->extent;
    }
    if (m_recording) describeRecording(frame, *m_recording);
    return frame;
}

void LiveView::showReading(LiveFrame& frame, const LoadProgress& reading) const {
    frame.reading = true;
    frame.now = std::min(frame.now, std::max(reading.metricsTo, kSessionStart));
    // The time after the last reply read so far is not a gap: the next reply may follow.
    frame.gaps = m_source->connectionGaps(std::min(frame.now, reading.gapsTo));
    model::TargetStatus& status = frame.status;
    status.state = model::TargetState::Stopped; // not known yet
    status.word = tr("READING");
    status.headline = tr("%1 % of the recording").arg(static_cast<int>(reading.share * 100));
    const TimeScale scale{frame.from, frame.to, 0, 1, frame.start, ZoneClock(m_state->zone())};
    status.sentence =
        frame.now < m_state->now()
            ? tr("The view is complete up to %1 %2.").arg(scale.timeS(frame.now), scale.zoneName(frame.now))
            : tr("Everything is loaded except the gaps of connections.");
    status.deadline.reset();
}

void LiveView::refresh() {
    if (!m_source) return;
    const QScopedValueRollback guard(m_refreshing, true);
    m_state->setNow(m_source->now(), m_source->running());
    m_frame = frame();
    m_paintedRevision = m_source->timeline().revision();
    m_paintedNow = m_frame.now;
    m_paintedRunning = m_frame.running;
    m_paintedReading = m_frame.reading;
    m_dirty = false;
    m_banner->refresh();
    m_strip->refresh();
    m_overview->refresh();
    m_lanes->refresh();
    arrange();
    sampleCharts();
    m_surface->refresh();
    refreshPanels();
}

void LiveView::showState() {
    if (!m_source || m_refreshing) return;
    const TimeRange before{m_frame.from, m_frame.to};
    const auto marked = [this] {
        return std::tuple(m_frame.clock.zone(), m_frame.cursorA, m_frame.cursorB, m_frame.selectedEvent);
    };
    const auto markedBefore = marked();
    m_frame.from = m_state->visible().from;
    m_frame.to = m_state->visible().to;
    m_frame.clock = ZoneClock(m_state->zone());
    m_frame.cursorA = m_state->cursor(Cursor::A);
    m_frame.cursorB = m_state->cursor(Cursor::B);
    m_frame.selectedEvent.reset();
    m_frame.selectedSpan.reset();
    if (const auto& selection = m_state->selection()) {
        m_frame.selectedEvent = selection->event;
        if (!selection->event) m_frame.selectedSpan = selection->extent;
    }
    const TimeRange after{m_frame.from, m_frame.to};
    if (after != before && after.length() == before.length() && marked() == markedBefore)
        m_lanes->follow();
    else
        m_lanes->refresh();
    m_overview->update();
    m_surface->refresh();
    refreshPanels();
    showFiguresSoon();
    if (before == after) return;
    for (ChartPanel* chart : m_charts)
        chart->update();
    sampleSoon();
}

/// Samples immediately for a single step, and every kResample during a drag.
void LiveView::sampleSoon() {
    if (m_sampleTimer->isActive()) return;
    const bool alone = !m_sinceSample.isValid() || m_sinceSample.elapsed() > kResample.count();
    m_sampleTimer->start(alone ? 0ms : kResample);
}

void LiveView::sampleCharts() {
    m_sampleTimer->stop();
    for (ChartPanel* chart : m_charts)
        chart->sample();
    m_sinceSample.restart();
}

void LiveView::refreshPanels() {
    m_side->handoff()->refresh(m_frame);
    const auto& selection = m_state->selection();
    m_side->event()->refresh(m_frame,
                             selection && selection->event ? m_source->event(*selection->event) : nullptr);
    // The visible range, or a span that has not ended, grows while the session runs.
    const std::optional<TimeRange> span = m_state->measuredSpan();
    const bool grows = !span || span->to > m_figuresNow;
    if (!m_figuresOf || *m_figuresOf != span.value_or(m_state->visible())) {
        if (!grows || m_frame.now - m_figuresNow >= kFiguresGrow || !m_frame.running) showFiguresSoon();
    } else if (grows && m_frame.now - m_figuresNow >= kFiguresGrow) {
        showFiguresSoon();
    }
}

void LiveView::showFiguresSoon() {
    if (!m_figuresTimer->isActive()) m_figuresTimer->start();
}

void LiveView::showFigures() {
    if (!m_source || !m_side->isVisible()) return;
    StatisticsPanel& panel = *m_side->statistics();
    const std::optional<TimeRange> span = m_state->measuredSpan();
    const TimeRange shown = span.value_or(m_state->visible());
    m_figuresOf = shown;
    m_figuresNow = m_frame.now;
    if (!span) {
        panel.setSeconds(m_frame, shown, tr("Visible range"));
        return;
    }
    const bool byCursors = !(m_state->selection() && !m_state->selection()->event) &&
                           m_state->cursor(Cursor::A) && m_state->cursor(Cursor::B);
    const TargetId target = m_frame.timeline->target().id;
    std::uint64_t probes = 0;
    for (const ProbeRole role : {ProbeRole::Protected, ProbeRole::Control})
        probes += m_frame.metrics->counts(target, role, span->from, span->to).sent();
    const auto forgotten = m_source->forgottenUntil();
    if (probes > kExactProbes || (forgotten && *forgotten >= span->from)) {
        panel.setSeconds(m_frame, shown,
                         byCursors ? tr("Between A and B, per second") : tr("Span, per second"), forgotten);
        return;
    }
    const auto figures =
        m_source->statistics(span->from, std::min(span->to, std::max(span->from, m_frame.now)));
    if (figures)
        panel.setSpan(m_frame, figures.value(), byCursors);
    else
        panel.setMessage(tr("Figures"), tr("The recording could not be read: %1")
                                            .arg(model::escapeServerText(toString(figures.error()))));
}

void LiveView::setSidePanelVisible(bool visible) {
    m_sideWanted = visible;
    m_side->setVisible(visible && width() >= kRoomForSide);
    if (m_side->isVisible()) showFiguresSoon();
}

std::vector<model::PlannedWindow> LiveView::plannedWindows() const {
    return m_planned->all();
}

void LiveView::askPlannedWindow() {
    m_planned->ask();
}

/// Gives the lanes the height they need, but leaves room for the charts.
void LiveView::arrange() {
    int least = 0;
    for (const ChartPanel* chart : m_charts)
        least += chart->slot().minimum;
    int above = m_banner->height() + m_strip->height() + m_overview->height();
    for (const QWidget* bar : {m_bar, m_notice})
        if (bar && !bar->isHidden()) above += bar->sizeHint().height();
    const int room = height() - above - least;
    const int tall = std::clamp(m_lanes->wantedHeight(), 0, std::max(120, room));
    if (m_lanes->height() != tall || m_lanes->minimumHeight() != tall) m_lanes->setFixedHeight(tall);
    m_time->layout()->activate();
    placeSurface();
}

void LiveView::placeSurface() {
    m_surface->setGeometry(0, m_lanes->y(), m_time->width(), m_time->height() - m_lanes->y());
    const QRect bar = m_lanes->scrollBarArea();
    if (bar.isEmpty())
        m_surface->clearMask();
    else
        m_surface->setMask(QRegion(m_surface->rect()).subtracted(bar));
}

const LaneHit* LiveView::markAt(const QPointF& point) const {
    // The surface begins at the top of the lanes.
    return point.y() < m_lanes->height() ? m_lanes->markAt(point) : nullptr;
}

QString LiveView::chartTextAt(const QPointF& point) const {
    const QPoint inStack = m_chartStack->mapFrom(m_time, m_surface->mapToParent(point.toPoint()));
    for (const ChartPanel* chart : m_charts)
        if (chart->geometry().contains(inStack))
            return chart->textAt(m_frame.scale(kLabelColumn, m_surface->width()).at(point.x()));
    return {};
}

void LiveView::openMark(const LaneHit& hit) {
    if (hit.dense) {
        m_state->fit(hit.extent);
        return;
    }
    m_state->selectEvent(hit.key, hit.extent);
}

void LiveView::tick() {
    if (!m_source) return;
    const Duration pixel = Duration(m_state->visible().length().count() / std::max(1, width()));
    const bool changed = m_source->timeline().revision() != m_paintedRevision ||
                         m_source->running() != m_paintedRunning || m_paintedReading || m_source->reading();
    const bool moved = m_source->running() && m_source->now() - m_paintedNow >= std::max(pixel, kCalmStep);
    if (m_dirty || changed || moved) refresh();
}

void LiveView::showEvent(QShowEvent* event) {
    SpokenView::showEvent(event);
    refresh();
    m_timer->start();
}

void LiveView::hideEvent(QHideEvent* event) {
    SpokenView::hideEvent(event);
    m_timer->stop();
    m_sampleTimer->stop();
}

void LiveView::resizeEvent(QResizeEvent* event) {
    SpokenView::resizeEvent(event);
    setSidePanelVisible(m_sideWanted);
    arrange();
}

void LiveView::changeEvent(QEvent* event) {
    SpokenView::changeEvent(event);
    // After a change of theme or font, everything is painted again.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) refresh();
}

} // namespace maintscope::ui

#include "moc_live_view.cpp"
