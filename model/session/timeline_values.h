// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/operation.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the lanes draw, as plain values in session time. No pixels, no colours, no formatting but labels.
namespace maintscope::model {

/// One announced operation; the windows of several connections are merged if they belong to the same
/// operation.
struct Band {
    EventKey key; ///< of the first window
    OperationKind kind = OperationKind::Moving;
    MonoTime from{};
    std::optional<MonoTime> to;        ///< nullopt: still open
    PairState state = PairState::Open; ///< Open, Closed, Capped (torn end with a question mark)
    std::optional<MonoTime> deadline;  ///< from + announced
    /// A MOVING: the time when every connection had moved (the hollow diamond), and the number of connections
    /// that have moved.
    std::optional<MonoTime> moved;
    int movedCount = 0;
    std::string movedTo; ///< the new endpoint, if the target was not named
    std::optional<SequenceId> sequence;
    std::string peerOld;
    std::string peerNew; ///< empty: not named
    std::string shards;
    std::string slots;
    QString label; ///< "10.0.1.7:12000 → 10.0.1.9:12000", "shards [\"2\",\"4\"]", "no MIGRATED, capped"
    std::vector<ConnectionId> connections;
};

/// A period in which a connection served on one endpoint. A change of endpoint ends a segment and begins the
/// next one with the next `ordinal` (the line alternates between double and single).
struct Segment {
    MonoTime from{};
    std::optional<MonoTime> to; ///< nullopt: still serving
    std::string peer;
    StreamId stream{};
    int ordinal = 0;
};

enum class ChangeCause { Connected, Reconnected, Handoff };
struct EndpointChange {
    EventKey key;
    MonoTime at{};
    ChangeCause cause = ChangeCause::Connected;
    std::string from;
    std::string to;
};

struct Attempt {
    EventKey key;
    MonoTime from{};
    std::optional<MonoTime> to;
    ResultWord result = ResultWord::Running;
    bool candidate = false; ///< of a handoff, while the old connection serves
    std::string peer;
    QString text;
};

struct Drop {
    EventKey key;
    MonoTime at{};
    bool announced = false; ///< during a window
    bool ours = false;      ///< closed by the program at the end
    std::string peer;
    QString text;
};

/// Timeouts in force that differ from the configured ones.
struct RelaxedSpan {
    EventKey key;
    MonoTime from{};
    std::optional<MonoTime> to;
    bool tail = false;
    std::optional<Duration> before;
    std::optional<Duration> effective;
};

struct HandoffSpan {
    EventKey key;
    ConnectionId connection{};
    MonoTime from{};
    std::optional<MonoTime> to;
    ResultWord result = ResultWord::Running;
    HandoffPhases phases;
    std::string peerOld;
    std::string peerNew;
    std::optional<SequenceId> sequence;
};

/// A run of failed probes: timeouts or error replies.
struct Failures {
    EventKey key;
    MonoTime from{};
    std::optional<MonoTime> to;
    bool timeouts = false;
    std::int64_t count = 1;
    QString text;
};

struct ConnectionLane {
    TargetId target{};
    ConnectionId connection{};
    ProbeRole role = ProbeRole::Protected;
    QString label; ///< "conn 1", "control 2"
    std::vector<Segment> segments;
    std::vector<EndpointChange> changes;
    std::vector<Attempt> attempts;
    std::vector<Drop> drops;
    std::vector<RelaxedSpan> relaxed;
    std::vector<HandoffSpan> handoffs;
    std::vector<Failures> failures;
    std::string state; ///< last published: "ready", "dialing", ...
};

struct DnsMark {
    EventKey key;
    MonoTime at{};
    bool changed = true; ///< filled mark; unchanged answers are hollow
    std::string from;
    std::string to;
    QString text;
};

enum class ObserverMark { NotMeasured, LocalStall };
struct ObserverSpan {
    EventKey key;
    MonoTime from{};
    std::optional<MonoTime> to;
    ObserverMark mark = ObserverMark::NotMeasured;
};

enum class FindingKind { Unannounced, Unclosed, OptInRefused, NotResp3, OrderGivenUp, Other };
struct Finding {
    EventKey key;
    FindingKind kind = FindingKind::Other;
    MonoTime at{};
    ConnectionId connection{};
    QString label; ///< short: "unannounced", "unclosed"
    QString text;
};

/// An interval in which maintenance is planned.
struct PlannedMark {
    EventKey key{};
    MonoTime from{};
    MonoTime to{};
    QString label;
};

struct NoteMark {
    EventKey key;
    MonoTime at{};
    std::optional<MonoTime> to;
    QString text;
};

} // namespace maintscope::model
