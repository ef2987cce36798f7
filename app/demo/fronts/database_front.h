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

/// The certificates that the nodes present to TLS clients: one that the CA file makes trusted, and one
/// without a trusted issuer.
struct TlsIdentities {
    QSslConfiguration trusted;
    QSslConfiguration stranger;
};

/// The sockets of the simulated database: passes bytes and time to SimCluster and carries out its effects.
/// Confined to the thread that created it.
///
/// With a bind address in 127/8, node i listens on that address plus i, all nodes on the same port. Each node
/// also has a name: "localhost" with a port of its own (also on ::1, if it exists). The name of the endpoint,
/// kDatabaseName, is in a hosts file, which is rewritten when the record changes. With any other address all
/// nodes share the address and have a port each, and there are no names.
class DatabaseFront : public QObject {
public:
    /// An empty `hostsFile` means that none is written.
    DatabaseFront(ClusterOptions options, std::optional<TlsIdentities> tls, QString hostsFile);
    ~DatabaseFront() override;

    /// Sets the server that holds the keys. Call it before clients connect.
    void setBackend(Endpoint backend) { m_backend = std::move(backend); }

    /// Port 0 means any free port. Returns the endpoint of the entry.
    Result<Endpoint> listen(const QHostAddress& bind, std::uint16_t port);
    [[nodiscard]] const std::vector<Endpoint>& nodes() const { return m_nodeEndpoints; }
    /// True if the endpoint has a name.
    [[nodiscard]] bool hasName() const { return m_named; }

    [[nodiscard]] SimCluster& cluster() { return m_cluster; }
    [[nodiscard]] MonoTime now() const;
    /// Carries out the effects of an action on the cluster, and starts the timer.
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
