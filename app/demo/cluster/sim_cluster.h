// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/agenda.h"
#include "app/demo/cluster/cluster_action.h"
#include "app/demo/cluster/cluster_effects.h"
#include "app/demo/cluster/cluster_options.h"
#include "app/demo/cluster/cluster_settings.h"
#include "app/demo/cluster/maintenance_operations.h"
#include "app/demo/cluster/node_table.h"
#include "app/demo/cluster/proxy_connections.h"
#include "app/demo/cluster/scenario.h"
#include "app/demo/cluster/scenario_runner.h"
#include "client/types/endpoint.h"
#include "client/types/result.h"
#include "client/types/time.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maintscope::demo {

/// A proxied database on several nodes, as its clients see it. Pure: the caller owns the sockets and passes
/// the time.
///
/// All nodes share one key space, or one backend; every connection belongs to the node that accepted it. The
/// endpoint of the database is bound to one node at a time. Clients reach it at the entry address, which
/// stands for the endpoint's DNS name: a connection that is accepted there belongs to a node that the name
/// resolves to at that moment. The record follows the endpoint at once, later, or never, as the scenario
/// says; SetName reports each change to the caller.
///
/// Behaviour and default timing follow measurements on real deployments (StackExchange.Redis PR 3202, PR
/// 3194; redis-py and node-redis scenario tests). Only opted-in connections get frames. One sequence, which
/// starts at 0, numbers the frames of all kinds. A connection that opts in during a window gets its frame
/// with the remaining time. Every connection that opts in gets the last MIGRATED or FAILED_OVER, whatever its
/// age. A MOVING rebinds the endpoint after 8.6/15 of its grace; some seconds after the grace every socket of
/// the node is closed. A node that the endpoint has left refuses connections from the rebind on, until the
/// endpoint comes back to it. A move to the same node replaces its process: from the rebind on connections
/// reach the new process.
///
/// `speed` divides durations. Seconds on the wire are rounded up, and announced times are kept: no socket is
/// closed and no operation starts before the time in the frame.
///
/// While the switch is off, new opt-ins are refused; connections that have opted in still get frames, or not,
/// as ClusterSettings says.
class SimCluster {
public:
    explicit SimCluster(ClusterOptions options);
    SimCluster(const SimCluster&) = delete;
    SimCluster& operator=(const SimCluster&) = delete;

    /// Sets the addresses, once the listeners know their ports. `nodes[i]` is node i+1; an empty host stands
    /// for the address that the client itself has connected to. `names[i]` is a name of node i+1; if it is
    /// empty, the frames contain the address instead. The same holds for `v6`.
    void setAddresses(std::vector<Endpoint> nodes, std::vector<Endpoint> names, std::vector<Endpoint> v6) {
        m_nodes.setAddresses(std::move(nodes), std::move(names), std::move(v6));
    }

    /// A client was accepted at the entry address (node 0) or at a node. `local` and `peer` are address:port.
    void accepted(ConnectionKey connection, int node, std::string local, std::string peer, MonoTime now,
                  Effects& out) {
        m_connections.accepted(connection, node, std::move(local), std::move(peer), now, out);
    }
    void received(ConnectionKey connection, std::string_view bytes, MonoTime now, Effects& out) {
        m_connections.received(connection, bytes, now, out);
    }
    /// The client closed the connection, or it was lost. Not for closes that an effect asked for.
    void disconnected(ConnectionKey connection) { m_connections.disconnected(connection); }
    /// The backend answered on this client's connection to it.
    void upstreamReceived(ConnectionKey connection, std::string_view bytes, MonoTime now, Effects& out) {
        m_connections.upstreamReceived(connection, bytes, now, out);
    }
    /// The client's connection to the backend was lost or could not be made.
    void upstreamLost(ConnectionKey connection, Effects& out) { m_connections.upstreamLost(connection, out); }

    /// Carries out an action. Error: a node that does not exist, or a switch that this version does not have.
    Status apply(const ClusterAction& action, MonoTime now, Effects& out);
    /// Replaces the running scenario. Error: it names a node that does not exist, or needs TLS.
    Status run(Scenario scenario, const std::string& name, ScenarioStart start, MonoTime now);

    /// Carries out what is due.
    void advance(MonoTime now, Effects& out) { m_agenda.advance(now, out); }
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const { return m_agenda.nextDeadline(); }

    [[nodiscard]] ClusterSettings& settings() { return m_settings; }
    [[nodiscard]] const ClusterSettings& settings() const { return m_settings; }
    [[nodiscard]] int boundNode() const { return m_nodes.bound(); }
    [[nodiscard]] const std::vector<int>& record() const { return m_nodes.record(); }
    [[nodiscard]] int nodeCount() const { return m_nodes.count(); }
    [[nodiscard]] std::size_t optedInCount() const { return m_connections.optedInCount(); }
    [[nodiscard]] const ProxyCounts& counts() const { return m_connections.counts(); }
    /// The state as one line of JSON, for the control port.
    [[nodiscard]] std::string describe() const;

private:
    Status setFlag(const SetFlag& action);
    Status drop(const DropNode& action, Effects& out);

    ClusterOptions m_options;
    ClusterSettings m_settings;
    Agenda m_agenda;
    NodeTable m_nodes;
    ProxyConnections m_connections;
    MaintenanceOperations m_operations;
    ScenarioRunner m_scenario;
};

} // namespace maintscope::demo
