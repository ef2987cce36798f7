// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/listener.h"
#include "app/demo/sim_cluster.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QObject>
#include <QSslConfiguration>
#include <QTimer>

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

class QTcpSocket;

namespace maintscope::demo {

/// The sockets of the simulated database: feeds SimCluster with bytes and time, carries out its effects.
/// Confined to the thread that made it.
///
/// With a bind address in 127/8 node i listens on that address plus i, and all on one port; a name leads to
/// each node as well: "localhost" with a port of its own (also on ::1 where there is one). With any other
/// address all nodes share it and have a port each, and there are no names.
class DatabaseFront : public QObject {
public:
    DatabaseFront(ClusterOptions options, std::optional<QSslConfiguration> tls);
    ~DatabaseFront() override;

    /// Port 0: any free one. The endpoint of the entry, or why not.
    Result<Endpoint> listen(const QHostAddress& bind, std::uint16_t port);
    [[nodiscard]] const std::vector<Endpoint>& nodes() const { return m_nodeEndpoints; }

    [[nodiscard]] SimCluster& cluster() { return m_cluster; }
    [[nodiscard]] MonoTime now() const;
    /// Carries out what an action on the cluster asked for, and arms the timer.
    void perform(Effects& effects);

private:
    [[nodiscard]] Result<std::uint16_t> open(int node, const QHostAddress& address, std::uint16_t port);
    [[nodiscard]] Result<Endpoint> listenOnLoopbackBlock(const QHostAddress& bind, std::uint16_t port);
    [[nodiscard]] Result<Endpoint> listenOnOneAddress(const QHostAddress& bind, std::uint16_t port);
    void accept(int node, QTcpSocket* socket);
    void read(ConnectionKey key, QTcpSocket* socket);
    void arm();

    SimCluster m_cluster;
    std::optional<QSslConfiguration> m_tls;
    QElapsedTimer m_clock;
    QTimer m_timer;
    std::vector<std::vector<std::unique_ptr<Listener>>> m_listeners; ///< [0]: the entry
    std::vector<Endpoint> m_nodeEndpoints;
    std::unordered_map<ConnectionKey, QTcpSocket*> m_sockets;
    ConnectionKey m_lastKey = 0;
    Effects m_effects;
};

} // namespace maintscope::demo
