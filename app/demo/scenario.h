// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/time.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace maintscope::demo {

/// What can be done to the simulated cluster, by a line of a scenario or of the control port: one parser, one
/// vocabulary. Words in brackets may be left out.
///
///   moving [node] 1|bound [->|to] [node] 2|next [grace 15s] [endpoint null|HOST:PORT] [rebind after
///   8s|never]
///          [close after 17s]
///   migrating [shards] 2,4 [in 2s] [pause 1500ms]       migrated [shards] 2,4 [unsent]
///   failing-over [shard] 21 [in 2s] [pause 1500ms]      failed-over [shard] 21 [unsent]
///   smigrating [slots] 0-100,200 [in 2s]                smigrated [slots] 0-100,200 [node] 1 [->|to] [node]
///   2 stall [node] 1|bound|all [for] 800ms                pause [shards] [for] 1500ms drop [node]
///   1|bound|all [reset]                     refuse [node] 1|bound [for 3s] accept [node] 1|bound bind [node]
///   2|next push >3\r\n...   (to every opted-in connection; \r \n \t \\ \" \xHH) flag on|off password [WORD]

/// `Bound` is the node that the endpoint is bound to, `Next` the one after it (in a circle), `All` every
/// node.
struct NodeRef {
    enum class Kind { Number, Bound, Next, All };
    Kind kind = Kind::Number;
    int number = 0; ///< from 1; only for Kind::Number
    friend bool operator==(const NodeRef&, const NodeRef&) = default;
};

/// The endpoint leaves `from` and gains `to`. Default timing: docs "field measurements" in
/// client/PROTOCOL.md, measured in StackExchange.Redis PR 3202: grace 15 s, rebound at 8.6/15 of it, closed
/// 0.7 to 4.1 s after it.
struct MoveEndpoint {
    NodeRef from{};
    NodeRef to{};
    Duration grace = std::chrono::seconds(15);
    bool nullEndpoint = false;             ///< name no target, whatever was asked for
    std::string endpoint{};                ///< name this one instead; empty: the target, as asked for
    bool rebinds = true;                   ///< false: the endpoint stays where it is until the close
    std::optional<Duration> rebindAfter{}; ///< from the announcement
    std::optional<Duration> closeAfter{};  ///< from the announcement; never before the announced grace ends
    friend bool operator==(const MoveEndpoint&, const MoveEndpoint&) = default;
};
/// MIGRATING or FAILING_OVER. `pause`: shards answer nothing for that long, from the announced start on.
/// Shard ids are labels: all keys pause together.
struct OpenWindow {
    bool failover = false;
    std::vector<std::string> shards{};
    std::optional<Duration> startsIn{}; ///< nullopt: the cluster's handoff delay
    Duration pause{};
    friend bool operator==(const OpenWindow&, const OpenWindow&) = default;
};
/// MIGRATED or FAILED_OVER. `unsent`: the operation ends, the frame is lost.
struct CloseWindow {
    bool failover = false;
    std::vector<std::string> shards{};
    bool unsent = false;
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
/// Closes every socket of the node without a word.
struct DropNode {
    NodeRef node{};
    bool reset = false; ///< with RST instead of FIN
    friend bool operator==(const DropNode&, const DropNode&) = default;
};
/// The node takes no new connections.
struct RefuseNode {
    NodeRef node{};
    std::optional<Duration> length{}; ///< nullopt: until `accept`
    friend bool operator==(const RefuseNode&, const RefuseNode&) = default;
};
struct AcceptNode {
    NodeRef node{};
    friend bool operator==(const AcceptNode&, const AcceptNode&) = default;
};
/// Moves the endpoint without announcing it.
struct BindEndpoint {
    NodeRef node{};
    friend bool operator==(const BindEndpoint&, const BindEndpoint&) = default;
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
    std::variant<MoveEndpoint, OpenWindow, CloseWindow, AnnounceSlots, MoveSlots, StallNode, PauseShards,
                 DropNode, RefuseNode, AcceptNode, BindEndpoint, PushBytes, SetFlag, SetPassword>;

struct ScenarioStep {
    Duration at{}; ///< since the scenario's start
    ClusterAction action;
};

/// A text file: comments (#), blank lines, and lines "at 3s ACTION" in any order. The first comment says what
/// it shows.
struct Scenario {
    std::string description{};
    std::vector<ScenarioStep> steps; ///< by time
    int highestNode = 0;             ///< the largest node number that it names
};

/// "800ms", "1.5s", "2m", "1h". nullopt: no number, no unit, negative, or more than a week.
[[nodiscard]] std::optional<Duration> parseDuration(std::string_view text);

/// One action. The error's `what` says what was expected and what was found.
[[nodiscard]] Result<ClusterAction> parseAction(std::string_view line);

/// A whole file; `name` (file or scenario name) and the line number go into the error's `where`.
[[nodiscard]] Result<Scenario> parseScenario(std::string_view text, const std::string& name);

} // namespace maintscope::demo
