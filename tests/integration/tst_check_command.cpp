// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/fronts/certificate.h"
#include "app/demo/simulator.h"
#include "tests/support/program_run.h"
#include "tests/support/redis_process.h"
#include "tests/support/test_case.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <optional>

using namespace maintscope;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kPassword = "database-secret-1";
const QByteArray kRestPassword = "cluster-secret-22";

/// A TLS server with the certificate that a test wants, on a thread of its own: the program runs while the
/// test waits. Keeps what came out of TLS.
class TlsPeer {
public:
    explicit TlsPeer(const demo::CertificateSubject& subject)
        : m_pair(demo::makeCertificate(subject)) {}
    ~TlsPeer() {
        m_thread.quit();
        m_thread.wait();
    }

    quint16 start() {
        auto* server = new QSslServer;
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(QByteArray::fromStdString(m_pair->certificate)));
        const std::string_view key = m_pair->key.reveal();
        configuration.setPrivateKey(
            QSslKey(QByteArray(key.data(), static_cast<qsizetype>(key.size())), QSsl::Ec));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        server->setSslConfiguration(configuration);
        if (!server->listen(QHostAddress::LocalHost)) return 0;
        const quint16 port = server->serverPort();
        QObject::connect(server, &QTcpServer::pendingConnectionAvailable, server, [this, server] {
            while (QTcpSocket* socket = server->nextPendingConnection())
                QObject::connect(socket, &QIODevice::readyRead, socket, [this, socket] {
                    m_received += static_cast<int>(socket->readAll().size());
                });
        });
        server->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, server, &QObject::deleteLater);
        m_thread.start();
        return port;
    }
    [[nodiscard]] int received() const { return m_received; }
    [[nodiscard]] QByteArray pem() const { return QByteArray::fromStdString(m_pair->certificate); }

private:
    Result<demo::KeyPair> m_pair;
    QThread m_thread;
    std::atomic<int> m_received = 0;
};

