// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace maintscope::demo {

/// What can be done to the simulated cluster, by a line of a scenario or of the control port: one parser, one
/// vocabulary, listed by 'maintscope simulate --help' (actionHelp in simulate_command.cpp).
///
/// `Bound` is the node that the endpoint is bound to, `Next` the one after it (in a circle), `All` every
/// node.
struct NodeRef {
    enum class Kind { Number, Bound, Next, All };
    Kind kind = Kind::Number;
    int number = 0; ///< from 1; only for Kind::Number
    friend bool operator==(const NodeRef&, const NodeRef&) = default;
};

/// How far an announced operation goes.
enum class Reach {
    Whole,    ///< it is told and done
    Unsent,   ///< it is done, the frame is lost
    ToldOnly, ///< the frame is sent, and nothing comes of it
};

/// What a MOVING names as its target.
struct NamedTarget {
    enum class Form {
        AsAsked, ///< by the connection's endpoint type
        Null,
        Name, ///< the node's name, whatever was asked for; its address where it has none
        V6,   ///< the node's IPv6 address; its address where it has none
        Other ///< `text`, verbatim
    };
    Form form = Form::AsAsked;
    std::optional<NodeRef> node{}; ///< another node than the one that the endpoint moves to
    std::string text{};
    friend bool operator==(const NamedTarget&, const NamedTarget&) = default;
};

/// The DNS record of the endpoint after it was bound to another node.
struct RecordLag {
    bool follows = true;             ///< false: never
    std::optional<Duration> after{}; ///< from the announcement; nullopt: with the endpoint
    friend bool operator==(const RecordLag&, const RecordLag&) = default;
};

