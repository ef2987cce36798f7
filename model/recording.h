// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/result.h"
#include "client/types/sample.h"
#include "model/session_info.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace maintscope::model {

/// Half-open range of session time; without bounds it is everything.
struct TimeRange {
    std::optional<MonoTime> from;
    std::optional<MonoTime> to;
};

/// Reads a recording, also a stranger's: read-only, with an untrusted schema and bounded values. Also reads
/// one that is being written. Usable from the one thread that opened it.
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

    /// Events that touch the range, by seqNo. Stops early when `visit` returns false. An error tells that the
    /// file is damaged from there on; what was visited before is good.
    Status events(const TimeRange& range, const std::function<bool(const Event&)>& visit) const;
    /// Samples whose intended time is in the range, in the order in which they were published.
    Status samples(const TimeRange& range, const std::function<bool(const Sample&)>& visit) const;

    /// All events, and what kept the rest from being read, if anything did.
    struct Events {
        std::vector<Event> events;
        std::optional<Error> damage;
    };
    [[nodiscard]] Events allEvents() const;

private:
    struct State;
    explicit Recording(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace maintscope::model
