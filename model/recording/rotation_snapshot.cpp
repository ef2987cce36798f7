// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/rotation_snapshot.h"

#include "client/types/event_names.h"
#include "model/events/note.h"
#include "model/events/planned_window.h"

#include <algorithm>

namespace maintscope::model {
namespace {

/// Kinds that are published at their beginning and again at their end.
bool growsUntilItEnds(EventKind kind) {
    switch (kind) {
    case EventKind::Window:
    case EventKind::Handoff:
    case EventKind::ConnectAttempt:
    case EventKind::Relaxed:
        return true;
    case EventKind::Notification:
    case EventKind::Disconnect:
    case EventKind::Connected:
    case EventKind::Timeout:
    case EventKind::Error:
    case EventKind::Gap:
    case EventKind::DnsChange:
    case EventKind::RestChange:
    case EventKind::Note:
    case EventKind::LocalStall:
    case EventKind::NotMeasured:
    case EventKind::Alert:
    case EventKind::Recording:
    case EventKind::State:
        return false;
    }
    return false;
}

} // namespace

void RotationSnapshot::add(const Event& event) {
    if (growsUntilItEnds(event.kind)) {
        if (event.end)
            m_open.erase(event.key.value);
        else if (m_open.size() < kMostOpenSpans || m_open.contains(event.key.value))
            m_open[event.key.value] = event;
        return;
    }
    const auto remember = [&](std::string fact) {
        m_facts[{event.target.value, event.connection.value, std::move(fact)}] = event;
    };
    if (event.kind == EventKind::Connected) {
        remember("connected");
        m_facts.erase({event.target.value, event.connection.value, std::string(names::kOptInAgain)});
    } else if (event.kind == EventKind::Disconnect) {
        m_facts.erase({event.target.value, event.connection.value, "connected"});
    } else if (event.kind == EventKind::Recording) {
        if (event.name == names::kTargetStarted || event.name == names::kSupport ||
            event.name == names::kOptInAgain)
            remember(event.name);
        if (event.name.starts_with(kPlannedPrefix) || isWithdrawn(event)) {
            const std::string fact = "planned " + std::to_string(event.key.value);
            if (isWithdrawn(event))
                m_facts.erase({event.target.value, event.connection.value, fact});
            else if (m_facts.size() < kMostOpenSpans)
                remember(fact);
        }
        if (event.name.starts_with(names::kEndpointTypePrefix))
            remember(std::string(names::kEndpointTypePrefix));
        if (event.name == names::kTargetStopped)
            std::erase_if(m_facts, [&](const auto& fact) { return fact.first.target == event.target.value; });
    } else if (event.kind == EventKind::Alert &&
               (event.name == names::kOptInRefused || event.name == names::kNotResp3)) {
        remember(event.name);
    }
}

std::vector<Event> RotationSnapshot::eventsAt(MonoTime at, WallTime wall) const {
    std::vector<Event> events;
    for (const auto& [place, event] : m_facts) {
        events.push_back(event);
        if (event.name != names::kTargetStarted) continue;
        events.back().at = at;
        events.back().wall = wall;
    }
    for (const auto& [key, event] : m_open)
        events.push_back(event);
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.seqNo < b.seqNo; });
    return events;
}

} // namespace maintscope::model
