// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/base/session_info.h"
#include "model/extract/export_options.h"
#include "model/extract/redaction.h"
#include "model/recording/recording_run.h"
#include "model/session/session_stores.h"
#include "model/verdict/summary.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace maintscope::model {

/// A recording as read by the exports: the requested range, redacted on request, with the data that the model
/// derives from it. Every format gets its facts from here, so formats cannot differ. Confined to the thread
/// of the recording.
class RecordingExtract {
public:
    /// Reads only the data that redaction needs.
    RecordingExtract(const RecordingRun& recording, const ExportOptions& options);

    [[nodiscard]] const ExportOptions& options() const { return m_options; }
    [[nodiscard]] bool redacted() const { return m_options.redact; }
    [[nodiscard]] const SessionInfo& session() const { return m_session; }
    /// Of the whole session, by seqNo; gaps and disruptions are not among them. The first call reads and
    /// caches all events, for pictures and reports, which use them repeatedly.
    [[nodiscard]] const std::vector<Event>& events() const;
    /// The same events one after the other, without caching: runs of several days have many.
    void eachEvent(const std::function<void(const Event&)>& visit,
                   EventOrder order = EventOrder::Published) const;
    /// The recorded and derived events of the range in order of time. Gaps are determined in the whole
    /// recording, so a range does not cut a gap.
    void timeline(const std::function<void(const Event&)>& visit) const;
    /// One per target, of the range. The first call reads all samples.
    [[nodiscard]] const std::vector<Summary>& summaries() const;
    /// What pictures and reports are made from, as the live view has it: of the whole session, so that what
    /// began before the range is known; states are those at the end of the range. The events are not copied:
    /// events() has them. Reads all samples each time.
    [[nodiscard]] std::unique_ptr<SessionStores> stores() const;
    /// The measured range: from the start of the session if it has no lower bound, to its end.
    [[nodiscard]] MonoTime from() const;
    [[nodiscard]] MonoTime to() const;
    [[nodiscard]] WallTime wall(MonoTime at) const { return m_session.startedWall + at.time_since_epoch(); }
    [[nodiscard]] bool complete() const { return m_recording.complete(); }

    /// Samples of the range, in order of publication.
    Status samples(const std::function<bool(const Sample&)>& visit) const {
        return m_recording.samples(m_options.range, visit);
    }
    /// The same for the whole session.
    Status allSamples(const std::function<bool(const Sample&)>& visit) const {
        return m_recording.samples({}, visit);
    }
    /// An error if a part of the requested events could not be read.
    [[nodiscard]] Status damage() const { return m_damage ? Status(*m_damage) : success(); }

private:
    RecordingRun m_recording;
    ExportOptions m_options;
    SessionInfo m_session;
    std::optional<Redaction> m_redaction;
    mutable std::optional<std::vector<Event>> m_events;
    mutable std::optional<Error> m_damage;
    mutable std::optional<std::vector<Summary>> m_summaries;
    mutable std::vector<Event> m_losses; ///< unannounced losses of connections; available with the summaries
};

/// One summary per target, without a range over all readable data. For a damaged file, the summary covers its
/// readable part; only reading reports the damage.
[[nodiscard]] std::vector<Summary> summarise(const RecordingRun& recording,
                                             const VerdictOptions& options = {}, const TimeRange& range = {});

/// Derived events that are exported with the recorded ones: gaps of protected and control connections, and
/// one alert per unannounced disruption. Ascending by time.
[[nodiscard]] std::vector<Event> derivedEvents(const SessionInfo& session,
                                               const std::vector<Summary>& summaries,
                                               const std::vector<Event>& events);

} // namespace maintscope::model
