// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/net/socket_transport.h"
#include "client/io/thread/steady_clock.h"
#include "tests/support/certificates.h"
#include "tests/support/test_case.h"

#include <QCryptographicHash>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <string>
#include <sys/socket.h>

using namespace maintscope;
using namespace maintscope::io;

namespace {

constexpr StreamId kStream{1};

struct Peer {
    Peer() { server.listen(QHostAddress(QHostAddress::LocalHost)); }
    QTcpSocket* accepted() {
        if (socket == nullptr && server.hasPendingConnections()) socket = server.nextPendingConnection();
        return socket;
    }
    Endpoint endpoint() const { return {"127.0.0.1", server.serverPort()}; }
    QTcpServer server;
    QTcpSocket* socket = nullptr;
};

/// Makes the close that follows a reset.
void resetOnClose(const QTcpSocket& socket) {
    const linger zero{.l_onoff = 1, .l_linger = 0};
    setsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &zero, sizeof zero);
}

/// The descriptor in this process that is connected to `port`; -1: none.
int descriptorTo(std::uint16_t port) {
    for (int descriptor = 3; descriptor < 1024; ++descriptor) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
            peer.sin_family == AF_INET && ntohs(peer.sin_port) == port)
            return descriptor;
    }
    return -1;
}

/// The other end of a connection within this process.
int descriptorFrom(int descriptor) {
    sockaddr_in local{};
    socklen_t size = sizeof local;
    getsockname(descriptor, reinterpret_cast<sockaddr*>(&local), &size);
    return descriptorTo(ntohs(local.sin_port));
}

int optionOf(int descriptor, int level, int name) {
    int value = 0;
    socklen_t size = sizeof value;
    return getsockopt(descriptor, level, name, &value, &size) == 0 ? value : -1;
}

/// A server with a certificate of its own making for 127.0.0.1 and for db.example.com.
struct TlsPeer {
    TlsPeer() {
        certificates.selfSigned(QStringLiteral("server"), QStringLiteral("db.example.com"),
                                QStringLiteral("DNS:db.example.com,IP:127.0.0.1"));
        server.setSslConfiguration(certificates.server(QStringLiteral("server")));
        server.listen(QHostAddress(QHostAddress::LocalHost));
        QObject::connect(&server, &QTcpServer::pendingConnectionAvailable, &server, [this] {
            QTcpSocket* socket = server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, &server, [this, socket] {
                received += socket->readAll();
                socket->write("+PONG\r\n");
            });
        });
    }
    Endpoint endpoint() const { return {"127.0.0.1", server.serverPort()}; }
    std::string digest() const {
        return certificates.certificate(QStringLiteral("server"))
            .digest(QCryptographicHash::Sha256)
            .toHex()
            .toStdString();
    }
    TlsSettings trusting() const {
        return {.enabled = true,
                .trust = {.mode = TlsTrust::Mode::CaFile,
                          .caPath = certificates.pem(QStringLiteral("server")).toStdString(),
                          .pin = {}},
                .serverName = {},
                .certificatePath = {},
                .keyPath = {}};
    }
    TlsSettings pinning(const std::string& pin) const {
        TlsSettings settings = trusting();
        settings.trust = {.mode = TlsTrust::Mode::Pin, .caPath = {}, .pin = pin};
        return settings;
    }

    test::Certificates certificates;
    QSslServer server;
    QByteArray received;
};

struct Fixture {
    explicit Fixture(TlsSettings tls = {})
        : transport(clock, {.tls = std::move(tls)}, [this](const core::Input& input) { take(input); }) {}

