// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live_view.h"

#include "ui/chart_adapter.h"
#include "ui/icons.h"
#include "ui/paint/banner.h"
#include "ui/paint/lanes.h"
#include "ui/paint/live_picture.h"
#include "ui/paint/plots.h"
#include "ui/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace maintscope::ui {
namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr auto kFrame = 100ms;
/// While nothing happens the picture moves on by whole pixels, and no more often than this.
constexpr Duration kCalmStep = 250ms;

TimeScale scaleOf(const LiveFrame& frame, double width) {
    return {frame.from, frame.to, kLabelColumn, width, frame.start};
}

bool neverReady(const model::Timeline& timeline) {
    return std::all_of(timeline.lanes().begin(), timeline.lanes().end(),
                       [](const model::ConnectionLane& lane) { return lane.segments.empty(); });
}

/// Server text in a tooltip is plain text, whatever it looks like.
void showPlainToolTip(const QPoint& at, const QString& text, QWidget* widget) {
    QToolTip::showText(at, u"<p style='white-space:pre'>"_s + text.toHtmlEscaped() + u"</p>"_s, widget);
}

} // namespace

class LiveView::Banner : public QWidget {
public:
    Banner(const LiveFrame& frame, QWidget* parent)
        : QWidget(parent)
        , m_frame(frame)
        , m_details(new QPushButton(LiveView::tr("Copy details"), this))
        , m_edit(new QPushButton(LiveView::tr("Edit connection…"), this)) {
        setObjectName(u"banner"_s);
        setFixedHeight(static_cast<int>(kBannerHeight));
        m_details->setObjectName(u"copyDetails"_s);
        m_details->setIcon(icon(QLatin1String("copy")));
        m_details->setToolTip(LiveView::tr("Copies what failed, where, and the exact words of the server"));
        m_details->setFocusPolicy(Qt::TabFocus);
        m_edit->setObjectName(u"editConnection"_s);
        m_edit->setToolTip(LiveView::tr("Opens the settings of this connection"));
        m_edit->setFocusPolicy(Qt::TabFocus);
        m_details->hide();
        m_edit->hide();
    }

    [[nodiscard]] QPushButton* details() const { return m_details; }
    [[nodiscard]] QPushButton* edit() const { return m_edit; }

    void refresh() {
        const model::TargetState state = m_frame.status.state;
        const bool waitsLong = state == model::TargetState::Connecting && m_frame.now - kSessionStart > 2s;
        m_details->setVisible(state == model::TargetState::Failing || waitsLong);
        // What was never ready may have been asked for in the wrong way.
        m_edit->setVisible(m_details->isVisible() && neverReady(*m_frame.timeline));
        setAccessibleName(bannerText(m_frame));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        if (!m_frame.timeline) return;
        double reserved = 0;
        for (const QPushButton* button : {m_details, m_edit})
            if (button->isVisible()) reserved += button->width() + 12;
        paintBanner(painter, currentTheme(), m_frame, rect(), reserved);
    }
    void resizeEvent(QResizeEvent* event) override {
        QWidget::resizeEvent(event);
        int right = width() - 12;
        for (QPushButton* button : {m_details, m_edit}) {
            const QSize size = button->sizeHint();
            button->setGeometry(right - size.width(), (height() - size.height()) / 2, size.width(),
                                size.height());
            right -= size.width() + 12;
        }
    }

private:
    const LiveFrame& m_frame;
    QPushButton* m_details;
    QPushButton* m_edit;
};

class LiveView::Strip : public QWidget {
public:
    Strip(const LiveFrame& frame, QWidget* parent)
        : QWidget(parent)
        , m_frame(frame) {
        setObjectName(u"readiness"_s);
        setFixedHeight(static_cast<int>(kStripHeight));
        setAccessibleName(LiveView::tr("Readiness"));
    }

    void refresh() {
        QStringList facts;
        for (const model::ReadinessFact& fact : m_frame.status.readiness)
            facts << fact.name + u' ' + fact.value;
        setAccessibleDescription(facts.join(u", "_s));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        if (m_frame.timeline) paintReadiness(painter, currentTheme(), m_frame, rect());
    }

private:
    const LiveFrame& m_frame;
};

/// The time axis stays, the lanes below it scroll where there are more connections than room.
class LiveView::LanesArea : public QWidget {
    class Rows : public QWidget {
    public:
        Rows(const LiveFrame& frame, bool axis, QWidget* parent)
            : QWidget(parent)
            , m_frame(frame)
            , m_axis(axis) {
            setMouseTracking(true);
        }

