// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/simulator.h"

#include "client/types/endpoint.h"
#include "tests/support/test_case.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QMap>
#include <QObject>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <optional>
#include <vector>

using namespace maintscope;
using namespace maintscope::demo;
using namespace Qt::StringLiterals;

/// What makes the emulated cluster an honest one, item by item: the running simulator is asked over its
/// sockets, and has to answer as the documentation and the captured replies of real clusters do. Items 16 to
/// 18, 23 and 24 of the list (running actions, maintenance mode over REST, health, licences) are not emulated
/// over REST; what becomes of connections in a maintenance is in tst_sim_cluster. Sources: redis/docs
/// rest-api/; redis-enterprise-rs tests/fixtures.
class EmulatorItemsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void item01ApiPortSpeaksTlsAndHttp11Only();
    void item02CertificateIsTheOneOfAFreshCluster();
    void item02DatabaseHasACertificateOfItsOwn();
    void item03CertificateIsSwappedExpiredAndSigned();
    void item04BadCredentialsGet401_data();
    void item04BadCredentialsGet401();
    void item05FiveFailuresLockTheUser();
    void item05PasswordMayHaveExpired();
    void item06ViewerMayNotChange();
    void item07BasicAuthenticationCanBeOff_data() { addProfiles(); }
    void item07BasicAuthenticationCanBeOff();
    void item08TokensAreIssuedRefreshedAndExpire();
    void item08TokenSchemeIsASwitch_data();
    void item08TokenSchemeIsASwitch();
    void item09RepliesCarryTheHeadersOfTheGateway_data() { addProfiles(); }
    void item09RepliesCarryTheHeadersOfTheGateway();
    void item10SecondaryNodesRedirectToAnInternalAddress();
    void item11ClusterObjectIsFullSizeAndOfItsVersion_data() { addProfiles(); }
    void item11ClusterObjectIsFullSizeAndOfItsVersion();
    void item12PutIsPartialAndCheckedFirst_data();
    void item12PutIsPartialAndCheckedFirst();
    void item12UnknownFieldsOfEachVersion_data() { addProfiles(); }
    void item12UnknownFieldsOfEachVersion();
    void item12EditConflictOnDemand();
    void item13ErrorsHaveTwoSpellingsAndGatewaysNone();
    void item14DatabasesAreListedAsCaptured();
    void item15IdsAreOfMixedTypes();
    void item19OptInObeysFlagAndVersion_data();
    void item19OptInObeysFlagAndVersion();
    void item19OpenConnectionsAfterSwitchingOff_data();
    void item19OpenConnectionsAfterSwitchingOff();
    void item20LogTellsOfChangesButNotOfMoves();
    void item21StatisticsOfIdleAndInactiveDatabases();
    void item21MetricsPortHasItsOwnCertificate();
    void item22SlowOverloadedAndBrokenReplies();
    void item22PrimaryChanges();

private:
    /// A reply off the wire.
    struct Answer {
        int status = 0;
        QByteArray statusLine;
        QMap<QByteArray, QByteArray> headers; ///< names in lower case
        QByteArray body;                      ///< as it came, chunks and all
        bool whole = false;                   ///< as long as was announced
        QSslCertificate certificate;
        QList<QSslCertificate> chain;
        QByteArray protocol; ///< negotiated by ALPN

        [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(body).object(); }
        [[nodiscard]] QJsonArray array() const { return QJsonDocument::fromJson(body).array(); }
        [[nodiscard]] QString code() const { return object().value(u"error_code"_s).toString(); }
    };

    static void addProfiles();
    void start(SimulatorOptions options = {});
    [[nodiscard]] QString port() const { return QString::fromStdString(m_at.rest).section(u':', -1); }
    Answer ask(const QByteArray& method, const QByteArray& target, const QByteArray& body = {});
    Answer askAs(const QByteArray& authorization, const QByteArray& method, const QByteArray& target,
                 const QByteArray& body = {}, const QString& host = u"127.0.0.1"_s);
    static std::unique_ptr<QSslSocket> connected(const QString& host, const QString& port);
    static Answer read(QSslSocket& socket);
    /// To the control port; its answer has to be ok.
    void turn(const QByteArray& words);
    /// One line to the database, on a connection that stays.
    QByteArray database(const QByteArray& line);
    static QByteArray basic(const QByteArray& pair) { return "Basic " + pair.toBase64(); }
    static QByteArray admin() { return basic("admin@example.com:emulated"); }
    static QByteArray viewer() { return basic("viewer@example.com:emulated"); }

    std::unique_ptr<Simulator> m_simulator;
    SimulatorAddresses m_at;
    std::unique_ptr<QTcpSocket> m_database;
};

namespace {

constexpr int kDeadlineMs = 20'000;
const QString kFlag = QStringLiteral("client_maint_notifications");
const QString kOssFlag = QStringLiteral("oss_cluster_client_maint_notifications");
const QString kDelay = QStringLiteral("state_machine_smart_client_handoffs_delay_ms");
const QString kBasicAuth = QStringLiteral("control_plane_basic_authentication");
const QByteArray kSwitchOn = R"({"client_maint_notifications":true})";

QString fingerprint(const QSslCertificate& certificate) {
    return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex());
}

} // namespace

// Tools

