// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/sample.h"
#include "model/base/session_info.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace maintscope::model {

/// A time without a reply.
struct Gap {
    MonoTime from{};         ///< last reply before
    MonoTime to{};           ///< next reply, or the end of the schedule
    ConnectionId connection; ///< 0: all connections of the set together
    bool open = false;       ///< no reply followed before the end of the schedule
    bool covered = false;    ///< overlaps an announced window (not its tail)
    [[nodiscard]] Duration duration() const { return to - from; }
    friend bool operator==(const Gap&, const Gap&) = default;
};

struct Gaps {
    std::optional<Gap> longest; ///< of the set as a whole, no threshold; nullopt before the second reply
    std::vector<Gap> listed;    ///< above the threshold, ascending by begin; the set first, then connections
};

/// Finds the gaps of one set of connections (protected or control) of one target. A gap is the time between
/// two consecutive replies (ok or late), the time from the last reply to the end of the schedule included.
/// Listed are those above max(200 ms, 3 intervals), an interval being that of the set or of the connection.
/// Time that was not measured is no gap: it is cut out. A gap is covered when it overlaps a window (not its
/// tail) of that connection, for the set as a whole (and for control) of any protected one.
/// Incremental and bounded by the number of listed gaps. Pure: no clock, no thread of its own.
class GapFinder {
public:
    GapFinder(const TargetInfo& target, ProbeRole role);

    /// Takes it that there was a reply at `at`: what is looked at begins there, in the midst of replies.
    void startAt(MonoTime at) { m_set.lastReply = at; }

    /// In the order in which they were published; those of other targets are ignored.
    void add(const Sample& sample);
    void add(const Event& event);

    /// What is known now. `until`: how far the client has come, or the end of the recording. While the
    /// schedule runs a gap that is still open counts up to `until`.
    [[nodiscard]] Gaps gaps(MonoTime until) const;

private:
    struct Track {
        std::optional<MonoTime> lastReply;
        Duration longest{};
        MonoTime longestFrom{};
        std::vector<Gap> candidates;
    };
    struct Span {
        MonoTime from{};
        std::optional<MonoTime> to;
        ConnectionId connection;
    };

    void reply(Track& track, ConnectionId connection, MonoTime at, Duration threshold);
    [[nodiscard]] MonoTime scheduleEnd(MonoTime until) const;
    [[nodiscard]] bool isCovered(const Gap& gap) const;
    void appendMeasuredParts(const Gap& gap, std::vector<Gap>& out) const;

    TargetId m_target;
    ProbeRole m_role;
    Duration m_interval{};
    Duration m_setThreshold{};
    Duration m_connectionThreshold{};
    Track m_set;
    std::map<ConnectionId, Track> m_connections;
    std::unordered_map<std::uint64_t, Span> m_windows;
    std::unordered_map<std::uint64_t, Span> m_notMeasured;
    std::optional<MonoTime> m_lastSlot;
    std::optional<MonoTime> m_stopped;
    bool m_aborted = false;
};

} // namespace maintscope::model
