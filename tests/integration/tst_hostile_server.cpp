// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that are broken, hostile or something else altogether, over real sockets: the client says what it
// met, holds a bounded part of it, comes back with growing pauses, and ends when it is told to.
#include "app/demo/simulator.h"
#include "client/types/event_names.h"
#include "client/types/target_url.h"
#include "tests/support/certificates.h"
#include "tests/support/client_session.h"
#include "tests/support/hostile_server.h"
#include "tests/support/test_case.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QSslCertificate>
#include <QSslServer>
#include <QSslSocket>

#include <algorithm>
#include <set>
#include <unistd.h>

using namespace maintscope;
using namespace std::chrono_literals;
using test::HostileServer;
using test::Misbehaviour;

Q_DECLARE_METATYPE(maintscope::test::Misbehaviour)

namespace {

/// Resident memory of this process; the hostile server and what the test collects are in it, too.
qint64 residentBytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMeasuresMemory = false; // shadow memory and quarantine grow with every allocation
#else
constexpr bool kMeasuresMemory = true;
#endif

TargetSettings settingsFor(const HostileServer& server) {
    TargetSettings settings;
    settings.endpoint = server.endpoint();
    settings.probe.connections = 1;
    settings.probe.ratePerSecond = 50;
    settings.timeouts.normal = 200ms;
    settings.timeouts.connect = 500ms;
    return settings;
}

QByteArray push(int number) {
    return ">3\r\n$9\r\nMIGRATING\r\n:" + QByteArray::number(number) + "\r\n:0\r\n";
}

} // namespace

