// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/batch.h"
#include "model/base/session_info.h"
#include "model/events/event_store.h"
#include "model/metrics/gap_finder.h"
#include "model/metrics/metric_store.h"
#include "model/metrics/rollup_block.h"
#include "model/metrics/sample_log.h"
#include "model/session/target_status.h"
#include "model/session/timeline.h"

#include <memory>
#include <vector>

namespace maintscope::model {

/// What the screens show of one target beside the metrics.
class TargetStores {
public:
    TargetStores(const TargetInfo& target, WallTime sessionStart);

    void add(const Event& event);
    void add(const Sample& sample);

    [[nodiscard]] const TargetInfo& info() const { return m_timeline.target(); }
    [[nodiscard]] const Timeline& timeline() const { return m_timeline; }
    [[nodiscard]] TargetStatus status(MonoTime now) const { return m_tracker.status(now); }
    [[nodiscard]] Gaps gaps(ProbeRole role, MonoTime now) const;
    /// Of single connections, protected and control.
    [[nodiscard]] std::vector<Gap> connectionGaps(MonoTime now) const;

private:
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

/// All that the screens show of a session. There is one way in for every source: a live client's batches, a
/// recording's chunks and a replay's batches fill the same stores, and no view knows which it was. Lives on
/// the GUI thread.
class SessionStores {
public:
    explicit SessionStores(const SessionInfo& session);

    /// A target that joined later.
    void addTarget(const TargetInfo& target);
    void apply(const Batch& batch);
    void apply(const StoredChunk& chunk);
    /// Forgets everything but session and targets: a replay starts over.
    void clear();

    [[nodiscard]] const SessionInfo& session() const { return m_session; }
    [[nodiscard]] EventStore& events() { return m_events; }
    [[nodiscard]] const EventStore& events() const { return m_events; }
    [[nodiscard]] const MetricStore& metrics() const { return m_metrics; }
    /// The latest samples of a live session; empty where the samples are in a recording.
    [[nodiscard]] const SampleLog& samples() const { return m_samples; }
    /// nullptr: no such target.
    [[nodiscard]] const TargetStores* target(TargetId id) const;
    /// How far the session has come.
    [[nodiscard]] MonoTime until() const { return m_until; }

private:
    void addEvents(const std::vector<Event>& events);
    [[nodiscard]] TargetStores* find(TargetId id);

    SessionInfo m_session;
    EventStore m_events;
    MetricStore m_metrics;
    SampleLog m_samples;
    std::vector<std::unique_ptr<TargetStores>> m_targets;
    MonoTime m_until{};
};

} // namespace maintscope::model
