// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/live/planned_edge.h"
#include "ui/paint/lanes.h"
#include "ui/paint/live_frame.h"

#include <QTimer>
#include <QWidget>

#include <functional>

namespace maintscope::ui {

class TimeViewState;

/// What lies over all lanes and charts: selection, cursors and crosshair are painted here, and every gesture
/// of the pointer arrives here, so that it means the same everywhere. What it means leaves as a change of the
/// state, or as a signal. A drag holds times, not pixels: data that streams in does not cancel it.
class TimeSurface : public QWidget {
    Q_OBJECT

public:
    /// Frame and state outlive it. `frame` is what the view has painted last.
    TimeSurface(const LiveFrame& frame, TimeViewState* state, QWidget* parent = nullptr);

    /// The mark under a point of this widget, nullptr: none.
    void setMarkFinder(std::function<const LaneHit*(const QPointF&)> find) { m_markAt = std::move(find); }
    /// What a chart says about a point where there is no mark.
    void setChartReader(std::function<QString(const QPointF&)> read) { m_chartText = std::move(read); }
    /// The edge of a planned window under a point that may be moved.
    void setEdgeFinder(std::function<std::optional<PlannedEdge>(const QPointF&)> find) {
        m_edgeAt = std::move(find);
    }
    [[nodiscard]] bool movesPlannedEdge() const { return m_drag == Drag::Plan; }
    /// The window stays as it was.
    void abandonPlannedEdge();

    /// Repaints what has changed of selection and cursors.
    void refresh();

Q_SIGNALS:
    /// A button went down: the view takes the keyboard.
    void pressed();
    void scrolled(int pixels);
    void markClicked(const maintscope::ui::LaneHit& hit);
    void noteRequested(maintscope::MonoTime from, maintscope::MonoTime to);
    /// An edge of a planned window was moved: the window is to have this extent.
    void plannedExtentWanted(maintscope::EventKey window, const maintscope::ui::TimeRange& extent);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    enum class Drag { None, Select, Note, Zoom, Pan, Plan };

    [[nodiscard]] TimeScale scale() const;
    [[nodiscard]] MonoTime timeAt(double x) const;
    [[nodiscard]] MonoTime measuredAt(double x) const;
    [[nodiscard]] const LaneHit* markAt(const QPointF& point) const;
    [[nodiscard]] QRect stripe(MonoTime at) const;
    void showTip();
    void moveCrosshair();
    void click(const QPointF& point);
    [[nodiscard]] std::optional<PlannedEdge> edgeAt(const QPointF& point) const;
    void hover(const QPointF& point);

    const LiveFrame& m_frame;
    TimeViewState* m_state;
    std::function<const LaneHit*(const QPointF&)> m_markAt;
    std::function<QString(const QPointF&)> m_chartText;
    std::function<std::optional<PlannedEdge>(const QPointF&)> m_edgeAt;
    QTimer m_tipDelay;
    Drag m_drag = Drag::None;
    QPointF m_pressedAt;
    MonoTime m_anchor{}; ///< time under the pointer when the drag began
    MonoTime m_reached{};
    TimeRange m_held;    ///< visible range when a pan began
    PlannedEdge m_edge;  ///< that is moved
    TimeRange m_planned; ///< what the window would be
    bool m_moved = false;
    std::optional<MonoTime> m_shownCrosshair;
    ulong m_lastWheel = 0;
};

} // namespace maintscope::ui
