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

/// A transparent surface over all lanes and charts. It paints selection, cursors and crosshair, and handles every
/// pointer gesture, so that gestures mean the same everywhere. The result is a change of the state or a signal. A
/// drag stores times, not pixels, so arriving data does not cancel it.
class TimeSurface : public QWidget {
    Q_OBJECT

public:
    /// Frame and state must outlive it. `frame` is the latest frame of the view.
    TimeSurface(const LiveFrame& frame, TimeViewState* state, QWidget* parent = nullptr);

    /// The mark under a point of this widget; nullptr: none.
    void setMarkFinder(std::function<const LaneHit*(const QPointF&)> find) { m_markAt = std::move(find); }
    /// The text of a chart for a point without a mark.
    void setChartReader(std::function<QString(const QPointF&)> read) { m_chartText = std::move(read); }
    /// The movable edge of a planned window under a point.
    void setEdgeFinder(std::function<std::optional<PlannedEdge>(const QPointF&)> find) {
        m_edgeAt = std::move(find);
    }
    [[nodiscard]] bool movesPlannedEdge() const { return m_drag == Drag::Plan; }
    /// Cancels the drag; the window stays unchanged.
    void abandonPlannedEdge();

    /// Repaints changed selections and cursors.
    void refresh();

Q_SIGNALS:
    /// A button was pressed: the view takes the keyboard focus.
    void pressed();
    void scrolled(int pixels);
    void markClicked(const maintscope::ui::LaneHit& hit);
    void noteRequested(maintscope::MonoTime from, maintscope::MonoTime to);
    /// The user moved an edge of a planned window; `extent` is the requested one.
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
    PlannedEdge m_edge;  ///< the edge that is moved
    TimeRange m_planned; ///< the requested extent of the window
    bool m_moved = false;
    std::optional<MonoTime> m_shownCrosshair;
    ulong m_lastWheel = 0;
};

} // namespace maintscope::ui
