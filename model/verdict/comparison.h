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

/// One line of the delta table, ready to be shown.
struct ComparisonRow {
    QString metric;
    QString a;
    QString b;
    QString delta;       ///< A minus B; "–" where there is none
    bool strong = false; ///< where the difference is that people come for
    bool part = false;   ///< a part of the line above it
};

struct ComparisonGroup {
    QString title;
    std::vector<ComparisonRow> rows;
};

/// Latency of all intended commands, where a failed one ranks worse than any latency: the percentile beyond
/// which commands failed has no latency.
class PercentileCurve {
public:
    explicit PercentileCurve(const Summary& summary);
    /// Corrected latency; nullopt: the command at this rank failed, or there is none at all.
    [[nodiscard]] std::optional<Duration> at(double percent) const;
    [[nodiscard]] std::uint64_t count() const { return m_answered.count() + m_failed; }
    [[nodiscard]] std::uint64_t failed() const { return m_failed; }
    /// Below it every command was answered, above it none; 100 where nothing failed.
    [[nodiscard]] double failsFrom() const;

private:
    LatencyHistogram m_answered;
    std::uint64_t m_failed = 0;
};

/// The delta table, A minus B.
[[nodiscard]] std::vector<ComparisonGroup> compare(const Summary& a, const Summary& b);
/// What must be said beside the table, most important first: how little one window proves, and where the
/// two sides were not measured alike.
[[nodiscard]] QStringList comparisonCaveats(const Summary& a, const Summary& b);
/// "A: 1 of 32 000 failed".
[[nodiscard]] QString failureShare(const Summary& summary);

enum class Alignment { FirstNotification, WallClock, Band };
/// Where the zero of the common axis lies in a session: its first notification (or the one numbered `band`,
/// from 0), or its start for the wall clock. nullopt: there is no such notification.
[[nodiscard]] std::optional<MonoTime> alignmentZero(const std::vector<Event>& events, TargetId target,
                                                    Alignment alignment, int band = 0);

/// The parts of two sessions that can be laid over each other: as long before the common zero, and as long
/// after it, as both have. Without a notification to align on, or on the wall clock, both are whole.
struct AlignedRanges {
    TimeRange a;
    TimeRange b;
    MonoTime zeroA{};
    MonoTime zeroB{};
    Alignment alignment = Alignment::FirstNotification; ///< that was possible
};
/// Of the first target of each. `endA` and `endB`: how far the sessions go.
[[nodiscard]] AlignedRanges alignedRanges(const std::vector<Event>& a, TargetId targetA, MonoTime endA,
                                          const std::vector<Event>& b, TargetId targetB, MonoTime endB,
                                          Alignment wanted, int band = 0);
[[nodiscard]] QString alignmentText(Alignment alignment);

} // namespace maintscope::model