void EmulatorItemsTest::addProfiles() {
    QTest::addColumn<ServerProfile>("profile");
    for (const ServerProfile profile :
         {ServerProfile::V7_22, ServerProfile::V8_0_2, ServerProfile::V8_0_16, ServerProfile::V8_2})
        QTest::newRow(profileName(profile).data()) << profile;
}

void EmulatorItemsTest::start(SimulatorOptions options) {
    options.restPassword = Secret("emulated");
    options.clientMaintNotifications = false;
    m_simulator = std::make_unique<Simulator>(std::move(options));
    const auto addresses = m_simulator->start();
    QVERIFY2(addresses.ok(), addresses.ok() ? "" : toString(addresses.error()).c_str());
    m_at = *addresses;
}

void EmulatorItemsTest::cleanup() {
    m_database.reset();
    m_simulator.reset();
}

std::unique_ptr<QSslSocket> EmulatorItemsTest::connected(const QString& host, const QString& port) {
    auto socket = std::make_unique<QSslSocket>();
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
    configuration.setAllowedNextProtocols({"h2", "http/1.1"});
    socket->setSslConfiguration(configuration);
    socket->connectToHostEncrypted(host, port.toUShort());
    if (!socket->waitForEncrypted(kDeadlineMs)) qWarning("%s", qPrintable(socket->errorString()));
    return socket;
}

EmulatorItemsTest::Answer EmulatorItemsTest::read(QSslSocket& socket) {
    Answer answer;
    answer.certificate = socket.peerCertificate();
    answer.chain = socket.peerCertificateChain();
    answer.protocol = socket.sslConfiguration().nextNegotiatedProtocol();
    QByteArray bytes = socket.readAll();
    for (;;) {
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        if (end >= 0) {
            answer.headers.clear();
            const QList<QByteArray> lines = bytes.left(end).split('\n');
            answer.statusLine = lines.first().trimmed();
            answer.status = answer.statusLine.split(' ').value(1).toInt();
            for (const QByteArray& line : lines.mid(1)) {
                const qsizetype colon = line.indexOf(':');
                answer.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
            }
            answer.body = bytes.mid(end + 4);
            answer.whole = answer.headers.contains("content-length")
                               ? answer.body.size() >= answer.headers.value("content-length").toInt()
                               : answer.body.endsWith("0\r\n\r\n");
            if (answer.whole) return answer;
        }
        if (!socket.waitForReadyRead(kDeadlineMs) && socket.bytesAvailable() == 0) return answer;
        bytes += socket.readAll();
    }
}

EmulatorItemsTest::Answer EmulatorItemsTest::askAs(const QByteArray& authorization, const QByteArray& method,
                                                   const QByteArray& target, const QByteArray& body,
                                                   const QString& host) {
    const auto socket = connected(host, port());
    socket->write(method + ' ' + target + " HTTP/1.1\r\nHost: cluster\r\nAccept: application/json\r\n" +
                  (authorization.isEmpty() ? QByteArray() : "Authorization: " + authorization + "\r\n") +
                  "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
                  "\r\n\r\n" + body);
    return read(*socket);
}

EmulatorItemsTest::Answer EmulatorItemsTest::ask(const QByteArray& method, const QByteArray& target,
                                                 const QByteArray& body) {
    return askAs(admin(), method, target, body);
}

void EmulatorItemsTest::turn(const QByteArray& words) {
    const auto at = parseEndpoint(m_at.control);
    QTcpSocket socket;
    socket.connectToHost(QString::fromStdString(at->host), at->port);
    QVERIFY(socket.waitForConnected(kDeadlineMs));
    socket.write(words + "\n");
    QVERIFY(socket.waitForReadyRead(kDeadlineMs));
    QCOMPARE(socket.readLine().trimmed(), QByteArray("ok"));
}

QByteArray EmulatorItemsTest::database(const QByteArray& line) {
    if (m_database == nullptr) {
        const auto at = parseEndpoint(m_at.redis.substr(m_at.redis.find("//") + 2));
        m_database = std::make_unique<QTcpSocket>();
        m_database->connectToHost(QString::fromStdString(at->host), at->port);
        if (!m_database->waitForConnected(kDeadlineMs)) return {};
    }
    m_database->write(line + "\r\n");
    return m_database->waitForReadyRead(kDeadlineMs) ? m_database->readAll() : QByteArray();
}

// Connections and certificates

void EmulatorItemsTest::item01ApiPortSpeaksTlsAndHttp11Only() {
    start();
    const Answer answer = ask("GET", "/v1/cluster");
    QCOMPARE(answer.statusLine, QByteArray("HTTP/1.1 200 OK"));
    QVERIFY2(answer.protocol != "h2", answer.protocol);

    QTcpSocket plain;
    plain.connectToHost(u"127.0.0.1"_s, port().toUShort());
    QVERIFY(plain.waitForConnected(kDeadlineMs));
    plain.write("GET /v1/cluster HTTP/1.1\r\nHost: cluster\r\n\r\n");
    QByteArray bytes;
    while (plain.waitForReadyRead(kDeadlineMs))
        bytes += plain.readAll();
    QVERIFY(plain.state() != QAbstractSocket::ConnectedState);
    QVERIFY2(!bytes.contains("HTTP/"), bytes);
}

