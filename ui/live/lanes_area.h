// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/live/planned_edge.h"
#include "ui/paint/lanes.h"
#include "ui/paint/live_frame.h"

#include <QElapsedTimer>
#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QScrollBar;

namespace maintscope::ui {

/// The time axis stays, the lanes below it scroll where there are more connections than room. Painted into a
/// picture once per change, so that a crosshair over it costs nothing. While the range is dragged, a picture
/// that is wider than the view moves along, each mark at its own time; where texts give way to each other and
/// to the edges is worked out anew when the drag rests. Paints the frame that its view made
/// last, which outlives it.
class LanesArea : public QWidget {
    Q_OBJECT

public:
    explicit LanesArea(const LiveFrame& frame, QWidget* parent = nullptr);

    void refresh();
    /// The visible range has moved on; nothing else has changed, and its length has not.
    void follow();
    /// A moved picture is shown until the drag rests.
    [[nodiscard]] bool moves() const { return m_rest.isActive(); }
    void scroll(int pixels);
    /// Height at which every lane is seen.
    [[nodiscard]] int wantedHeight() const;
    /// Worked out when they are asked for, which a drag does not.
    [[nodiscard]] const std::vector<LaneHit>& hits() const;
    [[nodiscard]] const LaneHit* markAt(const QPointF& point) const;
    [[nodiscard]] const std::vector<LaneRow>& rows() const { return m_rows; }
    /// The edge of a planned window under a point.
    [[nodiscard]] std::optional<PlannedEdge> plannedEdgeAt(const QPointF& point) const;
    /// Where the pointer belongs to the scroll bar; empty while all lanes fit.
    [[nodiscard]] QRect scrollBarArea() const;
    /// The lane that the keyboard walks in; scrolled into sight. Negative: none is shown.
    void setFocusedRow(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    void paintPicture();
    void paintWide();
    /// Lanes with the axis over them, at the scroll bar's place.
    void paintAll(QPainter& painter, const TimeScale& scale, std::vector<LaneHit>* hits) const;
    /// Picture and marks are no longer those of the frame.
    void expire();

    const LiveFrame& m_frame;
    QScrollBar* m_bar;
    std::vector<LaneRow> m_rows;                        ///< the axis first
    mutable std::optional<std::vector<LaneHit>> m_hits; ///< nullopt: not asked for since the last change
    QPixmap m_picture;
    bool m_stale = true;
    QPixmap m_wide; ///< what is moved, without the names; null: not painted since the last change
    TimeRange m_wideRange;
    QTimer m_rest;
    QElapsedTimer m_sinceMove;
    int m_focusedRow = -1;
};

} // namespace maintscope::ui
