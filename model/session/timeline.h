// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/base/session_info.h"

#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

/// What the lanes draw, as plain values in session time. No pixels, no colours, no formatting but labels.
namespace maintscope::model {

enum class BandKind { Moving, Migrating, FailingOver, Smigrating };

/// One announced operation; the windows of several connections are merged when they tell of the same one.
struct Band {
    EventKey key; ///< of the first window
    BandKind kind = BandKind::Moving;
    MonoTime from{};
    std::optional<MonoTime> to;        ///< nullopt: still open
    PairState state = PairState::Open; ///< Open, Closed, Capped (torn end with a question mark)
    std::optional<MonoTime> deadline;  ///< from + announced: what was announced right of now
    /// A MOVING: when every connection had moved (the hollow diamond), and how many have.
    std::optional<MonoTime> moved;
    int movedCount = 0;
    std::string movedTo; ///< where to, when the target was not named
    std::optional<SequenceId> sequence;
    std::string peerOld;
    std::string peerNew; ///< empty: not named
    std::string shards;
    std::string slots;
    QString label; ///< "10.0.1.7:12000 → 10.0.1.9:12000", "shards [\"2\",\"4\"]", "no MIGRATED, capped"
    std::vector<ConnectionId> connections;
};

/// A connection that was usable, on one endpoint. A change of endpoint ends one segment and begins the next,
/// whose `ordinal` is one higher (the line alternates between double and single).
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
    bool candidate = false; ///< of a handoff, beside the serving connection
    std::string peer;
    QString text;
};

struct Drop {
    EventKey key;
    MonoTime at{};
    bool announced = false; ///< during a window
    bool ours = false;      ///< closed by us at the end
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
    bool changed = true; ///< filled house; stale answers are hollow
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

/// The lanes of one target, grown event by event. Pure; used on the GUI thread.
class Timeline {
public:
    explicit Timeline(TargetInfo target);

    /// A known key replaces what it said before. Events of other targets are ignored, but for notes and
    /// observer marks, which concern all.
    void add(const Event& event);

    [[nodiscard]] const TargetInfo& target() const { return m_target; }
    /// The user has said since what the target is for.
    void setEnvironment(Environment environment) { m_target.environment = environment; }
    /// Ascending by begin; at most a handful of a kind overlap.
    [[nodiscard]] const std::vector<Band>& bands() const { return m_bands; }
    /// Protected ones first, then control, each ascending by id. All configured ones, from the beginning.
    [[nodiscard]] const std::vector<ConnectionLane>& lanes() const { return m_lanes; }
    [[nodiscard]] const std::vector<DnsMark>& dns() const { return m_dns; }
    [[nodiscard]] const std::vector<ObserverSpan>& observer() const { return m_observer; }
    [[nodiscard]] const std::vector<Finding>& findings() const { return m_findings; }
    [[nodiscard]] const std::vector<NoteMark>& notes() const { return m_notes; }
    /// When maintenance is planned, in the order in which it was said; it may lie before and after all else.
    [[nodiscard]] const std::vector<PlannedMark>& planned() const { return m_planned; }
    /// Relaxed spans of all protected connections as one: overlapping ones merged, tails apart.
    [[nodiscard]] std::vector<RelaxedSpan> relaxedUnion() const;

    /// First and last time that any event names; nullopt before the first event.
    [[nodiscard]] std::optional<MonoTime> begin() const { return m_begin; }
    [[nodiscard]] std::optional<MonoTime> end() const { return m_end; }
    /// Rises with every change: a view that has painted this number need not paint again.
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

private:
    /// What a band was merged from.
    struct BandParts {
        std::map<std::uint64_t, Event> windows; ///< by key
        std::map<ConnectionId, Event> handoffs; ///< the latest of each connection
    };

    ConnectionLane& lane(ConnectionId connection, ProbeRole role);
    void extend(const Event& event);
    void addWindow(const Event& event);
    void addHandoff(const Event& event);
    void addConnected(const Event& event);
    void addDisconnect(const Event& event);
    void addAttempt(const Event& event);
    void addRelaxed(const Event& event);
    void addFailures(const Event& event);
    void addAlert(const Event& event);
    void addNote(const Event& event);
    void addPlanned(const Event& event);
    void addFinding(const Event& event, FindingKind kind, const QString& label);
    void rebuildBand(std::size_t position);
    [[nodiscard]] std::optional<std::size_t> bandFor(const Event& window) const;

    TargetInfo m_target;
    std::vector<Band> m_bands;
    std::vector<BandParts> m_parts;                          ///< one per band
    std::unordered_map<std::uint64_t, std::size_t> m_bandOf; ///< window key -> band
    std::vector<ConnectionLane> m_lanes;
    /// Where in its vector the mark of an event stands; findings share the event with another mark.
    std::unordered_map<std::uint64_t, std::size_t> m_places;
    std::unordered_map<std::uint64_t, std::size_t> m_findingPlaces;
    std::vector<DnsMark> m_dns;
    std::vector<ObserverSpan> m_observer;
    std::vector<Finding> m_findings;
    std::vector<NoteMark> m_notes;
    std::vector<PlannedMark> m_planned;
    std::optional<MonoTime> m_begin;
    std::optional<MonoTime> m_end;
    std::uint64_t m_revision = 0;
};

} // namespace maintscope::model
