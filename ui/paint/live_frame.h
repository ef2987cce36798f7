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

/// Columns of both sets of connections, kept between pictures: every chart of a view asks for the same ones.
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

/// What one picture of a target is painted from: the same for the window and for a saved picture.
/// What it points to outlives the painting.
struct LiveFrame {
    const model::Timeline* timeline = nullptr;
    const model::MetricStore* metrics = nullptr;
    ColumnCaches* columns = nullptr; ///< may be nullptr: worked out anew
    model::TargetStatus status;
    std::vector<model::Gap> gaps;            ///< of single connections, protected and control
    std::vector<model::RelaxedSpan> relaxed; ///< of all protected connections as one
    MonoTime from{};                         ///< visible range
    MonoTime to{};
    MonoTime now{};       ///< nothing right of it has been measured, or is shown while the view is paused
    bool running = false; ///< else the session is over and "now" is its end
    bool paused = false;  ///< the picture stands at `now` while the session goes on
    bool reading = false; ///< `now` is how far the source has been read
    std::uint64_t omitted = 0;     ///< results that are recorded but not in the picture
    WallTime start{};              ///< wall clock of session time zero
    ZoneClock clock;               ///< of all times that are shown
    std::uint32_t hiddenLanes = 0; ///< a bit for each LaneKind
    std::optional<EventKey> selectedEvent;
    std::optional<TimeRange> selectedSpan;
    std::optional<MonoTime> cursorA;
    std::optional<MonoTime> cursorB;

    [[nodiscard]] TimeScale scale(double left, double right) const {
        return {from, to, left, right, start, clock};
    }
};

/// How far a source has come that is still being read.
struct LoadProgress {
    double share = 0;     ///< 0..1, of all that is to be read
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
    /// What is known of an event; nullptr when nothing is. Valid until the source takes in more.
    [[nodiscard]] virtual const Event* event(EventKey key) const = 0;
    /// Exact figures of [from, to). At once; longer spans take longer: an hour of 80 probes a second some
    /// tens of milliseconds.
    [[nodiscard]] virtual Result<model::SpanStatistics> statistics(MonoTime from, MonoTime to) const = 0;
    /// The single probes whose intended time is in the range, as far as they are known at now().
    [[nodiscard]] virtual Status samples(const model::TimeRange& range,
                                         const model::SampleVisitor& visit) const = 0;
    /// Probes up to this time may be missing in samples() and statistics(): there was no room to keep them.
    /// nullopt: none is.
    [[nodiscard]] virtual std::optional<MonoTime> forgottenUntil() const { return std::nullopt; }
    /// Results that were recorded but never came here: the window was behind.
    [[nodiscard]] virtual std::uint64_t omitted() const { return 0; }
    [[nodiscard]] virtual WallTime start() const = 0;
    [[nodiscard]] virtual MonoTime now() const = 0;
    [[nodiscard]] virtual bool running() const = 0;
    /// nullopt: all that is to be known is there.
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