    void take(const core::Input& input) {
        if (const auto* one = std::get_if<core::Opened>(&input)) opened = *one;
        if (const auto* one = std::get_if<core::OpenFailed>(&input)) openFailed = *one;
        if (const auto* one = std::get_if<core::Closed>(&input)) closed = *one;
        if (const auto* one = std::get_if<core::Received>(&input)) {
            received += one->bytes;
            if (onReceived) onReceived();
        }
    }
    bool openTo(Peer& peer) {
        transport.open(kStream, peer.endpoint(), false, {});
        return QTest::qWaitFor([&] { return opened && peer.accepted() != nullptr; }, 10'000);
    }

    /// True when it opened; else openFailed is set, or time was up.
    bool openTls(const Endpoint& endpoint, const std::string& serverName) {
        transport.open(kStream, endpoint, true, serverName);
        return QTest::qWaitFor([&] { return opened || openFailed; }, 10'000) && opened;
    }

    SteadyClock clock;
    std::optional<core::Opened> opened;
    std::optional<core::OpenFailed> openFailed;
    std::optional<core::Closed> closed;
    std::string received;
    std::function<void()> onReceived;
    SocketTransport transport;
};

} // namespace

class TstSocketTransport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void opensToAnAddressAndTellsThePeer() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        QCOMPARE(f.opened->stream, kStream);
        QVERIFY(f.opened->peer == peer.endpoint());
        QVERIFY(f.opened->tcp > Duration::zero());
        QCOMPARE(f.opened->tls, Duration::zero());
    }

    void refusedIsToldInTheSystemsWords() {
        Endpoint nobody;
        {
            const Peer gone;
            nobody = gone.endpoint();
        }
        Fixture f;
        f.transport.open(kStream, nobody, false, {});
        QTRY_VERIFY_WITH_TIMEOUT(f.openFailed, 10'000);
        QCOMPARE(f.openFailed->type, std::string("connection_refused"));
        QCOMPARE(f.openFailed->text, std::string("Connection refused"));
    }

    void aNameIsNotAnAddress() {
        Fixture f;
        f.transport.open(kStream, {"localhost", 6379}, false, {});
        QVERIFY(f.openFailed);
        QCOMPARE(f.openFailed->type, std::string("not_an_address"));
    }

    void aPeerThatDoesNotAnswerCanBeGivenUp() {
        // A listener whose backlog is full does not answer: the connection attempt hangs.
        QTcpServer server;
        server.setListenBacklogSize(0);
        server.listen(QHostAddress(QHostAddress::LocalHost));
        server.pauseAccepting();
        Fixture f;
        for (std::uint32_t id = 1; id <= 8; ++id)
            f.transport.open(StreamId{id}, {"127.0.0.1", server.serverPort()}, false, {});
        QTest::qWait(30);
        f.opened.reset();
        for (std::uint32_t id = 1; id <= 8; ++id)
            f.transport.close(StreamId{id});
        QTest::qWait(10);
        QVERIFY(!f.opened && !f.openFailed && !f.closed);
    }

    void bytesGoBothWaysWhole() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        const std::string big(300'000, 'x');
        f.transport.write(kStream, big);
        QTRY_COMPARE_WITH_TIMEOUT(peer.socket->bytesAvailable(), static_cast<qint64>(big.size()), 10'000);
        peer.socket->write(peer.socket->readAll());
        QTRY_COMPARE_WITH_TIMEOUT(f.received.size(), big.size(), 10'000);
        QVERIFY(f.received == big);
    }

    void lastBytesComeBeforeTheEnd() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        peer.socket->write("+half");
        peer.socket->disconnectFromHost();
        QTRY_VERIFY_WITH_TIMEOUT(f.closed, 10'000);
        QCOMPARE(f.received, std::string("+half"));
        QCOMPARE(f.closed->cause, core::CloseCause::Fin);
        QCOMPARE(f.closed->text, std::string("closed by peer"));
    }

    void aResetIsToldFromAnOrderlyEnd() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        peer.socket->write("+OK\r\n");
        QTRY_VERIFY_WITH_TIMEOUT(!f.received.empty(), 10'000);
        resetOnClose(*peer.socket);
        peer.socket->abort();
        QTRY_VERIFY_WITH_TIMEOUT(f.closed, 10'000);
        QCOMPARE(f.closed->cause, core::CloseCause::Reset);
        QCOMPARE(f.closed->text, std::string("connection reset by peer"));
    }

    void aResetThatAnswersOurWriteAfterTheEndIsStillAnEnd() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        peer.socket->write("+OK\r\n");
        QTRY_VERIFY_WITH_TIMEOUT(!f.received.empty(), 10'000);
        // All before we look: their end, our write, and the reset because nobody is there to read it.
        QVERIFY(::shutdown(static_cast<int>(peer.socket->socketDescriptor()), SHUT_WR) == 0);
        f.transport.write(kStream, "PING\r\n");
        peer.socket->abort();
        QTRY_VERIFY_WITH_TIMEOUT(f.closed, 10'000);
        QCOMPARE(f.closed->cause, core::CloseCause::Fin);
    }

    void repliesAreReadAlsoWhenAWriteFindsTheConnectionGone() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        f.transport.write(kStream, "INCR k\r\n");
        QTRY_VERIFY_WITH_TIMEOUT(peer.socket->bytesAvailable() > 0, 10'000);
        // A reply and a reset, and we write before we look.
        peer.socket->write(":1\r\n");
        peer.socket->flush();
        resetOnClose(*peer.socket);
        peer.socket->abort();
        f.transport.write(kStream, "INCR k\r\n");
        QTRY_VERIFY_WITH_TIMEOUT(f.closed, 10'000);
        QCOMPARE(f.received, std::string(":1\r\n"));
    }

    void aHalfClosedConnectionIsOver() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        peer.socket->write("+last\r\n");
        peer.socket->flush();
        QVERIFY(::shutdown(static_cast<int>(peer.socket->socketDescriptor()), SHUT_WR) == 0);
        QTRY_VERIFY_WITH_TIMEOUT(f.closed, 10'000);
        QCOMPARE(f.received, std::string("+last\r\n"));
        QCOMPARE(f.closed->cause, core::CloseCause::Fin);
        // Our half goes, too, or the peer would wait for it for ever.
        QTRY_COMPARE_WITH_TIMEOUT(peer.socket->state(), QAbstractSocket::UnconnectedState, 10'000);
    }

    void aPeerThatHangsUpWithoutAWordMayWantTls() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        f.transport.write(kStream, "PING\r\n");
        peer.socket->disconnectFromHost();
        QTRY_VERIFY_WITH_TIMEOUT(f.closed, 10'000);
        QVERIFY2(f.closed->text.find("wants TLS") != std::string::npos, f.closed->text.c_str());
    }

    void deadHostsAreNoticedByTheKernel() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        const int descriptor = descriptorTo(peer.server.serverPort());
        QVERIFY(descriptor >= 0);
        QCOMPARE(optionOf(descriptor, SOL_SOCKET, SO_KEEPALIVE), 1);
        QCOMPARE(optionOf(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT), 15'000);
        QCOMPARE(optionOf(descriptor, IPPROTO_TCP, TCP_NODELAY), 1);
    }

    void aFloodIsReadInPortionsThatLetOthersHaveTheirTurn_data() {
        QTest::addColumn<bool>("tls");
        QTest::newRow("plain") << false;
        QTest::newRow("TLS") << true;
    }
    void aFloodIsReadInPortionsThatLetOthersHaveTheirTurn() {
        QFETCH(const bool, tls);
        if (tls && !test::Certificates::available()) QSKIP("openssl is not installed");
        constexpr std::size_t kFlood = 16U << 20U;
        const auto flood = [](QTcpSocket* socket) {
            socket->write(QByteArray(static_cast<qsizetype>(kFlood), 'x'));
        };
        TlsPeer secure;
        QObject::connect(&secure.server, &QSslServer::startedEncryptionHandshake, &secure.server,
                         [&](QSslSocket* socket) {
                             QObject::connect(socket, &QSslSocket::encrypted, socket, [=] { flood(socket); });
                         });
        Peer plain;
        Fixture f(secure.trusting());
        if (tls) {
            QVERIFY(f.openTls(secure.endpoint(), "db.example.com"));
        } else {
            QVERIFY(f.openTo(plain));
            flood(plain.accepted());
        }
        int turn = 0;
        std::map<int, std::size_t> perTurn;
        std::size_t before = f.received.size();
        f.onReceived = [&] {
            perTurn[turn] += f.received.size() - before;
            before = f.received.size();
        };
        QTimer turns;
        QObject::connect(&turns, &QTimer::timeout, &turns, [&] { ++turn; });
        turns.start(0);
        QTRY_VERIFY_WITH_TIMEOUT(f.received.size() == kFlood, 60'000);
        const auto most = std::max_element(perTurn.begin(), perTurn.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        QVERIFY2(most->second <= 1024 * 1024, std::to_string(most->second).c_str());
    }

    void theNameIsAskedForInTheHandshake_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("sent");
        QTest::newRow("a name is sent as SNI") << QByteArray("db.example.com") << true;
        QTest::newRow("an address is not") << QByteArray("127.0.0.1") << false;
    }
    void theNameIsAskedForInTheHandshake() {
        QFETCH(const QByteArray, name);
        QFETCH(const bool, sent);
        Peer peer;
        TlsSettings system;
        system.enabled = true;
        Fixture f(system);
        f.transport.open(kStream, peer.endpoint(), true, name.toStdString());
        QByteArray hello;
        // A handshake record says its length in bytes 3 and 4.
        QTRY_VERIFY_WITH_TIMEOUT(
            (peer.accepted() != nullptr ? hello += peer.accepted()->readAll() : hello).size() > 5 &&
                hello.size() >= 5 + static_cast<quint8>(hello[3]) * 256 + static_cast<quint8>(hello[4]),
            10'000);
        QCOMPARE(hello.contains(name), sent);
    }

    void aHangUpDuringTheHandshakeIsNoJudgement() {
        Peer peer;
        QObject::connect(&peer.server, &QTcpServer::newConnection, &peer.server, [&] {
            QTcpSocket* socket = peer.accepted();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                socket->disconnectFromHost();
            });
        });
        TlsSettings system;
        system.enabled = true;
        Fixture f(system);
        QVERIFY(!f.openTls(peer.endpoint(), "db.example.com"));
        // Not "tls...": a server that restarts is worth another try.
        QCOMPARE(f.openFailed->type, std::string("closed_by_peer"));
        QVERIFY2(f.openFailed->text.find("closed the connection during the TLS "
                                         "handshake") != std::string::npos,
                 f.openFailed->text.c_str());
    }

    void aDamagedRecordEndsTheStream() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        TlsPeer peer;
        Fixture f(peer.trusting());
        QVERIFY(f.openTls(peer.endpoint(), "db.example.com"));
        f.transport.write(kStream, "PING\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(f.received, std::string("+PONG\r\n"), 10'000);
        // Behind the back of the server's TLS, by its descriptor: a record that nobody encrypted.
        const int descriptor = descriptorFrom(descriptorTo(peer.server.serverPort()));
        QVERIFY(descriptor >= 0);
        const std::string record("\x17\x03\x03\x00\x14"
                                 "this is not encrypted",
                                 5 + 20);
        QVERIFY(::send(descriptor, record.data(), record.size(), 0) == static_cast<ssize_t>(record.size()));
        QTRY_VERIFY_WITH_TIMEOUT(f.closed, 10'000);
        QCOMPARE(f.closed->cause, core::CloseCause::Error);
        QVERIFY(!f.closed->text.empty());
    }

    void closeNotifyEndsTheStreamThoughTcpStaysOpen() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        // Qt's server closes TCP together with TLS; a relay passes on its bytes, but not the end of its TCP.
        Peer relay;
        TlsPeer peer;
        QTcpSocket inner;
        Fixture f(peer.trusting());
        QObject::connect(&relay.server, &QTcpServer::newConnection, &relay.server, [&] {
            QTcpSocket* outer = relay.accepted();
            inner.connectToHost(QStringLiteral("127.0.0.1"), peer.endpoint().port);
            QObject::connect(outer, &QTcpSocket::readyRead, &inner,
                             [&, outer] { inner.write(outer->readAll()); });
            QObject::connect(&inner, &QTcpSocket::connected, outer,
                             [&, outer] { inner.write(outer->readAll()); });
            QObject::connect(&inner, &QTcpSocket::readyRead, outer,
                             [&, outer] { outer->write(inner.readAll()); });
        });
        QVERIFY(f.openTls(relay.endpoint(), "db.example.com"));
        f.transport.write(kStream, "PING\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(f.received, std::string("+PONG\r\n"), 10'000);
        const auto sockets = peer.server.findChildren<QSslSocket*>();
        QCOMPARE(sockets.size(), 1);
        sockets.first()->disconnectFromHost();
        QTRY_VERIFY_WITH_TIMEOUT(f.closed, 2'000);
        QCOMPARE(f.closed->cause, core::CloseCause::Fin);
    }

    void aCaFileThatWasReplacedIsReadAgainAfterTheFailure() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        TlsPeer peer;
        test::Certificates others;
        QVERIFY(others.selfSigned(QStringLiteral("old"), QStringLiteral("old authority"),
                                  QStringLiteral("DNS:old.example.com")));
        TlsSettings settings = peer.trusting();
        const QString file = others.path(QStringLiteral("ca.pem"));
        settings.trust.caPath = file.toStdString();
        QVERIFY(QFile::copy(others.pem(QStringLiteral("old")), file));
        {
            Fixture unchanged(settings);
            QVERIFY(!unchanged.openTls(peer.endpoint(), "db.example.com"));
            QCOMPARE(unchanged.openFailed->type, std::string("tls_untrusted"));
            QVERIFY2(unchanged.openFailed->text.find("\"old authority\" (sha256 ") != std::string::npos,
                     unchanged.openFailed->text.c_str());
        }
        Fixture f(settings);
        QVERIFY(QFile::remove(file) && QFile::copy(peer.certificates.pem(QStringLiteral("server")), file));
        QVERIFY2(f.openTls(peer.endpoint(), "db.example.com"),
                 f.openFailed ? f.openFailed->text.c_str() : "nothing");
        QVERIFY(!f.openFailed);
    }

    void aCaFileThatVanishedIsSaidToHaveVanished() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        TlsPeer peer;
        test::Certificates others;
        QVERIFY(others.selfSigned(QStringLiteral("old"), QStringLiteral("old authority"),
                                  QStringLiteral("DNS:old.example.com")));
        TlsSettings settings = peer.trusting();
        settings.trust.caPath = others.pem(QStringLiteral("old")).toStdString();
        Fixture f(settings);
        QVERIFY(QFile::remove(others.pem(QStringLiteral("old"))));
        QVERIFY(!f.openTls(peer.endpoint(), "db.example.com"));
        QVERIFY2(f.openFailed->text.find("\"old authority\"") != std::string::npos &&
                     f.openFailed->text.find("No such file") != std::string::npos,
                 f.openFailed->text.c_str());
    }

    void closingSendsWhatWasWrittenAndReportsNothing() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        const std::string big(200'000, 'y');
        f.transport.write(kStream, big);
        f.transport.close(kStream);
        QTRY_COMPARE_WITH_TIMEOUT(peer.socket->state(), QAbstractSocket::UnconnectedState, 10'000);
        QCOMPARE(peer.socket->bytesAvailable(), static_cast<qint64>(big.size()));
        QVERIFY(!f.closed);
    }

    void aStreamCanBeClosedWhileItIsReported() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        f.onReceived = [&] { f.transport.close(kStream); };
        peer.socket->write(QByteArray(200'000, 'z'));
        QTRY_COMPARE_WITH_TIMEOUT(peer.socket->state(), QAbstractSocket::UnconnectedState, 10'000);
        QVERIFY(!f.received.empty());
        QVERIFY(f.received.size() <= 64 * 1024);
    }

    void drainReadsWhatHasArrivedWithoutTheEventLoop() {
        Peer peer;
        Fixture f;
        QVERIFY(f.openTo(peer));
        f.transport.drain();
        QVERIFY(f.received.empty());
        peer.socket->write("+PONG\r\n");
        peer.socket->flush();
        f.transport.drain();
        QCOMPARE(f.received, std::string("+PONG\r\n"));
        QVERIFY(!f.closed);
    }

    void tlsOpensWhenChainAndNameHold() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        TlsPeer peer;
        Fixture f(peer.trusting());
        QVERIFY(f.openTls(peer.endpoint(), "db.example.com"));
        QVERIFY(f.opened->tls > Duration::zero());
        f.transport.write(kStream, "PING\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(f.received, std::string("+PONG\r\n"), 10'000);
    }

    void anAddressIsVerifiedWhenNoNameIsGiven() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        TlsPeer peer;
        Fixture f(peer.trusting());
        QVERIFY(f.openTls(peer.endpoint(), {}));
    }

    void aCertificateForAnotherNameIsRefused() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        TlsPeer peer;
        Fixture f(peer.trusting());
        QVERIFY(!f.openTls(peer.endpoint(), "other.example.com"));
        QCOMPARE(f.openFailed->type, std::string("tls_name"));
        QVERIFY2(f.openFailed->text.find("db.example.com") != std::string::npos, f.openFailed->text.c_str());
    }

    void aCertificateOfAStrangerIsRefused() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        TlsPeer peer;
        TlsSettings system;
        system.enabled = true;
        Fixture f(system);
        QVERIFY(!f.openTls(peer.endpoint(), "db.example.com"));
        QCOMPARE(f.openFailed->type, std::string("tls_untrusted"));
        QVERIFY(peer.received.isEmpty());
    }

    void aPinDecidesAlone() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        TlsPeer peer;
        Fixture right(peer.pinning(peer.digest()));
        QVERIFY(right.openTls(peer.endpoint(), "whatever.example.com"));
        Fixture wrong(peer.pinning(std::string(64, '0')));
        QVERIFY(!wrong.openTls(peer.endpoint(), "db.example.com"));
        QCOMPARE(wrong.openFailed->type, std::string("tls_pin_mismatch"));
        QVERIFY(peer.received.isEmpty());
    }

    void aServerWithoutTlsIsToldSo() {
        Peer peer;
        QObject::connect(&peer.server, &QTcpServer::newConnection, &peer.server, [&] {
            QTcpSocket* socket = peer.accepted();
            QObject::connect(socket, &QTcpSocket::readyRead, socket,
                             [socket] { socket->write("-ERR unknown command\r\n"); });
        });
        TlsSettings system;
        system.enabled = true;
        Fixture f(system);
        QVERIFY(!f.openTls(peer.endpoint(), "db.example.com"));
        QCOMPARE(f.openFailed->type, std::string("tls_not_spoken"));
        QVERIFY2(f.openFailed->text.find("does not use TLS") != std::string::npos,
                 f.openFailed->text.c_str());
    }

    void drainReadsThroughTls() {
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        TlsPeer peer;
        Fixture f(peer.trusting());
        QVERIFY(f.openTls(peer.endpoint(), "db.example.com"));
        f.transport.write(kStream, "PING\r\n");
        QTRY_VERIFY_WITH_TIMEOUT(!peer.received.isEmpty(), 10'000);
        f.transport.drain();
        QTRY_COMPARE_WITH_TIMEOUT(f.received, std::string("+PONG\r\n"), 10'000);
        QVERIFY(!f.closed);
    }

    void destructionCutsWhatIsOpen() {
        Peer peer;
        {
            Fixture f;
            QVERIFY(f.openTo(peer));
        }
        QTRY_COMPARE_WITH_TIMEOUT(peer.socket->state(), QAbstractSocket::UnconnectedState, 10'000);
    }
};

MAINTSCOPE_TEST(TstSocketTransport, QCoreApplication)
#include "tst_socket_transport.moc"
