// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// The actions on the simulated cluster. A line of a scenario or of the control port is one action: there is
// one parser (scenario_actions.h) and one vocabulary, which 'maintscope simulate --help' lists (actionHelp in
// simulate_command.cpp).
namespace maintscope::demo {

/// `Bound` is the node that the endpoint is bound to, `Next` the one after it (the first follows the last),
/// `All` every node.
struct NodeRef {
    enum class Kind { Number, Bound, Next, All };
    Kind kind = Kind::Number;
    int number = 0; ///< from 1; only for Kind::Number
    friend bool operator==(const NodeRef&, const NodeRef&) = default;
};

/// Which parts of an announced operation take place.
enum class Reach {
    Whole,     ///< the frame is sent and the operation is carried out
    Unsent,    ///< the operation is carried out, the frame is not sent
    FrameOnly, ///< the frame is sent, the operation is not carried out
};

/// The target that a MOVING names.
struct NamedTarget {
    enum class Form {
        AsAsked, ///< in the connection's endpoint type
        Null,
        Name, ///< the node's name, whatever the endpoint type; its address if it has no name
        V6,   ///< the node's IPv6 address; its address if it has no IPv6 address
        Other ///< `text`, verbatim
    };
    Form form = Form::AsAsked;
    std::optional<NodeRef> node{}; ///< a node other than the one that the endpoint moves to
    std::string text{};
    friend bool operator==(const NamedTarget&, const NamedTarget&) = default;
};

/// When the DNS record follows the endpoint to another node.
struct RecordLag {
    bool follows = true;             ///< false: never
    std::optional<Duration> after{}; ///< since the announcement; nullopt: together with the endpoint
    friend bool operator==(const RecordLag&, const RecordLag&) = default;
};

/// The endpoint moves from `from` to `to`; if both are the same node, its process is replaced behind the same
/// address. Default timing: docs "field measurements" in client/PROTOCOL.md, measured in StackExchange.Redis
/// PR 3202: grace 15 s, rebound at 8.6/15 of it, closed 0.7 to 4.1 s after it.
struct MoveEndpoint {
    NodeRef from{};
    NodeRef to{};
    Duration grace = std::chrono::seconds(15);
    NamedTarget target{};
    bool rebinds = true;                   ///< false: the endpoint stays at `from` until the close
    std::optional<Duration> rebindAfter{}; ///< since the announcement
    std::optional<Duration> closeAfter{};  ///< since the announcement; not before the announced grace ends
    RecordLag record{};
    std::optional<std::int64_t> sequence{}; ///< nullopt: the next one
    Reach reach = Reach::Whole;
    friend bool operator==(const MoveEndpoint&, const MoveEndpoint&) = default;
};
/// MIGRATING or FAILING_OVER. `pause`: the shards do not answer for this time, beginning at the announced
/// start. Shard ids are labels only: all keys pause together.
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
/// Sends the frame of every open operation again, with the remaining time.
struct RepeatFrames {
    friend bool operator==(const RepeatFrames&, const RepeatFrames&) = default;
};
/// The node neither reads nor writes for this time; its sockets stay open.
struct StallNode {
    NodeRef node{};
    Duration length{};
    friend bool operator==(const StallNode&, const StallNode&) = default;
};
struct PauseShards {
    Duration length{};
    friend bool operator==(const PauseShards&, const PauseShards&) = default;
};
/// What the node writes arrives later by `latency`.
struct DelayNode {
    NodeRef node{};
    Duration latency{};
    friend bool operator==(const DelayNode&, const DelayNode&) = default;
};
/// The node writes pieces of 1, 2, ... `most` bytes, each in its own segment; 0 ends this.
struct ChopNode {
    NodeRef node{};
    int most = 0;
    friend bool operator==(const ChopNode&, const ChopNode&) = default;
};
enum class Closing {
    Fin,   ///< bytes that are already written still arrive
    Reset, ///< RST
    Half,  ///< FIN of the node's side only: it reads what the client writes, and never answers
};
/// Closes every socket of the node, unannounced.
struct DropNode {
    NodeRef node{};
    Closing how = Closing::Fin;
    friend bool operator==(const DropNode&, const DropNode&) = default;
};
/// How a node refuses new connections.
enum class Refusal {
    Connections, ///< connect() is refused
    Packets,     ///< connect() is never answered: a black hole
    Trust,       ///< the node's certificate has no trusted issuer (needs TLS)
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
/// The nodes that the endpoint's name resolves to, in this order. A move replaces the node that it leaves.
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
    std::string password{}; ///< empty: no password is needed
    friend bool operator==(const SetPassword&, const SetPassword&) = default;
};

using ClusterAction =
    std::variant<MoveEndpoint, OpenWindow, CloseWindow, AnnounceSlots, MoveSlots, RepeatFrames, StallNode,
                 PauseShards, DelayNode, ChopNode, DropNode, RefuseNode, AcceptNode, BindEndpoint, SetRecord,
                 PushBytes, SetFlag, SetPassword>;

} // namespace maintscope::demo