void EmulatorItemsTest::item02CertificateIsTheOneOfAFreshCluster() {
    start();
    turn("rest certificate documented");
    const QSslCertificate shown = ask("GET", "/v1/cluster").certificate;
    QCOMPARE(shown.version(), QByteArray("3"));
    QCOMPARE(shown.serialNumber(), QByteArray("01"));
    for (const auto part : {QSslCertificate::CommonName, QSslCertificate::OrganizationalUnitName,
                            QSslCertificate::Organization})
        QCOMPARE(shown.issuerInfo(part), shown.subjectInfo(part));
    QCOMPARE(shown.subjectInfo(QSslCertificate::CommonName), QStringList{u"cluster.maintscope.test"_s});
    QCOMPARE(shown.subjectInfo(QSslCertificate::Organization),
             QStringList{u"RedisLabs Enterprise Cluster"_s});
    QCOMPARE(shown.publicKey().algorithm(), QSsl::Rsa);
    QCOMPARE(shown.publicKey().length(), 4096);
    // Whole days, not dates: the certificate is backdated by minutes, which may cross midnight.
    QCOMPARE(shown.effectiveDate().secsTo(shown.expiryDate()) / (24 * 60 * 60), 365);
    const auto names = shown.subjectAlternativeNames();
    QCOMPARE(names.size(), 2); // no address
    QVERIFY(names.contains(QSsl::DnsEntry, u"cluster.maintscope.test"_s));
    QVERIFY(names.contains(QSsl::DnsEntry, u"*.cluster.maintscope.test"_s));
    const QString text = shown.toText();
    QVERIFY(text.contains(u"Signature Algorithm: sha256WithRSAEncryption"_s));
    QVERIFY(text.contains(u"TLS Web Server Authentication, TLS Web Client Authentication"_s));
    QVERIFY(!text.contains(u"Basic Constraints"_s));
    for (const auto& host : {u"127.0.0.2"_s, u"127.0.0.3"_s, u"127.0.0.4"_s}) // the same on all nodes
        QCOMPARE(
            fingerprint(askAs(admin(), "GET", "/v1/local/node/master_healthcheck", {}, host).certificate),
            fingerprint(shown));
}

void EmulatorItemsTest::item02DatabaseHasACertificateOfItsOwn() {
    start({.tls = true});
    const Answer cluster = ask("GET", "/v1/cluster");
    const auto offered =
        QSslCertificate::fromData(cluster.object().value(u"proxy_certificate"_s).toString().toLatin1());
    QCOMPARE(offered.size(), 1);
    const QString database = QString::fromStdString(m_at.redis).section(u':', -1);
    QCOMPARE(fingerprint(connected(u"127.0.0.1"_s, database)->peerCertificate()),
             fingerprint(offered.first()));
    QVERIFY(fingerprint(cluster.certificate) != fingerprint(offered.first()));
    QCOMPARE(offered.first().subjectInfo(QSslCertificate::OrganizationalUnitName), QStringList{u"redisdb"_s});
}

void EmulatorItemsTest::item03CertificateIsSwappedExpiredAndSigned() {
    start();
    const QSslCertificate first = ask("GET", "/v1/cluster").certificate;
    turn("rest certificate new");
    const QSslCertificate second = ask("GET", "/v1/cluster").certificate;
    QVERIFY(fingerprint(second) != fingerprint(first));
    QCOMPARE(second.serialNumber(), first.serialNumber()); // which identify nothing
    turn("rest certificate expired");
    QVERIFY(ask("GET", "/v1/cluster").certificate.expiryDate() < QDateTime::currentDateTimeUtc());
    turn("rest certificate ca-signed");
    const Answer chained = ask("GET", "/v1/cluster");
    QVERIFY(chained.chain.size() >= 2); // leaf, then who signed it
    QVERIFY(!chained.certificate.isSelfSigned());
    QCOMPARE(chained.chain.at(1).subjectInfo(QSslCertificate::CommonName),
             chained.certificate.issuerInfo(QSslCertificate::CommonName));
    turn("rest certificate first");
    QCOMPARE(fingerprint(ask("GET", "/v1/cluster").certificate), fingerprint(first));
}

// Who asks

void EmulatorItemsTest::item04BadCredentialsGet401_data() {
    QTest::addColumn<QByteArray>("authorization");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("a wrong password") << basic("admin@example.com:wrong");
    QTest::newRow("an unknown user") << basic("nobody@example.com:emulated");
    QTest::newRow("no base64") << QByteArray("Basic %%%");
    QTest::newRow("an unknown scheme") << QByteArray("Digest username=\"admin@example.com\"");
}

void EmulatorItemsTest::item04BadCredentialsGet401() {
    QFETCH(const QByteArray, authorization);
    start();
    Answer answer = askAs(authorization, "PUT", "/v1/cluster", kSwitchOn);
    QCOMPARE(answer.status, 401);
    QVERIFY(answer.headers.value("www-authenticate").startsWith("Basic realm=\""));
    QCOMPARE(answer.code(), u"unauthorized"_s);
    turn("rest challenge off");
    turn("rest refusal-body empty");
    answer = askAs(authorization, "GET", "/v1/cluster");
    QCOMPARE(answer.status, 401);
    QVERIFY(!answer.headers.contains("www-authenticate"));
    QVERIFY(answer.whole && answer.body.isEmpty());
    QVERIFY(!ask("GET", "/v1/cluster").object().value(kFlag).toBool());
}

