// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/fronts/listener.h"
#include "app/demo/rest/rest_server.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <vector>

class QTcpSocket;

namespace maintscope::demo {

/// The HTTPS side: TLS only, HTTP/1.1, keep-alive; plain HTTP gets no HTTP answer, as on the real port.
/// Confined to the thread that made it.
class RestFront : public QObject {
public:
    using Now = std::function<MonoTime()>;

    /// `server` is made by the caller, who knows the port only after listen().
    RestFront(QSslConfiguration tls, Now now);
    ~RestFront() override;

    /// The address of the cluster as a whole, or that of a node (`node` is its uid).
    Result<std::uint16_t> listen(const QHostAddress& address, std::uint16_t port, int node = 0);
    void serve(RestServer* server) { m_server = server; }
    /// What connections from now on are shown, on every address: all nodes of a cluster have one certificate.
    void setTls(const QSslConfiguration& tls);

private:
    struct Connection {
        HttpRequestParser parser;
        int node = 0;
        bool waiting = false; ///< for its reply's delay: nothing more is read meanwhile
    };
    void accept(QTcpSocket* socket, int node);
    void read(QTcpSocket* socket);
    /// False: the connection is over.
    /// Requests that wait for their reply.
    [[nodiscard]] std::ptrdiff_t inWork() const;
    bool send(QTcpSocket* socket, const HttpReply& reply, bool keep, bool withBody);

    Now m_now;
    RestServer* m_server = nullptr;
    QSslConfiguration m_tls;
    std::vector<std::unique_ptr<Listener>> m_listeners;
    std::map<QTcpSocket*, Connection> m_connections;
};

} // namespace maintscope::demo
