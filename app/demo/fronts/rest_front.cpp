// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/fronts/rest_front.h"

#include "app/demo/fronts/wall_clock.h"

#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

namespace maintscope::demo {

namespace {
constexpr std::size_t kMaxConnections = 256;
constexpr int kIdleLimitMs = 120'000;
/// Source: release notes 7.22.0-95 (RS133342): many queued requests made new ones fail.
constexpr std::ptrdiff_t kOverloadDepth = 2;
constexpr std::string_view kOverflow =
    "upstream connect error or disconnect/reset before headers. reset reason: overflow";

} // namespace

RestFront::RestFront(QSslConfiguration tls, Now now)
    : m_now(std::move(now))
    , m_tls(std::move(tls)) {}

RestFront::~RestFront() {
    for (const auto& entry : m_connections) {
        entry.first->disconnect(this);
        delete entry.first;
    }
}

Result<std::uint16_t> RestFront::listen(const QHostAddress& address, std::uint16_t port, int node) {
    m_listeners.push_back(
        std::make_unique<Listener>(m_tls, [this, node](QTcpSocket* socket) { accept(socket, node); }));
    return m_listeners.back()->listen(address, port);
}

void RestFront::setTls(const QSslConfiguration& tls) {
    m_tls = tls;
    for (const auto& listener : m_listeners)
        listener->setConfiguration(tls);
}

void RestFront::accept(QTcpSocket* socket, int node) {
    socket->setParent(this);
    if (m_server == nullptr || m_connections.size() >= kMaxConnections) return closeSocket(socket, true);
    m_connections[socket].node = node;
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
    if (found == m_connections.end() || found->second.waiting) return;
    HttpRequestParser& parser = found->second.parser;
    const QByteArray bytes = socket->readAll();
    parser.append(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    for (;;) {
        HttpRequest request;
        const auto status = parser.next(request);
        if (status == HttpRequestParser::Status::NeedMore) return;
        if (status == HttpRequestParser::Status::Error) {
            send(socket, m_server->refusal(parser.errorStatus(), parser.errorText(), wallNow()), false, true);
            return;
        }
        HttpReply reply = m_server->reply(request, m_now(), wallNow(), found->second.node);
        if (m_server->switches().overload && inWork() >= kOverloadDepth)
            reply = m_server->refusal(503, kOverflow, wallNow());
        const bool withBody = request.method != "HEAD";
        if (reply.delay > Duration::zero()) {
            found->second.waiting = true;
            QTimer::singleShot(std::chrono::duration_cast<std::chrono::milliseconds>(reply.delay), socket,
                               [this, socket, reply, keep = request.keepAlive, withBody] {
                                   const auto waited = m_connections.find(socket);
                                   if (waited == m_connections.end()) return;
                                   waited->second.waiting = false;
                                   if (send(socket, reply, keep, withBody)) read(socket);
                               });
            return;
        }
        if (!send(socket, reply, request.keepAlive, withBody)) return;
    }
}

std::ptrdiff_t RestFront::inWork() const {
    return std::count_if(m_connections.begin(), m_connections.end(),
                         [](const auto& entry) { return entry.second.waiting; });
}

bool RestFront::send(QTcpSocket* socket, const HttpReply& reply, bool keep, bool withBody) {
    const bool reset = reply.form == HttpReply::Form::Reset;
    const bool cut = reset || reply.form == HttpReply::Form::Cut;
    const std::string out = toBytes(reply, keep && !cut, withBody);
    socket->write(out.data(), static_cast<qint64>(out.size()));
    if (keep && !cut) return true;
    m_connections.erase(socket);
    socket->disconnect(this);
    if (reset) socket->flush();
    closeSocket(socket, reset); // without a reset what was written still arrives
    return false;
}

} // namespace maintscope::demo
