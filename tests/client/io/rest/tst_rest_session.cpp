// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/rest/rest_api.h"
#include "client/io/rest/rest_client.h"
#include "client/io/rest/rest_session.h"
#include "tests/support/certificates.h"
#include "tests/support/https_peer.h"
#include "tests/support/test_case.h"

#include <QEventLoop>
#include <QTest>
#include <QThread>
#include <QTimer>

using namespace maintscope;
using namespace maintscope::io;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::ClusterScript;
using test::HttpsPeer;
using test::PeerReply;
using test::PeerRequest;

namespace {

class FixedClock : public ports::Clock {
public:
    [[nodiscard]] MonoTime now() const override { return {}; }
    [[nodiscard]] WallTime wallNow() const override { return WallTime(std::chrono::seconds(1790000000)); }
    [[nodiscard]] Duration asleep() const override { return {}; }
};

constexpr std::string_view kPassword = "correct horse";

} // namespace

class RestSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!test::Certificates::available()) QSKIP("the openssl program is not installed");
        QVERIFY(
            m_certificates.selfSigned(u"cluster"_s, u"prod-us.example"_s, u"DNS:localhost,IP:127.0.0.1"_s));
        QVERIFY(
            m_certificates.selfSigned(u"stranger"_s, u"prod-us.example"_s, u"DNS:localhost,IP:127.0.0.1"_s));
    }

    void readTellsSettingsRoleAndVersions() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        const RestOutcome outcome = run(peer, cluster, RestAction::Read);
        QVERIFY2(outcome.ok(), why(outcome));
        const ClusterReading& reading = *outcome.reading;
        QCOMPARE(reading.name, std::string("prod-us.example"));
        QVERIFY(reading.notifications == Flag::Off);
        QCOMPARE(reading.handoffDelay.value_or(0ms).count(), 2000);
        QCOMPARE(reading.role.value_or(""), std::string("admin"));
        QVERIFY(reading.mayUpdate == MayUpdate::Yes);
        QCOMPARE(reading.lowestVersion.value_or(""), std::string("8.0.2-17"));
        QCOMPARE(reading.nodes.value_or(0), 3);
        QCOMPARE(reading.httpStatus, 200);
        QVERIFY(reading.elapsed > 0ns);
        QCOMPARE(reading.certificate.commonName, std::string("prod-us.example"));
        QCOMPARE(outcome.steps.size(), std::size_t(3));
        for (const PeerRequest& request : peer.requests())
            QCOMPARE(request.authorization, QByteArray::fromStdString(basicAuthorization(
                                                "admin@example.com", Secret(std::string(kPassword)))));
    }

    void roleThatCannotBeReadBlocksNothing_data() {
        QTest::addColumn<int>("status");
        QTest::newRow("403") << 403;
        QTest::newRow("404") << 404;
        QTest::newRow("500") << 500;
    }
    void roleThatCannotBeReadBlocksNothing() {
        QFETCH(const int, status);
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.override = [status](const PeerRequest& request, PeerReply& reply) {
            reply = PeerReply::json(status, R"({"message":"no"})");
            return request.target == "/v1/users/role" || request.target == "/v1/nodes";
        };
        const RestOutcome read = run(peer, cluster, RestAction::Read);
        QVERIFY2(read.ok(), why(read));
        QVERIFY(!read.reading->role.has_value());
        QCOMPARE(read.reading->roleNote, "HTTP " + std::to_string(status) + ": no");
        const RestOutcome applied = run(peer, cluster, RestAction::Apply, switchOn());
        QVERIFY2(applied.ok(), why(applied));
    }

    void dryRunChangesNothing() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        const RestOutcome outcome = run(peer, cluster, RestAction::DryRun, switchOn());
        QVERIFY2(outcome.ok(), why(outcome));
        QVERIFY(outcome.reading->notifications == Flag::Off);
        QVERIFY(!outcome.readBack.has_value());
        QCOMPARE(peer.requests().last().target, QByteArray("/v1/cluster?dry_run=true"));
        QCOMPARE(peer.requests().last().body, QByteArray(R"({"client_maint_notifications": true})"));
    }

    void applyIsReadBack() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        const RestOutcome outcome = run(peer, cluster, RestAction::Apply, switchOn());
        QVERIFY2(outcome.ok(), why(outcome));
        QVERIFY(outcome.reading->notifications == Flag::Off);
        QVERIFY(outcome.readBack->notifications == Flag::On);
        QCOMPARE(puts(peer), 1);
        const RestOutcome again = run(peer, cluster, RestAction::Apply, switchOn());
        QVERIFY2(again.ok(), why(again));
        QCOMPARE(puts(peer), 1); // nothing differs: nothing is sent
        QCOMPARE(again.steps.front().note, std::string("nothing differs"));
    }

    void acceptedButNotStoredIsAnOutcomeOfItsOwn() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.stores = false;
        const RestOutcome outcome = run(peer, cluster, RestAction::Apply, switchOn());
        QVERIFY(outcome.failure.has_value());
        QVERIFY(outcome.failure->kind == RestFailureKind::AcceptedNotStored);
        QVERIFY(outcome.failure->serverWords.find("client_maint_notifications false") != std::string::npos);
        QCOMPARE(puts(peer), 1);
    }

    void oneThatStoresLateIsWaitedFor() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        int gets = 0;
        cluster.override = [&gets, &cluster](const PeerRequest& request, PeerReply&) {
            cluster.stores = false;
            if (request.method == "GET" && ++gets == 3)
                cluster.settings.insert(u"client_maint_notifications"_s, true);
            return false;
        };
        const RestOutcome outcome = run(peer, cluster, RestAction::Apply, switchOn());
        QVERIFY2(outcome.ok(), why(outcome));
        QCOMPARE(puts(peer), 1);
    }

    void changeSinceThePreviewStopsApply() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        ClusterChange delay;
        delay.handoffDelay = 500ms;
        const RestOutcome preview = run(peer, cluster, RestAction::DryRun, delay);
        cluster.settings.insert(u"state_machine_smart_client_handoffs_delay_ms"_s, 3000);
        const RestOutcome outcome = run(peer, cluster, RestAction::Apply, delay, {}, preview.reading);
        QVERIFY(outcome.failure.has_value());
        QVERIFY(outcome.failure->kind == RestFailureKind::ChangedMeanwhile);
        QVERIFY(outcome.failure->serverWords.find("3000") != std::string::npos);
        QCOMPARE(puts(peer), 1); // the dry run's
    }

    void roleKnownToLackThePermissionSendsNothing() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.role = "cluster_viewer";
        const RestOutcome outcome = run(peer, cluster, RestAction::DryRun, switchOn());
        QVERIFY(outcome.failure.has_value());
        QVERIFY(outcome.failure->kind == RestFailureKind::Forbidden);
        QCOMPARE(puts(peer), 0);
    }

    /// The switch is greyed out for such a user; looking is not.
    void viewerMayLookAtEverything() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.role = "cluster_viewer";
        const RestOutcome outcome = run(peer, cluster, RestAction::Survey);
        QVERIFY2(outcome.ok(), why(outcome));
        QVERIFY(outcome.reading->mayUpdate == MayUpdate::No);
        QCOMPARE(outcome.reading->nodes.value_or(0), 3);
    }

    void oldClusterIsTooOld() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.settings = {};
        QVERIFY(run(peer, cluster, RestAction::Read).reading->notifications == Flag::NotSupported);
        const RestOutcome outcome = run(peer, cluster, RestAction::Apply, switchOn());
        QVERIFY(outcome.failure.has_value());
        QVERIFY(outcome.failure->kind == RestFailureKind::NotSupported);
        QCOMPARE(puts(peer), 0);
    }

    void oneRefusedPasswordEndsTheConversation() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.override = [](const PeerRequest&, PeerReply& reply) {
            reply = {"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: "
                     "0\r\n\r\n",
                     true, false};
            return true;
        };
        const RestOutcome outcome = run(peer, cluster, RestAction::Read);
        QVERIFY(outcome.failure.has_value());
        QVERIFY(outcome.failure->kind == RestFailureKind::NotAuthorised);
        QCOMPARE(peer.requests().size(), 1);
    }

    // The pin is compared on the connection that would carry the credentials, and on every one of them anew.
    void certificateSwappedBetweenTwoConnectionsGetsNoByte() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s), m_certificates.server(u"stranger"_s)});
        ClusterScript cluster;
        const RestOutcome outcome = run(peer, cluster, RestAction::Apply, switchOn());
        QVERIFY(outcome.failure.has_value());
        QVERIFY(outcome.failure->kind == RestFailureKind::Untrusted);
        QVERIFY(outcome.failure->certificate.has_value());
        QVERIFY(peer.connections() >= 2);
        QVERIFY(peer.received(0).contains("Authorization: "));
        QCOMPARE(peer.received(1), QByteArray());
        QCOMPARE(puts(peer), 0);
    }

    void untrustedServerGetsNoByte_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("serverName");
        QTest::addColumn<int>("kind");
        QTest::newRow("wrong pin") << static_cast<int>(TlsTrust::Mode::Pin) << QString()
                                   << static_cast<int>(RestFailureKind::Untrusted);
        QTest::newRow("wrong CA") << static_cast<int>(TlsTrust::Mode::CaFile) << QString()
                                  << static_cast<int>(RestFailureKind::Untrusted);
        QTest::newRow("system trust") << static_cast<int>(TlsTrust::Mode::System) << QString()
                                      << static_cast<int>(RestFailureKind::Untrusted);
        QTest::newRow("right CA, wrong name")
            << static_cast<int>(TlsTrust::Mode::CaFile) << u"other.example"_s
            << static_cast<int>(RestFailureKind::NameMismatch);
    }
    void untrustedServerGetsNoByte() {
        QFETCH(const int, mode);
        QFETCH(const QString, serverName);
        QFETCH(const int, kind);
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        const QString trusted = serverName.isEmpty() ? u"stranger"_s : u"cluster"_s;
        TlsSettings tls;
        tls.trust.mode = static_cast<TlsTrust::Mode>(mode);
        tls.trust.caPath = m_certificates.pem(trusted).toStdString();
        tls.trust.pin = presented(m_certificates.certificate(trusted)).sha256;
        tls.serverName = serverName.toStdString();
        const RestOutcome outcome = run(peer, cluster, RestAction::Read, {}, tls);
        QVERIFY(outcome.failure.has_value());
        QCOMPARE(static_cast<int>(outcome.failure->kind), kind);
        QVERIFY(outcome.failure->certificate.has_value());
        QCOMPARE(outcome.failure->certificate->sha256,
                 presented(m_certificates.certificate(u"cluster"_s)).sha256);
        QCOMPARE(peer.receivedByAll(), QByteArray());
    }

    void caFileIsTrusted() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        TlsSettings tls;
        tls.trust = {TlsTrust::Mode::CaFile, m_certificates.pem(u"cluster"_s).toStdString(), {}};
        const RestOutcome outcome = run(peer, cluster, RestAction::Read, {}, tls);
        QVERIFY2(outcome.ok(), why(outcome));
    }

    void nameIsResolvedAndVerified() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        TlsSettings tls;
        tls.trust = {TlsTrust::Mode::CaFile, m_certificates.pem(u"cluster"_s).toStdString(), {}};
        const RestOutcome outcome = run(peer, cluster, RestAction::Read, {}, tls, {}, "localhost");
        QVERIFY2(outcome.ok(), why(outcome));
    }

    void repliesOfAnyShapeAreRead_data() {
        QTest::addColumn<bool>("chunked");
        QTest::addColumn<bool>("oneByOne");
        QTest::newRow("chunked") << true << false;
        QTest::newRow("chunked, byte by byte") << true << true;
        QTest::newRow("sized, byte by byte") << false << true;
    }
    void repliesOfAnyShapeAreRead() {
        QFETCH(const bool, chunked);
        QFETCH(const bool, oneByOne);
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.override = [&](const PeerRequest& request, PeerReply& reply) {
            reply = chunked ? PeerReply{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        "8\r\n{\"name\":\r\n4\r\n\"c\"}\r\n0\r\n\r\n",
                                        false, oneByOne}
                            : PeerReply{"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"name\":\"c\"}",
                                        false, oneByOne};
            return request.target == "/v1/cluster";
        };
        const RestOutcome outcome = run(peer, cluster, RestAction::Read);
        QVERIFY2(outcome.ok(), why(outcome));
        QCOMPARE(outcome.reading->name, std::string("c"));
    }

    void brokenServersAreNamed_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("says");
        const auto k = [](RestFailureKind kind) { return static_cast<int>(kind); };
        QTest::newRow("500 with text") << QByteArray("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nboom")
                                       << true << k(RestFailureKind::ServerError) << u"HTTP 500: boom"_s;
        QTest::newRow("a page instead of JSON")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>") << true
            << k(RestFailureKind::BadReply) << u"not a JSON object"_s;
        QTest::newRow("closed in the middle of the body")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"name\"") << true
            << k(RestFailureKind::BadReply) << u"middle of the reply"_s;
        QTest::newRow("closed without a reply")
            << QByteArray() << true << k(RestFailureKind::BadReply) << u"without a reply"_s;
        QTest::newRow("silent") << QByteArray() << false << k(RestFailureKind::Timeout)
                                << u"No complete reply within"_s;
        QTest::newRow("stops in the middle")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{") << false
            << k(RestFailureKind::Timeout) << u"did not reply in time"_s;
        QTest::newRow("speaks something else")
            << QByteArray("+PONG\r\n") << false << k(RestFailureKind::BadReply) << u"not HTTP"_s;
    }
    void brokenServersAreNamed() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const bool, closes);
        QFETCH(const int, kind);
        QFETCH(const QString, says);
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.override = [&](const PeerRequest&, PeerReply& reply) {
            reply = {bytes, closes, false};
            return true;
        };
        m_timeout = 700ms;
        const RestOutcome outcome = run(peer, cluster, RestAction::Read);
        m_timeout = 10s;
        QVERIFY(outcome.failure.has_value());
        const std::string text = toString(toError(*outcome.failure));
        QVERIFY2(static_cast<int>(outcome.failure->kind) == kind, text.c_str());
        QVERIFY2(text.find(says.toStdString()) != std::string::npos, text.c_str());
        QVERIFY(!outcome.failure->remedy.empty());
    }

    void aReplyThatLeavesTheChangeOpenIsReadBack_data() {
        QTest::addColumn<QByteArray>("bytes");
        for (const int status : {500, 502, 503, 504}) {
            const QByteArray line = "HTTP/1.1 " + QByteArray::number(status) + " No\r\n";
            QTest::newRow(line.mid(9, 3).constData()) << line + "Content-Length: 4\r\n\r\nboom";
        }
        QTest::newRow("closed without a reply") << QByteArray();
        QTest::newRow("closed in the middle")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{");
    }
    void aReplyThatLeavesTheChangeOpenIsReadBack() {
        QFETCH(const QByteArray, bytes);
        enum class Cluster { StoresIt, KeepsTheOld, IsGone };
        for (const Cluster what : {Cluster::StoresIt, Cluster::KeepsTheOld, Cluster::IsGone}) {
            HttpsPeer peer({m_certificates.server(u"cluster"_s)});
            ClusterScript cluster;
            bool sent = false;
            cluster.override = [&](const PeerRequest& request, PeerReply& reply) {
                if (request.method == "PUT") {
                    sent = true;
                    if (what == Cluster::StoresIt)
                        cluster.settings.insert(u"client_maint_notifications"_s, true);
                } else if (!sent || what != Cluster::IsGone) {
                    return false;
                }
                reply = {bytes, true, false};
                return true;
            };
            const RestOutcome outcome = run(peer, cluster, RestAction::Apply, switchOn());
            QCOMPARE(puts(peer), 1); // never repeated
            QVERIFY(outcome.doubt.has_value());
            QCOMPARE(outcome.ok(), what == Cluster::StoresIt);
            if (outcome.ok()) {
                QVERIFY(outcome.readBack->notifications == Flag::On);
                continue;
            }
            const std::string& says = outcome.failure->what;
            QVERIFY2(says.find(what == Cluster::IsGone ? "not known" : "was not made") != std::string::npos,
                     says.c_str());
            QVERIFY2(!serverSaid(*outcome.failure).empty(), why(outcome));
        }
    }

    void redirectToTheSameCertificateIsFollowed() {
        HttpsPeer primary({m_certificates.server(u"cluster"_s)});
        HttpsPeer node({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        primary.onRequest(std::ref(cluster));
        QVERIFY(primary.listenLocally());
        ClusterScript secondary;
        secondary.override = [&](const PeerRequest& request, PeerReply& reply) {
            reply = PeerReply::redirect(307, "https://127.0.0.1:" + QByteArray::number(primary.serverPort()) +
                                                 request.target);
            return true;
        };
        const RestOutcome outcome = run(node, secondary, RestAction::Apply, switchOn());
        QVERIFY2(outcome.ok(), why(outcome));
        QCOMPARE(puts(primary), 1);
        QCOMPARE(primary.requests().at(1).body, QByteArray(R"({"client_maint_notifications": true})"));
    }

    void redirectToAnotherCertificateGetsNoCredentials() {
        HttpsPeer trap({m_certificates.server(u"stranger"_s)});
        QVERIFY(trap.listenLocally());
        HttpsPeer node({m_certificates.server(u"cluster"_s)});
        ClusterScript secondary;
        secondary.override = [&](const PeerRequest&, PeerReply& reply) {
            reply = PeerReply::redirect(307, "https://127.0.0.1:" + QByteArray::number(trap.serverPort()) +
                                                 "/v1/cluster");
            return true;
        };
        TlsSettings both; // even where its chain and name would be trusted
        both.trust = {TlsTrust::Mode::CaFile, m_certificates.path(QString()).toStdString(), {}};
        const RestOutcome outcome = run(node, secondary, RestAction::Read, {}, both);
        QVERIFY(outcome.failure.has_value());
        QVERIFY(outcome.failure->kind == RestFailureKind::Redirected);
        QVERIFY(trap.connections() == 1);
        QCOMPARE(trap.receivedByAll(), QByteArray());
    }

    void redirectsEnd() {
        HttpsPeer node({m_certificates.server(u"cluster"_s)});
        ClusterScript loop;
        loop.override = [](const PeerRequest&, PeerReply& reply) {
            reply = PeerReply::redirect(307, "/v1/cluster");
            return true;
        };
        const RestOutcome outcome = run(node, loop, RestAction::Read);
        QVERIFY(outcome.failure.has_value());
        QVERIFY(outcome.failure->kind == RestFailureKind::Redirected);
        QCOMPARE(node.requests().size(), 4);
    }

    void unreachableIsNamed_data() {
        QTest::addColumn<QString>("host");
        QTest::newRow("refused") << u"127.0.0.1"_s;
        QTest::newRow("no such name") << u"no-such-host.invalid"_s;
    }
    void unreachableIsNamed() {
        QFETCH(const QString, host);
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const quint16 port = closed.serverPort();
        closed.close();
        const RestOutcome outcome = runAt({host.toStdString(), port}, RestAction::Read);
        QVERIFY(outcome.failure.has_value());
        QVERIFY(outcome.failure->kind == RestFailureKind::Unreachable);
        QVERIFY(!outcome.failure->serverWords.empty());
        QVERIFY(!outcome.failure->remedy.empty());
    }

    void portWithoutTlsIsNamed() {
        QTcpServer plain;
        QVERIFY(plain.listen(QHostAddress::LocalHost));
        connect(&plain, &QTcpServer::newConnection, &plain, [&plain] {
            QTcpSocket* socket = plain.nextPendingConnection();
            socket->write("HTTP/1.1 400 Bad Request\r\n\r\n");
        });
        const RestOutcome outcome = runAt({"127.0.0.1", plain.serverPort()}, RestAction::Read);
        QVERIFY(outcome.failure.has_value());
        QVERIFY(outcome.failure->what.find("does not use TLS") != std::string::npos);
    }

    void passwordIsNeverInAnOutcome_data() {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<QString>("shown");
        const QByteArray pair = QByteArray("admin@example.com:correct horse").toBase64();
        QTest::newRow("repeated in the message")
            << QByteArray(R"({"message":"bad: correct horse"})") << u"HTTP 400: bad: ***"_s;
        QTest::newRow("repeated twice")
            << QByteArray(R"({"description":"correct horse, correct horse!"})") << u"HTTP 400: ***, ***!"_s;
        QTest::newRow("as it travels")
            << QByteArray("Authorization: Basic " + pair) << u"HTTP 400: Authorization: Basic ***"_s;
        QTest::newRow("in the error code")
            << QByteArray(R"({"error_code":"correct horse","message":"no"})") << u"HTTP 400 ***: no"_s;
        const QByteArray filler(290, 'x');
        QTest::newRow("cut off in the middle of it")
            << QByteArray(filler + "correct horse")
            << u"HTTP 400: "_s + QString::fromLatin1(filler) + u"***..."_s;
    }
    void passwordIsNeverInAnOutcome() {
        QFETCH(const QByteArray, reply);
        QFETCH(const QString, shown);
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.override = [&reply](const PeerRequest&, PeerReply& answer) {
            answer = PeerReply::json(400, reply);
            return true;
        };
        const RestOutcome outcome = run(peer, cluster, RestAction::Read);
        QVERIFY(outcome.failure.has_value());
        QCOMPARE(QString::fromStdString(serverSaid(*outcome.failure)), shown);
        QCOMPARE(QString::fromStdString(outcome.steps.back().note), shown);
    }

    /// Nor where the reply is a good one that repeats it as a name.
    void passwordIsNoNameInAReading() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.override = [](const PeerRequest& request, PeerReply& answer) {
            if (request.target == "/v1/cluster")
                answer = PeerReply::json(
                    200, R"({"name":"correct horse.example","client_maint_notifications":true})");
            else if (request.target == "/v1/users/role")
                answer = PeerReply::json(200, R"("correct%20horse")");
            else if (request.target.startsWith("/v1/bdbs"))
                answer = PeerReply::json(200, R"([{"uid":1,"name":"correct horse","type":"redis","endpoints":[
                    {"dns_name":"correct horse","port":12000,"addr":["10.0.0.1"],"addr_type":"internal"}]}])");
            else
                return false;
            return true;
        };
        const RestOutcome outcome = run(peer, cluster, RestAction::Survey);
        QVERIFY2(outcome.ok(), why(outcome));
        QCOMPARE(outcome.reading->name, std::string("***.example"));
        QVERIFY(outcome.reading->role.value_or("").find("horse") == std::string::npos);
        QCOMPARE(outcome.databases.at(0).name, std::string("***"));
        QCOMPARE(outcome.databases.at(0).endpoints.at(0).name, std::string("***"));
        for (const RestStep& step : outcome.steps)
            QVERIFY2(step.note.find("horse") == std::string::npos, step.note.c_str());
    }

    /// Nor a token, be it in the reply to something that is only an extra.
    void tokenIsNeverInAnOutcome() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        cluster.override = [](const PeerRequest& request, PeerReply& answer) {
            if (request.target == "/v1/users/authorize")
                answer = PeerReply::json(200, R"({"access_token":"head.payload.signature"})");
            else if (request.target == "/v1/users/role")
                answer = PeerReply::json(403, R"({"message":"JWT head.payload.signature may not"})");
            else
                return false;
            return true;
        };
        peer.onRequest(std::ref(cluster));
        QVERIFY(peer.listenLocally());
        RestTask task = taskFor({"127.0.0.1", peer.serverPort()}, RestAction::Read);
        task.settings.signIn = RestSignIn::Token;
        const RestOutcome outcome = runTask(task);
        QVERIFY2(outcome.ok(), why(outcome));
        QCOMPARE(outcome.reading->roleNote, std::string("HTTP 403: JWT *** may not"));
        for (const RestStep& step : outcome.steps)
            QVERIFY2(step.note.find("payload") == std::string::npos, step.note.c_str());
    }

    void cancelledTaskSaysNothingMore() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        QVERIFY(peer.listenLocally()); // never answers
        LookupPool pool;
        RestSession session(pool, m_clock);
        bool called = false;
        RestTask task = taskFor({"127.0.0.1", peer.serverPort()}, RestAction::Read);
        QVERIFY(session.start(task, {}, [&called](const RestOutcome&) { called = true; }));
        QVERIFY(!session.start(task, {}, {})); // one at a time
        QTRY_COMPARE_WITH_TIMEOUT(peer.requests().size(), 1, 10000);
        session.cancel();
        QVERIFY(!session.busy());
        QVERIFY(
            session.start(taskFor({"127.0.0.1", 1}, RestAction::Read), {},
                          [&called](const RestOutcome& outcome) { called = outcome.failure.has_value(); }));
        QTRY_VERIFY_WITH_TIMEOUT(called, 10000);
    }

    void ownThreadBringsTheNewsHome() {
        HttpsPeer peer({m_certificates.server(u"cluster"_s)});
        ClusterScript cluster;
        peer.onRequest(std::ref(cluster));
        QVERIFY(peer.listenLocally());
        RestClient client;
        std::vector<RestStage> steps;
        std::optional<RestOutcome> outcome;
        bool here = true;
        connect(&client, &RestClient::stepEnded, this,
                [&](const RestStep& step) { steps.push_back(step.stage); });
        connect(&client, &RestClient::ended, this, [&](const RestOutcome& ended) {
            outcome = ended;
            here = QThread::currentThread() == thread();
        });
        client.start(taskFor({"127.0.0.1", 1}, RestAction::Read)); // replaced by the next
        client.start(taskFor({"127.0.0.1", peer.serverPort()}, RestAction::Read));
        QTRY_VERIFY_WITH_TIMEOUT(outcome.has_value(), 10000);
        QVERIFY2(outcome->ok(), why(*outcome));
        QVERIFY(here);
        QVERIFY(steps == (std::vector{RestStage::Read, RestStage::Role, RestStage::Nodes}));
        outcome.reset();
        client.start(taskFor({"127.0.0.1", peer.serverPort()}, RestAction::Read));
        client.cancel();
        client.start(taskFor({"127.0.0.1", 1}, RestAction::Read));
        QTRY_VERIFY_WITH_TIMEOUT(outcome.has_value(), 10000);
        QVERIFY(outcome->failure.has_value()); // the second one's, not the cancelled one's
    }