void EmulatorItemsTest::item05FiveFailuresLockTheUser() {
    start();
    for (int i = 0; i < 5; ++i)
        QCOMPARE(askAs(basic("admin@example.com:wrong"), "GET", "/v1/cluster").status, 401);
    const Answer locked = ask("GET", "/v1/cluster"); // the right one
    QCOMPARE(locked.status, 401);
    QCOMPARE(locked.code(), u"unauthorized"_s); // nothing tells it from a wrong password
    const QJsonArray users = askAs(viewer(), "GET", "/v1/users").array();
    QCOMPARE(users.at(0)[u"status"_s].toString(), u"locked"_s);
    QCOMPARE(users.at(1)[u"status"_s].toString(), u"active"_s);
}

void EmulatorItemsTest::item05PasswordMayHaveExpired() {
    start();
    turn("rest password expired");
    for (const auto& [method, target] : {std::pair<QByteArray, QByteArray>{"GET", "/v1/cluster"},
                                         std::pair<QByteArray, QByteArray>{"POST", "/v1/users/authorize"}}) {
        const Answer answer = ask(method, target);
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.code(), u"password_expired"_s);
    }
}

void EmulatorItemsTest::item06ViewerMayNotChange() {
    start();
    const Answer refused = askAs(viewer(), "PUT", "/v1/cluster", kSwitchOn);
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.headers.value("content-type"), QByteArray("application/json"));
    QVERIFY(!refused.code().isEmpty());
    QCOMPARE(askAs(viewer(), "PUT", "/v1/cluster?dry_run", kSwitchOn).status, 403);
    const Answer seen = askAs(viewer(), "GET", "/v1/cluster");
    QCOMPARE(seen.status, 200);
    QVERIFY(!seen.object().value(kFlag).toBool());
    QCOMPARE(askAs(viewer(), "GET", "/v1/users/role").object().value(u"role"_s).toString(),
             u"cluster_viewer"_s);
    QCOMPARE(ask("GET", "/v1/users/role").object().value(u"role"_s).toString(), u"admin"_s);
    const auto permissions = [this](const QByteArray& role) {
        return ask("GET", "/v1/users/permissions/" + role).object().value(u"api_permissions"_s).toArray();
    };
    QVERIFY(permissions("admin").contains(u"update_cluster"_s));
    QVERIFY(!permissions("cluster_viewer").contains(u"update_cluster"_s));
}

void EmulatorItemsTest::item07BasicAuthenticationCanBeOff() {
    QFETCH(const ServerProfile, profile);
    start({.version = profile});
    const Answer put = ask("PUT", "/v1/cluster", R"({"control_plane_basic_authentication":false})");
    if (profile != ServerProfile::V8_2) { // since 8.2.0
        QCOMPARE(put.status, 400);
        QCOMPARE(put.code(), u"invalid_schema"_s);
        QCOMPARE(ask("GET", "/v1/cluster").status, 200);
        return;
    }
    QCOMPARE(put.status, 200);
    QCOMPARE(ask("GET", "/v1/cluster").status, 401);
    const QByteArray token =
        ask("POST", "/v1/users/authorize").object().value(u"access_token"_s).toString().toLatin1();
    QCOMPARE(askAs("JWT " + token, "GET", "/v1/cluster").status, 200);
}

void EmulatorItemsTest::item08TokensAreIssuedRefreshedAndExpire() {
    start();
    const auto token = [](const Answer& answer) {
        return answer.object().value(u"access_token"_s).toString().toLatin1();
    };
    for (const char* body : {R"({"ttl":0})", R"({"ttl":86401})", R"({"ttl":"long"})"})
        QCOMPARE(ask("POST", "/v1/users/authorize", body).status, 400);
    QCOMPARE(ask("POST", "/v1/users/authorize", R"({"ttl":86400})").status, 200);
    QCOMPARE(askAs(basic("admin@example.com:wrong"), "POST", "/v1/users/authorize").status, 401);
    const QByteArray lasting = token(ask("POST", "/v1/users/authorize")); // 300 s, unless asked
    const QByteArray fresh = token(askAs("JWT " + lasting, "POST", "/v1/users/refresh_jwt"));
    QVERIFY(!fresh.isEmpty() && fresh != lasting);
    QCOMPARE(askAs("JWT " + fresh, "GET", "/v1/cluster").status, 200);
    const QByteArray brief = token(ask("POST", "/v1/users/authorize", R"({"ttl":1})"));
    QVERIFY(QTest::qWaitFor([&] { return askAs("JWT " + brief, "GET", "/v1/cluster").status == 401; },
                            kDeadlineMs));
    QCOMPARE(askAs("JWT " + brief, "POST", "/v1/users/refresh_jwt").status, 401);
    QCOMPARE(askAs("JWT " + lasting, "GET", "/v1/cluster").status, 200);
}

void EmulatorItemsTest::item08TokenSchemeIsASwitch_data() {
    QTest::addColumn<QByteArray>("scheme");
    QTest::addColumn<int>("jwt");
    QTest::addColumn<int>("bearer");
    QTest::newRow("both") << QByteArray("both") << 200 << 200;
    QTest::newRow("JWT, as the refresh page says") << QByteArray("jwt") << 200 << 401;
    QTest::newRow("Bearer, as the 8.2 page says") << QByteArray("bearer") << 401 << 200;
}

void EmulatorItemsTest::item08TokenSchemeIsASwitch() {
    QFETCH(const QByteArray, scheme);
    QFETCH(const int, jwt);
    QFETCH(const int, bearer);
    start();
    turn("rest token-scheme " + scheme);
    const QByteArray token =
        ask("POST", "/v1/users/authorize").object().value(u"access_token"_s).toString().toLatin1();
    QCOMPARE(askAs("JWT " + token, "GET", "/v1/cluster").status, jwt);
    QCOMPARE(askAs("Bearer " + token, "GET", "/v1/cluster").status, bearer);
}

