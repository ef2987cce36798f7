// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/simulator.h"

#include "client/types/endpoint.h"
#include "tests/support/test_case.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::demo;

class SimulatorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMoveFromEndToEnd();
    void controlPortAnswers();
    void controlPortClosesOnForeignLines_data();
    void controlPortClosesOnForeignLines();
    void controlPortQuotesNoFile();
    void restGovernsTheDatabase();
    void databaseSpeaksTls();
    void twoRunBesideEachOther();
    void whatCannotListenSaysWhy();
};

namespace {

constexpr int kDeadlineMs = 20'000;

/// A plain TCP client that collects what it is sent.
struct Client {
    QTcpSocket socket;
    QByteArray received;

    explicit Client(const std::string& endpoint) {
        const auto at = parseEndpoint(endpoint);
        socket.connectToHost(QString::fromStdString(at->host), at->port);
        if (!socket.waitForConnected(kDeadlineMs)) qFatal("%s", qPrintable(socket.errorString()));
    }
    bool waitFor(const QByteArray& text) {
        QElapsedTimer timer;
        timer.start();
        while (!received.contains(text) && timer.elapsed() < kDeadlineMs) {
            if (socket.bytesAvailable() == 0 && !socket.waitForReadyRead(kDeadlineMs)) break;
            received += socket.readAll();
        }
        return received.contains(text);
    }
    bool ask(const QByteArray& line, const QByteArray& reply) {
        received.clear();
        socket.write(line + "\r\n");
        return waitFor(reply);
    }
    bool waitForClose() {
        return socket.state() == QAbstractSocket::UnconnectedState || socket.waitForDisconnected(kDeadlineMs);
    }
};

/// A TLS client that trusts what the simulator gives as its CA file, and verifies address and chain.
struct TlsClient {
    QSslSocket socket;

    TlsClient(const SimulatorAddresses& addresses, const std::string& endpoint) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(QString::fromStdString(addresses.caFile)));
        socket.setSslConfiguration(configuration);
        const auto at = parseEndpoint(endpoint);
        // Verified by name, dialled by address: Qt's resolver thread is a false alarm of the thread
        // sanitizer.
        const QString name = QString::fromStdString(at->host);
        socket.connectToHostEncrypted(name == QLatin1String("localhost") ? QStringLiteral("127.0.0.1") : name,
                                      at->port, name);
    }
    bool encrypted() { return socket.waitForEncrypted(kDeadlineMs); }
    QByteArray ask(const QByteArray& bytes, const QByteArray& until) {
        socket.write(bytes);
        QByteArray received;
        while (!received.contains(until) && socket.waitForReadyRead(kDeadlineMs))
            received += socket.readAll();
        return received;
    }
};

QByteArray basic(std::string_view user, std::string_view password) {
    const std::string pair = std::string(user) + ":" + std::string(password);
    return "Authorization: Basic " + QByteArray::fromStdString(pair).toBase64() + "\r\n";
}

std::string hostAndPort(const std::string& url) {
    return url.substr(url.find("//") + 2);
}

} // namespace

void SimulatorTest::aMoveFromEndToEnd() {
    Simulator simulator({.scenario = "clean-move", .speed = 15});
    const auto addresses = simulator.start();
    QVERIFY2(addresses, addresses ? "" : toString(addresses.error()).c_str());
    QCOMPARE(addresses->nodes.size(), std::size_t(3));

    Client client(hostAndPort(addresses->redis));
    QElapsedTimer timer;
    QVERIFY(client.ask("HELLO 3", "proto\r\n:3\r\n"));
    QVERIFY(client.ask("CLIENT MAINT_NOTIFICATIONS ON moving-endpoint-type external-ip", "+OK\r\n"));
    QVERIFY(client.waitFor(QByteArray::fromStdString(addresses->nodes[1]) + "\r\n"));
    timer.start();
    QVERIFY2(client.received.contains(">4\r\n$6\r\nMOVING\r\n:0\r\n:1\r\n"), client.received.constData());

    Client target(addresses->nodes[1]); // the target takes connections at once, and shares the keys
    QVERIFY(client.ask("SET k v", "+OK\r\n"));
    QVERIFY(target.ask("GET k", "$1\r\nv\r\n"));
    QVERIFY(client.waitForClose());
    QVERIFY2(timer.elapsed() >= 900, qPrintable(QString::number(timer.elapsed()))); // 1 s was announced

    Client again(hostAndPort(addresses->redis)); // the entry leads to the new node
    QVERIFY(again.ask("CLIENT INFO",
                      QByteArray("laddr=") + QByteArray::fromStdString(hostAndPort(addresses->redis))));
    QVERIFY(again.ask("GET k", "$1\r\nv\r\n"));
    Client control(addresses->control);
    QVERIFY(control.ask("status", "\"bound\":2"));
    QTcpSocket retired;
    const auto old = parseEndpoint(addresses->nodes[0]);
    retired.connectToHost(QString::fromStdString(old->host), old->port);
    QVERIFY(!retired.waitForConnected(kDeadlineMs));
    QCOMPARE(retired.error(), QAbstractSocket::ConnectionRefusedError);
    simulator.stop();
    QVERIFY(again.waitForClose());
}