private:
    static ClusterChange switchOn() {
        ClusterChange change;
        change.notifications = true;
        return change;
    }
    static int puts(const HttpsPeer& peer) {
        int count = 0;
        for (const PeerRequest& request : peer.requests())
            count += request.method == "PUT" ? 1 : 0;
        return count;
    }
    static const char* why(const RestOutcome& outcome) {
        static std::string text;
        text = outcome.failure ? toString(toError(*outcome.failure)) : std::string();
        return text.c_str();
    }

    RestTask taskFor(const Endpoint& endpoint, RestAction action) const {
        RestTask task;
        task.action = action;
        task.settings.endpoint = endpoint;
        task.settings.user = "admin@example.com";
        task.settings.password = Secret(std::string(kPassword));
        task.settings.tls.trust = {
            TlsTrust::Mode::Pin, {}, presented(m_certificates.certificate(u"cluster"_s)).sha256};
        task.settings.timeout = m_timeout;
        return task;
    }
    RestOutcome runTask(const RestTask& task) const {
        LookupPool pool;
        RestSession session(pool, m_clock);
        std::optional<RestOutcome> outcome;
        std::size_t steps = 0;
        QEventLoop loop; // qWaitFor looks only every 10 ms
        QTimer::singleShot(20000, &loop, &QEventLoop::quit);
        session.start(
            task, [&steps](const RestStep&) { ++steps; },
            [&outcome, &loop](const RestOutcome& o) {
                outcome = o;
                loop.quit();
            });
        loop.exec();
        if (!outcome) return {};
        if (steps != outcome->steps.size()) qWarning("steps were not all reported");
        return *outcome;
    }
    RestOutcome runAt(const Endpoint& endpoint, RestAction action) const {
        return runTask(taskFor(endpoint, action));
    }
    template <class Script>
    RestOutcome run(HttpsPeer& peer, Script& script, RestAction action, const ClusterChange& change = {},
                    const std::optional<TlsSettings>& tls = {},
                    const std::optional<ClusterReading>& previewed = {},
                    const std::string& host = "127.0.0.1") const {
        if (!peer.isListening()) peer.listenLocally();
        peer.onRequest(std::ref(script));
        RestTask task = taskFor({host, peer.serverPort()}, action);
        task.change = change;
        task.previewed = previewed;
        if (tls) task.settings.tls = *tls;
        return runTask(task);
    }

    test::Certificates m_certificates;
    FixedClock m_clock;
    Duration m_timeout = 10s;
};

MAINTSCOPE_TEST(RestSessionTest, QCoreApplication)
#include "tst_rest_session.moc"
