// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/live/chart_adapter.h"
#include "ui/paint/live_frame.h"
#include "ui/paint/plots.h"

#include <QPixmap>
#include <QWidget>

namespace maintscope::ui {

/// One chart with its label column. The picture of the curves is made by sample(); until then the last one
/// is shown where its time belongs, so that a drag moves it at once. Paints the frame that its view made
/// last, which outlives it.
class ChartPanel : public QWidget {
    Q_OBJECT

public:
    ChartPanel(const PlotSlot& slot, const LiveFrame& frame, QWidget* parent = nullptr);

    [[nodiscard]] const PlotSlot& slot() const { return m_slot; }
    void sample();
    /// The frame's range has moved on from the sampled one.
    [[nodiscard]] bool isStale() const;
    /// What the chart says about a time.
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
