// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/endpoint.h"

#include "tests/support/test_case.h"

#include <QTest>

#include <string>

using namespace maintscope;

class EndpointTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parsesWhatServersSend_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::newRow("IPv4") << "10.0.1.7:12000"
                              << "10.0.1.7" << 12000;
        QTest::newRow("a name") << "redis-1.example.com:443"
                                << "redis-1.example.com" << 443;
        QTest::newRow("bracketed IPv6") << "[2001:db8::1]:6379"
                                        << "2001:db8::1" << 6379;
        QTest::newRow("IPv6 without brackets splits at the last colon") << "2001:db8::1:12000"
                                                                        << "2001:db8::1" << 12000;
        QTest::newRow("no port") << "db.example.com"
                                 << "" << 0;
        QTest::newRow("port 0 is not named") << "10.0.0.1:0"
                                             << "" << 0;
        QTest::newRow("port out of range") << "10.0.0.1:65536"
                                           << "" << 0;
        QTest::newRow("host ? is not named") << "?:6379"
                                             << "" << 0;
        QTest::newRow("empty host") << ":6379"
                                    << "" << 0;
        QTest::newRow("empty") << ""
                               << "" << 0;
        QTest::newRow("garbage with colons") << "a:b:c:1"
                                             << "" << 0;
        QTest::newRow("blank inside") << "10.0.0.1 :1"
                                      << "" << 0;
    }
    void parsesWhatServersSend() {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);
        const auto endpoint = parseEndpoint(text.toStdString());
        QCOMPARE(endpoint.has_value(), !host.isEmpty());
        if (!endpoint) return;
        QCOMPARE(QString::fromStdString(endpoint->host), host);
        QCOMPARE(static_cast<int>(endpoint->port), port);
        QCOMPARE(parseEndpoint(toString(*endpoint)), endpoint);
    }

    void knowsPrivateAddresses_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isPrivate");
        QTest::newRow("RFC 1918 a") << "10.1.2.3" << true;
        QTest::newRow("RFC 1918 b") << "172.31.0.1" << true;
        QTest::newRow("just outside RFC 1918 b") << "172.32.0.1" << false;
        QTest::newRow("RFC 1918 c") << "192.168.1.1" << true;
        QTest::newRow("loopback") << "127.0.0.2" << true;
        QTest::newRow("link-local") << "169.254.1.1" << true;
        QTest::newRow("carrier-grade NAT counts as public") << "100.64.0.1" << false;
        QTest::newRow("public") << "203.0.113.21" << false;
        QTest::newRow("IPv6 loopback") << "::1" << true;
        QTest::newRow("IPv6 unique local") << "fd12::1" << true;
        QTest::newRow("IPv6 link-local") << "fe80::1" << true;
        QTest::newRow("IPv6 public") << "2001:db8::1" << false;
        QTest::newRow("mapped private") << "::ffff:10.0.0.1" << true;
        QTest::newRow("mapped public") << "::ffff:203.0.113.1" << false;
        QTest::newRow("a name is no address") << "localhost" << false;
    }
    void knowsPrivateAddresses() {
        QFETCH(QString, address);
        QFETCH(bool, isPrivate);
        QCOMPARE(isPrivateAddress(address.toStdString()), isPrivate);
    }
};

MAINTSCOPE_TEST(EndpointTest, void)
#include "tst_endpoint.moc"
