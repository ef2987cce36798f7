// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"

#include <QWidget>

namespace maintscope::ui {

class TimeViewState;

/// The whole session with the visible range as a window over it: dragging moves the window, its edges resize
/// it, a click elsewhere brings it there.
class OverviewStrip : public QWidget {
    Q_OBJECT

public:
    /// Both outlive it. The frame is that of the view, as last painted.
    OverviewStrip(const LiveFrame& frame, TimeViewState* state, QWidget* parent = nullptr);

    /// What was measured or announced has changed. A change of the visible range needs only update().
    void refresh();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    enum class Grip { None, Window, Left, Right };

    [[nodiscard]] Grip gripAt(double x) const;
    [[nodiscard]] MonoTime timeAt(double x) const;

    const LiveFrame& m_frame;
    TimeViewState* m_state;
    Grip m_grip = Grip::None;
    TimeRange m_held;   ///< visible range when the drag began
    TimeRange m_extent; ///< of the overview then: what grows meanwhile does not move the hand
    double m_from = 0;  ///< x where the drag began
    bool m_moved = false;
};

} // namespace maintscope::ui