// Replies

void EmulatorItemsTest::item09RepliesCarryTheHeadersOfTheGateway() {
    QFETCH(const ServerProfile, profile);
    start({.version = profile});
    const auto stateId = [](const Answer& answer) {
        return answer.headers.value("cluster-state-id").toInt();
    };
    const Answer first = ask("GET", "/v1/cluster");
    QCOMPARE(first.headers.value("content-type"), QByteArray("application/json"));
    QCOMPARE(first.headers.value("content-length"), QByteArray::number(first.body.size()));
    QCOMPARE(first.headers.value("server"), QByteArray("envoy"));
    bool number = false;
    first.headers.value("x-envoy-upstream-service-time").toInt(&number);
    QVERIFY(number);
    const QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(first.headers.value("date")),
                                                   u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    QVERIFY2(date.isValid(), first.headers.value("date"));

    QCOMPARE(stateId(ask("PUT", "/v1/cluster?dry_run", R"({"upgrade_mode":true})")), stateId(first));
    QCOMPARE(stateId(ask("PUT", "/v1/cluster", R"({"upgrade_mode":true})")), stateId(first) + 1);
    QCOMPARE(stateId(ask("GET", "/v1/cluster")), stateId(first) + 1);
    QCOMPARE(stateId(ask("PUT", "/v1/cluster", R"({"upgrade_mode":false})")), stateId(first) + 2);
}

void EmulatorItemsTest::item10SecondaryNodesRedirectToAnInternalAddress() {
    start();
    const QString second = u"127.0.0.3"_s;
    const QByteArray primary = "https://127.0.0.2:" + port().toLatin1();
    const Answer read = askAs(admin(), "GET", "/v1/bdbs?fields=uid,name", {}, second);
    QCOMPARE(read.status, 307);
    QCOMPARE(read.headers.value("location"), primary + "/v1/bdbs?fields=uid,name");
    QCOMPARE(askAs(admin(), "PUT", "/v1/cluster", kSwitchOn, second).status, 307);
    QVERIFY(!ask("GET", "/v1/cluster").object().value(kFlag).toBool()); // it did nothing itself
    QCOMPARE(askAs(admin(), "GET", "/v1/local/node/master_healthcheck", {}, second).status, 200);
    QCOMPARE(askAs(admin(), "GET", "/v1/cluster", {}, u"127.0.0.2"_s).status, 200);
    QCOMPARE(ask("PUT", "/v1/cluster", R"({"handle_redirects":true})").status, 200);
    QCOMPARE(askAs(admin(), "GET", "/v1/cluster", {}, second).status, 200);
}

void EmulatorItemsTest::item11ClusterObjectIsFullSizeAndOfItsVersion() {
    QFETCH(const ServerProfile, profile);
    start({.version = profile});
    const QJsonObject cluster = ask("GET", "/v1/cluster").object();
    QVERIFY2(cluster.size() >= 70, qPrintable(QString::number(cluster.size())));
    for (const auto& name : {u"proxy_certificate"_s, u"syncer_certificate"_s})
        QVERIFY(cluster.value(name).toString().startsWith(u"-----BEGIN CERTIFICATE-----"_s));
    const auto type = [&cluster](const QString& name) { return cluster.value(name).type(); };
    using Type = QJsonValue::Type;
    QCOMPARE(type(kFlag), profile >= ServerProfile::V8_0_2 ? Type::Bool : Type::Undefined);
    QCOMPARE(type(kOssFlag), profile >= ServerProfile::V8_0_16 ? Type::Bool : Type::Undefined);
    QCOMPARE(type(kDelay), profile >= ServerProfile::V8_0_16 ? Type::Double : Type::Undefined);
    QCOMPARE(type(kBasicAuth), profile >= ServerProfile::V8_2 ? Type::Bool : Type::Undefined);
    QCOMPARE(type(u"smtp_password"_s), profile >= ServerProfile::V8_2 ? Type::Undefined : Type::String);
    QVERIFY(!cluster.value(kFlag).toBool() && !cluster.value(kOssFlag).toBool());
    QCOMPARE(cluster.value(kDelay).toInt(2000), 2000);
    const QJsonObject schema =
        ask("GET", "/v1/jsonschema?object=cluster").object().value(u"properties"_s).toObject();
    for (const QString& name : {kFlag, kOssFlag, kDelay, kBasicAuth})
        QCOMPARE(schema.contains(name), cluster.contains(name));
    QCOMPARE(ask("GET", "/v1/jsonschema?object=moon").status, 406);
    const QJsonArray nodes = ask("GET", "/v1/nodes").array();
    QCOMPARE(nodes.at(0)[u"software_version"_s].toString(),
             QString::fromLatin1(softwareVersion(profile).data()));
}

