// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/rest_front.h"

#include "app/demo/wall_clock.h"

#include <QTcpSocket>
#include <QTimer>

namespace maintscope::demo {

namespace {
constexpr std::size_t kMaxConnections = 256;
constexpr int kIdleLimitMs = 120'000;

} // namespace

RestFront::RestFront(QSslConfiguration tls, Now now)
    : m_now(std::move(now))
    , m_listener(std::move(tls), [this](QTcpSocket* socket) { accept(socket); }) {}

RestFront::~RestFront() {
    for (const auto& entry : m_connections) {
        entry.first->disconnect(this);
        delete entry.first;
    }
}

Result<std::uint16_t> RestFront::listen(const QHostAddress& address, std::uint16_t port) {
    return m_listener.listen(address, port);
}

void RestFront::accept(QTcpSocket* socket) {
    socket->setParent(this);
    if (m_server == nullptr || m_connections.size() >= kMaxConnections) return closeSocket(socket, true);
    m_connections[socket];
    auto* idle = new QTimer(socket);
    idle->setSingleShot(true);
    connect(idle, &QTimer::timeout, this, [this, socket] {
        m_connections.erase(socket);
        socket->disconnect(this);
        closeSocket(socket, false);
    });
    connect(socket, &QIODevice::readyRead, this, [this, socket, idle] {
        idle->start(kIdleLimitMs);
        read(socket);
    });
    connect(socket, &QAbstractSocket::disconnected, this, [this, socket] {
        m_connections.erase(socket);
        socket->deleteLater();
    });
    idle->start(kIdleLimitMs);
    if (socket->bytesAvailable() > 0) read(socket);
}

void RestFront::read(QTcpSocket* socket) {
    const auto found = m_connections.find(socket);
    if (found == m_connections.end()) return;
    HttpRequestParser& parser = found->second;
    const QByteArray bytes = socket->readAll();
    parser.append(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    bool keep = true;
    while (keep) {
        HttpRequest request;
        const auto status = parser.next(request);
        if (status == HttpRequestParser::Status::NeedMore) return;
        HttpReply reply;
        if (status == HttpRequestParser::Status::Error) {
            keep = false;
            reply = m_server->refusal(parser.errorStatus(), parser.errorText(), wallNow());
        } else {
            keep = request.keepAlive;
            reply = m_server->reply(request, m_now(), wallNow());
        }
        const std::string out = toBytes(reply, keep, request.method != "HEAD");
        socket->write(out.data(), static_cast<qint64>(out.size()));
    }
    m_connections.erase(found);
    socket->disconnect(this);
    closeSocket(socket, false);
}

} // namespace maintscope::demo
