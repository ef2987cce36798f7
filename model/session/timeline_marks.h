// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/metrics/gap_finder.h"
#include "model/session/timeline.h"

#include <optional>
#include <vector>

/// Keyboard navigation in the lanes: the marks, the next mark, and the next failure. Pure functions; session
/// time.
namespace maintscope::model {

enum class MarkLane { Operations, Findings, Connection, Relaxed, Dns };

/// One lane of a target.
struct MarkRow {
    MarkLane lane = MarkLane::Operations;
    OperationKind operation = OperationKind::Moving; ///< for Operations: the kind that has the row
    std::size_t connection = 0;                      ///< for Connection: position in Timeline::lanes()
};

/// One mark of a lane and its time.
struct LaneMark {
    EventKey key;
    MonoTime from{};
    MonoTime to{};
    friend bool operator==(const LaneMark&, const LaneMark&) = default;
};

/// All marks of a lane, ascending by start. Open marks end at `now`.
[[nodiscard]] std::vector<LaneMark> marksOf(const Timeline& timeline, const MarkRow& row, MonoTime now);

/// The mark after (or before) `current` if that is one of `marks`, otherwise after (or before) `at`.
[[nodiscard]] std::optional<LaneMark> nextMark(const std::vector<LaneMark>& marks,
                                               std::optional<EventKey> current, MonoTime at, bool forward);

/// A period in which protected probes got no reply or failed.
struct Trouble {
    MonoTime from{};
    MonoTime to{};
    friend bool operator==(const Trouble&, const Trouble&) = default;
};

/// Gaps, failures and unannounced losses of the protected connections, as one ascending list: entries that
/// overlap or follow within a second are merged. `gaps`: of single connections; those of control connections
/// are ignored.
[[nodiscard]] std::vector<Trouble> troublesOf(const Timeline& timeline, const std::vector<Gap>& gaps,
                                              MonoTime now);
[[nodiscard]] std::optional<Trouble> nextTrouble(const std::vector<Trouble>& troubles, MonoTime at,
                                                 bool forward);

} // namespace maintscope::model
