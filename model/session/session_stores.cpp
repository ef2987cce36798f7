// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/session_stores.h"

#include <algorithm>

namespace maintscope::model {

TargetStores::TargetStores(const TargetInfo& target, WallTime sessionStart,
                           std::optional<MonoTime> stateUntil)
    : m_stateUntil(stateUntil)
    , m_timeline(target)
    , m_tracker(target, sessionStart)
    , m_protectedGaps(target, ProbeRole::Protected)
    , m_controlGaps(target, ProbeRole::Control) {}

void TargetStores::add(const Event& event) {
    m_timeline.add(event);
    if (countsForState(event.at)) m_tracker.add(event);
    m_protectedGaps.add(event);
    m_controlGaps.add(event);
}

void TargetStores::add(const Sample& sample) {
    if (countsForState(sample.intended)) m_tracker.add(sample);
    (sample.role == ProbeRole::Protected ? m_protectedGaps : m_controlGaps).add(sample);
}

Gaps TargetStores::gaps(ProbeRole role, MonoTime now) const {
    return (role == ProbeRole::Protected ? m_protectedGaps : m_controlGaps).gaps(now);
}

std::vector<Gap> TargetStores::connectionGaps(MonoTime now) const {
    std::vector<Gap> found;
    for (const ProbeRole role : {ProbeRole::Protected, ProbeRole::Control})
        for (const Gap& gap : gaps(role, now).listed)
            if (gap.connection.value != 0) found.push_back(gap);
    return found;
}

SessionStores::SessionStores(const SessionInfo& session, std::optional<MonoTime> stateUntil)
    : m_session(session)
    , m_stateUntil(stateUntil) {
    for (const TargetInfo& target : session.targets)
        m_targets.push_back(std::make_unique<TargetStores>(target, session.startedWall, stateUntil));
}

TargetStores* SessionStores::find(TargetId id) {
    const auto found = std::find_if(m_targets.begin(), m_targets.end(),
                                    [id](const auto& target) { return target->info().id == id; });
    return found == m_targets.end() ? nullptr : found->get();
}

const TargetStores* SessionStores::target(TargetId id) const {
    const auto found = std::find_if(m_targets.begin(), m_targets.end(),
                                    [id](const auto& target) { return target->info().id == id; });
    return found == m_targets.end() ? nullptr : found->get();
}

void SessionStores::add(const Event& event) {
    m_metrics.add(event);
    for (const auto& target : m_targets)
        target->add(event); // each takes what concerns it
}

void SessionStores::add(const Sample& sample) {
    m_metrics.add(sample);
    if (TargetStores* target = find(sample.target)) target->add(sample);
}

void SessionStores::setEnvironment(Environment environment) {
    for (const auto& target : m_targets)
        target->setEnvironment(environment);
}

void SessionStores::addEvents(const std::vector<Event>& events) {
    m_events.apply(events);
    for (const Event& event : events)
        add(event);
}

void SessionStores::apply(const Batch& batch) {
    addEvents(batch.events);
    for (const Sample& sample : batch.samples)
        add(sample);
    m_until = std::max(m_until, batch.until);
}

void SessionStores::apply(const StoredChunk& chunk) {
    addEvents(chunk.events);
    m_metrics.add(chunk.seconds);
    for (const Sample& sample : chunk.uncounted)
        m_metrics.add(sample);
    for (const Sample& sample : chunk.samples)
        if (TargetStores* target = find(sample.target)) target->add(sample);
    m_until = std::max(m_until, chunk.until);
}

void SessionStores::clear() {
    m_events.clear();
    m_metrics.clear();
    for (auto& target : m_targets)
        *target = TargetStores(TargetInfo(target->info()), m_session.startedWall,
                               m_stateUntil); // in place: views point to it
    m_until = {};
}

} // namespace maintscope::model
