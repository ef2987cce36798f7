// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/verdict/summary.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace maintscope::model {

/// One side of a comparison: one set of connections of one target.
struct ComparisonSide {
    QString label; ///< "A protected", "B orders-prod, 20 Nov 14:00"
    Summary summary;
};

/// One row of the delta table, ready for display.
struct ComparisonRow {
    QString metric;
    QString a;
    QString b;
    QString delta;       ///< A minus B; "–" if there is none
    bool strong = false; ///< the row with the decisive difference
    bool part = false;   ///< a part of the row above it
};

struct ComparisonGroup {
    QString title;
    std::vector<ComparisonRow> rows;
};

/// Latency of all due commands, where a failed one ranks worse than any latency: percentiles among the failed
/// commands have no latency.
class PercentileCurve {
public:
    explicit PercentileCurve(const Summary& summary);
    /// The corrected latency; nullopt if the command at this rank failed, or if there are no commands.
    [[nodiscard]] std::optional<Duration> at(double percent) const;
    [[nodiscard]] std::uint64_t count() const { return m_answered.count() + m_failed; }
    [[nodiscard]] std::uint64_t failed() const { return m_failed; }
    /// Below this percentile every command was answered, above it none; 100 if nothing failed.
    [[nodiscard]] double failsFrom() const;

private:
    LatencyHistogram m_answered;
    std::uint64_t m_failed = 0;
};

/// The delta table, A minus B.
[[nodiscard]] std::vector<ComparisonGroup> compare(const Summary& a, const Summary& b);
/// Caveats to show with the table, most important first: the limits of a single window, and differences in
/// how the two sides were measured.
[[nodiscard]] QStringList comparisonCaveats(const Summary& a, const Summary& b);
/// "A: 1 of 32 000 failed".
[[nodiscard]] QString failureShare(const Summary& summary);

enum class Alignment { FirstNotification, WallClock, Band };
/// The time in a session that is zero on the common axis: its first notification (or the one numbered `band`,
/// from 0), or its start for the wall clock. nullopt if there is no such notification.
[[nodiscard]] std::optional<MonoTime> alignmentZero(const std::vector<Event>& events, TargetId target,
                                                    Alignment alignment, int band = 0);

/// The parts of two sessions that can be overlaid: as much time before and after the common zero as both
/// have. Without a notification to align on, or with the wall clock, both sessions are complete.
struct AlignedRanges {
    TimeRange a;
    TimeRange b;
    MonoTime zeroA{};
    MonoTime zeroB{};
    Alignment alignment = Alignment::FirstNotification; ///< the alignment in use
};
/// For the first target of each session. `endA` and `endB`: the ends of the sessions.
[[nodiscard]] AlignedRanges alignedRanges(const std::vector<Event>& a, TargetId targetA, MonoTime endA,
                                          const std::vector<Event>& b, TargetId targetB, MonoTime endB,
                                          Alignment wanted, int band = 0);
[[nodiscard]] QString alignmentText(Alignment alignment);

} // namespace maintscope::model
