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

/// What is selected: a span that was dragged out (no event), or one event and its extent.
struct TimeSelection {
    std::optional<EventKey> event;
    TimeRange extent;
    friend bool operator==(const TimeSelection&, const TimeSelection&) = default;
};

enum class Cursor { A, B };

/// Whether a step of navigation can be gone back to on its own. The steps of one gesture (a turn of the
/// wheel, a drag) are one entry of the zoom history.
enum class ViewStep { New, Continued };

/// What a time view shows, apart from the data: visible range, following or detached, paused, selection,
/// cursors, zoom history, time zone. Menus, toolbar, events table and views bind to one of these. Pure logic:
/// knows no clock and no data; the view reports how far the session has come. GUI thread.
///
/// Following keeps the zoom width; any navigation detaches; followLive() returns. Pausing holds the picture
/// at its moment and never touches the capture.
class TimeViewState : public QObject {
    Q_OBJECT

public:
    static constexpr Duration kShortest = std::chrono::milliseconds(10);
    static constexpr Duration kLongest = std::chrono::hours(24 * 8);
    /// Room right of now for what has only been announced: share of length(), while the session runs.
    static constexpr double kFutureShare = 0.14;
    /// Left of the session's start, so that what happens in its first moments is not cut.
    static constexpr double kMarginShare = 0.02;

    explicit TimeViewState(QObject* parent = nullptr);

    /// A new session: everything but the time zone and the length begins anew, following.
    void reset();
    /// How far the session has come, and whether it goes on. The view sets it before it paints.
    void setNow(MonoTime now, bool running);
    /// What is measured and may be painted: the session's now, or the moment at which the view was paused.
    [[nodiscard]] MonoTime now() const { return m_pausedAt.value_or(m_now); }
    /// The session's now, paused or not.
    [[nodiscard]] MonoTime sessionNow() const { return m_now; }
    [[nodiscard]] bool running() const { return m_running; }

    [[nodiscard]] TimeRange visible() const { return m_visible; }
    /// How much of the past is seen while following ("Last 60 s").
    [[nodiscard]] Duration length() const { return m_length; }
    /// Sets it. Following goes on; a detached view keeps its middle.
    void setLength(Duration length);

    [[nodiscard]] bool following() const { return m_following; }
    /// Follows again, with the zoom width that is seen now; also ends a pause.
    void followLive();
    [[nodiscard]] bool paused() const { return m_pausedAt.has_value(); }
    void setPaused(bool paused);

    /// All of these detach.
    void show(const TimeRange& range, ViewStep step = ViewStep::New);
    void pan(Duration by, ViewStep step = ViewStep::New);
    /// `factor` < 1 zooms in; what is at `anchor` stays where it is.
    void zoom(MonoTime anchor, double factor, ViewStep step = ViewStep::New);
    /// Shows `extent` whole, with a margin on both sides.
    void fit(const TimeRange& extent);
    void centre(MonoTime at);

    /// A span of no length is no selection.
    void selectSpan(MonoTime one, MonoTime other);
    void selectEvent(EventKey key, const TimeRange& extent);
    void clearSelection();
    [[nodiscard]] const std::optional<TimeSelection>& selection() const { return m_selection; }
    /// Centres the selection; when it is in the middle already, fits it ("F", "F F").
    void focusSelection();
    void fitSelection();

    void setCursor(Cursor cursor, std::optional<MonoTime> at);
    [[nodiscard]] std::optional<MonoTime> cursor(Cursor cursor) const;
    /// The span that statistics are of: a selected span, else the one between the cursors, else a selected
    /// event that lasted.
    [[nodiscard]] std::optional<TimeRange> measuredSpan() const;

    /// Where the pointer is, for the crosshair over all lanes and charts.
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
