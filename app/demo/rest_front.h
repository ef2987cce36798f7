// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/listener.h"
#include "app/demo/rest_server.h"

#include <QObject>

#include <functional>
#include <map>

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

    Result<std::uint16_t> listen(const QHostAddress& address, std::uint16_t port);
    void serve(RestServer* server) { m_server = server; }

private:
    void accept(QTcpSocket* socket);
    void read(QTcpSocket* socket);

    Now m_now;
    RestServer* m_server = nullptr;
    Listener m_listener;
    std::map<QTcpSocket*, HttpRequestParser> m_connections;
};

} // namespace maintscope::demo
