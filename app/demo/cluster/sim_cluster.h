// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/cluster_settings.h"
#include "app/demo/cluster/command_server.h"
#include "app/demo/cluster/door.h"
#include "app/demo/cluster/scenario.h"
#include "app/demo/wire/reply_splitter.h"
#include "client/types/endpoint.h"
#include "client/types/result.h"
#include "client/types/time.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace maintscope::demo {

/// What the caller is to do after a step, in this order.
struct SendBytes {
    ConnectionKey connection = 0;
    std::string bytes;
};
/// Its connection to the backend, if it has one, goes with it (not with Closing::Half).
struct CloseSocket {
    ConnectionKey connection = 0;
    Closing how = Closing::Fin;
};
/// To the backend, on a connection of this client's own, which is opened when there is none.
struct SendUpstream {
    ConnectionKey connection = 0;
    std::string bytes;
};
struct SetDoor {
    int node = 0; ///< 0: the entry address
    Door door = Door::Open;
};
/// Which certificate a node shows from now on.
struct SetCertificate {
    int node = 0;
    bool trusted = true;
};
/// What the endpoint's name leads to from now on, node numbers in order.
struct SetName {
    std::vector<int> nodes;
};
using Effect = std::variant<SendBytes, CloseSocket, SendUpstream, SetDoor, SetCertificate, SetName>;
using Effects = std::vector<Effect>;

enum class ScenarioStart { OnOptIn, Now };

struct ClusterOptions {
    int nodes = 3;
    double speed = 1; ///< divides every simulated duration
    bool loop = false;
    ServerProfile profile = ServerProfile::V8_0_16;
    bool clientMaintNotifications = true;
    Secret password{};
    bool tls = false;     ///< whether certificates can be spoken of
    bool backend = false; ///< keys are somebody else's: what is not about the connection goes upstream
    std::string backendUser{};
    Secret backendPassword{}; ///< empty: none is needed
    WallTime startedAt{};     ///< wall clock at MonoTime zero, for TIME
};

/// A proxied database on several nodes, as its clients see it. Pure: sockets and clock are the caller's.
///
/// Nodes share one key space, or one backend; every connection belongs to the node that accepted it. The
/// database's endpoint is bound to one node at a time. Clients reach it at the entry address, which stands
/// for the endpoint's DNS name: a connection accepted there belongs to a node that the name leads to at that
/// moment. The record follows the endpoint at once, later, or never, as the scenario says; SetName tells the
/// caller of each change.
///
/// Behaviour and default timing follow what was measured on real deployments (StackExchange.Redis PR 3202, PR
/// 3194; redis-py and node-redis scenario tests): only opted-in connections are told; one sequence, starting
/// at 0, for all kinds; an opt-in inside a window is told of it with the time that is left; the last MIGRATED
/// or FAILED_OVER is told to every new opt-in, whatever its age; a MOVING rebinds the endpoint after 8.6/15
/// of its grace, and some seconds after the grace every socket of the node is closed, warned or not. A node
/// that left the endpoint refuses connections from the rebind on, until the endpoint comes back to it. A node
/// that moves to itself is a process that is replaced: from the rebind on connections reach the new one.
///
/// `speed` divides durations. Seconds on the wire are rounded up, and what was announced is kept: no socket
/// is closed and no operation starts earlier than the frame said.
///
/// When the switch is turned off, new opt-ins are refused; connections that have opted in keep being told, or
/// not, as ClusterSettings says.
///
/// With a backend, replies keep their order, and pushes of ours come between them. Pub/sub and MONITOR are
/// unknown commands there, too.
///
/// Implementation by subject: sim_cluster.cpp (connections, commands), sim_cluster_nodes.cpp (doors, names,
/// faults), sim_cluster_operations.cpp (announced maintenance), sim_cluster_scenario.cpp.
class SimCluster {
public:
    explicit SimCluster(ClusterOptions options);
    SimCluster(const SimCluster&) = delete;
    SimCluster& operator=(const SimCluster&) = delete;

    /// Where clients find things, once the listeners know their ports. `nodes[i]` is node i+1; an empty host
    /// stands for the address that the client itself connected to. `names[i]` leads to node i+1 by a name;
    /// empty: there is none, and addresses are announced in its place. So for `v6`.
    void setAddresses(std::vector<Endpoint> nodes, std::vector<Endpoint> names, std::vector<Endpoint> v6);

