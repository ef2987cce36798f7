// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/time_view_state.h"

#include <algorithm>
#include <utility>

namespace maintscope::ui {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kHistory = 100;
/// The margin on both sides of a fitted extent.
constexpr double kFitMargin = 0.1;

Duration scaled(Duration value, double by) {
    return Duration(static_cast<Duration::rep>(static_cast<double>(value.count()) * by));
}

Duration allowed(Duration length) {
    return std::clamp(length, TimeViewState::kShortest, TimeViewState::kLongest);
}

} // namespace

TimeViewState::TimeViewState(QObject* parent)
    : QObject(parent)
    , m_length(1min)
    , m_zone(QTimeZone::utc()) {
    m_visible = followed();
}

void TimeViewState::reset() {
    m_now = kSessionStart;
    m_running = false;
    m_back.clear();
    m_forward.clear();
    Q_EMIT historyChanged();
    setPaused(false);
    setFollowing(true);
    setSelection(std::nullopt);
    setCursor(Cursor::A, std::nullopt);
    setCursor(Cursor::B, std::nullopt);
    setCrosshair(std::nullopt);
    setVisible(followed());
}

/// A new session fills the picture from its left edge; after that, the picture moves along.
TimeRange TimeViewState::followed() const {
    const MonoTime from = std::max(now() - m_length, kSessionStart - scaled(m_length, kMarginShare));
    const MonoTime last = from + m_length;
    return {from, m_running ? last + scaled(m_length, kFutureShare) : std::max(now(), last)};
}

void TimeViewState::setNow(MonoTime now, bool running) {
    m_now = now;
    m_running = running;
    if (m_following) setVisible(followed());
}

void TimeViewState::setLength(Duration length) {
    length = allowed(length);
    if (m_following) {
        setOwnLength(length);
        setVisible(followed());
        return;
    }
    setOwnLength(length);
    const MonoTime middle = m_visible.middle();
    show({middle - length / 2, middle + length / 2});
}

void TimeViewState::followLive() {
    setPaused(false);
    if (m_following) return;
    remember(ViewStep::New);
    setOwnLength(
        allowed(m_running ? scaled(m_visible.length(), 1 / (1 + kFutureShare)) : m_visible.length()));
    setFollowing(true);
    setVisible(followed());
}

void TimeViewState::setPaused(bool paused) {
    if (paused == m_pausedAt.has_value()) return;
    if (paused)
        m_pausedAt = m_now;
    else
        m_pausedAt.reset();
    if (m_following) setVisible(followed());
    Q_EMIT pausedChanged(paused);
}

void TimeViewState::show(const TimeRange& range, ViewStep step) {
    const Duration length = allowed(range.length());
    // A range that is too short or too long keeps its centre.
    const MonoTime from = length == range.length() ? range.from : range.middle() - length / 2;
    const TimeRange wanted{from, from + length};
    if (wanted == m_visible && !m_following) return;
    remember(step);
    setFollowing(false);
    setVisible(wanted);
}

void TimeViewState::pan(Duration by, ViewStep step) {
    show({m_visible.from + by, m_visible.to + by}, step);
}

void TimeViewState::zoom(MonoTime anchor, double factor, ViewStep step) {
    const Duration length = allowed(scaled(m_visible.length(), factor));
    const double share = static_cast<double>((anchor - m_visible.from).count()) /
                         static_cast<double>(std::max<Duration::rep>(1, m_visible.length().count()));
    const MonoTime from = anchor - scaled(length, share);
    show({from, from + length}, step);
}

void TimeViewState::fit(const TimeRange& extent) {
    // An instant has no length; a second around it shows its position.
    const Duration length = std::max(extent.length(), extent.length() == 0ns ? Duration(1s) : kShortest);
    const MonoTime middle = extent.middle();
    const Duration half = scaled(length, 0.5 + kFitMargin);
    show({middle - half, middle + half});
}

