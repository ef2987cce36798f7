// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/fronts/listener.h"

#include "client/types/endpoint.h"

#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>

#include <sys/socket.h>

namespace maintscope::demo {

namespace {
constexpr std::chrono::milliseconds kReopenEvery{100};
constexpr std::chrono::seconds kFlushLimit{2};
constexpr int kHandshakeLimitMs = 10'000;
constexpr int kBacklog = 1024;
} // namespace

Listener::Listener(std::optional<QSslConfiguration> tls, Accept accept)
    : m_accept(std::move(accept)) {
    if (tls) {
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(*tls);
        server->setHandshakeTimeout(kHandshakeLimitMs);
        m_server = std::move(server);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    m_server->setListenBacklogSize(kBacklog);
    m_server->setMaxPendingConnections(kBacklog);
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (QTcpSocket* socket = m_server->nextPendingConnection()) {
            socket->setParent(nullptr);
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            m_accept(socket);
        }
    });
}

Listener::~Listener() = default;

Result<std::uint16_t> Listener::listen(const QHostAddress& address, std::uint16_t port) {
    m_address = address;
    m_port = port;
    if (!m_server->listen(address, port))
        return Error{"The simulator cannot listen.", addressText(address, port),
                     m_server->errorString().toStdString(),
                     "Use another address or port (0: any free port)."};
    m_port = m_server->serverPort();
    m_access = AccessMode::Open;
    return m_port;
}

void Listener::setAccess(AccessMode mode) {
    m_access = mode;
    m_blackHole.reset();
    if (mode == AccessMode::Open) return resume();
    m_server->close();
    if (mode == AccessMode::BlackHole) m_blackHole = std::make_unique<BlackHole>(m_address, m_port);
}

void Listener::setConfiguration(const QSslConfiguration& tls) {
    if (auto* server = qobject_cast<QSslServer*>(m_server.get())) server->setSslConfiguration(tls);
}

/// Somebody else may have taken the port in between; it is asked for until it is ours again.
void Listener::resume() {
    if (m_access != AccessMode::Open || m_server->isListening() || m_server->listen(m_address, m_port))
        return;
    QTimer::singleShot(kReopenEvery, this, [this] { resume(); });
}

std::string addressText(const QHostAddress& address, std::uint16_t port) {
    return toString(Endpoint{address.toString().toStdString(), port});
}

bool isAnyAddress(const QHostAddress& address) {
    return address == QHostAddress(QHostAddress::Any) || address == QHostAddress(QHostAddress::AnyIPv4) ||
           address == QHostAddress(QHostAddress::AnyIPv6);
}

void closeSocket(QTcpSocket* socket, bool reset) {
    if (reset) {
        const linger atOnce{1, 0};
        ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                     sizeof atOnce);
        socket->abort();
        socket->deleteLater();
        return;
    }
    QObject::connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
    socket->disconnectFromHost();
    if (socket->state() == QAbstractSocket::UnconnectedState) {
        socket->deleteLater();
        return;
    }
    QTimer::singleShot(kFlushLimit, socket, [socket] { // a peer that does not read
        socket->abort();
        socket->deleteLater();
    });
}

} // namespace maintscope::demo
