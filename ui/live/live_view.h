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
/// explored. Paints from a LiveSource at most ten times a second, and only while it is visible and data changes;
/// the effect of user input is painted immediately. Single keys work only while the view has the focus.
class LiveView : public SpokenView {
    Q_OBJECT

public:
    explicit LiveView(QWidget* parent = nullptr);
    ~LiveView() override;

    /// nullptr: nothing to show. The source must stay alive until another is set. `recording`: the facts of the
    /// recording; nullopt: the source is live.
    void setSource(const LiveSource* source, std::optional<RecordingFacts> recording = {});
    /// Updates the facts of the recording that is shown.
    void setRecording(std::optional<RecordingFacts> facts);
    /// Inserts a bar as wide as the view between the readiness strip and the time axis; takes ownership.
    void setBar(QWidget* bar);
    /// Visible range, following, selection and cursors, for menus, toolbar and events table. Lives as long as the
    /// view; reset for every source.
    [[nodiscard]] TimeViewState* state() const { return m_state; }
    /// The planned windows, as the source knows them.
    [[nodiscard]] std::vector<model::PlannedWindow> plannedWindows() const;

    /// The frame that is painted now, also for a saved picture. Requires a source.
    [[nodiscard]] LiveFrame frame() const;
    /// Paints the data of the source immediately.
    void refresh();

    [[nodiscard]] QString spokenSummary() const override;

public Q_SLOTS:
    /// Selects the next or previous mark in the lane with the keyboard focus, and scrolls to it.
    void goToNextMark();
    void goToPreviousMark();
    /// Selects the next or previous gap, failure or loss of the protected connections, and scrolls to it.
    void goToNextTrouble();
    void goToPreviousTrouble();
    /// Moves the keyboard focus to the next or previous lane.
    void goToNextLane();
    void goToPreviousLane();
    /// Sets a cursor at the pointer, otherwise in the middle of the visible range.
    void setCursorHere(maintscope::ui::Cursor cursor);
    void askNoteHere();
    void askNoteOverSelection();
    /// Opens the dialog for the planned window.
    void askPlannedWindow();
    void setSidePanelVisible(bool visible);
    /// One bit for each hidden LaneKind.
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
    /// The user asks to add a note at a time (from == to) or on a span.
    void noteRequested(maintscope::MonoTime from, maintscope::MonoTime to);
    /// The user changed the planned windows; the view draws them once the source has them.
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
    /// Restricts the frame to the part that has been read, with a status that says so.
    void showReading(LiveFrame& frame, const LoadProgress& reading) const;
    void arrange();
    void placeSurface();
    /// The state has changed, but not the data.
    void showState();
    void sampleSoon();
    void sampleCharts();
    /// Updates the side panel shortly.
    void showFiguresSoon();
    void showFigures();
    void refreshPanels();
    void openMark(const LaneHit& hit);
    void walkMarks(bool forward);
    void walkTroubles(bool forward);
    void walkLanes(int by);
    /// Scrolls the range into view, and zooms out if it does not fit.
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
    QWidget* m_notice; ///< the parts that could not be recovered
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
    bool m_dirty = true; ///< something has changed since the last painting
    bool m_refreshing = false;
    bool m_sideWanted = true;
    std::uint32_t m_hiddenLanes = 0;
    int m_focusedRow = 2; ///< lane with the keyboard focus; initially MOVING
};

} // namespace maintscope::ui
