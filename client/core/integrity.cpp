// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/integrity.h"

#include "client/core/retry_policy.h"
#include "client/types/event_names.h"

#include <algorithm>
#include <charconv>

namespace maintscope::core {
namespace {

/// A key that does not exist counts as 0; one that holds no number cannot be counted on.
std::optional<std::int64_t> counterOf(const resp::Value& answer) {
    if (answer.isNull()) return 0;
    if (answer.isError()) return std::nullopt;
    std::int64_t value = 0;
    const char* end = answer.text.data() + answer.text.size();
    const auto parsed = std::from_chars(answer.text.data(), end, value);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    return value;
}

} // namespace

Connection* Integrity::drive(std::vector<std::unique_ptr<Connection>>& connections, bool ending) {
    if (m_done) return nullptr;
    for (const auto& connection : connections)
        if (connection->role() == m_role)
            if (const auto answer = connection->takeIntegrityAnswer()) take(*answer, ending);
    const bool wanted = !m_baseline || ending;
    if (m_done || !wanted || (m_asked && m_context.now < m_askAgain)) return nullptr;
    if (ending && (!m_baseline || m_finalAttempts++ >= kRetry.finalCounterReads)) {
        publish(std::nullopt, "the counter could not be read");
        return nullptr;
    }
    const auto asked = std::find_if(connections.begin(), connections.end(), [&](const auto& connection) {
        return connection->role() == m_role && connection->askIntegrity(!m_baseline);
    });
    // At first whoever becomes ready asks at once; the probes wait for it.
    if (asked == connections.end() && !m_asked && !ending) return nullptr;
    // Nobody is connected, or the answer may be lost with its connection: asked again.
    m_asked = true;
    m_askAgain = m_context.now + m_context.settings.timeouts.normal;
    return asked == connections.end() ? nullptr : asked->get();
}

void Integrity::take(const resp::Value& answer, bool ending) {
    m_asked = false;
    const auto value = counterOf(answer);
    if (!m_baseline) {
        m_baseline = value.value_or(0); // INCR on such a key fails, too, and the errors are counted
        return;
    }
    if (!ending) return;
    if (value)
        publish(*value - *m_baseline, {});
    else
        publish(std::nullopt, answer.isError() ? answer.text : "the key does not hold a number");
}

void Integrity::publish(std::optional<std::int64_t> growth, const std::string& problem) {
    m_done = true;
    Event e =
        m_context.event(EventKind::Recording, names::kIntegrity, growth ? Severity::Info : Severity::Warning);
    e.role = m_role;
    e.figures = {{"acknowledged", m_tally.acknowledged}, {"unresolved", m_tally.unresolved}};
    if (growth) e.figures.push_back({"server_count", *growth});
    e.errorText = problem;
    m_context.publish(std::move(e));
}

} // namespace maintscope::core
