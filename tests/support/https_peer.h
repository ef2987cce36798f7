// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>

#include <functional>
#include <utility>

namespace maintscope::test {

struct PeerRequest {
    QByteArray raw;
    QByteArray method;
    QByteArray target;
    QByteArray body;
    QByteArray authorization; ///< value of the header
};

struct PeerReply {
    QByteArray bytes;      ///< sent as it is
    bool close = true;     ///< false: the connection stays open, as if more were to come
    bool oneByOne = false; ///< each byte in a TLS record of its own

    static PeerReply json(int status, const QByteArray& body) {
        return {"HTTP/1.1 " + QByteArray::number(status) + " Word\r\ncontent-type: application/json\r\n" +
                    "content-length: " + QByteArray::number(body.size()) + "\r\nserver: envoy\r\n\r\n" + body,
                true, false};
    }
    static PeerReply redirect(int status, const QByteArray& location) {
        return {"HTTP/1.1 " + QByteArray::number(status) + " Elsewhere\r\nlocation: " + location +
                    "\r\ncontent-length: 0\r\n\r\n",
                true, false};
    }
};

/// An HTTPS server that does what a test tells it, on the test's own thread and event loop. Keeps every byte
/// that came out of TLS, so that a test can tell which connection got credentials.
class HttpsPeer : public QTcpServer {
public:
    using Handler = std::function<PeerReply(const PeerRequest&)>;

    /// One configuration for each connection in turn; the last one stays.
    explicit HttpsPeer(QList<QSslConfiguration> shown)
        : m_shown(std::move(shown)) {}

    bool listenLocally() { return listen(QHostAddress::LocalHost); }
    void onRequest(Handler handler) { m_handler = std::move(handler); }

    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] const QList<PeerRequest>& requests() const { return m_requests; }
    /// Decrypted bytes of the nth connection, from 0.
    [[nodiscard]] QByteArray received(qsizetype connection) const { return m_received.value(connection); }
    [[nodiscard]] QByteArray receivedByAll() const { return m_received.join(); }

protected:
    void incomingConnection(qintptr descriptor) override {
        const qsizetype number = m_connections++;
        m_received.append(QByteArray());
        auto* socket = new QSslSocket(this);
        socket->setSslConfiguration(m_shown.at(qMin(number, m_shown.size() - 1)));
        connect(socket, &QIODevice::readyRead, socket, [this, socket, number] { onBytes(socket, number); });
        connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
        if (!socket->setSocketDescriptor(descriptor)) return;
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        socket->startServerEncryption();
    }

private:
    void onBytes(QSslSocket* socket, qsizetype number) {
        m_received[number] += socket->readAll();
        const QByteArray& raw = m_received[number];
        const qsizetype end = raw.indexOf("\r\n\r\n");
        if (end < 0) return;
        PeerRequest request;
        request.raw = raw;
        const QList<QByteArray> lines = raw.left(end).split('\n');
        const QList<QByteArray> first = lines.value(0).trimmed().split(' ');
        request.method = first.value(0);
        request.target = first.value(1);
        qsizetype length = 0;
        for (const QByteArray& line : lines) {
            if (line.startsWith("Authorization: ")) request.authorization = line.mid(15).trimmed();
            if (line.startsWith("Content-Length: ")) length = line.mid(16).trimmed().toLongLong();
        }
        request.body = raw.mid(end + 4);
        if (request.body.size() < length) return;
        m_requests.append(request);
        if (!m_handler) return; // never answers
        const PeerReply reply = m_handler(request);
        if (reply.oneByOne) {
            for (const char byte : reply.bytes) {
                socket->write(&byte, 1);
                socket->flush();
            }
        } else {
            socket->write(reply.bytes);
        }
        if (reply.close) socket->disconnectFromHost();
    }

    QList<QSslConfiguration> m_shown;
    Handler m_handler;
    int m_connections = 0;
    QList<PeerRequest> m_requests;
    QList<QByteArray> m_received;
};

/// As much of a cluster as the tests of the REST side need: settings that a PUT changes.
class ClusterScript {
public:
    QByteArray name = "prod-us.example";
    QJsonObject settings{{QStringLiteral("client_maint_notifications"), false},
                         {QStringLiteral("oss_cluster_client_maint_notifications"), false},
                         {QStringLiteral("state_machine_smart_client_handoffs_delay_ms"), 2000}};
    QByteArray role = "admin";
    bool stores = true;
    std::function<bool(const PeerRequest&, PeerReply&)> override; ///< true: the reply is this one

    PeerReply operator()(const PeerRequest& request) {
        PeerReply special;
        if (override && override(request, special)) return special;
        if (request.target == "/v1/users/role") return PeerReply::json(200, "{\"role\":\"" + role + "\"}");
        if (request.target == "/v1/nodes")
            return PeerReply::json(200, R"([{"uid":1,"software_version":"8.0.16-29"},)"
                                        R"({"uid":2,"software_version":"8.0.2-17"},)"
                                        R"({"uid":3,"software_version":"8.0.10-64"}])");
        if (request.target.startsWith("/v1/cluster")) {
            const bool dryRun = request.target.contains("dry_run");
            if (request.method == "PUT" && stores && !dryRun) {
                const QJsonObject change = QJsonDocument::fromJson(request.body).object();
                for (auto it = change.begin(); it != change.end(); ++it)
                    settings.insert(it.key(), it.value());
            }
            QJsonObject object = settings;
            object.insert(QStringLiteral("name"), QString::fromUtf8(name));
            object.insert(QStringLiteral("smtp_password"), QStringLiteral("mail-secret"));
            return PeerReply::json(200, QJsonDocument(object).toJson(QJsonDocument::Compact));
        }
        return PeerReply::json(404, R"({"error_code":"not_found","message":"no such path"})");
    }
};

} // namespace maintscope::test
