// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "model/metrics/gap_finder.h"
#include "model/metrics/metric_store.h"
#include "model/session/target_status.h"
#include "model/session/timeline.h"

#include <QString>

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

/// Several targets side by side: one row each, as plain values.
namespace maintscope::model {

/// The worst state in one minute, in ascending order of severity.
enum class MinuteState { NotMeasured, Healthy, Maintenance, Failure };
struct Minute {
    MinuteState state = MinuteState::NotMeasured;
    OperationKind operation = OperationKind::Moving; ///< for Maintenance: the kind that has a row
    friend bool operator==(const Minute&, const Minute&) = default;
};

/// The state of a target, worst first; the sort order.
enum class TargetRank { Failing, HandingOff, Announced, NotProtected, NotMeasured, Healthy };

struct TargetRow {
    SessionId id;
    QString name;
    Environment environment = Environment::Unspecified;
    QString endpoint;
    TargetRank rank = TargetRank::NotMeasured;
    QString state;               ///< "DOWN 12 s", "HANDOFF 11 s left", "NOT OPTED IN", "HEALTHY"
    QString trouble;             ///< "unreachable since 14:11:02 UTC"; else empty
    QString aside;               ///< short text next to the name: "12 s", "stopped"; often empty
    QString flag;                ///< the SCH switch as far as the connections show it: "on", or "–"
    QString optIn;               ///< "4/4"
    QString lastNotice;          ///< "MOVING 14:12:03", "never"
    std::optional<Duration> p99; ///< of the last 15 minutes
    std::optional<Duration> gap; ///< the longest listed gap of the last two hours
    std::uint64_t failed = 0;    ///< timeouts, errors, lost and not sent, of the last 15 minutes
    bool measured = false;       ///< any probe in those 15 minutes
    /// One cell per minute of the wall clock; the last one is `lastMinute`.
    std::vector<Minute> cells;
    std::int64_t lastMinute = 0; ///< minutes since the Unix epoch
};

inline constexpr int kFleetMinutes = 120;
inline constexpr Duration kFleetRecent = std::chrono::minutes(15);

/// The input of a row; all referenced data must outlive the call.
struct FleetInput {
    const Timeline* timeline = nullptr;
    const MetricStore* metrics = nullptr;
    TargetStatus status;
    std::vector<Gap> gaps; ///< of the whole protected set
    WallTime start{};      ///< wall clock of session time zero
    MonoTime now{};
    bool running = false;
};

/// The minutes of one target. Only the last ones can still change, so updating is cheap. GUI thread.
class MinuteCells {
public:
    /// At most kFleetMinutes cells, up to the current minute.
    [[nodiscard]] std::vector<Minute> upTo(const FleetInput& input);
    [[nodiscard]] std::int64_t lastMinute() const { return m_last; }

private:
    std::deque<Minute> m_cells;
    std::int64_t m_last = 0;
};

[[nodiscard]] TargetRow targetRow(SessionId id, const FleetInput& input, MinuteCells& cells);

/// "failing", "handing off", ...: the labels of the counters in the overview.
[[nodiscard]] QString rankWord(TargetRank rank);

} // namespace maintscope::model
