// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/live/chart_adapter.h"
#include "ui/paint/live_frame.h"
#include "ui/paint/plots.h"

#include <QPixmap>
#include <QWidget>

namespace maintscope::ui {

/// One chart with its label column. sample() renders the picture of the curves; until then the previous picture
/// is shown at its own time, so that a drag moves it immediately. Paints the latest frame of its view, which must
/// outlive the panel.
class ChartPanel : public QWidget {
    Q_OBJECT

public:
    ChartPanel(const PlotSlot& slot, const LiveFrame& frame, QWidget* parent = nullptr);

    [[nodiscard]] const PlotSlot& slot() const { return m_slot; }
    void sample();
    /// Called when the frame's range differs from the sampled one.
    [[nodiscard]] bool isStale() const;
    /// The text of the chart for a time.
    [[nodiscard]] QString textAt(MonoTime at) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    PlotSlot m_slot;
    const LiveFrame& m_frame;
    ChartAdapter m_chart;
    Plot m_plot;
    QPixmap m_picture;
    TimeRange m_sampled;
};

} // namespace maintscope::ui