void SimulatorTest::controlPortAnswers() {
    Simulator simulator({.password = Secret("sesame")});
    const auto addresses = simulator.start();
    QVERIFY(addresses);
    Client control(addresses->control);
    Client client(hostAndPort(addresses->redis));
    QVERIFY(client.ask("PING", "-NOAUTH"));
    QVERIFY(client.ask("HELLO 3 AUTH default sesame", "proto"));
    QVERIFY(client.ask("CLIENT MAINT_NOTIFICATIONS ON", "+OK\r\n"));
    QVERIFY(control.ask("status", "\"opted_in\":1"));
    QVERIFY(control.ask("moving 1 2 15s", "ok\n"));
    QVERIFY(client.waitFor("MOVING\r\n:0\r\n:15\r\n_\r\n"));
    QVERIFY(control.ask("push >2\\r\\n$5\\r\\nHELLO\\r\\n:7\\r\\n", "ok\n"));
    QVERIFY(client.waitFor("HELLO\r\n:7\r\n"));
    QVERIFY(control.ask("moving 1 9 15s", "error there is no node 9\n"));
    QVERIFY(control.ask("scenario nonesuch", "error "));
    QVERIFY(control.ask("scenarios", "clean-move"));
    QVERIFY(control.ask("scenario unannounced-drop", "ok\n"));
    QVERIFY(control.ask("status", "\"scenario\":\"unannounced-drop\",\"scenario_state\":\"running\""));
    QVERIFY(control.ask("drop all reset", "ok\n"));
    QVERIFY(client.waitForClose());
    QCOMPARE(client.socket.error(), QAbstractSocket::RemoteHostClosedError);
}

void SimulatorTest::controlPortClosesOnForeignLines_data() {
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("the POST of a web page")
        << QByteArray("POST / HTTP/1.1\r\nHost: 127.0.0.1:1\r\nOrigin: https://e.example\r\n\r\nflag off\r\n")
        << QByteArray("error this port does not speak HTTP");
    QTest::newRow("a method that is a command") << QByteArray("password / HTTP/1.1\r\n\r\nflag off\r\n")
                                                << QByteArray("error this port does not speak HTTP");
    QTest::newRow("headers alone") << QByteArray("hOST: x\r\nflag off\r\n")
                                   << QByteArray("error this port does not speak HTTP");
    QTest::newRow("an unknown word") << QByteArray("explode\r\nflag off\r\n")
                                     << QByteArray("error expected an action");
    QTest::newRow("bytes that are no text")
        << QByteArray("\x16\x03\x01\x02\r\nflag off\r\n") << QByteArray("error expected an action");
}

void SimulatorTest::controlPortClosesOnForeignLines() {
    QFETCH(QByteArray, lines);
    QFETCH(QByteArray, answer);
    Simulator simulator({});
    const auto addresses = simulator.start();
    QVERIFY(addresses);
    Client foreign(addresses->control);
    foreign.socket.write(lines);
    QVERIFY(foreign.waitFor(answer));
    QVERIFY(foreign.waitForClose());
    QVERIFY(!(foreign.received + foreign.socket.readAll()).contains("ok"));
    Client control(addresses->control);
    QVERIFY(control.ask("status", "\"flag\":true"));
}

void SimulatorTest::controlPortQuotesNoFile() {
    Simulator simulator({});
    const auto addresses = simulator.start();
    QVERIFY(addresses);
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("private")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("at hush-hush\n");
    file.close();
    Client control(addresses->control);
    QVERIFY(control.ask("scenario " + file.fileName().toUtf8(), ":1)"));
    QVERIFY(control.waitFor("\n"));
    QVERIFY(!control.received.contains("hush"));
    QVERIFY(control.ask("scenario " + folder.path().toUtf8(), "error The scenario is unknown"));
    QVERIFY(control.ask("scenario /dev/zero", "error The scenario is unknown"));
    QVERIFY(control.ask("scenarios", "clean-move"));
}

