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

/// False: no more.
using EventVisitor = std::function<bool(const Event&)>;

enum class EventOrder {
    Published, ///< by seqNo
    Time,      ///< by when they began; of one moment by seqNo
};

/// Reads a recording, also a stranger's: read-only, with an untrusted schema and bounded values. Also reads
/// one that is being written, one that was cut off, one in a folder that cannot be written, and of a damaged
/// one all that is left. Usable from the one thread that opened it.
class Recording {
public:
    [[nodiscard]] static Result<std::unique_ptr<Recording>> open(const QString& path);
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    [[nodiscard]] const SessionInfo& session() const;
    /// The session ended by close(); else the recorder was killed or still runs, and the last second may be
    /// missing.
    [[nodiscard]] bool complete() const;
    /// How far the client had come when the last batch was written.
    [[nodiscard]] MonoTime until() const;
    /// From 1; higher in the later files of a recording that was rotated.
    [[nodiscard]] int part() const;
    /// When it begins; nullopt: a later file that does not say. Looks through the events of a later file.
    [[nodiscard]] std::optional<MonoTime> begin() const;
    /// Name that the user gave it; empty: a scratch recording, which will be pruned.
    [[nodiscard]] const std::string& keptName() const;

    /// Events that touch the range. Stops early when `visit` returns false. An error tells that some rows are
    /// damaged; all others have been visited by then. Memory does not grow with the events.
    Status events(const TimeRange& range, const EventVisitor& visit,
                  EventOrder order = EventOrder::Published) const;
    [[nodiscard]] bool hasEvent(EventKey key) const;
    /// Samples whose intended time is in the range, in the order in which they were published. Damaged blocks
    /// are left out and told as an error at the end.
    Status samples(const TimeRange& range, const SampleVisitor& visit) const;

    /// All events, and what kept the rest from being read, if anything did.
    struct Events {
        std::vector<Event> events;
        std::optional<Error> damage;
    };
    [[nodiscard]] Events allEvents() const;

    // ---- In rows, for whoever loads the whole of it (RecordingLoader).

    /// One row of metrics: what the samples up to the row `samplesTo`, which no earlier row has, come to.
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
        std::vector<Row> rows; ///< ascending by id; damaged ones are left out
        bool atEnd = false;    ///< nothing follows
        bool tailLost = false; ///< something followed, and cannot be read
    };
    /// At most `limit` rows after the row `after`. A recording of the first version has no rollups.
    [[nodiscard]] Rows<Rollup> rollups(std::int64_t after, int limit) const;
    [[nodiscard]] Rows<Block> blocks(std::int64_t after, int limit) const;

    /// As far as it can be told without reading all: how it ended.
    [[nodiscard]] Recovery::Ending ending() const;
    /// Reads everything, and tells what is lost. About a second for a day of 4 x 20/s.
    [[nodiscard]] Recovery examine() const;
    /// The same without the events: what its samples no longer tell of. `from`: when this file begins, see
    /// RecoveryTally.
    [[nodiscard]] std::vector<TimeSpan> lostSpans(std::optional<MonoTime> from) const;

private:
    struct State;
    [[nodiscard]] Recovery examineSamples(std::optional<MonoTime> from, bool eventsLost) const;
    explicit Recording(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace maintscope::model
