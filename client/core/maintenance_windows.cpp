// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/maintenance_windows.h"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <memory>

namespace maintscope::core {
namespace {

constexpr std::size_t kSlots = 16384;

/// item *("," item), item = n | n "-" m; blanks and empty items are tolerated (client/PROTOCOL.md,
/// "Layouts").
std::unique_ptr<std::bitset<kSlots>> parseSlots(const std::string& text) {
    auto slots = std::make_unique<std::bitset<kSlots>>();
    std::string_view rest(text);
    const auto readNumber = [](std::string_view& from, std::size_t& value) {
        while (!from.empty() && from.front() == ' ')
            from.remove_prefix(1);
        const auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), value);
        if (error != std::errc{}) return false;
        from.remove_prefix(static_cast<std::size_t>(end - from.data()));
        while (!from.empty() && from.front() == ' ')
            from.remove_prefix(1);
        return true;
    };
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        std::string_view item = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        std::size_t first = 0;
        if (!readNumber(item, first)) continue;
        std::size_t last = first;
        if (!item.empty() && item.front() == '-') {
            item.remove_prefix(1);
            if (!readNumber(item, last)) continue;
        }
        for (std::size_t slot = first; slot <= last && slot < kSlots; ++slot)
            slots->set(slot);
    }
    return slots;
}

bool sameScope(const Window& window, const std::string& scope) {
    return scopeOf(window.kind) == OperationScope::Slots ? slotsOverlap(window.scope, scope)
                                                         : window.scope == scope;
}

} // namespace

bool slotsOverlap(const std::string& a, const std::string& b) {
    return (*parseSlots(a) & *parseSlots(b)).any();
}

const Window* MaintenanceWindows::find(OperationKind kind, std::optional<SequenceId> sequence,
                                       const std::string& scope) const {
    const auto it = std::find_if(m_open.begin(), m_open.end(), [&](const Window& w) {
        return w.kind == kind && w.sequence == sequence && w.scope == scope;
    });
    return it == m_open.end() ? nullptr : &*it;
}

void MaintenanceWindows::open(Window window) {
    m_open.push_back(std::move(window));
}

const Window* MaintenanceWindows::prolongNewest(OperationKind kind, MonoTime cap) {
    const auto it =
        std::find_if(m_open.rbegin(), m_open.rend(), [&](const Window& w) { return w.kind == kind; });
    if (it == m_open.rend()) return nullptr;
    it->cap = std::max(it->cap, cap);
    return &*it;
}

std::vector<Window> MaintenanceWindows::complete(OperationKind kind, const std::string& scope, MonoTime now) {
    std::vector<Window> closed;
    const auto take = [&](auto matches, bool onlyFirst) {
        for (auto it = m_open.begin(); it != m_open.end();) {
            if (it->kind != kind || !matches(*it)) {
                ++it;
                continue;
            }
            closed.push_back(std::move(*it));
            it = m_open.erase(it);
            if (onlyFirst) return;
        }
    };
    take([&](const Window& w) { return !scope.empty() && !w.scope.empty() && sameScope(w, scope); }, false);
    // Where one side named no shards, the oldest of the kind is meant.
    if (closed.empty()) take([&](const Window& w) { return scope.empty() || w.scope.empty(); }, true);
    if (!closed.empty()) {
        m_lastClosed = now;
        m_tailEnds = std::max(m_tailEnds, now + m_timeouts.tail);
    }
    return closed;
}

std::optional<Window> MaintenanceWindows::close(EventKey event, MonoTime now, bool withTail) {
    const auto it =
        std::find_if(m_open.begin(), m_open.end(), [&](const Window& w) { return w.event == event; });
    if (it == m_open.end()) return std::nullopt;
    Window window = std::move(*it);
    m_open.erase(it);
    m_lastClosed = now;
    if (withTail) m_tailEnds = std::max(m_tailEnds, now + m_timeouts.tail);
    return window;
}

std::vector<Window> MaintenanceWindows::expire(MonoTime now) {
    std::vector<Window> expired;
    for (auto it = m_open.begin(); it != m_open.end();) {
        if (it->cap > now) {
            ++it;
            continue;
        }
        m_lastClosed = now;
        expired.push_back(std::move(*it));
        it = m_open.erase(it);
    }
    return expired;
}

std::vector<Window> MaintenanceWindows::closeAll() {
    return std::exchange(m_open, {});
}

Duration MaintenanceWindows::effective(MonoTime now) const {
    return relaxed(now) ? std::max(m_timeouts.normal, m_timeouts.relaxed) : m_timeouts.normal;
}

std::optional<MonoTime> MaintenanceWindows::nextDeadline(MonoTime now) const {
    std::optional<MonoTime> next;
    for (const Window& w : m_open)
        if (!next || w.cap < *next) next = w.cap;
    if (inTail(now)) next = m_tailEnds;
    return next;
}

} // namespace maintscope::core