void EmulatorItemsTest::item12PutIsPartialAndCheckedFirst_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, const char* body, int status, const char* code) {
        QTest::newRow(name) << QByteArray(body) << status << QString::fromLatin1(code);
    };
    row("one field", kSwitchOn.constData(), 200, "");
    row("the longest delay", R"({"state_machine_smart_client_handoffs_delay_ms":10000})", 200, "");
    row("one more", R"({"state_machine_smart_client_handoffs_delay_ms":10001})", 400, "invalid_schema");
    row("less than none", R"({"state_machine_smart_client_handoffs_delay_ms":-1})", 400, "invalid_schema");
    row("text for a flag", R"({"client_maint_notifications":"true"})", 400, "invalid_schema");
    row("text for a number", R"({"state_machine_smart_client_handoffs_delay_ms":"500"})", 400,
        "invalid_schema");
    row("no such field", R"({"client_maintenance":true})", 400, "invalid_schema");
    row("a good field and a bad one", R"({"client_maint_notifications":true,"x":1})", 400, "invalid_schema");
    row("no JSON", "on", 400, "bad_request");
}

void EmulatorItemsTest::item12PutIsPartialAndCheckedFirst() {
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    start();
    const QJsonObject before = ask("GET", "/v1/cluster").object();
    const Answer dry = ask("PUT", "/v1/cluster?dry_run", body);
    QCOMPARE(dry.status, status);
    QCOMPARE(ask("GET", "/v1/cluster").object(), before);
    const Answer put = ask("PUT", "/v1/cluster", body);
    QCOMPARE(put.status, status);
    QCOMPARE(put.code(), code);
    QJsonObject expected = before;
    if (status == 200) {
        const QJsonObject change = QJsonDocument::fromJson(body).object();
        for (auto field = change.begin(); field != change.end(); ++field)
            expected.insert(field.key(), field.value());
        QCOMPARE(put.object(), expected); // the whole object, with the change in it
    }
    QCOMPARE(ask("GET", "/v1/cluster").object(), expected);
}

void EmulatorItemsTest::item12UnknownFieldsOfEachVersion() {
    QFETCH(const ServerProfile, profile);
    start({.version = profile});
    const bool known = profile >= ServerProfile::V8_0_2;
    QCOMPARE(ask("PUT", "/v1/cluster", kSwitchOn).status, known ? 200 : 400);
    turn("rest unknown-fields ignore"); // a 200 that drops the field: also possible
    QCOMPARE(ask("PUT", "/v1/cluster", R"({"oss_cluster_client_maint_notifications":true})").status, 200);
    QCOMPARE(ask("GET", "/v1/cluster").object().value(kOssFlag).toBool(), profile >= ServerProfile::V8_0_16);
}

void EmulatorItemsTest::item12EditConflictOnDemand() {
    start();
    for (const int status : {400, 409}) {
        turn("rest edit-conflict " + QByteArray::number(status));
        const Answer answer = ask("PUT", "/v1/cluster", kSwitchOn);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.code(), u"config_edit_conflict"_s);
    }
    QVERIFY(!ask("GET", "/v1/cluster").object().value(kFlag).toBool());
}

void EmulatorItemsTest::item13ErrorsHaveTwoSpellingsAndGatewaysNone() {
    start();
    for (const auto& [spelling, other] :
         {std::pair{u"description"_s, u"message"_s}, std::pair{u"message"_s, u"description"_s}}) {
        turn("rest error-words " + spelling.toLatin1());
        const QJsonObject error = ask("GET", "/v1/nowhere").object();
        QVERIFY(error.contains(u"error_code"_s) && error.contains(spelling) && !error.contains(other));
    }
    for (const int status : {503, 504}) {
        turn("rest gateway " + QByteArray::number(status));
        const Answer answer = ask("GET", "/v1/cluster");
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.headers.value("content-type"), QByteArray("text/plain"));
        QVERIFY(!answer.body.isEmpty() && QJsonDocument::fromJson(answer.body).isNull());
    }
    turn("rest gateway off");
    turn("rest put-body empty");
    const Answer empty = ask("PUT", "/v1/cluster", kSwitchOn);
    QCOMPARE(empty.status, 200);
    QVERIFY(empty.whole && empty.body.isEmpty());
    QVERIFY(ask("GET", "/v1/cluster").object().value(kFlag).toBool());
}

// Objects

void EmulatorItemsTest::item14DatabasesAreListedAsCaptured() {
    start({.password = Secret("database-pass")});
    turn("rest samples on");
    QCOMPARE(ask("GET", "/v1/bdbs?fields=uid,name").body,
             QByteArray(R"([{"name":"simulated","uid":1},{"name":"sessions-memcached","uid":2},)"
                        R"({"name":"carts-active-active","uid":3}])"));
    const QJsonArray all = ask("GET", "/v1/bdbs").array();
    const QJsonObject first = all.at(0).toObject();
    QCOMPARE(first.value(u"port"_s).toInt(-1), 0);
    const QJsonArray endpoints = first.value(u"endpoints"_s).toArray();
    QCOMPARE(endpoints.size(), 2);
    const int real = QString::fromStdString(m_at.redis).section(u':', -1).toInt();
    QCOMPARE(endpoints.at(0)[u"port"_s].toInt(), real);
    QCOMPARE(endpoints.at(0)[u"addr_type"_s].toString(), u"external"_s);
    QCOMPARE(endpoints.at(1)[u"addr_type"_s].toString(), u"internal"_s);
    QVERIFY(endpoints.at(0)[u"addr"_s].isArray());
    QCOMPARE(all.at(1)[u"type"_s].toString(), u"memcached"_s);
    QVERIFY(all.at(2)[u"crdt"_s].toBool());

    // Passwords are hidden from a viewer, and from all by a setting; ?fields= does without them.
    QCOMPARE(first.value(u"authentication_redis_pass"_s).toString(), u"database-pass"_s);
    QVERIFY(!askAs(viewer(), "GET", "/v1/bdbs").body.contains("database-pass"));
    QCOMPARE(ask("PUT", "/v1/cluster", R"({"mask_bdb_credentials":true})").status, 200);
    QVERIFY(!ask("GET", "/v1/bdbs").body.contains("database-pass"));
}

