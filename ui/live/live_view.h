// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/events/planned_window.h"
#include "ui/live/accessible_live_view.h"
#include "ui/live/recording_facts.h"
#include "ui/live/time_view_state.h"
#include "ui/paint/live_frame.h"

#include <QElapsedTimer>

#include <memory>
#include <optional>

class QLabel;
class QTimer;
class QVBoxLayout;

namespace maintscope::ui {

class ChartPanel;
class LanesArea;
class SidePanel;
class LiveBanner;
class OverviewStrip;
class PlannedWindows;
class ReadinessStrip;
class TimeSurface;
struct LaneHit;

/// One target over time: banner, readiness, overview, lanes and charts over one time axis, followed live or
/// explored. Paints from a LiveSource, at most ten times a second and only while it is visible and something
/// changed; what the user does is painted at once. Single keys mean something only while it has the focus.
class LiveView : public SpokenView {
    Q_OBJECT

public:
    explicit LiveView(QWidget* parent = nullptr);
    ~LiveView() override;

    /// nullptr: nothing to show. The source must outlive its stay here. `recording`: what it is a recording
    /// of; nullopt: it is live.
    void setSource(const LiveSource* source, std::optional<RecordingFacts> recording = {});
    /// More is known by now of the recording that is shown.
    void setRecording(std::optional<RecordingFacts> facts);
    /// A bar between the readiness strip and the time axis, as wide as the view; taken over.
    void setBar(QWidget* bar);
    /// Visible range, following, selection, cursors: what menus, toolbar and events table bind to. Lives as
    /// long as the view; begins anew with every source.
    [[nodiscard]] TimeViewState* state() const { return m_state; }
    /// Windows in which maintenance is planned, as the source knows them.
    [[nodiscard]] std::vector<model::PlannedWindow> plannedWindows() const;

    /// What is painted now; also for a saved picture. Only with a source.
    [[nodiscard]] LiveFrame frame() const;
    /// Paints at once what the source says.
    void refresh();

    [[nodiscard]] QString spokenSummary() const override;

public Q_SLOTS:
    /// Selects the next or previous mark of the lane that has the keyboard, and shows it.
    void goToNextMark();
    void goToPreviousMark();
    /// Selects the next or previous gap, failure or loss of the protected connections, and shows it.
    void goToNextTrouble();
    void goToPreviousTrouble();
    /// The lane in which marks are walked.
    void goToNextLane();
    void goToPreviousLane();
    /// At the pointer, else in the middle of what is visible.
    void setCursorHere(maintscope::ui::Cursor cursor);
    void askNoteHere();
    void askNoteOverSelection();
    /// Opens the form of the planned window.
    void askPlannedWindow();
    void setSidePanelVisible(bool visible);
    /// A bit for each LaneKind that is not shown.
    void setHiddenLanes(std::uint32_t kinds);
    [[nodiscard]] std::uint32_t hiddenLanes() const { return m_hiddenLanes; }
    void zoomIn();
    void zoomOut();
    void panLeft();
    void panRight();

Q_SIGNALS:
    /// "Copy details" was pressed.
    void detailsRequested();
    /// "Edit connection…" was pressed.
    void editRequested();
    /// The user wants to write a note at a time (from == to), or over a span.
    void noteRequested(maintscope::MonoTime from, maintscope::MonoTime to);
    /// These are to be planned from now on; the view draws what its source knows.
    void plannedWindowsChanged(const std::vector<maintscope::model::PlannedWindow>& windows);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    void tick();
    /// A picture of what has been read so far, and says so.
    void showReading(LiveFrame& frame, const LoadProgress& reading) const;
    void arrange();
    void placeSurface();
    /// The state has changed: what is measured has not.
    void showState();
    void sampleSoon();
    void sampleCharts();
    /// Figures, handoff and event right of the lanes, soon.
    void showFiguresSoon();
    void showFigures();
    void refreshPanels();
    void openMark(const LaneHit& hit);
    void walkMarks(bool forward);
    void walkTroubles(bool forward);
    void walkLanes(int by);
    /// Into sight, at the zoom that is, or smaller where it does not fit.
    void bringIntoSight(const TimeRange& extent);
    [[nodiscard]] MonoTime here() const;
    [[nodiscard]] bool handleKey(int key, Qt::KeyboardModifiers modifiers, bool dry);
    [[nodiscard]] const LaneHit* markAt(const QPointF& point) const;
    [[nodiscard]] QString chartTextAt(const QPointF& point) const;

    const LiveSource* m_source = nullptr;
    TimeViewState* m_state;
    PlannedWindows* m_planned;
    std::optional<RecordingFacts> m_recording;
    LiveFrame m_frame;
    std::unique_ptr<ColumnCaches> m_columns;
    QTimer* m_timer;
    QTimer* m_sampleTimer;
    QElapsedTimer m_sinceSample;
    LiveBanner* m_banner;
    ReadinessStrip* m_strip;
    QWidget* m_notice; ///< what could not be recovered
    QLabel* m_noticeWords;
    QWidget* m_bar = nullptr;
    QWidget* m_time; ///< overview, lanes and charts
    OverviewStrip* m_overview;
    LanesArea* m_lanes;
    std::vector<ChartPanel*> m_charts;
    QWidget* m_chartStack;
    TimeSurface* m_surface;
    SidePanel* m_side;
    QTimer* m_figuresTimer;
    std::optional<TimeRange> m_figuresOf;
    MonoTime m_figuresNow{};
    std::uint64_t m_paintedRevision = 0;
    MonoTime m_paintedNow{};
    bool m_paintedRunning = false;
    bool m_paintedReading = false;
    bool m_dirty = true; ///< not painted since something changed
    bool m_refreshing = false;
    bool m_sideWanted = true;
    std::uint32_t m_hiddenLanes = 0;
    int m_focusedRow = 2; ///< of the lanes: MOVING
};

} // namespace maintscope::ui
