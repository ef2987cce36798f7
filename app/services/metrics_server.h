// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/metrics_request.h"
#include "client/types/result.h"

#include <QByteArray>
#include <QHostAddress>
#include <QObject>
#include <QString>

#include <cstdint>
#include <deque>
#include <functional>

class QTcpServer;
class QTcpSocket;

namespace maintscope::app {

/// The address at which metrics are served; an IP literal.
struct MetricsAddress {
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    std::uint16_t port = 0; ///< 0: any free port
};

/// "9464", ":9464", "127.0.0.1:9464", "[::1]:9464". Without an address, loopback is used.
[[nodiscard]] Result<MetricsAddress> parseMetricsAddress(const QString& text);

/// Answers GET /metrics, and nothing else, over plain HTTP/1.1: for a scraper on this machine or behind a
/// proxy. The number of connections, the size of a request and its duration are limited. A connection that
/// exceeds a limit is closed; where there are too many, the one that has been silent longest makes room for a
/// new one, so that idle connections keep no scraper out. Lives on the thread that created it, which runs an
/// event loop.
class MetricsServer final : public QObject {
    Q_OBJECT
public:
    /// `metrics` is called for each scrape and returns the body.
    explicit MetricsServer(std::function<QByteArray()> metrics, QObject* parent = nullptr);

    [[nodiscard]] Status listen(const MetricsAddress& where);
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] QString url() const; ///< "http://127.0.0.1:9464/metrics"

private:
    void accept();
    void read(QTcpSocket* socket);
    void drop(QTcpSocket* socket);
    [[nodiscard]] QByteArray answerTo(MetricsRequest request) const;

    std::function<QByteArray()> m_metrics;
    QTcpServer* m_server;
    std::deque<QTcpSocket*> m_open; ///< oldest first
};

} // namespace maintscope::app
