// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/paint/plots.h"

#include <QWidget>

#include <memory>

namespace maintscope::ui {

/// Draws the curves of one plot with Qt Charts: the only place that knows it (deprecated from Qt 6.10 on).
/// The plot fills the widget to its edges, so that it stands pixel-exactly under the lanes. Series are kept
/// and reused, points are replaced as a whole; no anti-aliasing, no OpenGL: both cost too much here (design
/// 8).
class ChartAdapter : public QWidget {
    Q_OBJECT

public:
    explicit ChartAdapter(QWidget* parent = nullptr);
    ~ChartAdapter() override;

    /// Takes over what is to be seen; its pixels are those of this widget's size.
    void setPlot(const Plot& plot);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class View;
    View* m_view;
};

} // namespace maintscope::ui
