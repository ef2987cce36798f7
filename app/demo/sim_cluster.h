// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster_settings.h"
#include "app/demo/command_server.h"
#include "app/demo/scenario.h"
#include "client/types/endpoint.h"
#include "client/types/result.h"
#include "client/types/time.h"

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace maintscope::demo {

/// What the caller is to do after a step, in this order.
struct SendBytes {
    ConnectionKey connection = 0;
    std::string bytes;
};
struct CloseSocket {
    ConnectionKey connection = 0;
    bool reset = false; ///< RST; else what was sent before still arrives, then FIN
};
/// Start or stop to take new connections. Node 0 is the entry address.
struct SetListening {
    int node = 0;
    bool on = true;
};
using Effect = std::variant<SendBytes, CloseSocket, SetListening>;
using Effects = std::vector<Effect>;

enum class ScenarioStart { OnOptIn, Now };

struct ClusterOptions {
    int nodes = 3;
    double speed = 1; ///< divides every simulated duration
    bool loop = false;
    ServerProfile profile = ServerProfile::V8_0_16;
    bool clientMaintNotifications = true;
    Secret password{};
    WallTime startedAt{}; ///< wall clock at MonoTime zero, for TIME
};

/// A proxied database on several nodes, as its clients see it. Pure: sockets and clock are the caller's.
///
/// Nodes share one key space; every connection belongs to the node that accepted it. The database's endpoint
/// is bound to one node at a time. Clients reach it at the entry address, which stands for the endpoint's DNS
/// name: a connection accepted there belongs to the node that the endpoint is bound to at that moment, so the
/// "record" changes when the endpoint is rebound. (A real record may lag further behind; see the field
/// measurements.)
///
/// Behaviour and default timing follow what was measured on real deployments (StackExchange.Redis PR 3202, PR
/// 3194; redis-py and node-redis scenario tests): only opted-in connections are told; one sequence, starting
/// at 0, for all kinds; an opt-in inside a window is told of it with the time that is left; the last MIGRATED
/// or FAILED_OVER is told to every new opt-in, whatever its age; a MOVING rebinds the endpoint after 8.6/15
/// of its grace, and some seconds after the grace every socket of the node is closed, warned or not. A node
/// that left the endpoint refuses connections from the rebind on, until the endpoint comes back to it.
///
/// `speed` divides durations. Seconds on the wire are rounded up, and what was announced is kept: no socket
/// is closed and no operation starts earlier than the frame said.
///
/// When the switch is turned off, connections that have opted in keep being told; new opt-ins are refused.
class SimCluster {
public:
    explicit SimCluster(ClusterOptions options);
    SimCluster(const SimCluster&) = delete;
    SimCluster& operator=(const SimCluster&) = delete;

    /// Where clients find things, once the listeners know their ports. `nodes[i]` is node i+1; an empty host
    /// stands for the address that the client itself connected to. `names[i]` leads to node i+1 by a name;
    /// empty: there is none, and addresses are announced in its place.
    void setAddresses(std::vector<Endpoint> nodes, std::vector<Endpoint> names);

    /// A client was accepted at the entry address (node 0) or at a node. `local` and `peer` are address:port.
    void accepted(ConnectionKey connection, int node, std::string local, std::string peer, MonoTime now,
                  Effects& out);
    void received(ConnectionKey connection, std::string_view bytes, MonoTime now, Effects& out);
    /// The client closed the connection, or it was lost. Not for closes that an effect asked for.
    void disconnected(ConnectionKey connection);

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
    [[nodiscard]] int nodeCount() const { return static_cast<int>(m_nodes.size()); }
    [[nodiscard]] std::size_t connectionCount() const { return m_connections.size(); }
    [[nodiscard]] std::size_t optedInCount() const;
    /// One line of JSON for the control port.
    [[nodiscard]] std::string describe() const;

private:
    struct Connection {
        Session session;
        int node = 0;
        std::string localHost;
        resp::RequestParser parser;
        std::optional<resp::Command> held; ///< waits for the shards to go on
        std::string outbox;                ///< written while the node stalls
    };
    struct Node {
        Endpoint address;
        Endpoint name;
        bool retired = false;
        bool refusing = false;
        std::uint64_t refusal = 0; ///< generation: an older "accept again" must not end a newer refusal
        std::optional<MonoTime> stalledUntil;
    };
    enum class Kind { Moving, Migrating, FailingOver, Smigrating };
    struct Operation {
        std::uint64_t id = 0;
        Kind kind = Kind::Moving;
        std::int64_t sequence = 0;
        std::string subject; ///< shards as JSON, or slots
        int from = 0;        ///< Moving only
        int to = 0;          ///< Moving only
        bool nullEndpoint = false;
        std::string endpoint; ///< forced one
        MonoTime announced{}; ///< end of the grace, or start of the operation, as first told
        MonoTime
            keepUntil{};  ///< the same with late joiners, who were told whole seconds; then end of the pause
        Duration pause{}; ///< of the shards, still to come
        MonoTime closeAt{}; ///< Moving only
    };
    using Task = std::function<void(MonoTime, Effects&)>;

    [[nodiscard]] Duration scaled(Duration duration) const;
    void at(MonoTime when, Task task);
    [[nodiscard]] Result<int> resolve(const NodeRef& ref) const;
    [[nodiscard]] Node& node(int number) { return m_nodes[static_cast<std::size_t>(number - 1)]; }
    [[nodiscard]] const Node& node(int number) const { return m_nodes[static_cast<std::size_t>(number - 1)]; }

    void process(Connection& connection, MonoTime now, Effects& out);
    void send(Connection& connection, std::string bytes, Effects& out);
    void close(ConnectionKey key, bool reset, Effects& out);
    void closeNode(int number, bool reset, Effects& out);
    void optedIn(Connection& connection, MonoTime now, std::string& reply);
    void syncListeners(Effects& out);
    void bind(int number, Effects& out);
    void processAll(const std::vector<ConnectionKey>& keys, MonoTime now, Effects& out);

    template <class Frame>
    void announce(const Frame& frame, int onlyNode, Effects& out);
    [[nodiscard]] std::string openerFrame(const Operation& operation, const Connection& to,
                                          std::int64_t seconds) const;
    [[nodiscard]] std::optional<std::string> movingEndpoint(const Operation& operation,
                                                            const Connection& to) const;

    Status move(const MoveEndpoint& action, MonoTime now, Effects& out);
    Status openWindow(Kind kind, const std::string& subject, std::optional<Duration> startsIn, Duration pause,
                      MonoTime now, Effects& out);
    Status closeWindow(const CloseWindow& action, MonoTime now, Effects& out);
    Status moveSlots(const MoveSlots& action, MonoTime now, Effects& out);
    Status stall(const StallNode& action, MonoTime now);
    void closeWhenDue(std::uint64_t id, MonoTime when);
    void pauseWhenDue(std::uint64_t id, MonoTime when);
    void pauseShards(MonoTime until);
    Status refuse(const RefuseNode& action, MonoTime now, Effects& out);

    void startScenario(MonoTime now);
    void scheduleStep(std::size_t index, MonoTime when);
    void startNextRound(MonoTime now);
    [[nodiscard]] Operation* find(std::uint64_t id);

    ClusterOptions m_options;
    ClusterSettings m_settings;
    CommandServer m_server;
    std::vector<Node> m_nodes;
    std::vector<bool> m_listening; ///< as last asked for; [0] is the entry
    std::map<ConnectionKey, Connection> m_connections;
    std::multimap<MonoTime, Task> m_tasks;
    std::list<Operation> m_operations;
    std::uint64_t m_lastOperation = 0;
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
