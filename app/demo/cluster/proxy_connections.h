// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/agenda.h"
#include "app/demo/cluster/cluster_effects.h"
#include "app/demo/cluster/cluster_options.h"
#include "app/demo/cluster/cluster_settings.h"
#include "app/demo/cluster/command_server.h"
#include "app/demo/cluster/node_table.h"
#include "app/demo/wire/reply_splitter.h"
#include "app/demo/wire/resp_codec.h"
#include "client/types/time.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maintscope::demo {

/// One client connection to the proxy of a node.
struct Connection {
    /// A reply that is due. Later replies wait for it, so that they keep the order of their commands.
    struct Due {
        enum class From { Here, Backend, BackendUnseen };
        From from = From::Here;
        std::string bytes{}; ///< From::Here
        bool close = false;  ///< close the connection after it
    };

    Session session;
    int node = 0;
    int incarnation = 0; ///< of the node, at the time of the accept
    std::string localHost;
    resp::RequestParser parser;
    std::optional<resp::Command> held;                     ///< waits for the end of the pause
    std::string outbox;                                    ///< written while the node stalls
    std::deque<std::pair<MonoTime, std::string>> inFlight; ///< written to a slow network
    bool halfClosed = false;
    std::deque<Due> due; ///< empty without a backend
    resp::ReplySplitter upstream;
    int upstreamProtocol = 2;
    bool upstreamGreeted = false;
};

/// The client connections: commands in, replies and pushes out, a backend behind them. Replies keep the order
/// of their commands, and pushes go between them. Pure: the caller passes the time. What the constructor
/// refers to outlives the object.
class ProxyConnections {
public:
    /// A connection has opted in; what it gets at once is appended to `reply`.
    using OptedIn = std::function<void(Connection&, MonoTime now, std::string& reply)>;

    ProxyConnections(const ClusterOptions& options, const ClusterSettings& settings, NodeTable& nodes,
                     Agenda& agenda, OptedIn optedIn);

    void setPassword(Secret password) { m_server.setPassword(std::move(password)); }

    // What the caller of the cluster reports; see SimCluster.
    void accepted(ConnectionKey key, int on, std::string local, std::string peer, MonoTime now, Effects& out);
    void received(ConnectionKey key, std::string_view bytes, MonoTime now, Effects& out);
    void disconnected(ConnectionKey key);
    void upstreamReceived(ConnectionKey key, std::string_view bytes, MonoTime now, Effects& out);
    void upstreamLost(ConnectionKey key, Effects& out);

    /// Sends each opted-in connection the frame that `frame` returns for it; an empty frame is not sent.
    void announce(const std::function<std::string(const Connection&)>& frame, MonoTime now, Effects& out);
    /// Closes the connections for which `concerned` returns true.
    void closeIf(const std::function<bool(const Connection&)>& concerned, Closing how, Effects& out);
    /// The shards answer nothing until then.
    void pauseShards(MonoTime until);
    /// Continues the connections of nodes that no longer stall.
    void wake(MonoTime now, Effects& out);

    [[nodiscard]] std::optional<MonoTime> pausedUntil() const { return m_pausedUntil; }
    [[nodiscard]] std::size_t optedInCount() const;
    [[nodiscard]] std::size_t countOn(int node) const;
    [[nodiscard]] const ProxyCounts& counts() const { return m_counts; }

private:
    void process(Connection& connection, MonoTime now, Effects& out);
    void processAll(const std::vector<ConnectionKey>& keys, MonoTime now, Effects& out);
    void forward(Connection& connection, const resp::Command& command, Effects& out);
    void answer(Connection& connection, std::string reply, bool closing, MonoTime now, Effects& out);
    void send(Connection& connection, std::string bytes, MonoTime now, Effects& out);
    void flush(ConnectionKey key, MonoTime now, Effects& out);
    void finish(Connection& connection, Closing how, Effects& out);
    void close(ConnectionKey key, Closing how, Effects& out);

    const ClusterOptions& m_options;
    const ClusterSettings& m_settings;
    NodeTable& m_nodes;
    Agenda& m_agenda;
    OptedIn m_optedIn;
    ProxyCounts m_counts;
    CommandServer m_server;
    std::map<ConnectionKey, Connection> m_connections;
    std::optional<MonoTime> m_pausedUntil;
};

} // namespace maintscope::demo
