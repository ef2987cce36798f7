// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/database_front.h"

#include <QTcpSocket>

#include <algorithm>

namespace maintscope::demo {

using namespace Qt::Literals::StringLiterals;

namespace {
/// A client that reads nothing may leave this much unread before it is cut off, as redis' output buffer limit
/// does.
constexpr qint64 kMaxUnsent = 32 * 1024 * 1024;
constexpr int kPortAttempts = 20;
} // namespace

DatabaseFront::DatabaseFront(ClusterOptions options, std::optional<QSslConfiguration> tls)
    : m_cluster(std::move(options))
    , m_tls(std::move(tls))
    , m_listeners(static_cast<std::size_t>(m_cluster.nodeCount()) + 1) {
    m_clock.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        Effects effects;
        m_cluster.advance(now(), effects);
        perform(effects);
    });
}

DatabaseFront::~DatabaseFront() {
    for (const auto& entry : m_sockets) {
        entry.second->disconnect(this);
        delete entry.second;
    }
}

MonoTime DatabaseFront::now() const {
    return kSessionStart + std::chrono::nanoseconds(m_clock.nsecsElapsed());
}

Result<std::uint16_t> DatabaseFront::open(int node, const QHostAddress& address, std::uint16_t port) {
    auto listener =
        std::make_unique<Listener>(m_tls, [this, node](QTcpSocket* socket) { accept(node, socket); });
    auto taken = listener->listen(address, port);
    if (taken) m_listeners[static_cast<std::size_t>(node)].push_back(std::move(listener));
    return taken;
}

Result<Endpoint> DatabaseFront::listen(const QHostAddress& bind, std::uint16_t port) {
    bool isV4 = false;
    const quint32 v4 = bind.toIPv4Address(&isV4);
    return isV4 && v4 >> 24 == 127 ? listenOnLoopbackBlock(bind, port) : listenOnOneAddress(bind, port);
}

Result<Endpoint> DatabaseFront::listenOnLoopbackBlock(const QHostAddress& bind, std::uint16_t port) {
    const int count = m_cluster.nodeCount();
    // A port that is free at the entry may be taken at a node; then another one is tried.
    for (int attempt = 1;; ++attempt) {
        auto taken = open(0, bind, port);
        if (!taken) return taken.error();
        std::vector<Endpoint> nodes;
        std::optional<Error> failed;
        for (int i = 1; i <= count && !failed; ++i) {
            const QHostAddress address(bind.toIPv4Address() + static_cast<quint32>(i));
            const auto opened = open(i, address, *taken);
            if (!opened)
                failed = opened.error();
            else
                nodes.push_back(Endpoint{address.toString().toStdString(), *opened});
        }
        if (failed) {
            for (auto& group : m_listeners)
                group.clear();
            if (port != 0 || attempt == kPortAttempts) return *failed;
            continue;
        }
        std::vector<Endpoint> names;
        const QHostAddress v4(QHostAddress::LocalHost);
        const QHostAddress v6(QHostAddress::LocalHostIPv6);
        for (int i = 1; i <= count; ++i) {
            const auto named = open(i, v4, 0);
            if (!named) return named.error();
            (void)open(i, v6, *named); // a machine without IPv6 resolves localhost to the other one
            names.push_back(Endpoint{"localhost", *named});
        }
        if (bind == v4) (void)open(0, v6, *taken);
        m_nodeEndpoints = nodes;
        m_cluster.setAddresses(std::move(nodes), std::move(names));
        return Endpoint{bind.toString().toStdString(), *taken};
    }
}

Result<Endpoint> DatabaseFront::listenOnOneAddress(const QHostAddress& bind, std::uint16_t port) {
    const auto taken = open(0, bind, port);
    if (!taken) return taken.error();
    const bool wildcard = isAnyAddress(bind);
    const std::string host = wildcard ? std::string() : bind.toString().toStdString();
    const std::string shown = wildcard ? "127.0.0.1" : host;
    std::vector<Endpoint> nodes;
    for (int i = 1; i <= m_cluster.nodeCount(); ++i) {
        const auto opened = open(i, bind, static_cast<std::uint16_t>(port == 0 ? 0 : port + i));
        if (!opened) return opened.error();
        nodes.push_back(Endpoint{host, *opened});
        m_nodeEndpoints.push_back(Endpoint{shown, *opened});
    }
    m_cluster.setAddresses(std::move(nodes), {});
    return Endpoint{shown, *taken};
}

void DatabaseFront::accept(int node, QTcpSocket* socket) {
    socket->setParent(this);
    const ConnectionKey key = ++m_lastKey;
    m_sockets.emplace(key, socket);
    connect(socket, &QIODevice::readyRead, this, [this, key, socket] { read(key, socket); });
    connect(socket, &QAbstractSocket::disconnected, this, [this, key, socket] {
        m_sockets.erase(key);
        m_cluster.disconnected(key);
        socket->deleteLater();
    });
    Effects effects;
    m_cluster.accepted(key, node, addressText(socket->localAddress(), socket->localPort()),
                       addressText(socket->peerAddress(), socket->peerPort()), now(), effects);
    perform(effects);
    if (!m_sockets.contains(key)) return;
    if (socket->state() != QAbstractSocket::ConnectedState) { // gone while it waited to be accepted
        m_sockets.erase(key);
        m_cluster.disconnected(key);
        socket->disconnect(this);
        socket->deleteLater();
        return;
    }
    if (socket->bytesAvailable() > 0) read(key, socket);
}

void DatabaseFront::read(ConnectionKey key, QTcpSocket* socket) {
    const QByteArray bytes = socket->readAll();
    m_effects.clear();
    m_cluster.received(key, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())),
                       now(), m_effects);
    perform(m_effects);
}

void DatabaseFront::perform(Effects& effects) {
    for (Effect& effect : effects) {
        if (const auto* send = std::get_if<SendBytes>(&effect)) {
            const auto found = m_sockets.find(send->connection);
            if (found == m_sockets.end()) continue;
            QTcpSocket* socket = found->second;
            socket->write(send->bytes.data(), static_cast<qint64>(send->bytes.size()));
            socket->flush(); // at once, not after another turn of the event loop
            if (socket->bytesToWrite() > kMaxUnsent) {
                m_sockets.erase(found);
                m_cluster.disconnected(send->connection);
                socket->disconnect(this);
                closeSocket(socket, true);
            }
        } else if (const auto* close = std::get_if<CloseSocket>(&effect)) {
            const auto found = m_sockets.find(close->connection);
            if (found == m_sockets.end()) continue;
            QTcpSocket* socket = found->second;
            m_sockets.erase(found);
            socket->disconnect(this);
            closeSocket(socket, close->reset);
        } else if (const auto* listening = std::get_if<SetListening>(&effect)) {
            for (const auto& listener : m_listeners[static_cast<std::size_t>(listening->node)])
                listener->setListening(listening->on);
        }
    }
    arm();
}

void DatabaseFront::arm() {
    const auto deadline = m_cluster.nextDeadline();
    if (!deadline) return m_timer.stop();
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*deadline - now());
    const auto bounded = std::clamp(wait, std::chrono::milliseconds(0), std::chrono::milliseconds(3'600'000));
    if (m_timer.isActive() && m_timer.remainingTimeAsDuration() == bounded) return;
    m_timer.start(bounded);
}

} // namespace maintscope::demo
