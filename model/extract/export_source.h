// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/base/session_info.h"
#include "model/extract/export_options.h"
#include "model/extract/redaction.h"
#include "model/recording/recording_run.h"
#include "model/verdict/summary.h"

#include <functional>
#include <optional>
#include <vector>

namespace maintscope::model {

/// A recording as the exports read it: the range that was asked for, redacted where that was asked for, with
/// what the model derives from it. Every format takes its facts from here, so they cannot differ between two
/// of them. Confined to the thread of the recording.
class ExportSource {
public:
    /// Reads no more than is redacted.
    ExportSource(const RecordingRun& recording, const ExportOptions& options);

    [[nodiscard]] const ExportOptions& options() const { return m_options; }
    [[nodiscard]] bool redacted() const { return m_options.redact; }
    [[nodiscard]] const SessionInfo& session() const { return m_session; }
    /// Of the whole session, by seqNo; gaps and disruptions are not among them. The first call reads all and
    /// keeps them: for pictures and reports, which look at them again and again.
    [[nodiscard]] const std::vector<Event>& events() const;
    /// The same one after the other, and kept by nobody: runs of days have many.
    void eachEvent(const std::function<void(const Event&)>& visit,
                   EventOrder order = EventOrder::Published) const;
    /// What was recorded and what follows from it, of the range, in the order of time. Gaps are found in the
    /// whole recording: a range cuts no gap in two.
    void timeline(const std::function<void(const Event&)>& visit) const;
    /// One per target, of the range. The first call reads all samples.
    [[nodiscard]] const std::vector<Summary>& summaries() const;
    /// The range as it was measured: from the start of the session where it has no begin, to its end.
    [[nodiscard]] MonoTime from() const;
    [[nodiscard]] MonoTime to() const;
    [[nodiscard]] WallTime wall(MonoTime at) const { return m_session.startedWall + at.time_since_epoch(); }
    [[nodiscard]] bool complete() const { return m_recording.complete(); }

    /// Samples of the range, in the order in which they were published.
    Status samples(const std::function<bool(const Sample&)>& visit) const {
        return m_recording.samples(m_options.range, visit);
    }
    /// The same of the whole session.
    Status allSamples(const std::function<bool(const Sample&)>& visit) const {
        return m_recording.samples({}, visit);
    }
    /// An error where a part of the events that were asked for could not be read.
    [[nodiscard]] Status damage() const { return m_damage ? Status(*m_damage) : success(); }

private:
    RecordingRun m_recording;
    ExportOptions m_options;
    SessionInfo m_session;
    std::optional<Redaction> m_redaction;
    mutable std::optional<std::vector<Event>> m_events;
    mutable std::optional<Error> m_damage;
    mutable std::optional<std::vector<Summary>> m_summaries;
    mutable std::vector<Event> m_losses; ///< of connections, that nothing announced; known with the summaries
};

/// One summary per target. Without a range of everything that is readable; a damaged file gives what its good
/// part says, and the damage is only told by reading it.
[[nodiscard]] std::vector<Summary> summarise(const RecordingRun& recording,
                                             const VerdictOptions& options = {}, const TimeRange& range = {});

/// What follows from events and samples and is exported with them: gaps of protected and control connections,
/// and one alert per unannounced disruption. Ascending by time.
[[nodiscard]] std::vector<Event> derivedEvents(const SessionInfo& session,
                                               const std::vector<Summary>& summaries,
                                               const std::vector<Event>& events);

} // namespace maintscope::model
