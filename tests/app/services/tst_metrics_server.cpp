// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/metrics_server.h"

#include "model/export/openmetrics.h"
#include "tests/support/test_case.h"

#include <QTcpSocket>
#include <QTest>

using namespace maintscope;
using namespace maintscope::app;
using Qt::Literals::StringLiterals::operator""_s;

class TestMetricsServer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addresses_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("address"); // empty: refused
        QTest::addColumn<int>("port");
        QTest::newRow("a port alone is loopback") << u"9464"_s << u"127.0.0.1"_s << 9464;
        QTest::newRow("so is one behind a colon") << u":9464"_s << u"127.0.0.1"_s << 9464;
        QTest::newRow("an address") << u"192.0.2.1:9464"_s << u"192.0.2.1"_s << 9464;
        QTest::newRow("IPv6 in brackets") << u"[::1]:9464"_s << u"::1"_s << 9464;
        QTest::newRow("any free port") << u"127.0.0.1:0"_s << u"127.0.0.1"_s << 0;
        QTest::newRow("a name is refused") << u"localhost:9464"_s << QString() << 0;
        QTest::newRow("so is an address without a port") << u"127.0.0.1"_s << QString() << 0;
        QTest::newRow("and nothing at all") << QString() << QString() << 0;
    }
    void addresses() {
        QFETCH(QString, text);
        QFETCH(QString, address);
        QFETCH(int, port);
        const auto parsed = parseMetricsAddress(text);
        QCOMPARE(parsed.ok(), !address.isEmpty());
        if (!parsed.ok()) return;
        QCOMPARE(parsed->address.toString(), address);
        QCOMPARE(int(parsed->port), port);
    }

    void answers_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("GET /metrics")
            << QByteArray("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n") << QByteArray("200");
        QTest::newRow("with a query") << QByteArray("GET /metrics?a=b HTTP/1.0\r\n\r\n") << QByteArray("200");
        QTest::newRow("another path") << QByteArray("GET / HTTP/1.1\r\n\r\n") << QByteArray("404");
        QTest::newRow("another method") << QByteArray("POST /metrics HTTP/1.1\r\n\r\n") << QByteArray("405");
        QTest::newRow("no HTTP") << QByteArray("PING\r\n\r\n") << QByteArray("400");
        QTest::newRow("a request that never ends") << QByteArray(9000, 'x') << QByteArray("431");
    }
    void answers() {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, status);
        MetricsServer server([] { return QByteArray("# EOF\n"); });
        QVERIFY(server.listen({}).ok());
        const QByteArray answer = ask(server, request);
        QVERIFY2(answer.startsWith("HTTP/1.1 " + status), answer.constData());
        QCOMPARE(answer.endsWith("# EOF\n"), status == "200");
        if (status == "200") QVERIFY(answer.contains(model::kOpenMetricsType));
    }

    void aRequestMayComeInPieces() {
        MetricsServer server([] { return QByteArray("# EOF\n"); });
        QVERIFY(server.listen({}).ok());
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
        QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
        for (const char* piece : {"GET /met", "rics HTTP/1.1\r", "\n\r", "\n"}) {
            socket.write(piece);
            QTRY_COMPARE(socket.bytesToWrite(), qint64{0});
        }
        QByteArray answer;
        QVERIFY(QTest::qWaitFor([&] {
            answer += socket.readAll();
            return answer.endsWith("# EOF\n");
        }));
    }

    void idleConnectionsKeepNoScraperOut() {
        MetricsServer server([] { return QByteArray("# EOF\n"); });
        QVERIFY(server.listen({}).ok());
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 400; ++i) {
            idle.push_back(std::make_unique<QTcpSocket>());
            idle.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
            if (i % 100 == 99) QVERIFY(ask(server, "GET /metrics HTTP/1.1\r\n\r\n").endsWith("# EOF\n"));
        }
        const auto open = [&idle] {
            return std::count_if(idle.begin(), idle.end(), [](const auto& socket) {
                return socket->state() != QAbstractSocket::UnconnectedState;
            });
        };
        QTRY_VERIFY(open() <= 32);
        QVERIFY(ask(server, "GET /metrics HTTP/1.1\r\n\r\n").endsWith("# EOF\n"));
    }

    void manyConnectionsAreClosedAndTheNextScrapeIsAnswered() {
        MetricsServer server([] { return QByteArray("# EOF\n"); });
        QVERIFY(server.listen({}).ok());
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 60; ++i) {
            idle.push_back(std::make_unique<QTcpSocket>());
            idle.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
        }
        const auto closed = [&idle] {
            return std::count_if(idle.begin(), idle.end(), [](const auto& socket) {
                return socket->state() == QAbstractSocket::UnconnectedState;
            });
        };
        QTRY_VERIFY(closed() >= 28);
        idle.clear();
        QTRY_VERIFY(ask(server, "GET /metrics HTTP/1.1\r\n\r\n").endsWith("# EOF\n"));
    }

    void aPortThatIsTakenIsTold() {
        MetricsServer first([] { return QByteArray(); });
        QVERIFY(first.listen({}).ok());
        MetricsServer second([] { return QByteArray(); });
        const Status status = second.listen({.port = first.port()});
        QVERIFY(!status.ok());
        QVERIFY(!status.error().detail.empty());
    }

private:
    static QByteArray ask(const MetricsServer& server, const QByteArray& request) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
        socket.write(request);
        QByteArray answer;
        const bool ended = QTest::qWaitFor([&] {
            answer += socket.readAll();
            return socket.state() == QAbstractSocket::UnconnectedState;
        });
        return ended ? answer + socket.readAll() : QByteArray();
    }
};

MAINTSCOPE_TEST(TestMetricsServer, QCoreApplication)
#include "tst_metrics_server.moc"
