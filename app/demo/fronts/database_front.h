// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/sim_cluster.h"
#include "app/demo/fronts/listener.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QObject>
#include <QSslConfiguration>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

class QTcpSocket;

namespace maintscope::demo {

/// What the nodes show to TLS clients: the certificate that the CA file vouches for, and one that nobody
/// does.
struct TlsIdentities {
    QSslConfiguration trusted;
    QSslConfiguration stranger;
};

/// The sockets of the simulated database: feeds SimCluster with bytes and time, carries out its effects.
/// Confined to the thread that made it.
///
/// With a bind address in 127/8 node i listens on that address plus i, and all on one port; a name leads to
/// each node as well: "localhost" with a port of its own (also on ::1 where there is one). The endpoint's own
/// name, kDatabaseName, is told in a hosts file, which is written again whenever the record changes. With any
/// other address all nodes share it and have a port each, and there are no names.
class DatabaseFront : public QObject {
public:
    /// Empty `hostsFile`: none is written.
    DatabaseFront(ClusterOptions options, std::optional<TlsIdentities> tls, QString hostsFile);
    ~DatabaseFront() override;

    /// Keys are kept there. To be called before clients come.
    void setBackend(Endpoint backend) { m_backend = std::move(backend); }

    /// Port 0: any free one. The endpoint of the entry, or why not.
    Result<Endpoint> listen(const QHostAddress& bind, std::uint16_t port);
    [[nodiscard]] const std::vector<Endpoint>& nodes() const { return m_nodeEndpoints; }
    /// True when the endpoint's name leads somewhere.
    [[nodiscard]] bool hasName() const { return m_named; }

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
    void gone(ConnectionKey key);
    void carryOut(const SendBytes& send);
    void carryOut(const CloseSocket& close);
    void carryOut(const SendUpstream& send);
    void carryOut(const SetAccess& set);
    void carryOut(const SetCertificate& set);
    void carryOut(const SetName& set);
    [[nodiscard]] QTcpSocket* openUpstream(ConnectionKey key);
    void closeUpstream(ConnectionKey key);
    void arm();

    SimCluster m_cluster;
    std::optional<TlsIdentities> m_tls;
    QString m_hostsFile;
    bool m_named = false;
    Endpoint m_backend;
    QElapsedTimer m_clock;
    QTimer m_timer;
    std::vector<std::vector<std::unique_ptr<Listener>>> m_listeners; ///< [0]: the entry
    std::vector<Endpoint> m_nodeEndpoints;
    std::unordered_map<ConnectionKey, QTcpSocket*> m_sockets;
    std::unordered_map<ConnectionKey, QTcpSocket*> m_upstreams;
    ConnectionKey m_lastKey = 0;
    Effects m_effects;
};

/// The name of the simulated cluster, and of its database's endpoint. Both are in the certificates.
inline constexpr const char* kClusterName = "cluster.maintscope.test";
inline constexpr const char* kDatabaseName = "redis.cluster.maintscope.test";

} // namespace maintscope::demo
