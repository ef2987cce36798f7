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

/// The time axis and the lanes below it; the lanes scroll if there are more connections than room. Each change is
/// painted once into a picture, so that a crosshair over it costs nothing. During a drag, a picture wider than the
/// view moves along with each mark at its own time; texts are laid out again when the drag rests. Paints the
/// latest frame of its view, which must outlive it.
class LanesArea : public QWidget {
    Q_OBJECT

public:
    explicit LanesArea(const LiveFrame& frame, QWidget* parent = nullptr);

    void refresh();
    /// The visible range has moved. Its length and everything else are unchanged.
    void follow();
    /// Whether a moved picture is shown, which lasts until the drag rests.
    [[nodiscard]] bool moves() const { return m_rest.isActive(); }
    void scroll(int pixels);
    /// The height at which every lane is visible.
    [[nodiscard]] int wantedHeight() const;
    /// The painted marks. Computed on request; a drag does not request them.
    [[nodiscard]] const std::vector<LaneHit>& hits() const;
    [[nodiscard]] const LaneHit* markAt(const QPointF& point) const;
    [[nodiscard]] const std::vector<LaneRow>& rows() const { return m_rows; }
    /// The edge of a planned window under a point.
    [[nodiscard]] std::optional<PlannedEdge> plannedEdgeAt(const QPointF& point) const;
    /// The area in which the scroll bar takes the pointer; empty while all lanes fit.
    [[nodiscard]] QRect scrollBarArea() const;
    /// Sets the lane with the keyboard focus and scrolls it into view. Negative: none.
    void setFocusedRow(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    void paintPicture();
    void paintWide();
    /// Paints the lanes, with the axis above them, at the position of the scroll bar.
    void paintAll(QPainter& painter, const TimeScale& scale, std::vector<LaneHit>* hits) const;
    /// Discards picture and marks, which no longer match the frame.
    void expire();

    const LiveFrame& m_frame;
    QScrollBar* m_bar;
    std::vector<LaneRow> m_rows;                        ///< the axis first
    mutable std::optional<std::vector<LaneHit>> m_hits; ///< nullopt: not requested since the last change
    QPixmap m_picture;
    bool m_stale = true;
    QPixmap m_wide; ///< the moved picture, without the names; null: not painted since the last change
    TimeRange m_wideRange;
    QTimer m_rest;
    QElapsedTimer m_sinceMove;
    int m_focusedRow = -1;
};

} // namespace maintscope::ui
