// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/extract/recording_extract.h"

#include "model/base/event_ids.h"
#include "model/events/note.h"
#include "model/verdict/disruption.h"
#include "model/verdict/summary_builder.h"

#include <algorithm>

namespace maintscope::model {

std::vector<Event> derivedEvents(const SessionInfo& session, const std::vector<Summary>& summaries,
                                 const std::vector<Event>& events) {
    std::vector<Event> derived;
    const auto wallOf = [&session](MonoTime at) { return session.startedWall + at.time_since_epoch(); };
    const auto addGaps = [&](const Summary& summary, TargetId target, ProbeRole role) {
        for (const Gap& gap : summary.gaps.listed) {
            Event e;
            e.kind = EventKind::Gap;
            e.name = "gap";
            e.severity = gap.covered ? Severity::Notice : Severity::Warning;
            e.at = gap.from;
            e.wall = wallOf(gap.from);
            e.end = gap.to;
            e.target = target;
            e.connection = gap.connection;
            e.role = role;
            e.pairState = gap.covered ? PairState::Closed : PairState::None;
            e.result = gap.open ? ResultWord::Running : ResultWord::None;
            e.key = derivedKey("gap/" + std::to_string(target.value) + '/' + std::string(toString(role)) +
                               '/' + std::to_string(gap.connection.value) + '/' +
                               std::to_string(gap.from.time_since_epoch().count()));
            derived.push_back(std::move(e));
        }
    };
    for (std::size_t i = 0; i < summaries.size() && i < session.targets.size(); ++i) {
        const TargetId target = session.targets[i].id;
        addGaps(summaries[i], target, ProbeRole::Protected);
        if (summaries[i].control) addGaps(*summaries[i].control, target, ProbeRole::Control);
        for (const Disruption& disruption : unannouncedDisruptions(events, target, ProbeRole::Protected)) {
            Event e;
            e.kind = EventKind::Alert;
            e.name = "unannounced_disruption";
            e.severity = Severity::Error;
            e.at = disruption.from;
            e.wall = wallOf(disruption.from);
            e.end = disruption.to;
            e.target = target;
            e.figures = {{"connections_lost", disruption.losses}};
            e.text = "unannounced disruption: " + std::to_string(disruption.losses) +
                     (disruption.losses == 1 ? " connection" : " connections") +
                     " lost while no operation was announced";
            e.key = derivedKey("unannounced/" + std::to_string(target.value) + '/' +
                               std::to_string(disruption.from.time_since_epoch().count()));
            derived.push_back(std::move(e));
        }
    }
    std::stable_sort(derived.begin(), derived.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    return derived;
}

RecordingExtract::RecordingExtract(const RecordingRun& recording, const ExportOptions& options)
    : m_recording(recording)
    , m_options(options)
    , m_session(recording.session()) {
    if (!options.redact) return;
    m_redaction.emplace(m_session,
                        [this](const std::function<void(const Event&)>& look) { eachEvent(look); });
    m_session = m_redaction->applied(std::move(m_session));
}

void RecordingExtract::eachEvent(const std::function<void(const Event&)>& visit, EventOrder order) const {
    const Status read = m_recording.events(
        [&](const Event& event) {
            if (isWithdrawn(event)) return true;
            visit(m_redaction ? m_redaction->applied(event) : event);
            return true;
        },
        order);
    if (!read) m_damage = read.error();
}

const std::vector<Event>& RecordingExtract::events() const {
    if (!m_events) {
        m_events.emplace();
        eachEvent([this](const Event& event) { m_events->push_back(event); });
    }
    return *m_events;
}

const std::vector<Summary>& RecordingExtract::summaries() const {
    if (m_summaries) return *m_summaries;
    SummaryBuilder builder(m_session, m_options.range);
    // Events first: every failure is checked against the windows.
    eachEvent([&](const Event& event) {
        builder.add(event);
        if (isUnannounced(event)) m_losses.push_back(event);
    });
    // Read errors are reported by the formats that write the data.
    static_cast<void>(m_recording.samples({}, [&builder](const Sample& sample) {
        builder.add(sample);
        return true;
    }));
    m_summaries = builder.summaries(m_recording.until(), m_options.verdict);
    return *m_summaries;
}

std::unique_ptr<SessionStores> RecordingExtract::stores() const {
    auto stores = std::make_unique<SessionStores>(m_session, to());
    for (const Event& event : events())
        stores->add(event);
    // The formats that export samples report what cannot be read.
    static_cast<void>(m_recording.samples({}, [&stores](const Sample& sample) {
        stores->add(sample);
        return true;
    }));
    return stores;
}

void RecordingExtract::timeline(const std::function<void(const Event&)>& visit) const {
    const auto tell = [&](const Event& event) {
        if (touches(event, m_options.range)) visit(event);
    };
    const std::vector<Summary>& known = summaries();
    const std::vector<Event> derived = derivedEvents(m_session, known, m_losses);
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

MonoTime RecordingExtract::from() const {
    return std::max(kSessionStart, m_options.range.from.value_or(kSessionStart));
}

MonoTime RecordingExtract::to() const {
    const MonoTime until = m_recording.until();
    return std::max(from(), std::min(until, m_options.range.to.value_or(until)));
}

std::vector<Summary> summarise(const RecordingRun& recording, const VerdictOptions& options,
                               const TimeRange& range) {
    return RecordingExtract(recording, {.range = range, .verdict = options}).summaries();
}

} // namespace maintscope::model