void SimulatorTest::restGovernsTheDatabase() {
    Simulator simulator({.clientMaintNotifications = false, .restPassword = Secret("open sesame")});
    const auto addresses = simulator.start();
    QVERIFY(addresses);
    QVERIFY(QFileInfo(QString::fromStdString(addresses->caFile)).dir().exists());
    QCOMPARE(QFileInfo(QFileInfo(QString::fromStdString(addresses->caFile)).path()).permissions() &
                 (QFile::ReadGroup | QFile::ReadOther | QFile::ExeGroup | QFile::ExeOther),
             QFile::Permissions());

    Client database(hostAndPort(addresses->redis));
    QVERIFY(database.ask("HELLO 3", "proto"));
    QVERIFY(database.ask("CLIENT MAINT_NOTIFICATIONS ON", "-ERR maintenance notifications are disabled"));

    TlsClient rest(*addresses, hostAndPort(addresses->rest));
    QVERIFY2(rest.encrypted(), qPrintable(rest.socket.errorString()));
    const QByteArray admin = basic(addresses->restUser, "open sesame");
    const QByteArray get = "GET /v1/cluster HTTP/1.1\r\nHost: c\r\n";
    QVERIFY(rest.ask(get + "\r\n", "}").startsWith("HTTP/1.1 401 Unauthorized\r\n"));
    QVERIFY(rest.ask(get + admin + "\r\n", "}").contains("\"client_maint_notifications\":false"));
    const QByteArray body = "{\"client_maint_notifications\":true}";
    const QByteArray put = "PUT /v1/cluster HTTP/1.1\r\nHost: c\r\n" + admin +
                           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    QVERIFY(rest.ask(put, "}").contains("\"client_maint_notifications\":true"));
    QVERIFY(database.ask("CLIENT MAINT_NOTIFICATIONS ON", "+OK"));
    Client control(addresses->control);
    QVERIFY(control.ask("flag off", "ok\n"));
    QVERIFY(rest.ask(get + admin + "\r\n", "}").contains("\"client_maint_notifications\":false"));
    QVERIFY(rest.ask("nonsense\r\n", "HTTP").startsWith("HTTP/1.1 400 Bad Request\r\n"));

    Client plain(hostAndPort(addresses->rest)); // no HTTP answer without TLS
    plain.socket.write("GET /v1/cluster HTTP/1.1\r\nHost: c\r\n\r\n");
    QVERIFY(!plain.waitFor("HTTP/"));

    simulator.stop();
    QVERIFY(!QFileInfo::exists(QString::fromStdString(addresses->caFile)));
}

void SimulatorTest::databaseSpeaksTls() {
    Simulator simulator({.tls = true});
    const auto addresses = simulator.start();
    QVERIFY(addresses);
    QVERIFY(QByteArray::fromStdString(addresses->redis).startsWith("rediss://127.0.0.1:"));
    TlsClient entry(*addresses, hostAndPort(addresses->redis));
    QVERIFY2(entry.encrypted(), qPrintable(entry.socket.errorString()));
    QCOMPARE(entry.ask("PING\r\n", "\r\n"), QByteArray("+PONG\r\n"));
    QVERIFY(
        entry.ask("HELLO 3\r\nCLIENT MAINT_NOTIFICATIONS ON moving-endpoint-type external-fqdn\r\n", "+OK")
            .endsWith("+OK\r\n"));
    Client control(addresses->control);
    QVERIFY(control.ask("moving 1 2 15s", "ok\n"));
    const QByteArray moving = entry.ask({}, "localhost:");
    QVERIFY2(moving.contains("localhost:"), moving.constData());
    const QByteArray port = moving.mid(moving.indexOf("localhost:") + 10).trimmed();
    TlsClient byName(*addresses, "localhost:" + port.toStdString());
    QVERIFY2(byName.encrypted(), qPrintable(byName.socket.errorString()));
    TlsClient target(*addresses, addresses->nodes[1]);
    QVERIFY2(target.encrypted(), qPrintable(target.socket.errorString()));
    QVERIFY(entry.socket.peerCertificate() == target.socket.peerCertificate());
    TlsClient rest(*addresses, hostAndPort(addresses->rest));
    QVERIFY(rest.encrypted());
    QVERIFY(rest.socket.peerCertificate() != entry.socket.peerCertificate());
}

void SimulatorTest::twoRunBesideEachOther() {
    Simulator one({.nodes = 1});
    Simulator two({.nodes = 5});
    const auto first = one.start();
    const auto second = two.start();
    QVERIFY(first && second);
    QCOMPARE(second->nodes.size(), std::size_t(5));
    Client a(hostAndPort(first->redis));
    Client b(second->nodes.back());
    QVERIFY(a.ask("SET k 1", "+OK"));
    QVERIFY(b.ask("GET k", "$-1"));
}

void SimulatorTest::whatCannotListenSaysWhy() {
    Simulator one({});
    const auto first = one.start();
    QVERIFY(first);
    const auto taken = parseEndpoint(hostAndPort(first->redis));
    Simulator two({.port = taken->port});
    const auto second = two.start();
    QVERIFY(!second);
    QCOMPARE(QByteArray::fromStdString(second.error().where),
             QByteArray::fromStdString(hostAndPort(first->redis)));
    QVERIFY(!second.error().detail.empty() && !second.error().remedy.empty());

    Simulator nowhere({.bind = "not an address"});
    QVERIFY(!nowhere.start());
    Simulator unknown({.scenario = "nonesuch"});
    QVERIFY(!unknown.start());
}

MAINTSCOPE_TEST(SimulatorTest, QCoreApplication)
#include "tst_simulator.moc"