/// The endpoint leaves `from` and gains `to`; equal ones are a process that is replaced behind the same
/// address. Default timing: docs "field measurements" in client/PROTOCOL.md, measured in StackExchange.Redis
/// PR 3202: grace 15 s, rebound at 8.6/15 of it, closed 0.7 to 4.1 s after it.
struct MoveEndpoint {
    NodeRef from{};
    NodeRef to{};
    Duration grace = std::chrono::seconds(15);
    NamedTarget target{};
    bool rebinds = true;                   ///< false: the endpoint stays where it is until the close
    std::optional<Duration> rebindAfter{}; ///< from the announcement
    std::optional<Duration> closeAfter{};  ///< from the announcement; never before the announced grace ends
    RecordLag record{};
    std::optional<std::int64_t> sequence{}; ///< nullopt: the next one
    Reach reach = Reach::Whole;
    friend bool operator==(const MoveEndpoint&, const MoveEndpoint&) = default;
};
/// MIGRATING or FAILING_OVER. `pause`: shards answer nothing for that long, from the announced start on.
/// Shard ids are labels: all keys pause together.
struct OpenWindow {
    bool failover = false;
    std::vector<std::string> shards{};
    std::optional<Duration> startsIn{}; ///< nullopt: the cluster's handoff delay
    Duration pause{};
    Reach reach = Reach::Whole;
    friend bool operator==(const OpenWindow&, const OpenWindow&) = default;
};
/// MIGRATED or FAILED_OVER.
struct CloseWindow {
    bool failover = false;
    std::vector<std::string> shards{};
    Reach reach = Reach::Whole;
    friend bool operator==(const CloseWindow&, const CloseWindow&) = default;
};
struct AnnounceSlots {
    std::string slots{};
    std::optional<Duration> startsIn{};
    friend bool operator==(const AnnounceSlots&, const AnnounceSlots&) = default;
};
struct MoveSlots {
    std::string slots{};
    NodeRef from{};
    NodeRef to{};
    friend bool operator==(const MoveSlots&, const MoveSlots&) = default;
};
/// Tells every open operation again, with the time that is left.
struct RepeatFrames {
    friend bool operator==(const RepeatFrames&, const RepeatFrames&) = default;
};
/// The node reads and writes nothing for that long; its sockets stay open.
struct StallNode {
    NodeRef node{};
    Duration length{};
    friend bool operator==(const StallNode&, const StallNode&) = default;
};
struct PauseShards {
    Duration length{};
    friend bool operator==(const PauseShards&, const PauseShards&) = default;
};
/// What the node writes arrives that much later.
struct DelayNode {
    NodeRef node{};
    Duration latency{};
    friend bool operator==(const DelayNode&, const DelayNode&) = default;
};
/// The node writes pieces of 1, 2, ... `most` bytes, each a segment of its own; 0: as usual.
struct ChopNode {
    NodeRef node{};
    int most = 0;
    friend bool operator==(const ChopNode&, const ChopNode&) = default;
};
enum class Closing {
    Fin,   ///< what was written still arrives
    Reset, ///< RST
    Half,  ///< FIN of our side only: what the client writes is read, and never answered
};
/// Closes every socket of the node without a word.
struct DropNode {
    NodeRef node{};
    Closing how = Closing::Fin;
    friend bool operator==(const DropNode&, const DropNode&) = default;
};
/// What a node may have against new connections.
enum class Refusal {
    Connections, ///< connect() is refused
    Packets,     ///< connect() is never answered: a black hole
    Trust,       ///< its certificate is signed by nobody (needs TLS)
    Login,       ///< HELLO and AUTH are refused
    OptIn,       ///< CLIENT MAINT_NOTIFICATIONS is refused
};
struct RefuseNode {
    NodeRef node{};
    Refusal what = Refusal::Connections;
    std::optional<Duration> length{}; ///< nullopt: until `accept`
    friend bool operator==(const RefuseNode&, const RefuseNode&) = default;
};
/// Ends every refusal of the node.
struct AcceptNode {
    NodeRef node{};
    friend bool operator==(const AcceptNode&, const AcceptNode&) = default;
};
/// Moves the endpoint without announcing it.
struct BindEndpoint {
    NodeRef node{};
    RecordLag record{};
    friend bool operator==(const BindEndpoint&, const BindEndpoint&) = default;
};
/// What the endpoint's name leads to, in this order. A move replaces the node that leaves.
struct SetRecord {
    std::vector<NodeRef> nodes{};
    friend bool operator==(const SetRecord&, const SetRecord&) = default;
};
struct PushBytes {
    std::string bytes{};
    friend bool operator==(const PushBytes&, const PushBytes&) = default;
};
struct SetFlag {
    bool on = false;
    friend bool operator==(const SetFlag&, const SetFlag&) = default;
};
struct SetPassword {
    std::string password{}; ///< empty: none is needed
    friend bool operator==(const SetPassword&, const SetPassword&) = default;
};

using ClusterAction =
    std::variant<MoveEndpoint, OpenWindow, CloseWindow, AnnounceSlots, MoveSlots, RepeatFrames, StallNode,
                 PauseShards, DelayNode, ChopNode, DropNode, RefuseNode, AcceptNode, BindEndpoint, SetRecord,
                 PushBytes, SetFlag, SetPassword>;

struct ScenarioStep {
    Duration at{}; ///< since the scenario's start
    ClusterAction action;
};

/// A text file: comments (#), blank lines, and lines "at 3s ACTION" in any order. The first comment says what
/// it shows and, from a line that begins with "Expect:", what a protected client is to make of it.
struct Scenario {
    std::string description{};
    std::string expectation{};
    std::vector<ScenarioStep> steps; ///< by time
    int highestNode = 0;             ///< the largest node number that it names
    bool needsTls = false;           ///< it speaks of certificates
};

/// "800ms", "1.5s", "2m", "1h". nullopt: no number, no unit, negative, or more than a week.
[[nodiscard]] std::optional<Duration> parseDuration(std::string_view text);

/// One action. The error's `what` says what was expected and what was found.
[[nodiscard]] Result<ClusterAction> parseAction(std::string_view line);

/// A whole file; `name` (file or scenario name) and the line number go into the error's `where`.
[[nodiscard]] Result<Scenario> parseScenario(std::string_view text, const std::string& name);

} // namespace maintscope::demo
