// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart_adapter.h"
#include "ui/paint/lanes.h"
#include "ui/paint/live_frame.h"
#include "ui/paint/live_picture.h"

#include <QPixmap>
#include <QWidget>

class QPushButton;
class QScrollBar;

/// The parts of which a LiveView is made; each paints the frame that the view has made last, which outlives
/// it.
namespace maintscope::ui {

struct RecordingFacts;

/// How the target stands, with what can be done about it when it fails.
class LiveBanner : public QWidget {
    Q_OBJECT

public:
    explicit LiveBanner(const LiveFrame& frame, QWidget* parent = nullptr);
    /// What is shown is a recording; nullptr: it is live. Outlives its stay here.
    void setRecording(const RecordingFacts* facts) { m_recording = facts; }
    void refresh();

Q_SIGNALS:
    void detailsRequested();
    void editRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    const LiveFrame& m_frame;
    const RecordingFacts* m_recording = nullptr;
    QPushButton* m_details;
    QPushButton* m_edit;
};

class ReadinessStrip : public QWidget {
    Q_OBJECT

public:
    explicit ReadinessStrip(const LiveFrame& frame, QWidget* parent = nullptr);
    void refresh();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const LiveFrame& m_frame;
};

/// The time axis stays, the lanes below it scroll where there are more connections than room. Painted into a
/// picture once per change, so that a crosshair over it costs nothing.
class LanesArea : public QWidget {
    Q_OBJECT

public:
    explicit LanesArea(const LiveFrame& frame, QWidget* parent = nullptr);

    void refresh();
    void scroll(int pixels);
    /// Height at which every lane is seen.
    [[nodiscard]] int wantedHeight() const;
    [[nodiscard]] const std::vector<LaneHit>& hits() const { return m_hits; }
    [[nodiscard]] const LaneHit* markAt(const QPointF& point) const;
    [[nodiscard]] const std::vector<LaneRow>& rows() const { return m_rows; }
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

    const LiveFrame& m_frame;
    QScrollBar* m_bar;
    std::vector<LaneRow> m_rows; ///< the axis first
    std::vector<LaneHit> m_hits;
    QPixmap m_picture;
    bool m_stale = true;
    int m_focusedRow = -1;
};

/// One chart with its label column. The picture of the curves is made by sample(); until then the last one
/// is shown where its time belongs, so that a drag moves it at once.
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