void TimeViewState::centre(MonoTime at) {
    const Duration length = m_visible.length();
    show({at - length / 2, at - length / 2 + length});
}

void TimeViewState::selectSpan(MonoTime one, MonoTime other) {
    if (one == other) {
        clearSelection();
        return;
    }
    setSelection(TimeSelection{std::nullopt, {std::min(one, other), std::max(one, other)}});
}

void TimeViewState::selectEvent(EventKey key, const TimeRange& extent) {
    setSelection(TimeSelection{key, extent});
}

void TimeViewState::clearSelection() {
    setSelection(std::nullopt);
}

void TimeViewState::setSelection(std::optional<TimeSelection> selection) {
    if (selection == m_selection) return;
    m_selection = selection;
    Q_EMIT selectionChanged();
}

void TimeViewState::focusSelection() {
    if (!m_selection) return;
    const MonoTime middle = m_selection->extent.middle();
    const MonoTime centred = middle - m_visible.length() / 2;
    if (!m_following && m_visible.from == centred)
        fitSelection();
    else
        centre(middle);
}

void TimeViewState::fitSelection() {
    if (m_selection) fit(m_selection->extent);
}

void TimeViewState::setCursor(Cursor cursor, std::optional<MonoTime> at) {
    std::optional<MonoTime>& own = cursor == Cursor::A ? m_cursorA : m_cursorB;
    if (own == at) return;
    own = at;
    Q_EMIT cursorsChanged();
}

std::optional<MonoTime> TimeViewState::cursor(Cursor cursor) const {
    return cursor == Cursor::A ? m_cursorA : m_cursorB;
}

std::optional<TimeRange> TimeViewState::measuredSpan() const {
    if (m_selection && !m_selection->event) return m_selection->extent;
    if (m_cursorA && m_cursorB && *m_cursorA != *m_cursorB)
        return TimeRange{std::min(*m_cursorA, *m_cursorB), std::max(*m_cursorA, *m_cursorB)};
    if (m_selection && m_selection->extent.length() > 0ns) return m_selection->extent;
    return std::nullopt;
}

void TimeViewState::setCrosshair(std::optional<MonoTime> at) {
    if (at == m_crosshair) return;
    m_crosshair = at;
    Q_EMIT crosshairChanged();
}

void TimeViewState::remember(ViewStep step) {
    // The later steps of a gesture share the entry of the first; following always gets its own entry.
    if (step == ViewStep::Continued && !m_following && !m_back.empty()) return;
    m_back.push_back(view());
    if (m_back.size() > kHistory) m_back.erase(m_back.begin());
    m_forward.clear();
    Q_EMIT historyChanged();
}

void TimeViewState::restore(std::vector<View>& from, std::vector<View>& to) {
    if (from.empty()) return;
    to.push_back(view());
    const View wanted = from.back();
    from.pop_back();
    setOwnLength(wanted.length);
    setFollowing(wanted.following);
    setVisible(wanted.following ? followed() : wanted.visible);
    Q_EMIT historyChanged();
}

void TimeViewState::back() {
    restore(m_back, m_forward);
}

void TimeViewState::forward() {
    restore(m_forward, m_back);
}

void TimeViewState::setZone(const QTimeZone& zone) {
    if (!zone.isValid() || zone == m_zone) return;
    m_zone = zone;
    Q_EMIT zoneChanged();
}

void TimeViewState::setVisible(const TimeRange& range) {
    if (range == m_visible) return;
    m_visible = range;
    Q_EMIT visibleChanged();
}

void TimeViewState::setFollowing(bool following) {
    if (following == m_following) return;
    m_following = following;
    Q_EMIT followingChanged(following);
}

void TimeViewState::setOwnLength(Duration length) {
    if (length == m_length) return;
    m_length = length;
    Q_EMIT lengthChanged();
}

} // namespace maintscope::ui

#include "moc_time_view_state.cpp"
