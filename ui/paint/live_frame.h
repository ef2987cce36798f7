// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/column_cache.h"
#include "model/metrics/gap_finder.h"
#include "model/metrics/metric_store.h"
#include "model/metrics/probe_columns.h"
#include "model/metrics/span_statistics.h"
#include "model/session/target_status.h"
#include "model/session/timeline.h"
#include "ui/paint/time_scale.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace maintscope::ui {

class LiveSource;

/// Columns of both sets of connections, cached between pictures, because every chart of a view needs the same ones.
struct ColumnCaches {
    explicit ColumnCaches(const LiveSource& source);
    model::ColumnCache own;
    model::ColumnCache control;
    model::ColumnCache overview; ///< of the protected set, over the whole session
    /// The closest zoom, from single probes.
    model::ProbeColumns ownProbes;
    model::ProbeColumns controlProbes;

    [[nodiscard]] model::ColumnCache& of(ProbeRole role) {
        return role == ProbeRole::Protected ? own : control;
    }
    [[nodiscard]] model::ProbeColumns& probesOf(ProbeRole role) {
        return role == ProbeRole::Protected ? ownProbes : controlProbes;
    }
};

/// The data for one picture of a target, for the window and for saved pictures. The objects it points to must
/// outlive the painting.
struct LiveFrame {
    const model::Timeline* timeline = nullptr;
    const model::MetricStore* metrics = nullptr;
    ColumnCaches* columns = nullptr; ///< nullptr: computed for each picture
    model::TargetStatus status;
    std::vector<model::Gap> gaps;            ///< of single connections, protected and control
    std::vector<model::RelaxedSpan> relaxed; ///< of all protected connections as one
    MonoTime from{};                         ///< visible range
    MonoTime to{};
    MonoTime now{};                ///< end of the data, or of the visible data while the view is paused
    bool running = false;          ///< false: the session is over and `now` is its end
    bool paused = false;           ///< the picture is frozen at `now` while the session continues
    bool reading = false;          ///< the source is being read, up to `now` so far
    std::uint64_t omitted = 0;     ///< results that are recorded but missing in the picture
    WallTime start{};              ///< wall clock of session time zero
    ZoneClock clock;               ///< for all displayed times
    std::uint32_t hiddenLanes = 0; ///< a bit for each LaneKind
    std::optional<EventKey> selectedEvent;
    std::optional<TimeRange> selectedSpan;
    std::optional<MonoTime> cursorA;
    std::optional<MonoTime> cursorB;

    [[nodiscard]] TimeScale scale(double left, double right) const {
        return {from, to, left, right, start, clock};
    }
};

/// The progress of a source that is still being read.
struct LoadProgress {
    double share = 0;     ///< 0..1
    MonoTime metricsTo{}; ///< events and metrics are complete before it
    MonoTime gapsTo{};    ///< gaps of connections are known up to it
};

/// Where a live view takes its frames from. GUI thread.
class LiveSource {
public:
    virtual ~LiveSource() = default;
    [[nodiscard]] virtual const model::Timeline& timeline() const = 0;
    [[nodiscard]] virtual const model::MetricStore& metrics() const = 0;
    [[nodiscard]] virtual model::TargetStatus status(MonoTime now) const = 0;
    [[nodiscard]] virtual std::vector<model::Gap> connectionGaps(MonoTime now) const = 0;
    /// The event, or nullptr if it is unknown. Valid until the source receives more data.
    [[nodiscard]] virtual const Event* event(EventKey key) const = 0;
    /// Exact figures of [from, to). Synchronous; an hour with 80 probes a second takes some tens of
    /// milliseconds.
    [[nodiscard]] virtual Result<model::SpanStatistics> statistics(MonoTime from, MonoTime to) const = 0;
    /// The single probes that were due in the range, as far as they are known at now().
    [[nodiscard]] virtual Status samples(const model::TimeRange& range,
                                         const model::SampleVisitor& visit) const = 0;
    /// Probes up to this time may be missing in samples() and statistics(), because memory was limited.
    /// nullopt: none is missing.
    [[nodiscard]] virtual std::optional<MonoTime> forgottenUntil() const { return std::nullopt; }
    /// The number of results that were recorded but did not arrive here, because the window fell behind.
    [[nodiscard]] virtual std::uint64_t omitted() const { return 0; }
    [[nodiscard]] virtual WallTime start() const = 0;
    [[nodiscard]] virtual MonoTime now() const = 0;
    [[nodiscard]] virtual bool running() const = 0;
    /// nullopt: everything has been read.
    [[nodiscard]] virtual std::optional<LoadProgress> reading() const { return std::nullopt; }
};

inline ColumnCaches::ColumnCaches(const LiveSource& source)
    : own(source.metrics())
    , control(source.metrics())
    , overview(source.metrics())
    , ownProbes(
          source.metrics(),
          [&source](const auto& range, const auto& visit) { return source.samples(range, visit); },
          [&source] { return source.forgottenUntil(); })
    , controlProbes(ownProbes) {}

} // namespace maintscope::ui
