// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/window_log.h"

#include "client/types/event_names.h"

#include <algorithm>

namespace maintscope::core {

WindowLog::WindowLog(Context& context, ConnectionId connection, ProbeRole role)
    : m_context(context)
    , m_connection(connection)
    , m_role(role)
    , m_windows(context.settings.timeouts) {}

Event WindowLog::event(EventKind kind, std::string_view name, Severity severity) {
    Event e = m_context.event(kind, name, severity);
    e.connection = m_connection;
    e.role = m_role;
    return e;
}

WindowLog::Link WindowLog::open(OperationKind kind, std::optional<SequenceId> sequence,
                                const std::string& scope, std::optional<Duration> announced, MonoTime cap) {
    if (const Window* known = m_windows.find(kind, sequence, scope)) return {known->event, PairState::Open};
    if (m_windows.isFull())
        if (const Window* newest = m_windows.prolongNewest(kind, cap))
            return {newest->event, PairState::Open};
    Event e = event(EventKind::Window, name(kind), Severity::Notice);
    e.sequence = sequence;
    e.announced = announced;
    e.pairState = PairState::Open;
    switch (scopeOf(kind)) {
    case OperationScope::Endpoint:
        e.peerNew = scope;
        break;
    case OperationScope::Shards:
        e.shards = scope;
        break;
    case OperationScope::Slots:
        e.slots = scope;
        break;
    }
    m_windows.open({kind, sequence, scope, m_context.now, cap, e.key});
    m_openEvents.push_back(e);
    m_context.publish(e);
    return {e.key, PairState::Open};
}

void WindowLog::end(const Window& window, PairState state) {
    const auto it = std::find_if(m_openEvents.begin(), m_openEvents.end(),
                                 [&](const Event& e) { return e.key == window.event; });
    if (it == m_openEvents.end()) return;
    Event e = std::move(*it);
    m_openEvents.erase(it);
    e.end = state == PairState::Capped ? window.cap : m_context.now;
    e.pairState = state;
    if (state == PairState::Capped) e.severity = Severity::Warning;
    m_context.publish(std::move(e));
}

WindowLog::Link WindowLog::complete(OperationKind kind, const std::string& scope) {
    const std::vector<Window> closed = m_windows.complete(kind, scope, m_context.now);
    for (const Window& window : closed)
        end(window, PairState::Closed);
    if (closed.empty()) return {std::nullopt, PairState::OrphanClose};
    return {closed.front().event, PairState::Closed};
}

void WindowLog::closeMoving(EventKey window, bool properly) {
    if (const auto closed = m_windows.close(window, m_context.now, properly)) end(*closed, PairState::Closed);
}

void WindowLog::update() {
    for (const Window& window : m_windows.expire(m_context.now))
        end(window, PairState::Capped);

    const Mode mode = m_windows.anyOpen()               ? Mode::Relaxed
                      : m_windows.inTail(m_context.now) ? Mode::Tail
                                                        : Mode::Normal;
    if (anyOpen() != m_counted) {
        m_counted = anyOpen();
        m_context.openWindows += m_counted ? 1 : -1;
    }
    if (mode == m_mode) return;
    m_mode = mode;
    if (m_span) {
        m_span->end = m_context.now;
        m_context.publish(*std::exchange(m_span, std::nullopt));
    }
    if (mode == Mode::Normal) return;
    Event e = event(EventKind::Relaxed, mode == Mode::Tail ? names::kTail : names::kRelaxed, Severity::Info);
    e.timeoutBefore = m_context.settings.timeouts.normal;
    e.timeoutEffective = m_windows.effective(m_context.now);
    m_span = e;
    m_context.publish(std::move(e));
}

void WindowLog::finish() {
    static_cast<void>(m_windows.closeAll());
    if (m_counted) --m_context.openWindows;
    m_counted = false;
    if (!m_span) return;
    m_span->end = m_context.now;
    m_context.publish(*std::exchange(m_span, std::nullopt));
    m_mode = Mode::Normal;
}

} // namespace maintscope::core
