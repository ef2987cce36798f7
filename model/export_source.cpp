// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/export_source.h"

#include "model/note.h"

#include <algorithm>

namespace maintscope::model {

ExportSource::ExportSource(const RecordingRun& recording, const ExportOptions& options)
    : m_recording(recording)
    , m_options(options)
    , m_session(recording.session()) {
    if (!options.redact) return;
    m_redaction.emplace(m_session,
                        [this](const std::function<void(const Event&)>& look) { eachEvent(look); });
    m_session = m_redaction->applied(std::move(m_session));
}

void ExportSource::eachEvent(const std::function<void(const Event&)>& visit, EventOrder order) const {
    const Status read = m_recording.events(
        [&](const Event& event) {
            if (isWithdrawn(event)) return true;
            visit(m_redaction ? m_redaction->applied(event) : event);
            return true;
        },
        order);
    if (!read) m_damage = read.error();
}

const std::vector<Event>& ExportSource::events() const {
    if (!m_events) {
        m_events.emplace();
        eachEvent([this](const Event& event) { m_events->push_back(event); });
    }
    return *m_events;
}

const std::vector<Summary>& ExportSource::summaries() const {
    if (m_summaries) return *m_summaries;
    SummaryBuilder builder(m_session, m_options.range);
    // Events first: whether a failure lies inside a window is asked of every failure.
    eachEvent([&](const Event& event) {
        builder.add(event);
        if (isUnannounced(event)) m_losses.push_back(event);
    });
    // What cannot be read is told by the formats that write it.
    static_cast<void>(m_recording.samples({}, [&builder](const Sample& sample) {
        builder.add(sample);
        return true;
    }));
    m_summaries = builder.summaries(m_recording.until(), m_options.verdict);
    return *m_summaries;
}

void ExportSource::timeline(const std::function<void(const Event&)>& visit) const {
    const auto tell = [&](const Event& event) {
        if (touches(event, m_options.range)) visit(event);
    };
    const std::vector<Summary>& told = summaries();
    const std::vector<Event> derived = derivedEvents(m_session, told, m_losses);
    auto next = derived.begin();
    eachEvent(
        [&](const Event& event) {
            for (; next != derived.end() && next->at < event.at; ++next)
                tell(*next);
            tell(event);
        },
        EventOrder::Time);
    std::for_each(next, derived.end(), tell);
}

MonoTime ExportSource::from() const {
    return std::max(kSessionStart, m_options.range.from.value_or(kSessionStart));
}

MonoTime ExportSource::to() const {
    const MonoTime until = m_recording.until();
    return std::max(from(), std::min(until, m_options.range.to.value_or(until)));
}

} // namespace maintscope::model
