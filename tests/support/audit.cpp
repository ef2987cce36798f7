// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/audit.h"

#include "client/types/event_names.h"
#include "client/types/notification.h"

namespace maintscope::test {
namespace {

constexpr std::size_t kMostDialling = 2;
constexpr std::size_t kMostSockets = 4; ///< one serves, one drains, two are dialled
constexpr int kMostIdleTicks = 50;

const std::set<std::string> kServingStates{"ready", "dialing", "draining", "tail"};

} // namespace

void Audit::fail(const std::string& text, MonoTime now) {
    if (m_violation.empty())
        m_violation = text + " at " +
                      std::to_string(std::chrono::duration<double>(now.time_since_epoch()).count()) + " s";
}

std::uint16_t Audit::connectionOf(StreamId stream) const {
    const auto it = m_connectionOf.find(stream.value);
    return it == m_connectionOf.end() ? std::uint16_t{0} : it->second;
}

void Audit::step(const core::Input& input, MonoTime now, const core::Output& out,
                 const core::Target& target) {
    m_wasRelaxed.clear();
    for (const auto& [connection, spans] : m_relaxed)
        if (!spans.empty()) m_wasRelaxed.insert(connection);
    if (const auto* closed = std::get_if<core::Closed>(&input)) forget(closed->stream);
    if (const auto* failed = std::get_if<core::OpenFailed>(&input)) forget(failed->stream);
    for (const Event& e : out.events)
        event(e, now);
    for (const core::Action& a : out.actions)
        action(a, now);
    for (const Sample& s : out.samples)
        sample(s, now);
    if (std::exchange(m_changed, false)) {
        checkSockets(now);
        checkStates(now);
    }

    const bool idle = out.events.empty() && out.actions.empty() && out.samples.empty();
    if (std::holds_alternative<core::Tick>(input) && idle && now == m_lastTick)
        ++m_idleTicks;
    else
        m_idleTicks = 0;
    if (std::holds_alternative<core::Tick>(input)) m_lastTick = now;
    if (m_idleTicks > kMostIdleTicks) fail("the timer turns in place", now);
    if (target.finished() && target.nextDeadline()) fail("a timer outlives the end", now);
}

void Audit::event(const Event& e, MonoTime now) {
    m_changed = true;
    if (e.at > now) fail("an event of the future: " + e.name, now);
    if (e.end && *e.end < e.at) fail("a span that ends before it begins: " + e.name, now);
    const auto ended = m_ended.find(e.key.value);
    if (ended != m_ended.end() && e.kind != EventKind::NotMeasured && (!e.end || *e.end != ended->second))
        fail("the end of a span is taken back: " + std::string(toString(e.kind)) + " " + e.name, now);
    if (e.end) m_ended[e.key.value] = *e.end;

    const std::uint16_t connection = e.connection.value;
    switch (e.kind) {
    case EventKind::ConnectAttempt:
        if (e.stream.value != 0) m_connectionOf[e.stream.value] = connection;
        break;
    case EventKind::Connected:
        if (const auto old = m_serving.find(connection); old != m_serving.end())
            m_retired.insert(old->second);
        m_serving[connection] = e.stream.value;
        m_dialling.erase(e.stream.value);
        break;
    case EventKind::Disconnect:
        m_serving.erase(connection);
        break;
    case EventKind::State:
        if (m_states[connection] == e.name) fail("a state is entered twice: " + e.name, now);
        if (m_states[connection] == "closed") fail("a closed connection lives on: " + e.name, now);
        m_states[connection] = e.name;
        break;
    case EventKind::Relaxed:
        if (e.end)
            m_relaxed[connection].erase(e.key.value);
        else
            m_relaxed[connection].insert(e.key.value);
        if (m_relaxed[connection].size() > 1) fail("two relaxed spans at once", now);
        break;
    case EventKind::Alert:
        if (e.name == names::kOrderGivenUp) m_gaveUpOrder.insert(connection);
        break;
    default:
        break;
    }
}

void Audit::action(const core::Action& action, MonoTime now) {
    std::visit(Overload{
                   [&](const core::Open& a) {
                       if (!m_connectionOf.contains(a.stream.value)) fail("a dial without its attempt", now);
                       m_dialling.insert(a.stream.value);
                       m_changed = true;
                   },
                   [&](const core::Write& a) {
                       if (m_dialling.contains(a.stream.value)) return; // its handshake
                       const auto serving = m_serving.find(connectionOf(a.stream));
                       if (serving == m_serving.end() || serving->second != a.stream.value)
                           fail("a socket that does not serve takes a write", now);
                   },
                   [&](const core::Close& a) { forget(a.stream); },
                   [](const core::Resolve&) {},
               },
               action);
}

void Audit::forget(StreamId stream) {
    m_dialling.erase(stream.value);
    m_retired.erase(stream.value);
}

void Audit::sample(const Sample& s, MonoTime now) {
    const Slot slot{s.connection.value, s.intended.time_since_epoch().count()};
    if (s.done < s.intended) fail("a probe ended before it was due", now);
    if (countsAsSent(s.outcome) && (s.sent < s.intended || s.done < s.sent))
        fail("a probe was not written between its slot and its end", now);
    if (s.outcome == Outcome::ReplyAfterTimeout) {
        if (m_timedOut.erase(slot) == 0) fail("a reply after a timeout that never was", now);
        return;
    }
    if (!m_done.insert(slot).second) fail("a probe ended twice", now);
    if (s.outcome == Outcome::Timeout) {
        m_timedOut.insert(slot);
        if (s.done - s.intended < m_timeouts.normal) fail("a timeout before its time", now);
    }
    const bool relaxed = m_wasRelaxed.contains(s.connection.value) || !m_relaxed[s.connection.value].empty();
    if (s.outcome == Outcome::Late && !relaxed) fail("late, but no relaxed timeout saved it", now);
}

void Audit::checkSockets(MonoTime now) {
    std::map<std::uint16_t, std::size_t> dialling, sockets;
    for (const std::uint32_t stream : m_dialling) {
        ++dialling[connectionOf({stream})];
        ++sockets[connectionOf({stream})];
    }
    for (const std::uint32_t stream : m_retired)
        ++sockets[connectionOf({stream})];
    for (const auto& [connection, stream] : m_serving)
        ++sockets[connection];
    for (const auto& [connection, count] : dialling)
        if (count > kMostDialling) fail("more than two candidates", now);
    for (const auto& [connection, count] : sockets)
        if (count > kMostSockets) fail("too many sockets: " + std::to_string(count), now);
}

void Audit::checkStates(MonoTime now) {
    for (const auto& [connection, state] : m_states)
        if (kServingStates.contains(state) != m_serving.contains(connection))
            fail("state " + state +
                     (m_serving.contains(connection) ? " while one serves" : " without a socket"),
                 now);
}

} // namespace maintscope::test
