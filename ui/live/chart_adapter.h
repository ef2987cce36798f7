// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/plot.h"
#include "ui/theme/theme.h"

#include <memory>

namespace maintscope::ui {

/// Draws the curves of a Plot into a picture; the only class that uses Qt Charts. While a view is dragged, the
/// picture moves, so Qt Charts never slows down the pointer. Background, bars, heat and marks are painted by this
/// program, so that they match the lanes and the saved pictures. GUI thread.
class ChartAdapter {
public:
    ChartAdapter();
    ~ChartAdapter();
    ChartAdapter(const ChartAdapter&) = delete;
    ChartAdapter& operator=(const ChartAdapter&) = delete;

    /// Paints the whole plot with background and marks into `area`.
    void paint(QPainter& painter, const Theme& theme, const Plot& plot, const QSize& size);

private:
    class Scene;
    std::unique_ptr<Scene> m_scene;
};

} // namespace maintscope::ui