    /// A client was accepted at the entry address (node 0) or at a node. `local` and `peer` are address:port.
    void accepted(ConnectionKey connection, int node, std::string local, std::string peer, MonoTime now,
                  Effects& out);
    void received(ConnectionKey connection, std::string_view bytes, MonoTime now, Effects& out);
    /// The client closed the connection, or it was lost. Not for closes that an effect asked for.
    void disconnected(ConnectionKey connection);
    /// The backend answered on this client's connection to it, or that one was lost or could not be made.
    void upstreamReceived(ConnectionKey connection, std::string_view bytes, MonoTime now, Effects& out);
    void upstreamLost(ConnectionKey connection, Effects& out);

    /// Error: a node that does not exist, an operation that is not open.
    Status apply(const ClusterAction& action, MonoTime now, Effects& out);
    /// Replaces the scenario that runs. Error: it names more nodes than there are.
    Status run(Scenario scenario, const std::string& name, ScenarioStart start, MonoTime now);

    /// Does what is due.
    void advance(MonoTime now, Effects& out);
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const;

    [[nodiscard]] ClusterSettings& settings() { return m_settings; }
    [[nodiscard]] const ClusterSettings& settings() const { return m_settings; }
    [[nodiscard]] int boundNode() const { return m_bound; }
    [[nodiscard]] const std::vector<int>& record() const { return m_record; }
    [[nodiscard]] int nodeCount() const { return static_cast<int>(m_nodes.size()); }
    [[nodiscard]] std::size_t connectionCount() const { return m_connections.size(); }
    [[nodiscard]] std::size_t optedInCount() const;
    [[nodiscard]] const ProxyCounts& counts() const { return m_counts; }
    /// One line of JSON for the control port.
    [[nodiscard]] std::string describe() const;

private:
    /// A reply that is due. Everything behind it waits, so that replies keep the order of their commands.
    struct Due {
        enum class From { Here, Backend, BackendUnseen };
        From from = From::Here;
        std::string bytes{}; ///< From::Here
        bool close = false;  ///< after it
    };
    struct Connection {
        Session session;
        int node = 0;
        int incarnation = 0; ///< of the node, when it was accepted
        std::string localHost;
        resp::RequestParser parser;
        std::optional<resp::Command> held;                     ///< waits for the shards to go on
        std::string outbox;                                    ///< written while the node stalls
        std::deque<std::pair<MonoTime, std::string>> inFlight; ///< written to a slow network
        bool halfClosed = false;
        std::deque<Due> due; ///< empty without a backend
        resp::ReplySplitter upstream;
        int upstreamProtocol = 2;
        bool upstreamGreeted = false;
    };
    struct Node {
        Endpoint address;
        Endpoint name;
        Endpoint v6;
        bool retired = false;
        int incarnation = 0;                       ///< grows when what serves the endpoint here is replaced
        std::map<Refusal, std::uint64_t> refusals; ///< and their generation, see m_lastRefusal
        std::optional<MonoTime> stalledUntil;
        Duration latency{};
        int mostPerSegment = 0;

        [[nodiscard]] bool refuses(Refusal what) const { return refusals.contains(what); }
        [[nodiscard]] Door door() const {
            if (refuses(Refusal::Packets)) return Door::BlackHole;
            return retired || refuses(Refusal::Connections) ? Door::Closed : Door::Open;
        }
    };
    enum class Kind { Moving, Migrating, FailingOver, Smigrating };
    struct Operation {
        std::uint64_t id = 0;
        Kind kind = Kind::Moving;
        std::int64_t sequence = 0;
        std::string subject; ///< shards as JSON, or slots
        int from = 0;        ///< Moving only; so the rest down to `target`
        int incarnation = 0; ///< of `from`
        int to = 0;
        int named = 0; ///< the node that is announced as the target
        NamedTarget target;
        bool movesRecord = false;
        MonoTime announced{}; ///< end of the grace, or start of the operation, as first told
        MonoTime
            keepUntil{};  ///< the same with late joiners, who were told whole seconds; then end of the pause
        Duration pause{}; ///< of the shards, still to come
        MonoTime closeAt{}; ///< Moving only

        [[nodiscard]] bool concerns(const Connection& connection) const {
            return kind != Kind::Moving || (connection.node == from && connection.incarnation == incarnation);
        }
    };
    using Task = std::function<void(MonoTime, Effects&)>;

    [[nodiscard]] Duration scaled(Duration duration) const;
    void at(MonoTime when, Task task);
    [[nodiscard]] Result<int> resolve(const NodeRef& ref) const;
    /// First and last of the nodes that are meant, which may be all.
    [[nodiscard]] Result<std::pair<int, int>> resolveRange(const NodeRef& ref) const;
    [[nodiscard]] Node& node(int number) { return m_nodes[static_cast<std::size_t>(number - 1)]; }
    [[nodiscard]] const Node& node(int number) const { return m_nodes[static_cast<std::size_t>(number - 1)]; }

