// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/metrics_server.h"

#include "client/types/endpoint.h"
#include "model/export/openmetrics.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>

namespace maintscope::app {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMostConnections = 32;
constexpr int kBacklog = 4096; ///< a scraper behind a storm of connections still gets in
constexpr auto kPatience = 5s; ///< time for the request to arrive and for the answer to be read

QByteArray answer(const char* status, const char* type, const QByteArray& body, bool withBody = true) {
    return QByteArray("HTTP/1.1 ") + status + "\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n" +
           (withBody ? body : QByteArray());
}

QByteArray plain(const char* status, const char* words) {
    return answer(status, "text/plain; charset=utf-8", QByteArray(words) + '\n');
}

} // namespace

Result<MetricsAddress> parseMetricsAddress(const QString& text) {
    const Error wrong{.what = "The address for metrics is not valid.",
                      .where = ("--metrics "_L1 + text).toStdString(),
                      .detail = {},
                      .remedy =
                          "Write ADDRESS:PORT, such as 127.0.0.1:9464; the port alone listens on loopback."};
    const QString portOnly = text.startsWith(u':') ? text.mid(1) : text;
    bool number = false;
    const auto port = portOnly.toUShort(&number);
    if (number) return MetricsAddress{.port = port};
    // Port 0 (any free port) is invalid for a database, but valid here.
    const bool anyPort = text.endsWith(":0"_L1);
    const auto endpoint = parseEndpoint((anyPort ? text.left(text.size() - 1) + u'1' : text).toStdString());
    if (!endpoint) return wrong;
    MetricsAddress where;
    where.port = anyPort ? std::uint16_t{0} : endpoint->port;
    if (!where.address.setAddress(QString::fromStdString(endpoint->host))) return wrong;
    return where;
}

MetricsServer::MetricsServer(std::function<QByteArray()> metrics, QObject* parent)
    : QObject(parent)
    , m_metrics(std::move(metrics))
    , m_server(new QTcpServer(this)) {
    m_server->setListenBacklogSize(kBacklog);
    connect(m_server, &QTcpServer::newConnection, this, &MetricsServer::accept);
}

Status MetricsServer::listen(const MetricsAddress& where) {
    if (m_server->listen(where.address, where.port)) return success();
    return Error{.what = "Metrics cannot be served at this address.",
                 .where = where.address.toString().toStdString() + ':' + std::to_string(where.port),
                 .detail = m_server->errorString().toStdString(),
                 .remedy = "Use another port with --metrics, or stop the program that uses this port."};
}

std::uint16_t MetricsServer::port() const {
    return m_server->serverPort();
}

QString MetricsServer::url() const {
    const QHostAddress address = m_server->serverAddress();
    const QString host = address.protocol() == QAbstractSocket::IPv6Protocol
                             ? u'[' + address.toString() + u']'
                             : address.toString();
    return u"http://%1:%2/metrics"_s.arg(host).arg(port());
}

void MetricsServer::accept() {
    while (QTcpSocket* socket = m_server->nextPendingConnection()) {
        if (m_open.size() >= kMostConnections) drop(m_open.front());
        m_open.push_back(socket);
        socket->setReadBufferSize(kLongestMetricsRequest);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] { drop(socket); });
        QTimer::singleShot(kPatience, socket, [this, socket] { drop(socket); });
        read(socket);
    }
}

void MetricsServer::drop(QTcpSocket* socket) {
    if (std::erase(m_open, socket) == 0) return;
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
}

QByteArray MetricsServer::answerTo(MetricsRequest request) const {
    switch (request) {
    case MetricsRequest::Incomplete:
        break;
    case MetricsRequest::TooLong:
        return plain("431 Request Header Fields Too Large", "The request is too long.");
    case MetricsRequest::Malformed:
        return plain("400 Bad Request", "This is not an HTTP/1.1 request.");
    case MetricsRequest::OtherMethod:
        return plain("405 Method Not Allowed", "Only GET is answered.");
    case MetricsRequest::OtherPath:
        return plain("404 Not Found", "Metrics are at /metrics.");
    case MetricsRequest::Get:
    case MetricsRequest::Head:
        return answer("200 OK", model::kOpenMetricsType, m_metrics(), request == MetricsRequest::Get);
    }
    return {};
}

void MetricsServer::read(QTcpSocket* socket) {
    const MetricsRequest request = parseMetricsRequest(socket->peek(kLongestMetricsRequest));
    if (request == MetricsRequest::Incomplete) return;
    socket->disconnect(this); // one request, one answer
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] { drop(socket); });
    socket->write(answerTo(request));
    // The rest of the request is read; otherwise closing would reset the connection before the client has
    // read the answer.
    socket->readAll();
    socket->disconnectFromHost();
}

} // namespace maintscope::app

#include "moc_metrics_server.cpp"