void EmulatorItemsTest::item15IdsAreOfMixedTypes() {
    start();
    QVERIFY(ask("GET", "/v1/nodes").array().at(0)[u"uid"_s].isDouble());
    const QJsonValue shard = ask("GET", "/v1/shards").array().at(0);
    QVERIFY(shard[u"uid"_s].isString() && shard[u"node_uid"_s].isString());
    QVERIFY(shard[u"bdb_uid"_s].isDouble());
    const QJsonObject status = ask("GET", "/v1/nodes/status").object();
    QCOMPARE(status.keys(), (QStringList{u"1"_s, u"2"_s, u"3"_s}));
    QCOMPARE(status.value(u"1"_s)[u"role"_s].toString(), u"master"_s);
    QCOMPARE(status.value(u"2"_s)[u"role"_s].toString(), u"slave"_s);
}

// The database side

void EmulatorItemsTest::item19OptInObeysFlagAndVersion_data() {
    QTest::addColumn<ServerProfile>("profile");
    QTest::addColumn<QByteArray>("off");
    QTest::addColumn<QByteArray>("on");
    const QByteArray disabled = "-ERR maintenance notifications are disabled on this server\r\n";
    const QByteArray unknown = "-ERR unknown subcommand 'MAINT_NOTIFICATIONS'";
    QTest::newRow("7.22") << ServerProfile::V7_22 << unknown << unknown;
    QTest::newRow("8.0.2") << ServerProfile::V8_0_2 << disabled << QByteArray("+OK\r\n");
    QTest::newRow("8.0.16") << ServerProfile::V8_0_16 << disabled << QByteArray("+OK\r\n");
    QTest::newRow("8.2") << ServerProfile::V8_2 << disabled << QByteArray("+OK\r\n");
}

void EmulatorItemsTest::item19OptInObeysFlagAndVersion() {
    QFETCH(const ServerProfile, profile);
    QFETCH(const QByteArray, off);
    QFETCH(const QByteArray, on);
    start({.version = profile});
    QVERIFY(database("HELLO 3").startsWith('%'));
    const QByteArray optIn = "CLIENT MAINT_NOTIFICATIONS ON moving-endpoint-type external-ip";
    QByteArray reply = database(optIn);
    QVERIFY2(reply.startsWith(off), reply);
    ask("PUT", "/v1/cluster", kSwitchOn);
    reply = database(optIn);
    QVERIFY2(reply.startsWith(on), reply);
    QCOMPARE(database("PING"), QByteArray("+PONG\r\n")); // the stream stays aligned
}

void EmulatorItemsTest::item19OpenConnectionsAfterSwitchingOff_data() {
    QTest::addColumn<QByteArray>("way");
    QTest::addColumn<bool>("told");
    QTest::newRow("keep") << QByteArray("keep") << true;
    QTest::newRow("stop") << QByteArray("stop") << false;
}

void EmulatorItemsTest::item19OpenConnectionsAfterSwitchingOff() {
    QFETCH(const QByteArray, way);
    QFETCH(const bool, told);
    start();
    turn("rest opted-in " + way);
    ask("PUT", "/v1/cluster", kSwitchOn);
    database("HELLO 3");
    QCOMPARE(database("CLIENT MAINT_NOTIFICATIONS ON"), QByteArray("+OK\r\n"));
    ask("PUT", "/v1/cluster", R"({"client_maint_notifications":false})");
    turn("migrating 1 in 0s");
    // What was announced is on the wire before the reply.
    QByteArray received = database("PING");
    while (!received.contains("+PONG") && m_database->waitForReadyRead(kDeadlineMs))
        received += m_database->readAll();
    QCOMPARE(received.contains("MIGRATING"), told);
}

// Logs, statistics, faults

void EmulatorItemsTest::item20LogTellsOfChangesButNotOfMoves() {
    start();
    ask("PUT", "/v1/cluster?dry_run", kSwitchOn);
    turn("migrating 1 in 0s");
    turn("migrated 1");
    turn("bind 2");
    QVERIFY(ask("GET", "/v1/logs").array().isEmpty());
    ask("PUT", "/v1/cluster", kSwitchOn);
    ask("PUT", "/v1/cluster", R"({"upgrade_mode":true})");
    const QJsonArray logs = ask("GET", "/v1/logs").array();
    QCOMPARE(logs.size(), 2);
    for (const QJsonValue entry : logs) {
        QCOMPARE(entry[u"type"_s].toString(), u"cluster_updated"_s);
        QCOMPARE(entry[u"severity"_s].toString(), u"INFO"_s);
        QVERIFY(QDateTime::fromString(entry[u"time"_s].toString(), Qt::ISODate).isValid());
    }
    QVERIFY(logs.at(0)[u"time"_s].toString() <= logs.at(1)[u"time"_s].toString()); // asc unless asked
    QCOMPARE(ask("GET", "/v1/logs?order=desc").array().at(1), logs.at(0));
    QCOMPARE(ask("GET", "/v1/logs?limit=1").array().size(), 1);
    QCOMPARE(ask("GET", "/v1/logs?offset=1").array(), QJsonArray{logs.at(1)});
    QVERIFY(ask("GET", "/v1/logs?stime=2999-01-01T00:00:00Z").array().isEmpty());
    QVERIFY(ask("GET", "/v1/logs?etime=1999-01-01T00:00:00Z").array().isEmpty());
}

