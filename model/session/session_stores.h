// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/batch.h"
#include "model/base/session_info.h"
#include "model/events/event_store.h"
#include "model/metrics/gap_finder.h"
#include "model/metrics/metric_store.h"
#include "model/metrics/rollup_block.h"
#include "model/session/target_status.h"
#include "model/session/timeline.h"

#include <memory>
#include <optional>
#include <vector>

namespace maintscope::model {

/// What the screens show of one target beside the metrics.
class TargetStores {
public:
    /// `stateUntil`: what comes from then on does not change status().
    TargetStores(const TargetInfo& target, WallTime sessionStart, std::optional<MonoTime> stateUntil = {});

    /// Events and samples of other targets are ignored.
    void add(const Event& event);
    void add(const Sample& sample);
    /// Of the target, as the user sees it now.
    void setEnvironment(Environment environment) { m_timeline.setEnvironment(environment); }

    [[nodiscard]] const TargetInfo& info() const { return m_timeline.target(); }
    [[nodiscard]] const Timeline& timeline() const { return m_timeline; }
    [[nodiscard]] TargetStatus status(MonoTime now) const { return m_tracker.status(now); }
    [[nodiscard]] Gaps gaps(ProbeRole role, MonoTime now) const;
    /// Of single connections, protected and control.
    [[nodiscard]] std::vector<Gap> connectionGaps(MonoTime now) const;

private:
    [[nodiscard]] bool countsForState(MonoTime at) const { return !m_stateUntil || at < *m_stateUntil; }

    std::optional<MonoTime> m_stateUntil;
    Timeline m_timeline;
    TargetStatusTracker m_tracker;
    GapFinder m_protectedGaps;
    GapFinder m_controlGaps;
};

/// What is read from a recording in one go, for SessionStores::apply().
struct StoredChunk {
    std::vector<Event> events;
    /// For the metrics alone: seconds that were summed up, and samples that no second has in it.
    std::vector<RollupSecond> seconds;
    std::vector<Sample> uncounted;
    /// For gaps and state alone: all samples, in the order in which they were published.
    std::vector<Sample> samples;
    /// The metrics of all seconds before it are complete with this chunk and those before it.
    MonoTime until{};
    double progress = 0;          ///< 0..1, of what is to be read
    bool pictureComplete = false; ///< events and metrics are all there; gaps may still come
};

/// All that screens, pictures and reports show of a session. There is one way in for every source: a live
/// client's batches, a recording's chunks, a replay's batches and what is exported fill the same stores, and
/// no view knows which it was. Confined to one thread: the GUI's, or that of an export.
class SessionStores {
public:
    /// `stateUntil`: as for TargetStores.
    explicit SessionStores(const SessionInfo& session, std::optional<MonoTime> stateUntil = {});

    void apply(const Batch& batch);
    void apply(const StoredChunk& chunk);
    /// One after the other, for a source that keeps its events itself: events() does not get them.
    void add(const Event& event);
    void add(const Sample& sample);
    /// Of all targets, as the user sees them now.
    void setEnvironment(Environment environment);
    /// Forgets everything but session and targets: a replay starts over.
    void clear();

    [[nodiscard]] const SessionInfo& session() const { return m_session; }
    [[nodiscard]] EventStore& events() { return m_events; }
    [[nodiscard]] const EventStore& events() const { return m_events; }
    [[nodiscard]] const MetricStore& metrics() const { return m_metrics; }
    /// nullptr: no such target. Stays where it is as long as the stores live.
    [[nodiscard]] const TargetStores* target(TargetId id) const;
    /// In the order of session().targets.
    [[nodiscard]] const std::vector<std::unique_ptr<TargetStores>>& targets() const { return m_targets; }
    /// How far the session has come.
    [[nodiscard]] MonoTime until() const { return m_until; }

private:
    void addEvents(const std::vector<Event>& events);
    [[nodiscard]] TargetStores* find(TargetId id);

    SessionInfo m_session;
    std::optional<MonoTime> m_stateUntil;
    EventStore m_events;
    MetricStore m_metrics;
    std::vector<std::unique_ptr<TargetStores>> m_targets;
    MonoTime m_until{};
};

} // namespace maintscope::model