quint16 deadPort() {
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

/// `maintscope check` as people run it, and what they read.
class CheckCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_password = kPassword; }
    void cleanup() { m_simulator.reset(); }

    void readySimulatorIsReady() {
        start(true);
        const auto run = check({m_redis}, true);
        QCOMPARE(run.exitCode, 0);
        says(run, "READY\nSCH is on, end to end");
        says(run, "CLIENT MAINT_NOTIFICATIONS");
        says(run, "opted in");
        says(run, "lowest 8.0.16-29 of 3 nodes");
        says(run, "resp3 true");
    }

    void flagOffIsNotProtected() {
        start(false);
        const auto run = check({m_redis}, true);
        QCOMPARE(run.exitCode, 2);
        says(run, "It connects, but is not protected: client_maint_notifications is off on this cluster");
        says(run, "Server: ERR maintenance notifications are disabled on this server");
        says(run, QByteArray("Remedy: Turn it on in the settings of the cluster"));
        says(run, QByteArray("Use: maintscope sch on --rest " + m_rest.toUtf8()));
    }

    void resp2OnlyIsNotProtected() {
        if (!test::RedisProcess::available()) QSKIP("no redis-server");
        test::RedisProcess redis({u"--rename-command"_s, u"HELLO"_s, QString()});
        QVERIFY(redis.start());
        m_password.clear();
        const auto run = check({redis.url()});
        QCOMPARE(run.exitCode, 2);
        says(run, "It connects, but is not protected: the connection stays on RESP2");
        says(run, "Server: ERR unknown command 'HELLO'");
        says(run, "Remedy: In Redis Software, set resp3 of the database to true");
    }

    void openSourceRedisIsNamed() {
        if (!test::RedisProcess::available()) QSKIP("no redis-server");
        test::RedisProcess redis;
        QVERIFY(redis.start());
        m_password.clear();
        const auto run = check({redis.url()});
        QCOMPARE(run.exitCode, 2);
        says(run, "It connects, but is not protected: this is open-source Redis, which does not support the "
                  "command");
        says(run, "Server: ERR unknown subcommand");
        says(run, "Redis Software has them since 8.0.2. Plan for reconnections.");
    }

    void wrongPasswordIsNotAuthorised() {
        start(true);
        m_password = "not the right one";
        const auto run = check({m_redis});
        QCOMPARE(run.exitCode, 77);
        says(run, "It does not connect: the server refused the user or the password");
        says(run, "Server: WRONGPASS");
        QVERIFY(!run.out.contains(m_password));
    }

    void expiredCertificateStopsBeforeThePassword() {
        TlsPeer peer({.commonName = "localhost",
                      .organisationalUnit = "redisdb",
                      .dnsNames = {"localhost"},
                      .addresses = {"127.0.0.1"},
                      .expiresIn = -std::chrono::hours(48)});
        const quint16 port = peer.start();
        const auto run = check({u"rediss://127.0.0.1:%1"_s.arg(port), u"--tls-ca"_s, caFile(peer.pem())});
        QCOMPARE(run.exitCode, 76);
        says(run, "It does not connect, and no password was sent: the server's certificate expired on ");
        says(run, "expired 2 days ago");
        says(run, "Remedy: Replace it on the server; until then it is accepted only if it is pinned");
        QCOMPARE(peer.received(), 0);
    }

    void wrongNameStopsBeforeThePassword() {
        TlsPeer peer({.commonName = "db.elsewhere.example",
                      .organisationalUnit = "redisdb",
                      .dnsNames = {"db.elsewhere.example"},
                      .addresses = {}});
        const quint16 port = peer.start();
        const auto run = check({u"rediss://127.0.0.1:%1"_s.arg(port), u"--tls-ca"_s, caFile(peer.pem())});
        QCOMPARE(run.exitCode, 76);
        says(run, "no password was sent: the certificate is for another name: it is valid for "
                  "db.elsewhere.example, not for 127.0.0.1");
        says(run, "Remedy: Use one of its names");
        QCOMPARE(peer.received(), 0);
    }

    void unreachableClusterManagerDoesNotHideTheDatabase() {
        start(true);
        m_rest = u"https://127.0.0.1:%1"_s.arg(deadPort());
        const auto run = check({m_redis}, true);
        QCOMPARE(run.exitCode, 1);
        says(run,
             "READY, WITH NOTES\nSCH is on: the connection is opted in. Check before the window: Cluster "
             "manager.");
        says(run, " ms  unreachable\n");
        says(run, "Cause: The cluster manager cannot be reached.");
        says(run, "The database can be watched without the cluster manager");
    }

    void lockedOutOfTheClusterManagerAsksOnlyOnce() {
        start(true);
        const QByteArray right = m_restPassword;
        m_restPassword = "not the right one";
        for (int i = 0; i < 5; ++i)
            QCOMPARE(check({m_redis}, true).exitCode, 1);
        m_restPassword = right; // too late
        const auto run = check({m_redis}, true);
        QCOMPARE(run.exitCode, 1);
        says(run, "HTTP 401");
        says(run, "Cause: The cluster refused the user name or the password.");
        says(run, "five failures within 15 minutes lock the account for half an hour");
        says(run, "opted in");
    }

    void nobodyThereIsUnreachable() {
        const quint16 port = deadPort();
        const auto run = check({u"redis://127.0.0.1:%1"_s.arg(port)});
        QCOMPARE(run.exitCode, 69);
        says(run, "It does not connect: nothing is reachable at 127.0.0.1:" + QByteArray::number(port));
    }

    void nameThatDoesNotExistIsSaid() {
        const auto run = check({u"redis://no-such-host.invalid:6379"_s});
        QCOMPARE(run.exitCode, 69);
        says(run, "The name no-such-host.invalid cannot be resolved on this machine");
    }

    void plainTextToATlsPortIsExplained() {
        TlsPeer peer({.commonName = "localhost",
                      .organisationalUnit = "redisdb",
                      .dnsNames = {"localhost"},
                      .addresses = {}});
        const quint16 port = peer.start();
        const auto run = check({u"redis://127.0.0.1:%1"_s.arg(port)});
        QCOMPARE(run.exitCode, 69);
        says(run, "Check whether this port requires TLS (rediss://)");
    }

    void jsonSaysTheSame() {
        start(true);
        const auto run = check({m_redis, u"--json"_s}, true);
        QCOMPARE(run.exitCode, 0);
        const QJsonObject json = QJsonDocument::fromJson(run.out).object();
        QCOMPARE(json.value("schema"_L1).toString(), u"maint-check/1"_s);
        QCOMPARE(json.value("verdict"_L1).toString(), u"ready"_s);
        QCOMPARE(json.value("platform"_L1).toString(), u"redis_software"_s);
        for (const QJsonValue step : json.value("steps"_L1).toArray())
            QVERIFY(step["state"_L1].toString() == "ok"_L1 || step["state"_L1].toString() == "not_asked"_L1);
    }

    void wrongUseIsExplained_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("no URL") << QStringList{} << QByteArray("The URL of the database is missing");
        QTest::newRow("two URLs") << QStringList{u"redis://a"_s, u"redis://b"_s}
                                  << QByteArray("More than one database");
        QTest::newRow("a user is needed for REST")
            << QStringList{u"redis://a"_s, u"--rest"_s, u"https://b"_s} << QByteArray("Add --rest-user");
        QTest::newRow("a slip") << QStringList{u"redis://a"_s, u"--rest-tls-pine"_s, u"x"_s}
                                << QByteArray("Did you mean --rest-tls-pin?");
    }
    void wrongUseIsExplained() {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, words);
        const auto run = check(arguments);
        QCOMPARE(run.exitCode, 64);
        QVERIFY2(run.err.contains(words), run.err);
    }