    // connections and commands
    void process(Connection& connection, MonoTime now, Effects& out);
    void processAll(const std::vector<ConnectionKey>& keys, MonoTime now, Effects& out);
    void forward(Connection& connection, const resp::Command& command, Effects& out);
    void answer(Connection& connection, std::string reply, bool close, MonoTime now, Effects& out);
    void send(Connection& connection, std::string bytes, MonoTime now, Effects& out);
    void flush(ConnectionKey key, MonoTime now, Effects& out);
    void finish(Connection& connection, Closing how, Effects& out);
    void close(ConnectionKey key, Closing how, Effects& out);
    void optedIn(Connection& connection, MonoTime now, std::string& reply);

    // nodes
    [[nodiscard]] Door entryDoor() const;
    [[nodiscard]] int entryNode();
    void syncDoors(Effects& out);
    void bind(int number, Effects& out);
    void replaceInRecord(int from, int to, Effects& out);
    Status bindUnannounced(const BindEndpoint& action, MonoTime now, Effects& out);
    Status setRecord(const SetRecord& action, Effects& out);
    Status stall(const StallNode& action, MonoTime now);
    Status drop(const DropNode& action, Effects& out);
    Status refuse(const RefuseNode& action, MonoTime now, Effects& out);
    Status accept(const AcceptNode& action, Effects& out);
    template <class Change>
    Status changeNodes(const NodeRef& ref, Change change);
    Status setLatency(const DelayNode& action);
    Status setPieces(const ChopNode& action);

    // announced maintenance
    void push(const PushBytes& action, MonoTime now, Effects& out);
    template <class Frame>
    void announce(const Frame& frame, MonoTime now, Effects& out);
    void announceOpener(const Operation& operation, std::int64_t seconds, MonoTime now, Effects& out);
    [[nodiscard]] std::string openerFrame(const Operation& operation, const Connection& to,
                                          std::int64_t seconds) const;
    [[nodiscard]] std::optional<std::string> movingEndpoint(const Operation& operation,
                                                            const Connection& to) const;
    Status move(const MoveEndpoint& action, MonoTime now, Effects& out);
    void takeOver(Operation& operation);
    void rebindWhenDue(std::uint64_t id, MonoTime when);
    void closeWhenDue(std::uint64_t id, MonoTime when);
    void moveRecordWhenDue(const Operation& operation, MonoTime when);
    Status openShardWindow(const OpenWindow& action, MonoTime now, Effects& out);
    Status openWindow(Kind kind, const std::string& subject, const OpenWindow& action, MonoTime now,
                      Effects& out);
    Status closeWindow(const CloseWindow& action, MonoTime now, Effects& out);
    Status moveSlots(const MoveSlots& action, MonoTime now, Effects& out);
    void repeatFrames(MonoTime now, Effects& out);
    void pauseWhenDue(std::uint64_t id, MonoTime when);
    void pauseShards(MonoTime until);
    Status setFlag(const SetFlag& action);
    [[nodiscard]] Operation* find(std::uint64_t id);

    // scenario
    void startScenario(MonoTime now);
    void scheduleStep(std::size_t index, MonoTime when);
    void startNextRound(MonoTime now);

    ClusterOptions m_options;
    ClusterSettings m_settings;
    ProxyCounts m_counts;
    CommandServer m_server;
    std::vector<Node> m_nodes;
    std::vector<Door> m_doors;       ///< as last asked for; [0] is the entry
    std::vector<bool> m_trusted;     ///< so are the certificates
    std::vector<int> m_record{1};    ///< what the endpoint's name leads to
    std::size_t m_entryTurn = 0;     ///< the entry takes the nodes of the record in turn
    std::uint64_t m_lastRefusal = 0; ///< an older "accept again" must not end a newer refusal
    std::map<ConnectionKey, Connection> m_connections;
    std::multimap<MonoTime, Task> m_tasks;
    std::list<Operation> m_operations;
    std::uint64_t m_lastOperation = 0;
    std::set<std::uint64_t> m_redirected; ///< operations whose record is still to move, and must not
    std::int64_t m_nextSequence = 0;
    std::string m_retained; ///< last MIGRATED or FAILED_OVER, as a frame
    std::size_t m_moves = 0;
    int m_bound = 1;
    std::optional<MonoTime> m_pausedUntil;

    std::shared_ptr<const Scenario> m_scenario;
    std::string m_scenarioName;
    std::string m_scenarioError;
    bool m_scenarioWaits = false;
    std::uint64_t m_scenarioRun = 0; ///< generation: steps of a replaced scenario do nothing
    std::size_t m_stepsLeft = 0;
    Duration m_roundedUp{}; ///< by the last announcement: whole seconds minus the scaled time
};

} // namespace maintscope::demo
