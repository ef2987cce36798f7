// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/export_source.h"

#include "model/note.h"

#include <algorithm>
#include <iterator>

namespace maintscope::model {

ExportSource::ExportSource(const RecordingRun& recording, const ExportOptions& options)
    : m_recording(recording)
    , m_options(options)
    , m_session(recording.session()) {
    Recording::Events all = recording.allEvents();
    m_events = std::move(all.events);
    m_damage = std::move(all.damage);
    std::erase_if(m_events, isWithdrawn);
    if (options.redact) {
        const Redaction redaction(m_session, m_events);
        m_session = redaction.applied(std::move(m_session));
        for (Event& event : m_events)
            event = redaction.applied(std::move(event));
    }
}

const std::vector<Summary>& ExportSource::summaries() const {
    if (m_summaries) return *m_summaries;
    SummaryBuilder builder(m_session, m_options.range);
    // Events first: whether a failure lies inside a window is asked of every failure.
    for (const Event& event : m_events)
        builder.add(event);
    // What cannot be read is told by the formats that write it.
    static_cast<void>(m_recording.samples({}, [&builder](const Sample& sample) {
        builder.add(sample);
        return true;
    }));
    m_summaries = builder.summaries(m_recording.until(), m_options.verdict);
    return *m_summaries;
}

std::vector<Event> ExportSource::timeline() const {
    std::vector<Event> timeline;
    const auto inRange = [this](const Event& event) { return touches(event, m_options.range); };
    std::copy_if(m_events.begin(), m_events.end(), std::back_inserter(timeline), inRange);
    const std::vector<Event> derived = derivedEvents(m_session, summaries(), m_events);
    std::copy_if(derived.begin(), derived.end(), std::back_inserter(timeline), inRange);
    std::stable_sort(timeline.begin(), timeline.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    return timeline;
}

MonoTime ExportSource::from() const {
    return std::max(kSessionStart, m_options.range.from.value_or(kSessionStart));
}

MonoTime ExportSource::to() const {
    const MonoTime until = m_recording.until();
    return std::max(from(), std::min(until, m_options.range.to.value_or(until)));
}

} // namespace maintscope::model
