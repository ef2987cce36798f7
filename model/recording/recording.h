// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/result.h"
#include "client/types/sample.h"
#include "model/base/session_info.h"
#include "model/base/time_range.h"
#include "model/metrics/rollup_block.h"
#include "model/recording/recovery.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace maintscope::model {

/// Returns false to stop.
using EventVisitor = std::function<bool(const Event&)>;

enum class EventOrder {
    Published, ///< by seqNo
    Time,      ///< by start time, then by seqNo
};

/// Reads a recording, even from an untrusted source: read-only, with an untrusted schema and bounded values.
/// Also reads a recording that is being written, that was truncated or that is in a read-only folder, and the
/// readable part of a damaged one. Confined to the thread that opened it.
class Recording {
public:
    [[nodiscard]] static Result<std::unique_ptr<Recording>> open(const QString& path);
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    [[nodiscard]] const SessionInfo& session() const;
    /// Whether the session ended with close(); otherwise the recorder was killed or is still running, and the
    /// last second may be missing.
    [[nodiscard]] bool complete() const;
    /// The time of the client when the last batch was written.
    [[nodiscard]] MonoTime until() const;
    /// 1, or higher in the later files of a rotated recording.
    [[nodiscard]] int part() const;
    /// The time at which it begins; nullopt for a later file without that information. Searches the events of
    /// a later file.
    [[nodiscard]] std::optional<MonoTime> begin() const;
    /// The name given by the user; empty: a scratch recording, which is subject to pruning.
    [[nodiscard]] const std::string& keptName() const;

    /// Events that touch the range. Stops early when `visit` returns false. An error means that some rows are
    /// damaged; all others have been visited. Memory does not grow with the number of events.
    Status events(const TimeRange& range, const EventVisitor& visit,
                  EventOrder order = EventOrder::Published) const;
    [[nodiscard]] bool hasEvent(EventKey key) const;
    /// Samples whose intended time is in the range, in order of publication. Damaged blocks are skipped and
    /// reported as an error at the end.
    Status samples(const TimeRange& range, const SampleVisitor& visit) const;

    /// All readable events, and the error that prevented reading the rest, if any.
    struct Events {
        std::vector<Event> events;
        std::optional<Error> damage;
    };
    [[nodiscard]] Events allEvents() const;

    // In rows, for whoever loads the whole of it (RecordingLoader).

    /// One row of metrics: the sum of the samples up to the row `samplesTo` that are in no earlier row.
    struct Rollup {
        std::int64_t id = 0;
        std::int64_t samplesTo = 0;
        std::vector<RollupSecond> seconds;
    };
    /// One block of samples as it was committed.
    struct Block {
        std::int64_t id = 0;
        std::vector<Sample> samples;
    };
    template <class Row>
    struct Rows {
        std::vector<Row> rows; ///< ascending by id; without damaged ones
        bool atEnd = false;    ///< nothing follows
        bool tailLost = false; ///< more rows follow, but cannot be read
    };
    /// At most `limit` rows after the row `after`. A recording of the first version has no rollups.
    [[nodiscard]] Rows<Rollup> rollups(std::int64_t after, int limit) const;
    [[nodiscard]] Rows<Block> blocks(std::int64_t after, int limit) const;

    /// How the recording ended, as far as this is known without reading all of it.
    [[nodiscard]] Recovery::Ending ending() const;
    /// Reads everything and reports what is lost. About a second for a day of 4 x 20/s.
    [[nodiscard]] Recovery examine() const;
    /// The same without events: the loss in its samples. `from`: when this file begins, see RecoveryTally.
    [[nodiscard]] std::vector<TimeSpan> lostSpans(std::optional<MonoTime> from) const;

private:
    struct State;
    [[nodiscard]] Recovery examineSamples(std::optional<MonoTime> from, bool eventsLost) const;
    explicit Recording(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace maintscope::model