        /// Rows that this part shows; true when their height changed.
        bool arrange() {
            std::vector<LaneRow> rows =
                m_frame.timeline ? laneRows(*m_frame.timeline, true) : std::vector<LaneRow>();
            if (rows.empty()) return false;
            if (m_axis) {
                rows.resize(1);
            } else {
                rows.erase(rows.begin());
                const double first = rows.front().top;
                for (LaneRow& row : rows)
                    row.top -= first;
            }
            m_rows = std::move(rows);
            const int tall = static_cast<int>(lanesHeight(m_rows));
            if (tall == height()) return false;
            setFixedHeight(tall);
            return true;
        }

        [[nodiscard]] const std::vector<LaneHit>& hits() const { return m_hits; }

    protected:
        void paintEvent(QPaintEvent*) override {
            QPainter painter(this);
            m_hits.clear();
            if (!m_frame.timeline || m_rows.empty()) return;
            paintLanes(painter, currentTheme(), m_frame, scaleOf(m_frame, width()), m_rows, &m_hits);
        }
        bool event(QEvent* event) override {
            if (event->type() != QEvent::ToolTip) return QWidget::event(event);
            const auto* help = static_cast<QHelpEvent*>(event);
            if (const LaneHit* hit = hitAt(m_hits, help->pos()))
                showPlainToolTip(help->globalPos(), hit->text, this);
            else
                QToolTip::hideText();
            return true;
        }

    private:
        const LiveFrame& m_frame;
        bool m_axis;
        std::vector<LaneRow> m_rows;
        std::vector<LaneHit> m_hits;
    };

public:
    LanesArea(const LiveFrame& frame, QWidget* parent)
        : QWidget(parent)
        , m_axis(new Rows(frame, true, this))
        , m_rows(new Rows(frame, false, this))
        , m_scroll(new QScrollArea(this)) {
        setObjectName(u"lanes"_s);
        setAccessibleName(LiveView::tr("Lanes"));
        m_scroll->setFrameShape(QFrame::NoFrame);
        m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_scroll->setWidgetResizable(false);
        m_scroll->setWidget(m_rows);
        m_scroll->setFocusPolicy(Qt::NoFocus);
        m_scroll->verticalScrollBar()->setSingleStep(17);
        setFocusPolicy(Qt::NoFocus);
    }

    void refresh() {
        const bool axisChanged = m_axis->arrange();
        if (m_rows->arrange() || axisChanged) place();
        m_axis->update();
        m_rows->update();
    }

    [[nodiscard]] int wantedHeight() const { return m_axis->height() + m_rows->height(); }
    [[nodiscard]] const std::vector<LaneHit>& hits() const { return m_rows->hits(); }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QWidget::resizeEvent(event);
        place();
    }

private:
    /// The scroll bar lies over the lanes instead of beside them: lanes and charts keep one x axis.
    void place() {
        m_axis->setGeometry(0, 0, width(), m_axis->height());
        m_scroll->setGeometry(0, m_axis->height(), width(), std::max(0, height() - m_axis->height()));
        m_rows->resize(width(), m_rows->height());
    }

    Rows* m_axis;
    Rows* m_rows;
    QScrollArea* m_scroll;
};

/// One chart with its label column.
class LiveView::ChartPanel : public QWidget {
public:
    ChartPanel(const PlotSlot& slot, const LiveFrame& frame, QWidget* parent)
        : QWidget(parent)
        , m_slot(slot)
        , m_frame(frame)
        , m_chart(new ChartAdapter(this)) {
        setObjectName(slot.kind == PlotKind::Latency
                          ? (slot.role == ProbeRole::Protected ? u"latencyChart"_s : u"controlLatencyChart"_s)
                      : slot.kind == PlotKind::Failures ? u"failuresChart"_s
                                                        : u"movesChart"_s);
        setMinimumHeight(slot.minimum);
        if (slot.stretch == 0) setFixedHeight(slot.minimum);
    }

    [[nodiscard]] const PlotSlot& slot() const { return m_slot; }