void EmulatorItemsTest::item21StatisticsOfIdleAndInactiveDatabases() {
    start();
    turn("rest samples on");
    const QJsonObject stats = ask("GET", "/v1/bdbs/stats/last/1").object().value(u"1"_s).toObject();
    QVERIFY(stats.contains(u"conns"_s) && !stats.contains(u"avg_latency"_s));
    QCOMPARE(ask("GET", "/v1/bdbs/stats/last/2").status, 406);
    QCOMPARE(ask("GET", "/v1/bdbs/stats/last/9").status, 404);
}

void EmulatorItemsTest::item21MetricsPortHasItsOwnCertificate() {
    start();
    database("PING");
    const QString metricsPort = QString::fromStdString(m_at.metrics).section(u':', -1).section(u'/', 0, 0);
    QVERIFY(metricsPort != port());
    const auto socket = connected(u"127.0.0.1"_s, metricsPort);
    socket->write("GET /v2 HTTP/1.1\r\nHost: cluster\r\n\r\n");
    const Answer answer = read(*socket);
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.headers.value("content-type").startsWith("text/plain"));
    QCOMPARE(answer.certificate.subjectInfo(QSslCertificate::OrganizationalUnitName),
             QStringList{u"metrics_exporter"_s});
    QVERIFY2(
        answer.body.contains(
            "endpoint_client_connections{cluster=\"cluster.maintscope.test\",db=\"1\",endpoint=\"1:1\"} 1\n"),
        answer.body);
    QVERIFY(answer.body.contains("is_primary{cluster=\"cluster.maintscope.test\",node=\"1\"} 1\n"));
    turn("drop all");
    const auto again = connected(u"127.0.0.1"_s, metricsPort);
    again->write("GET /v2 HTTP/1.1\r\nHost: cluster\r\n\r\n");
    const QByteArray after = read(*again).body;
    QVERIFY2(after.contains("endpoint_proxy_disconnections{cluster=\"cluster.maintscope.test\",db=\"1\","
                            "endpoint=\"1:1\"} 1\n"),
             after);                         // what maintenance cut
    QCOMPARE(ask("GET", "/v2").status, 404); // not on the API port
}

void EmulatorItemsTest::item22SlowOverloadedAndBrokenReplies() {
    start();
    QElapsedTimer timer;
    turn("rest delay 300");
    timer.start();
    QCOMPARE(ask("GET", "/v1/cluster").status, 200);
    QVERIFY(timer.elapsed() >= 300);

    turn("rest delay 8000");
    turn("rest overload on");
    std::vector<std::unique_ptr<QSslSocket>> others;
    for (int i = 0; i < 2; ++i) {
        others.push_back(connected(u"127.0.0.1"_s, port()));
        others.back()->write("GET /v1/cluster HTTP/1.1\r\nHost: cluster\r\n\r\n");
        QVERIFY(others.back()->waitForBytesWritten(kDeadlineMs));
    }
    turn("rest delay 0"); // said after their requests: they are in work
    const Answer full = ask("GET", "/v1/cluster");
    QCOMPARE(full.status, 503);
    QVERIFY2(full.body.contains("overflow"), full.body);
    others.clear();
    turn("rest overload off");

    for (const char* way : {"cut", "reset"}) {
        turn(QByteArray("rest body ") + way);
        const Answer half = ask("GET", "/v1/cluster");
        QVERIFY2(!half.whole, way);
        // A reset may overtake what was sent before it.
        if (half.status != 0) QVERIFY(half.body.size() < half.headers.value("content-length").toInt());
    }
    turn("rest body chunked");
    const Answer chunked = ask("GET", "/v1/cluster");
    QCOMPARE(chunked.headers.value("transfer-encoding"), QByteArray("chunked"));
    QVERIFY(!chunked.headers.contains("content-length"));
    QVERIFY(chunked.whole);
}

void EmulatorItemsTest::item22PrimaryChanges() {
    start();
    turn("rest primary none");
    const Answer without = ask("PUT", "/v1/cluster", kSwitchOn);
    QCOMPARE(without.status, 503);
    QCOMPARE(without.code(), u"no_quorum"_s);
    QCOMPARE(ask("GET", "/v1/local/node/master_healthcheck").status, 200); // answers for itself
    turn("rest primary 2");
    QVERIFY(!ask("GET", "/v1/cluster").object().value(kFlag).toBool());
    QCOMPARE(ask("GET", "/v1/nodes/status").object().value(u"2"_s)[u"role"_s].toString(), u"master"_s);
    const Answer old = askAs(admin(), "GET", "/v1/cluster", {}, u"127.0.0.2"_s);
    QCOMPARE(old.status, 307);
    QCOMPARE(old.headers.value("location"), "https://127.0.0.3:" + port().toLatin1() + "/v1/cluster");
    QCOMPARE(askAs(admin(), "GET", "/v1/cluster", {}, u"127.0.0.3"_s).status, 200);
}

MAINTSCOPE_TEST(EmulatorItemsTest, QCoreApplication)
#include "tst_emulator_items.moc"
