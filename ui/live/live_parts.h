// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/live/chart_adapter.h"
#include "ui/live/planned_edge.h"
#include "ui/paint/lanes.h"
#include "ui/paint/live_frame.h"
#include "ui/paint/live_picture.h"

#include <QElapsedTimer>
#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

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
/// picture once per change, so that a crosshair over it costs nothing. While the range is dragged, a picture
/// that is wider than the view moves along, each mark at its own time; where texts give way to each other and
/// to the edges is worked out anew when the drag rests.
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