    void refresh() {
        if (!m_frame.timeline || width() <= kLabelColumn) return;
        m_plot = makePlot(m_slot.kind, m_slot.role, m_frame.timeline->target().probe.control, currentTheme(),
                          m_frame, scaleOf(m_frame, width()), height());
        m_chart->setPlot(m_plot);
        QStringList values;
        for (const Readout& readout : m_plot.readouts)
            values << readout.name + u' ' + readout.value;
        setAccessibleName(m_plot.title);
        setAccessibleDescription(values.join(u", "_s));
        update(0, 0, static_cast<int>(kLabelColumn), height());
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintPlotLabel(painter, currentTheme(), m_plot, QRectF(0, 0, kLabelColumn, height()));
    }
    void resizeEvent(QResizeEvent* event) override {
        QWidget::resizeEvent(event);
        m_chart->setGeometry(static_cast<int>(kLabelColumn), 0,
                             std::max(0, width() - static_cast<int>(kLabelColumn)), height());
        refresh();
    }

private:
    PlotSlot m_slot;
    const LiveFrame& m_frame;
    ChartAdapter* m_chart;
    Plot m_plot;
};

LiveView::LiveView(QWidget* parent)
    : QWidget(parent)
    , m_state(new TimeViewState(this))
    , m_timer(new QTimer(this))
    , m_banner(new Banner(m_frame, this))
    , m_strip(new Strip(m_frame, this))
    , m_lanes(new LanesArea(m_frame, this))
    , m_chartStack(new QWidget(this)) {
    setObjectName(u"liveView"_s);
    setAccessibleName(tr("Live view"));
    setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_strip);
    layout->addWidget(m_lanes);
    layout->addWidget(m_chartStack, 1);
    auto* charts = new QVBoxLayout(m_chartStack);
    charts->setContentsMargins(0, 0, 0, 0);
    charts->setSpacing(0);
    m_timer->setInterval(kFrame);
    connect(m_timer, &QTimer::timeout, this, &LiveView::tick);
    const auto dirty = [this] { m_dirty = true; };
    connect(m_state, &TimeViewState::visibleChanged, this, dirty);
    connect(m_state, &TimeViewState::pausedChanged, this, dirty);
    connect(m_banner->details(), &QPushButton::clicked, this, &LiveView::detailsRequested);
    connect(m_banner->edit(), &QPushButton::clicked, this, &LiveView::editRequested);
}

LiveView::~LiveView() = default;

void LiveView::setSource(const LiveSource* source) {
    m_source = source;
    m_frame = {};
    m_state->reset();
    qDeleteAll(m_charts);
    m_charts.clear();
    if (!source) return;
    auto* layout = static_cast<QVBoxLayout*>(m_chartStack->layout());
    for (const PlotSlot& slot : plotSlots(source->timeline().target().probe.control)) {
        auto* panel = new ChartPanel(slot, m_frame, m_chartStack);
        layout->addWidget(panel, slot.stretch);
        m_charts.push_back(panel);
    }
    refresh();
}

LiveFrame LiveView::frame() const {
    LiveFrame frame;
    frame.timeline = &m_source->timeline();
    frame.metrics = &m_source->metrics();
    frame.start = m_source->start();
    frame.running = m_source->running();
    frame.now = m_state->now();
    // The banner tells how things stand, whatever moment is looked at.
    frame.status = m_source->status(m_state->sessionNow());
    frame.gaps = m_source->connectionGaps(frame.now);
    frame.from = m_state->visible().from;
    frame.to = m_state->visible().to;
    return frame;
}

void LiveView::refresh() {
    if (!m_source) return;
    m_state->setNow(m_source->now(), m_source->running());
    m_frame = frame();
    m_paintedRevision = m_source->timeline().revision();
    m_paintedNow = m_frame.now;
    m_paintedRunning = m_frame.running;
    m_dirty = false;
    m_banner->refresh();
    m_strip->refresh();
    m_lanes->refresh();
    arrange();
    for (ChartPanel* chart : m_charts)
        chart->refresh();
}

/// Lanes get what they need, but never so much that the charts have no room left.
void LiveView::arrange() {
    int least = 0;
    for (const ChartPanel* chart : m_charts)
        least += chart->slot().minimum;
    const int room = height() - m_banner->height() - m_strip->height() - least;
    const int tall = std::clamp(m_lanes->wantedHeight(), 0, std::max(120, room));
    if (m_lanes->height() != tall || m_lanes->minimumHeight() != tall) m_lanes->setFixedHeight(tall);
}

void LiveView::tick() {
    if (!m_source) return;
    const Duration pixel = Duration(m_state->visible().length().count() / std::max(1, width()));
    const bool changed =
        m_source->timeline().revision() != m_paintedRevision || m_source->running() != m_paintedRunning;
    const bool moved = m_source->running() && m_source->now() - m_paintedNow >= std::max(pixel, kCalmStep);
    if (m_dirty || changed || moved) refresh();
}

void LiveView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
    m_timer->start();
}

void LiveView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_timer->stop();
}

} // namespace maintscope::ui
