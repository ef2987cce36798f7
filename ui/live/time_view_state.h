// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "client/types/time.h"
#include "ui/paint/time_scale.h"

#include <QObject>
#include <QTimeZone>

#include <optional>
#include <vector>

namespace maintscope::ui {

/// The selection: a dragged span (no event), or one event and its extent.
struct TimeSelection {
    std::optional<EventKey> event;
    TimeRange extent;
    friend bool operator==(const TimeSelection&, const TimeSelection&) = default;
};

enum class Cursor { A, B };

/// Whether a navigation step has its own entry in the zoom history. The steps of one gesture (a turn of the wheel, a
/// drag) share one entry.
enum class ViewStep { New, Continued };

/// The state of a time view apart from the data: visible range, following or detached, paused, selection, cursors,
/// zoom history, time zone. Shared by menus, toolbar, events table and views. Pure logic without a clock or data; the
/// view reports the progress of the session. GUI thread.
///
/// Following keeps the zoom width, any navigation detaches, and followLive() resumes following. Pausing freezes the
/// view and never affects the capture.
class TimeViewState : public QObject {
    Q_OBJECT

public:
    static constexpr Duration kShortest = std::chrono::milliseconds(10);
    static constexpr Duration kLongest = std::chrono::hours(24 * 8);
    /// Share of length() that is reserved right of now for announcements, while the session runs.
    static constexpr double kFutureShare = 0.14;
    /// Margin left of the session's start, so that its first marks are not cut off.
    static constexpr double kMarginShare = 0.02;

    explicit TimeViewState(QObject* parent = nullptr);

    /// Starts a new session: resets everything except the time zone and the length, and follows.
    void reset();
    /// The progress of the session, and whether it is running. The view sets it before it paints.
    void setNow(MonoTime now, bool running);
    /// The end of the data to paint: the session's now, or the moment at which the view was paused.
    [[nodiscard]] MonoTime now() const { return m_pausedAt.value_or(m_now); }
    /// The session's now, paused or not.
    [[nodiscard]] MonoTime sessionNow() const { return m_now; }
    [[nodiscard]] bool running() const { return m_running; }

    [[nodiscard]] TimeRange visible() const { return m_visible; }
    /// The part of the past that is visible while following ("Last 60 s").
    [[nodiscard]] Duration length() const { return m_length; }
    /// Sets the length. Following continues; a detached view keeps its centre.
    void setLength(Duration length);

    [[nodiscard]] bool following() const { return m_following; }
    /// Resumes following with the current zoom width; also ends a pause.
    void followLive();
    [[nodiscard]] bool paused() const { return m_pausedAt.has_value(); }
    void setPaused(bool paused);

    // All of these detach the view.
    void show(const TimeRange& range, ViewStep step = ViewStep::New);
    void pan(Duration by, ViewStep step = ViewStep::New);
    /// `factor` < 1 zooms in; `anchor` keeps its position.
    void zoom(MonoTime anchor, double factor, ViewStep step = ViewStep::New);
    /// Shows the whole `extent`, with a margin on both sides.
    void fit(const TimeRange& extent);
    void centre(MonoTime at);

    /// A span without length clears the selection.
    void selectSpan(MonoTime one, MonoTime other);
    void selectEvent(EventKey key, const TimeRange& extent);
    void clearSelection();
    [[nodiscard]] const std::optional<TimeSelection>& selection() const { return m_selection; }
    /// Centres the selection; fits it if it is already centred ("F", "F F").
    void focusSelection();
    void fitSelection();

    void setCursor(Cursor cursor, std::optional<MonoTime> at);
    [[nodiscard]] std::optional<MonoTime> cursor(Cursor cursor) const;
    /// The span for statistics: a selected span, otherwise the span between the cursors, otherwise a selected event
    /// with a duration.
    [[nodiscard]] std::optional<TimeRange> measuredSpan() const;

    /// The time under the pointer, for the crosshair over all lanes and charts.
    void setCrosshair(std::optional<MonoTime> at);
    [[nodiscard]] std::optional<MonoTime> crosshair() const { return m_crosshair; }

    void back();
    void forward();
    [[nodiscard]] bool canGoBack() const { return !m_back.empty(); }
    [[nodiscard]] bool canGoForward() const { return !m_forward.empty(); }

    void setZone(const QTimeZone& zone);
    [[nodiscard]] const QTimeZone& zone() const { return m_zone; }

Q_SIGNALS:
    void visibleChanged();
    void lengthChanged();
    void followingChanged(bool following);
    void pausedChanged(bool paused);
    void selectionChanged();
    void cursorsChanged();
    void crosshairChanged();
    /// canGoBack() or canGoForward() may have changed.
    void historyChanged();
    void zoneChanged();

private:
    struct View {
        TimeRange visible;
        Duration length{};
        bool following = false;
    };

    [[nodiscard]] View view() const { return {m_visible, m_length, m_following}; }
    [[nodiscard]] TimeRange followed() const;
    void remember(ViewStep step);
    void restore(std::vector<View>& from, std::vector<View>& to);
    void setVisible(const TimeRange& range);
    void setFollowing(bool following);
    void setOwnLength(Duration length);
    void setSelection(std::optional<TimeSelection> selection);

    MonoTime m_now{};
    bool m_running = false;
    std::optional<MonoTime> m_pausedAt;
    TimeRange m_visible;
    Duration m_length;
    bool m_following = true;
    std::optional<TimeSelection> m_selection;
    std::optional<MonoTime> m_cursorA;
    std::optional<MonoTime> m_cursorB;
    std::optional<MonoTime> m_crosshair;
    std::vector<View> m_back;
    std::vector<View> m_forward;
    QTimeZone m_zone;
};

} // namespace maintscope::ui
