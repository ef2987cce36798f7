// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/fronts/database_front.h"

#include <QSaveFile>
#include <QTcpSocket>

#include <algorithm>

#include <sys/socket.h>

namespace maintscope::demo {

using namespace Qt::Literals::StringLiterals;

namespace {
/// A client that reads nothing may leave this much unread before it is cut off, as redis' output buffer limit
/// does.
constexpr qint64 kMaxUnsent = 32 * 1024 * 1024;
constexpr int kPortAttempts = 20;
} // namespace

DatabaseFront::DatabaseFront(ClusterOptions options, std::optional<TlsIdentities> tls, QString hostsFile)
    : m_cluster(std::move(options))
    , m_tls(std::move(tls))
    , m_hostsFile(std::move(hostsFile))
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
    for (const auto* sockets : {&m_sockets, &m_upstreams})
        for (const auto& entry : *sockets) {
            entry.second->disconnect(this);
            delete entry.second;
        }
}

MonoTime DatabaseFront::now() const {
    return kSessionStart + std::chrono::nanoseconds(m_clock.nsecsElapsed());
}

Result<std::uint16_t> DatabaseFront::open(int node, const QHostAddress& address, std::uint16_t port) {
    auto listener = std::make_unique<Listener>(m_tls ? std::optional(m_tls->trusted) : std::nullopt,
                                               [this, node](QTcpSocket* socket) { accept(node, socket); });
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
        std::vector<Endpoint> addressesV6;
        const QHostAddress v4(QHostAddress::LocalHost);
        const QHostAddress v6(QHostAddress::LocalHostIPv6);
        for (int i = 1; i <= count; ++i) {
            const auto named = open(i, v4, 0);
            if (!named) return named.error();
            // A machine without IPv6 resolves localhost to the other one.
            addressesV6.push_back(open(i, v6, *named) ? Endpoint{"::1", *named} : Endpoint{});
            names.push_back(Endpoint{"localhost", *named});
        }
        if (bind == v4) (void)open(0, v6, *taken);
        m_nodeEndpoints = nodes;
        m_cluster.setAddresses(std::move(nodes), std::move(names), std::move(addressesV6));
        m_named = !m_hostsFile.isEmpty();
        carryOut(SetName{m_cluster.record()});
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
    m_cluster.setAddresses(std::move(nodes), {}, {});
    return Endpoint{shown, *taken};
}

void DatabaseFront::accept(int node, QTcpSocket* socket) {
    socket->setParent(this);
    const ConnectionKey key = ++m_lastKey;
    m_sockets.emplace(key, socket);
    connect(socket, &QIODevice::readyRead, this, [this, key, socket] { read(key, socket); });
    connect(socket, &QAbstractSocket::disconnected, this, [this, key, socket] {
        gone(key);
        socket->deleteLater();
    });
    Effects effects;
    m_cluster.accepted(key, node, addressText(socket->localAddress(), socket->localPort()),
                       addressText(socket->peerAddress(), socket->peerPort()), now(), effects);
    perform(effects);
    if (!m_sockets.contains(key)) return;
    if (socket->state() != QAbstractSocket::ConnectedState) { // gone while it waited to be accepted
        gone(key);
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

/// The client's socket ended by itself.
void DatabaseFront::gone(ConnectionKey key) {
    m_sockets.erase(key);
    m_cluster.disconnected(key);
    closeUpstream(key);
}

void DatabaseFront::perform(Effects& effects) {
    for (const Effect& effect : effects)
        std::visit([this](const auto& one) { carryOut(one); }, effect);
    arm();
}

void DatabaseFront::carryOut(const SendBytes& send) {
    const auto found = m_sockets.find(send.connection);
    if (found == m_sockets.end()) return;
    QTcpSocket* socket = found->second;
    socket->write(send.bytes.data(), static_cast<qint64>(send.bytes.size()));
    socket->flush(); // at once, not after another turn of the event loop
    if (socket->bytesToWrite() <= kMaxUnsent) return;
    gone(send.connection);
    socket->disconnect(this);
    closeSocket(socket, true);
}

void DatabaseFront::carryOut(const CloseSocket& close) {
    const auto found = m_sockets.find(close.connection);
    if (found == m_sockets.end()) return;
    QTcpSocket* socket = found->second;
    if (close.how == Closing::Half) {
        ::shutdown(static_cast<int>(socket->socketDescriptor()), SHUT_WR);
        return;
    }
    m_sockets.erase(found);
    closeUpstream(close.connection);
    socket->disconnect(this);
    closeSocket(socket, close.how == Closing::Reset);
}

void DatabaseFront::carryOut(const SendUpstream& send) {
    if (!m_sockets.contains(send.connection)) return;
    const auto found = m_upstreams.find(send.connection);
    QTcpSocket* upstream = found == m_upstreams.end() ? openUpstream(send.connection) : found->second;
    upstream->write(send.bytes.data(), static_cast<qint64>(send.bytes.size()));
    if (upstream->state() == QAbstractSocket::ConnectedState) upstream->flush(); // else it is sent then
}

void DatabaseFront::carryOut(const SetAccess& set) {
    for (const auto& listener : m_listeners[static_cast<std::size_t>(set.node)])
        listener->setAccess(set.mode);
}

void DatabaseFront::carryOut(const SetCertificate& set) {
    if (!m_tls) return;
    for (const auto& listener : m_listeners[static_cast<std::size_t>(set.node)])
        listener->setConfiguration(set.trusted ? m_tls->trusted : m_tls->stranger);
}

/// Replaced in one step: a reader never sees half of it.
void DatabaseFront::carryOut(const SetName& set) {
    if (!m_named) return;
    const auto line = [this](int node, const std::string& name) {
        return m_nodeEndpoints[static_cast<std::size_t>(node - 1)].host + " " + name + "\n";
    };
    std::string text = "# Written by maintscope simulate, again whenever the endpoint's record changes.\n";
    for (const int node : set.nodes)
        text += line(node, kDatabaseName);
    for (int node = 1; node <= m_cluster.nodeCount(); ++node)
        text += line(node, "node" + std::to_string(node) + "." + kClusterName);
    QSaveFile file(m_hostsFile);
    if (file.open(QIODevice::WriteOnly)) {
        file.write(text.data(), static_cast<qint64>(text.size()));
        file.commit();
    }
}

// The backend

QTcpSocket* DatabaseFront::openUpstream(ConnectionKey key) {
    auto* upstream = new QTcpSocket(this);
    m_upstreams.emplace(key, upstream);
    connect(upstream, &QIODevice::readyRead, this, [this, key, upstream] {
        const QByteArray bytes = upstream->readAll();
        Effects effects;
        m_cluster.upstreamReceived(
            key, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())), now(), effects);
        perform(effects);
    });
    connect(upstream, &QAbstractSocket::errorOccurred, this, [this, key] {
        Effects effects;
        m_cluster.upstreamLost(key, effects);
        perform(effects);
    });
    upstream->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    upstream->connectToHost(QString::fromStdString(m_backend.host), m_backend.port);
    return upstream;
}

void DatabaseFront::closeUpstream(ConnectionKey key) {
    const auto found = m_upstreams.find(key);
    if (found == m_upstreams.end()) return;
    found->second->disconnect(this);
    found->second->deleteLater();
    m_upstreams.erase(found);
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
