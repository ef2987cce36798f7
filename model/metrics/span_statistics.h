// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/base/session_info.h"
#include "model/base/time_range.h"
#include "model/metrics/gap_finder.h"
#include "model/metrics/probe_tally.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace maintscope::model {

/// Exact figures of one set of connections between two times.
struct SpanFigures {
    /// Probes whose intended time is in the span; percentiles come from its histograms.
    ProbeTally probes;
    int reconnects = 0; ///< handoffs not counted
    int handoffs = 0;   ///< completed: first reply on the new endpoint
    /// The longest time without a reply, what lies outside of the span cut off; nullopt: no reply in it and
    /// none before it.
    std::optional<Gap> longestGap;
    /// How much of it lay in announced windows.
    Duration longestGapCovered{};
};

/// What happened between the cursors A and B, for protected and control connections.
struct SpanStatistics {
    MonoTime from{};
    MonoTime to{};
    SpanFigures protectedSet;
    std::optional<SpanFigures> control; ///< where the target has control connections
    Duration notMeasured{};             ///< the client was not running
    [[nodiscard]] Duration length() const { return to - from; }
};

/// The statistics of [from, to). Over a whole recording they are the summary's figures: both count by
/// ProbeTally and GapFinder. Pure; a span of an hour of 4 x 20/s takes some tens of milliseconds, so longer
/// ones belong on a thread of their own (everything passed in may be const and shared). `events`: all of the
/// session, in any order. An error of the source is returned and nothing else.
[[nodiscard]] Result<SpanStatistics> spanStatistics(const TargetInfo& target, MonoTime from, MonoTime to,
                                                    const std::vector<Event>& events,
                                                    const SampleSource& samples);

} // namespace maintscope::model
