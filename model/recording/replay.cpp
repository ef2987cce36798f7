// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/replay.h"

#include <algorithm>
#include <cmath>

namespace maintscope::model {

Replay::Replay(RecordingRun run)
    : m_run(std::move(run))
    , m_events(m_run.storedEvents().events)
    , m_samples(m_run) {
    noteChanges(0);
}

void Replay::noteChanges(std::size_t first) {
    for (std::size_t i = first; i < m_events.size(); ++i) {
        const Event& event = m_events[i];
        m_changes.emplace_back(event.at, i);
        if (event.end) m_changes.emplace_back(*event.end, i);
        for (auto phase : {&HandoffPhases::notified, &HandoffPhases::connecting, &HandoffPhases::optedIn,
                           &HandoffPhases::firstOk, &HandoffPhases::oldDrained, &HandoffPhases::oldClosed})
            if (const auto reached = event.phases.*phase) m_changes.emplace_back(event.at + *reached, i);
    }
    // Simultaneous events are delivered in order of publication.
    std::sort(m_changes.begin(), m_changes.end());
}

/// Lost parts of the file are played as time that was not measured.
void Replay::remember(Recovery recovery) {
    if (!m_recovery) {
        const std::size_t known = m_events.size();
        for (Event& event : lostEvents(recovery.lostSpans, m_run.session().startedWall))
            m_events.push_back(std::move(event));
        noteChanges(known);
    }
    m_recovery = std::move(recovery);
}

void Replay::setSpeed(double speed) {
    m_speed = std::isfinite(speed) ? std::clamp(speed, kSlowest, kFastest) : 1;
}

void Replay::seek(MonoTime to) {
    m_position = std::clamp(to, kSessionStart, std::max(kSessionStart, end()));
    m_loader = std::make_unique<RecordingLoader>(m_run, m_position);
    m_clear = true;
}

void Replay::resumeAfter(MonoTime time) {
    if (atEnd()) remember(m_loader->recovery());
    m_samples = m_loader->takeReader();
    m_loader.reset();
    const auto next = std::upper_bound(m_changes.begin(), m_changes.end(), time,
                                       [](MonoTime t, const auto& change) { return t < change.first; });
    m_nextChange = static_cast<std::size_t>(next - m_changes.begin());
}

Replay::Step Replay::step(Duration elapsed) {
    Step step;
    step.clear = std::exchange(m_clear, false);
    if (m_loader) {
        if (auto chunk = m_loader->next()) {
            step.content = std::move(*chunk);
            return step;
        }
        resumeAfter(m_position);
        return step;
    }
    if (!m_playing || elapsed <= Duration{} || atEnd()) return step;
    const double moved = static_cast<double>(elapsed.count()) * m_speed;
    const double left = static_cast<double>((end() - m_position).count());
    step.content = advanceTo(moved >= left ? end() : m_position + Duration(static_cast<std::int64_t>(moved)));
    return step;
}

Batch Replay::advanceTo(MonoTime to) {
    Batch batch;
    std::vector<std::size_t> changed;
    for (; m_nextChange < m_changes.size() && m_changes[m_nextChange].first <= to; ++m_nextChange)
        changed.push_back(m_changes[m_nextChange].second);
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    for (const std::size_t index : changed)
        if (auto event = asOf(m_events[index], to)) batch.events.push_back(std::move(*event));
    for (const Sample* sample = m_samples.peek(); sample && sample->done <= to; sample = m_samples.peek()) {
        batch.samples.push_back(*sample);
        m_samples.pop();
    }
    m_position = to;
    batch.until = to;
    batch.untilWall = m_run.session().startedWall + (to - kSessionStart);
    return batch;
}

} // namespace maintscope::model