class TstHostileServer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isToldAndLeftAndTriedAgain_data() {
        QTest::addColumn<Misbehaviour>("what");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, Misbehaviour what, const char* says) {
            what.afterReady = false;
            QTest::addRow("%s, at once", name) << what << QByteArray(says);
            what.afterReady = true;
            QTest::addRow("%s, once ready", name) << what << QByteArray(says);
        };
        row("garbage", {.bytes = QByteArray("\x00\xff\x01 nonsense\r\n", 14)}, "Protocol error");
        row("a truncated frame and the end", {.bytes = "$10\r\nabc", .end = Misbehaviour::End::Close},
            "closed by peer");
        row("a reset", {.bytes = "$10\r\nabc", .end = Misbehaviour::End::Reset}, "reset by peer");
        row("half-close", {.bytes = "$10\r\nabc", .end = Misbehaviour::End::HalfClose}, "closed by peer");
        row("an oversized bulk string", {.bytes = "$2000000\r\n" + QByteArray(2'000'000, 'x') + "\r\n"},
            "larger than 1048576 bytes");
        row("a bulk string that never ends",
            {.bytes = "$9000000000000000000\r\n", .endless = QByteArray(65536, 'x')},
            "larger than 1048576 bytes");
        row("a line that never ends", {.bytes = "+", .endless = QByteArray(65536, 'x')},
            "larger than 1048576 bytes");
        row("nesting that never ends", {.endless = QByteArray("*1\r\n").repeated(10'000)},
            "nested deeper than 16");
        row("a push of a million elements",
            {.bytes = ">1000000\r\n", .endless = QByteArray("+x\r\n").repeated(1000)}, "out of range");
        row("HTTP",
            {.bytes = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
             .end = Misbehaviour::End::Close},
            "HTTP/1.1 400 Bad Request");
        row("TLS", {.bytes = QByteArray("\x15\x03\x03\x00\x02\x02\x46", 7), .end = Misbehaviour::End::Close},
            "this port wants TLS (rediss://)");
        // Where a probe is in flight the first of them is taken for its answer, which it cannot be.
        row("replies that were not asked for", {.endless = QByteArray("+OK\r\n").repeated(1000)},
            "a reply that");
    }
    void isToldAndLeftAndTriedAgain() {
        QFETCH(const Misbehaviour, what);
        QFETCH(const QByteArray, says);
        HostileServer server(what);
        const qint64 before = residentBytes();
        test::ClientSession session(false);
        QElapsedTimer clock;
        clock.start();
        session.client.addTarget(settingsFor(server));
        QTRY_VERIFY_WITH_TIMEOUT(session.said(says.toStdString()), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(server.connections() >= 4, 20'000);
        // One at once after a loss, then 75 ms at least, 150 ms, 300 ms, ... up to 1.5 s at least.
        int allowed = 3;
        for (qint64 pause = 75, spent = 0; spent < clock.elapsed();
             pause = std::min<qint64>(2 * pause, 1500)) {
            spent += pause;
            ++allowed;
        }
        QVERIFY2(server.connections() <= allowed, qPrintable(QString::number(server.connections())));
        QVERIFY(session.finish());
        if (kMeasuresMemory) QVERIFY(residentBytes() - before < 48 << 20);
    }

    void silenceIsGivenUpInTime_data() {
        QTest::addColumn<Misbehaviour>("what");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no answer at all")
            << Misbehaviour{} << QByteArray("no answer to HELLO 3 within 500 ms");
        QTest::newRow("a handshake dripping at a byte per 50 ms")
            << Misbehaviour{.endless = "%1\r\n+proto\r\n:3\r\n", .drip = 50ms} << QByteArray("no answer to");
        QTest::newRow("no answer once ready")
            << Misbehaviour{.afterReady = true} << QByteArray("no byte came for 4 normal timeouts");
    }
    void silenceIsGivenUpInTime() {
        QFETCH(const Misbehaviour, what);
        QFETCH(const QByteArray, says);
        HostileServer server(what);
        test::ClientSession session(false);
        session.client.addTarget(settingsFor(server));
        QTRY_VERIFY_WITH_TIMEOUT(session.said(says.toStdString()), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(server.connections() >= 3, 20'000);
        QVERIFY(session.finish());
    }

    void aReplyThatDripsIsATimeoutAndNoDeadSocket() {
        HostileServer server({.afterReady = true, .endless = "$1000000\r\n", .drip = 50ms});
        test::ClientSession session(false);
        session.client.addTarget(settingsFor(server));
        QTRY_VERIFY_WITH_TIMEOUT(session.count(Outcome::Timeout) >= 60, 20'000);
        QVERIFY(session.saw(EventKind::Timeout, names::kTimeouts));
        QCOMPARE(server.connections(), 1); // bytes come: the server is slow, not gone
        QVERIFY(session.finish());
    }

    void aStormOfPushesIsCountedToTheLast() {
        constexpr int kPushes = 20'000;
        HostileServer server({.afterReady = true,
                              .answersProbes = true,
                              .pushesPerSecond = 10'000,
                              .pushes = kPushes,
                              .push = push});
        test::ClientSession session(false);
        TargetSettings settings = settingsFor(server);
        settings.timeouts.normal = 5s; // not a question of speed here
        session.client.addTarget(settings);
        const auto notifications = [&] {
            return std::count_if(session.events.begin(), session.events.end(),
                                 [](const Event& event) { return event.kind == EventKind::Notification; });
        };
        // Beyond the budget they are counted; the last count is published at the end.
        const auto skipped = [&] {
            std::int64_t count = 0;
            for (const Event& event : session.events)
                if (event.name == names::kPushesSkipped) count = *figure(event, "count");
            return count;
        };
        QTRY_VERIFY_WITH_TIMEOUT(server.pushesSent() >= kPushes, 60'000);
        const std::size_t before = session.replies();
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() > before + 10, 20'000);
        QVERIFY(session.finish());
        QVERIFY(notifications() > 4'000);
        QCOMPARE(notifications() + skipped(), kPushes);
        QCOMPARE(server.connections(), 1);
        QCOMPARE(session.count(Outcome::Timeout) + session.count(Outcome::Error), std::size_t{0});
    }

    void aMovingToAStrangerGivesItNothing_data() {
        QTest::addColumn<bool>("pinned");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("CA file") << false << QByteArray("tls_untrusted");
        QTest::newRow("pin") << true << QByteArray("tls_pin_mismatch");
    }
    /// Whoever can make a server push a MOVING must not get the credentials by it.
    void aMovingToAStrangerGivesItNothing() {
        QFETCH(const bool, pinned);
        QFETCH(const QByteArray, type);
        if (!test::Certificates::available()) QSKIP("openssl is not installed");
        test::Certificates made;
        QVERIFY(made.selfSigned(QStringLiteral("stranger"), QStringLiteral("stranger"),
                                QStringLiteral("IP:127.0.0.1")));
        QSslServer stranger;
        stranger.setSslConfiguration(made.server(QStringLiteral("stranger")));
        QVERIFY(stranger.listen(QHostAddress(QHostAddress::LocalHost)));
        int dialled = 0;
        QByteArray received;
        connect(&stranger, &QSslServer::startedEncryptionHandshake, &stranger, [&] { ++dialled; });
        connect(&stranger, &QTcpServer::pendingConnectionAvailable, &stranger, [&] {
            QTcpSocket* socket = stranger.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [&, socket] { received += socket->readAll(); });
        });

        demo::Simulator simulator({.tls = true, .password = Secret("secret-word"), .speed = 5});
        const auto addresses = simulator.start();
        QVERIFY(addresses.ok());
        TargetSettings settings;
        settings.endpoint = parseTargetUrl(addresses->redis)->endpoint;
        settings.password = Secret("secret-word");
        settings.probe.connections = 1;
        settings.tls.enabled = true;
        settings.tls.trust = {TlsTrust::Mode::CaFile, addresses->caFile, {}};
        if (pinned) {
            const auto shown = QSslCertificate::fromPath(QString::fromStdString(addresses->caFile));
            const auto database = std::find_if(shown.begin(), shown.end(), [](const QSslCertificate& one) {
                return one.subjectInfo(QSslCertificate::OrganizationalUnitName)
                    .contains(QStringLiteral("redisdb"));
            });
            QVERIFY(database != shown.end());
            settings.tls.trust = {
                TlsTrust::Mode::Pin, {}, database->digest(QCryptographicHash::Sha256).toHex().toStdString()};
        }
        test::ClientSession session(false);
        session.client.addTarget(settings);
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() > 5, 20'000);

        QTcpSocket orders;
        const auto control = parseEndpoint(addresses->control);
        orders.connectToHost(QHostAddress(QHostAddress::LocalHost), control->port);
        QVERIFY(orders.waitForConnected());
        orders.write("moving bound -> next grace 15s endpoint 127.0.0.1:" +
                     QByteArray::number(stranger.serverPort()) + "\n");
        const auto refused = [&] {
            return std::any_of(session.events.begin(), session.events.end(), [&](const Event& event) {
                return event.kind == EventKind::ConnectAttempt && event.errorType == type.toStdString();
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(refused(), 20'000);
        const std::size_t before = session.replies();
        QTRY_VERIFY_WITH_TIMEOUT(session.replies() > before + 20, 20'000); // the old connection serves
        QVERIFY(dialled > 0);
        QVERIFY(received.isEmpty());
        QVERIFY(session.finish());
    }

    void aFloodThatNeverEndsTakesNoMoreMemoryThanItsBounds_data() {
        QTest::addColumn<QByteArray>("flood");
        QTest::newRow("pushes of unknown kinds") << QByteArray(">1\r\n+x\r\n").repeated(1000);
        QTest::newRow("empty pushes") << QByteArray(">0\r\n").repeated(1000);
        QTest::newRow("large pushes") << ">2\r\n+x\r\n$100000\r\n" + QByteArray(100'000, 'y') + "\r\n";
    }
    void aFloodThatNeverEndsTakesNoMoreMemoryThanItsBounds() {
        QFETCH(const QByteArray, flood);
        HostileServer server({.afterReady = true, .answersProbes = true, .endless = flood});
        io::ClientThread client({.recorder = true, .view = true}); // and nobody who takes anything
        const qint64 before = residentBytes();
        client.start();
        client.addTarget(settingsFor(server));
        QElapsedTimer clock;
        clock.start();
        // The owner's loop runs for the server; what it gets for the view is dropped at once. The recorder's
        // mailbox fills to its bound.
        while (clock.elapsed() < 4'000)
            QTest::qWait(50);
        const qint64 grown = residentBytes() - before;
        client.abort();
        client.shutdown();
        QVERIFY(server.bytesTaken() > 0);
        if (kMeasuresMemory) QVERIFY2(grown < 256 << 20, qPrintable(QString::number(grown >> 20)));
    }
};

MAINTSCOPE_TEST(TstHostileServer, QCoreApplication)
#include "tst_hostile_server.moc"
