// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/access_mode.h"
#include "app/demo/fronts/black_hole.h"
#include "client/types/result.h"

#include <QHostAddress>
#include <QObject>
#include <QSslConfiguration>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

class QTcpServer;
class QTcpSocket;

namespace maintscope::demo {

/// One listening address, plain or TLS, that can stop accepting connections and start again on the same port.
/// Passes on sockets that are ready for bytes (after their TLS handshake). Confined to the thread that
/// created it.
class Listener : public QObject {
public:
    /// The receiver becomes the socket's parent.
    using Accept = std::function<void(QTcpSocket*)>;

    Listener(std::optional<QSslConfiguration> tls, Accept accept);
    ~Listener() override;

    /// Port 0 means any free port. Returns the port in use.
    Result<std::uint16_t> listen(const QHostAddress& address, std::uint16_t port);
    void setAccess(AccessMode mode);
    /// Applies to new connections; has no effect without TLS.
    void setConfiguration(const QSslConfiguration& tls);

private:
    void resume();
    std::unique_ptr<QTcpServer> m_server;
    Accept m_accept;
    QHostAddress m_address;
    std::uint16_t m_port = 0;
    AccessMode m_access = AccessMode::Closed;
    std::unique_ptr<BlackHole> m_blackHole;
};

/// "address:port", IPv6 in brackets.
[[nodiscard]] std::string addressText(const QHostAddress& address, std::uint16_t port);

/// True for 0.0.0.0, :: and "any".
[[nodiscard]] bool isAnyAddress(const QHostAddress& address);

/// Closes and deletes a socket that the simulator no longer needs: written bytes still arrive, then FIN;
/// with `reset` RST at once. It stays its parent's child: what is still on its way when
/// the parent goes, goes with it.
void closeSocket(QTcpSocket* socket, bool reset);

} // namespace maintscope::demo
