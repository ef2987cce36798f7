// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/gap_finder.h"
#include "model/session/timeline.h"

#include <optional>
#include <vector>

/// Walking the lanes without a pointer: which marks there are, which is the next one, where trouble is.
/// Pure functions; session time.
namespace maintscope::model {

enum class MarkLane { Moving, Migrating, FailingOver, Findings, Connection, Relaxed, Dns };

/// One mark of a lane, and the time that it tells of.
struct LaneMark {
    EventKey key;
    MonoTime from{};
    MonoTime to{};
    friend bool operator==(const LaneMark&, const LaneMark&) = default;
};

/// All marks of a lane, ascending by begin. What is still open ends at `now`. `connection`: position in
/// Timeline::lanes(), for MarkLane::Connection.
[[nodiscard]] std::vector<LaneMark> marksOf(const Timeline& timeline, MarkLane lane, std::size_t connection,
                                            MonoTime now);

/// The mark after (or before) `current` where that is one of `marks`, else after (or before) `at`.
[[nodiscard]] std::optional<LaneMark> nextMark(const std::vector<LaneMark>& marks,
                                               std::optional<EventKey> current, MonoTime at, bool forward);

/// A time in which protected probes went unanswered or failed.
struct Trouble {
    MonoTime from{};
    MonoTime to{};
    friend bool operator==(const Trouble&, const Trouble&) = default;
};

/// Gaps, failures and unannounced losses of the protected connections, as one ascending list: what overlaps
/// or follows within a second is one. `gaps`: of single connections, those of control are left out.
[[nodiscard]] std::vector<Trouble> troublesOf(const Timeline& timeline, const std::vector<Gap>& gaps,
                                              MonoTime now);
[[nodiscard]] std::optional<Trouble> nextTrouble(const std::vector<Trouble>& troubles, MonoTime at,
                                                 bool forward);

} // namespace maintscope::model
