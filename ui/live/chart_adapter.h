// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/plot.h"
#include "ui/theme/theme.h"

#include <memory>

namespace maintscope::ui {

/// The only place that knows Qt Charts: draws the curves of a Plot into a picture. The picture is moved
/// while a view is dragged, so nothing of Qt Charts is in the way of a pointer. Background, bars, heat and
/// marks are ours, so that they equal those of the lanes and of saved pictures. GUI thread.
class ChartAdapter {
public:
    ChartAdapter();
    ~ChartAdapter();
    ChartAdapter(const ChartAdapter&) = delete;
    ChartAdapter& operator=(const ChartAdapter&) = delete;

    /// The whole plot, background and marks included, into `area` at the painter's origin.
    void paint(QPainter& painter, const Theme& theme, const Plot& plot, const QSize& size);

private:
    class Scene;
    std::unique_ptr<Scene> m_scene;
};

} // namespace maintscope::ui