private:
    /// No secret may stand in what a person or a file gets to see, whatever happens.
    test::ProgramRun check(const QStringList& arguments, bool rest = false) {
        QStringList all = QStringList{u"check"_s} + arguments;
        if (rest) all += {u"--rest"_s, m_rest, u"--rest-user"_s, m_restUser, u"--rest-tls-ca"_s, m_ca};
        const auto run =
            test::runProgram(all, {{u"MAINTSCOPE_PASSWORD"_s, QString::fromUtf8(m_password)},
                                   {u"MAINTSCOPE_REST_PASSWORD"_s, QString::fromUtf8(m_restPassword)}});
        for (const QByteArray& secret : {m_password, m_restPassword})
            if (!secret.isEmpty() && (run.out.contains(secret) || run.err.contains(secret)))
                qFatal("a secret was printed");
        return run;
    }
    static void says(const test::ProgramRun& run, const QByteArray& words) {
        QVERIFY2(run.out.contains(words), run.out + run.err);
    }
    void start(bool notifications) {
        demo::SimulatorOptions options;
        options.clientMaintNotifications = notifications;
        options.password = Secret(kPassword.toStdString());
        options.restPassword = Secret(kRestPassword.toStdString());
        m_simulator.emplace(std::move(options));
        const auto addresses = m_simulator->start();
        QVERIFY2(addresses.ok(), addresses.ok() ? "" : toString(addresses.error()).c_str());
        m_redis = QString::fromStdString(addresses->redis);
        m_rest = QString::fromStdString(addresses->rest);
        m_restUser = QString::fromStdString(addresses->restUser);
        m_ca = QString::fromStdString(addresses->caFile);
        m_password = kPassword;
        m_restPassword = kRestPassword;
    }
    QString caFile(const QByteArray& pem) {
        const QString path = m_folder.filePath(u"ca.pem"_s);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) file.write(pem);
        return path;
    }

    QTemporaryDir m_folder;
    std::optional<demo::Simulator> m_simulator;
    QString m_redis;
    QString m_rest;
    QString m_restUser;
    QString m_ca;
    QByteArray m_password = kPassword;
    QByteArray m_restPassword = kRestPassword;
};

MAINTSCOPE_TEST(CheckCommandTest, QCoreApplication)
#include "tst_check_command.moc"
