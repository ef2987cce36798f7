// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/live_frame.h"

#include <QWidget>

namespace maintscope::ui {

class TimeViewState;

/// Shows the whole session, with the visible range as a window over it. Dragging moves the window, dragging an edge
/// resizes it, and a click elsewhere moves it there.
class OverviewStrip : public QWidget {
    Q_OBJECT

public:
    /// Both must outlive the strip. `frame` is the latest frame of the view.
    OverviewStrip(const LiveFrame& frame, TimeViewState* state, QWidget* parent = nullptr);

    /// The data has changed. For a change of the visible range alone, update() is enough.
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
    TimeRange m_extent; ///< of the overview when the drag began; a growing session does not move the drag
    double m_from = 0;  ///< x where the drag began
    bool m_moved = false;
};

} // namespace maintscope::ui
