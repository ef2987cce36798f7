// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/rest/rest_server.h"

#include "tests/support/test_case.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QObject>
#include <QTest>

using namespace maintscope;
using namespace maintscope::demo;
using namespace std::chrono_literals;

class RestServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headers();
    void credentials_data();
    void credentials();
    void fiveFailuresLockTheUser();
    void roles();
    void flagAndDelayByVersion_data();
    void flagAndDelayByVersion();
    void putChangesOnlyWhatIsGiven();
    void putRefusals_data();
    void putRefusals();
    void dryRunChangesNothing();
    void basicAuthenticationCanBeSwitchedOff();
    void objects();
    void paths_data();
    void paths();
    void secondaryNodesSendToThePrimary();
    void tokensAreIssuedAndExpire();
    void tokensWorkWithoutBasicAuthentication();
    void tokenSchemeIsASwitch();
    void switchesChooseTheOpenPoints();
    void switchesAreNamed();
    void passwordsAreMaskedByRoleAndBySetting();
    void samplesAreThereOnDemand();
    void idsHaveMixedTypes();
    void changesAreLogged();
    void idleAndInactiveDatabasesHaveLittleToTell();
    void lockedUserIsListedSo();
};

namespace {

struct Desk {
    ClusterSettings settings;
    RestServer server;
    MonoTime now = kSessionStart;

    explicit Desk(ServerProfile profile = ServerProfile::V8_0_16)
        : settings{.profile = profile, .clientMaintNotifications = false}
        , server(settings, RestFacts{.proxyCertificate = "PEM",
                                     .database = {"127.0.0.1", 7000},
                                     .nodes = {{"127.0.0.2", 7000}, {"127.0.0.3", 7000}}}) {
        server.addUser("admin@example.com", Secret("right:with colon"), RestRole::Admin);
        server.addUser("viewer@example.com", Secret("view"), RestRole::ClusterViewer);
    }
    HttpReply ask(const char* method, const char* target, const QByteArray& body = {},
                  const QByteArray& pair = "admin@example.com:right:with colon") {
        return askAs(pair.isEmpty() ? QByteArray() : "Basic " + pair.toBase64(), method, target, body);
    }
    HttpReply askAs(const QByteArray& authorization, const char* method, const char* target,
                    const QByteArray& body = {}, int node = 0) {
        HttpRequestParser parser;
        parser.append((QByteArray(method) + ' ' + target + " HTTP/1.1\r\n" +
                       (authorization.isEmpty() ? QByteArray() : "authorization: " + authorization + "\r\n") +
                       "content-length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body)
                          .toStdString());
        HttpRequest request;
        if (parser.next(request) != HttpRequestParser::Status::Whole)
            qFatal("%s", parser.errorText().c_str());
        return server.reply(request, now, WallTime(784'111'777s), node);
    }
    static QJsonObject object(const HttpReply& reply) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).object();
    }
    QByteArray token(const QByteArray& body = {}) {
        return object(ask("POST", "/v1/users/authorize", body))
            .value(QLatin1String("access_token"))
            .toString()
            .toLatin1();
    }
    QJsonArray array(const char* target) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(ask("GET", target).body)).array();
    }
    QJsonObject cluster() { return object(ask("GET", "/v1/cluster")); }
    static QString code(const HttpReply& reply) {
        return object(reply).value(QLatin1String("error_code")).toString();
    }
    static QByteArray header(const HttpReply& reply, const char* name) {
        for (const auto& item : reply.headers)
            if (item.first == name) return QByteArray::fromStdString(item.second);
        return {};
    }
};

const QLatin1String kFlag("client_maint_notifications");
const QLatin1String kOssFlag("oss_cluster_client_maint_notifications");
const QLatin1String kDelay("state_machine_smart_client_handoffs_delay_ms");

} // namespace

void RestServerTest::headers() {
    Desk desk;
    const HttpReply reply = desk.ask("GET", "/v1/cluster");
    QCOMPARE(reply.status, 200);
    QCOMPARE(Desk::header(reply, "content-type"), QByteArray("application/json"));
    QCOMPARE(Desk::header(reply, "server"), QByteArray("envoy"));
    QCOMPARE(Desk::header(reply, "cluster-state-id"), QByteArray("1"));
    QCOMPARE(Desk::header(reply, "date"), QByteArray("Sun, 06 Nov 1994 08:49:37 GMT"));
}

void RestServerTest::credentials_data() {
    QTest::addColumn<QByteArray>("pair");
    QTest::addColumn<int>("status");
    QTest::newRow("right") << QByteArray("admin@example.com:right:with colon") << 200;
    QTest::newRow("none") << QByteArray() << 401;
    QTest::newRow("wrong") << QByteArray("admin@example.com:wrong") << 401;
    QTest::newRow("an empty password") << QByteArray("admin@example.com:") << 401;
    QTest::newRow("the beginning of it") << QByteArray("admin@example.com:right") << 401;
    QTest::newRow("an unknown user") << QByteArray("nobody:right:with colon") << 401;
    QTest::newRow("no colon") << QByteArray("admin@example.com") << 401;
}

void RestServerTest::credentials() {
    QFETCH(QByteArray, pair);
    QFETCH(int, status);
    Desk desk;
    for (const char* target : {"/v1/cluster", "/v1/nodes", "/nowhere"}) {
        const HttpReply reply = desk.ask("GET", target, {}, pair);
        if (status == 401) {
            QCOMPARE(reply.status, 401);
            QCOMPARE(Desk::header(reply, "www-authenticate"), QByteArray("Basic realm=\"cluster\""));
            QCOMPARE(Desk::code(reply), QStringLiteral("unauthorized"));
        } else {
            QVERIFY(reply.status != 401);
        }
    }
}

void RestServerTest::fiveFailuresLockTheUser() {
    Desk desk;
    const QByteArray wrong = "admin@example.com:wrong";
    for (int i = 0; i < 4; ++i)
        desk.ask("GET", "/v1/cluster", {}, wrong);
    QCOMPARE(desk.ask("GET", "/v1/cluster").status, 200); // a success forgets them
    for (int i = 0; i < 4; ++i)
        desk.ask("GET", "/v1/cluster", {}, wrong);
    desk.now += 15min; // so does a quarter of an hour
    desk.ask("GET", "/v1/cluster", {}, wrong);
    QCOMPARE(desk.ask("GET", "/v1/cluster").status, 200);
    for (int i = 0; i < 5; ++i)
        desk.ask("GET", "/v1/cluster", {}, wrong);
    QCOMPARE(desk.ask("GET", "/v1/cluster").status, 401);
    QCOMPARE(desk.ask("GET", "/v1/cluster", {}, "viewer@example.com:view").status,
             200); // the others are free
    desk.now += 30min - 1s;
    QCOMPARE(desk.ask("GET", "/v1/cluster").status, 401);
    desk.now += 1s;
    QCOMPARE(desk.ask("GET", "/v1/cluster").status, 200);
}

void RestServerTest::roles() {
    Desk desk;
    const QByteArray viewer = "viewer@example.com:view";
    const auto role = [](const HttpReply& reply) {
        return Desk::object(reply).value(QLatin1String("role")).toString();
    };
    QCOMPARE(role(desk.ask("GET", "/v1/users/role")), QStringLiteral("admin"));
    QCOMPARE(role(desk.ask("GET", "/v1/users/role", {}, viewer)), QStringLiteral("cluster_viewer"));
    QCOMPARE(desk.ask("GET", "/v1/cluster", {}, viewer).status, 200);
    const HttpReply refused = desk.ask("PUT", "/v1/cluster", "{\"client_maint_notifications\":true}", viewer);
    QCOMPARE(refused.status, 403);
    QCOMPARE(Desk::code(refused), QStringLiteral("insufficient_permissions"));
    QVERIFY(!desk.settings.clientMaintNotifications);
}

void RestServerTest::flagAndDelayByVersion_data() {
    QTest::addColumn<int>("profile");
    QTest::addColumn<bool>("flag");
    QTest::addColumn<bool>("ossFlagAndDelay");
    QTest::newRow("7.22") << int(ServerProfile::V7_22) << false << false;
    QTest::newRow("8.0.2") << int(ServerProfile::V8_0_2) << true << false;
    QTest::newRow("8.0.16") << int(ServerProfile::V8_0_16) << true << true;
    QTest::newRow("8.2") << int(ServerProfile::V8_2) << true << true;
}

void RestServerTest::flagAndDelayByVersion() {
    QFETCH(int, profile);
    QFETCH(bool, flag);
    QFETCH(bool, ossFlagAndDelay);
    Desk desk(static_cast<ServerProfile>(profile));
    const QJsonObject cluster = desk.cluster();
    const QJsonObject schema = Desk::object(desk.ask("GET", "/v1/jsonschema?object=cluster"))
                                   .value(QLatin1String("properties"))
                                   .toObject();
    for (const QJsonObject& object : {cluster, schema}) {
        QCOMPARE(object.contains(kFlag), flag);
        QCOMPARE(object.contains(kOssFlag), ossFlagAndDelay);
        QCOMPARE(object.contains(kDelay), ossFlagAndDelay);
    }
    const HttpReply put = desk.ask("PUT", "/v1/cluster", "{\"client_maint_notifications\":true}");
    QCOMPARE(put.status, flag ? 200 : 400);
    if (!flag) QCOMPARE(Desk::code(put), QStringLiteral("invalid_schema"));
    QCOMPARE(desk.settings.clientMaintNotifications, flag);
}

void RestServerTest::putChangesOnlyWhatIsGiven() {
    Desk desk;
    const HttpReply put = desk.ask("PUT", "/v1/cluster", "{\"client_maint_notifications\":true}");
    QCOMPARE(put.status, 200);
    QCOMPARE(Desk::object(put).value(kFlag).toBool(), true);
    QCOMPARE(Desk::object(put).value(kDelay).toInt(), 2000);
    QVERIFY(desk.settings.clientMaintNotifications);
    QCOMPARE(Desk::header(desk.ask("GET", "/v1/cluster"), "cluster-state-id"), QByteArray("2"));
    desk.ask("PUT", "/v1/cluster",
             "{\"state_machine_smart_client_handoffs_delay_ms\":500,\"upgrade_mode\":true}");
    QCOMPARE(desk.settings.handoffDelayMs, 500);
    QCOMPARE(desk.cluster().value(QLatin1String("upgrade_mode")).toBool(), true);
    QCOMPARE(desk.cluster().value(kFlag).toBool(), true);
    QCOMPARE(desk.ask("PUT", "/v1/cluster", "{\"upgrade_mode\":true}").status, 200); // again: no change
    QCOMPARE(desk.settings.stateId, std::uint64_t(3));
}

void RestServerTest::putRefusals_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    const QString schema = QStringLiteral("invalid_schema");
    QTest::newRow("an unknown field")
        << QByteArray("{\"client_maint_notification\":true}") << schema
        << QStringLiteral("additional property 'client_maint_notification' is not allowed");
    QTest::newRow("a word for a flag")
        << QByteArray("{\"client_maint_notifications\":\"true\"}") << schema
        << QStringLiteral("'client_maint_notifications' is to be of type boolean");
    QTest::newRow("a number for a flag")
        << QByteArray("{\"client_maint_notifications\":1}") << schema
        << QStringLiteral("'client_maint_notifications' is to be of type boolean");
    QTest::newRow("half a millisecond")
        << QByteArray("{\"state_machine_smart_client_handoffs_delay_ms\":0.5}") << schema
        << QStringLiteral("'state_machine_smart_client_handoffs_delay_ms' is to be of type integer");
    QTest::newRow("too long a delay")
        << QByteArray("{\"state_machine_smart_client_handoffs_delay_ms\":10001}") << schema
        << QStringLiteral("'state_machine_smart_client_handoffs_delay_ms' is to be from 0 to 10000");
    QTest::newRow("a negative delay")
        << QByteArray("{\"state_machine_smart_client_handoffs_delay_ms\":-1}") << schema
        << QStringLiteral("'state_machine_smart_client_handoffs_delay_ms' is to be from 0 to 10000");
    QTest::newRow("a good field beside a bad one")
        << QByteArray("{\"client_maint_notifications\":true,\"x\":1}") << schema
        << QStringLiteral("additional property 'x' is not allowed");
    QTest::newRow("an array") << QByteArray("[]") << schema << QStringLiteral("the body is no JSON object");
    QTest::newRow("no JSON") << QByteArray("on") << QStringLiteral("bad_request")
                             << QStringLiteral("the body is no JSON: illegal value");
}

void RestServerTest::putRefusals() {
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    QFETCH(QString, words);
    Desk desk;
    const HttpReply put = desk.ask("PUT", "/v1/cluster", body);
    QCOMPARE(put.status, 400);
    QCOMPARE(Desk::code(put), code);
    QCOMPARE(Desk::object(put).value(QLatin1String("description")).toString(), words);
    QCOMPARE(desk.settings.stateId, std::uint64_t(1));
    QVERIFY(!desk.settings.clientMaintNotifications);
}

void RestServerTest::dryRunChangesNothing() {
    Desk desk;
    const HttpReply put = desk.ask("PUT", "/v1/cluster?dry_run", "{\"client_maint_notifications\":true}");
    QCOMPARE(put.status, 200);
    QCOMPARE(Desk::object(put).value(kFlag).toBool(), true);
    QVERIFY(!desk.settings.clientMaintNotifications);
    QCOMPARE(desk.settings.stateId, std::uint64_t(1));
    QCOMPARE(desk.ask("PUT", "/v1/cluster?dry_run=true", "{\"x\":true}").status, 400);
}

void RestServerTest::basicAuthenticationCanBeSwitchedOff() {
    Desk desk(ServerProfile::V8_2);
    QCOMPARE(desk.ask("PUT", "/v1/cluster", "{\"control_plane_basic_authentication\":false}").status, 200);
    QCOMPARE(desk.ask("GET", "/v1/cluster").status, 401);
}

void RestServerTest::objects() {
    Desk desk;
    QVERIFY(desk.cluster().size() >= 70);
    QCOMPARE(desk.cluster().value(QLatin1String("proxy_certificate")).toString(), QStringLiteral("PEM"));
    const QJsonArray nodes =
        QJsonDocument::fromJson(QByteArray::fromStdString(desk.ask("GET", "/v1/nodes").body)).array();
    QCOMPARE(nodes.size(), 2);
    QCOMPARE(nodes.at(1).toObject().value(QLatin1String("addr")).toString(), QStringLiteral("127.0.0.3"));
    QCOMPARE(nodes.at(1).toObject().value(QLatin1String("software_version")).toString(),
             QStringLiteral("8.0.16-29"));
    QCOMPARE(QByteArray::fromStdString(desk.ask("GET", "/v1/bdbs?fields=uid,name,nonesuch").body),
             QByteArray("[{\"name\":\"simulated\",\"uid\":1}]"));
    const QJsonObject endpoint = Desk::object(desk.ask("GET", "/v1/bdbs/1"))
                                     .value(QLatin1String("endpoints"))
                                     .toArray()
                                     .at(0)
                                     .toObject();
    QCOMPARE(endpoint.value(QLatin1String("port")).toInt(), 7000);
}

void RestServerTest::paths_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, const char* method, const char* target, int status,
                        const char* code) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << status
                            << QString::fromLatin1(code);
    };
    row("an unknown path", "GET", "/v9/cluster", 404, "not_found");
    row("an unknown node", "GET", "/v1/nodes/3", 404, "node_not_found");
    row("an unknown database", "GET", "/v1/bdbs/2", 404, "db_not_found");
    row("an unknown schema", "GET", "/v1/jsonschema?object=moon", 406, "not_acceptable");
    row("DELETE of the cluster", "DELETE", "/v1/cluster", 405, "method_not_allowed");
    row("POST to the nodes", "POST", "/v1/nodes", 405, "method_not_allowed");
    row("a node", "GET", "/v1/nodes/2", 200, "");
    row("HEAD", "HEAD", "/v1/cluster", 200, "");
}

void RestServerTest::paths() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    QFETCH(QString, code);
    Desk desk;
    const HttpReply reply = desk.ask(method.constData(), target.constData());
    QCOMPARE(reply.status, status);
    QCOMPARE(Desk::code(reply), code);
}

// Checklist item 10.
void RestServerTest::secondaryNodesSendToThePrimary() {
    Desk desk;
    const QByteArray right = "Basic " + QByteArray("admin@example.com:right:with colon").toBase64();
    const HttpReply reply = desk.askAs(right, "GET", "/v1/bdbs?fields=uid,name", {}, 2);
    QCOMPARE(reply.status, 307);
    QCOMPARE(Desk::header(reply, "location"), QByteArray("https://127.0.0.2:0/v1/bdbs?fields=uid,name"));
    QCOMPARE(desk.askAs(right, "GET", "/v1/local/node/master_healthcheck", {}, 2).status, 200);
    QCOMPARE(desk.askAs(right, "GET", "/v1/cluster", {}, 1).status, 200);
    desk.ask("PUT", "/v1/cluster", "{\"handle_redirects\":true}");
    QCOMPARE(desk.askAs(right, "GET", "/v1/cluster", {}, 2).status, 200);
}

// Checklist item 8.
void RestServerTest::tokensAreIssuedAndExpire() {
    Desk desk;
    const QByteArray token = desk.token();
    QCOMPARE(token.count('.'), 2);
    QCOMPARE(desk.askAs("JWT " + token, "GET", "/v1/cluster").status, 200);
    desk.now += 299s;
    const HttpReply fresh = desk.askAs("JWT " + token, "POST", "/v1/users/refresh_jwt", "{\"ttl\":10}");
    QCOMPARE(fresh.status, 200);
    desk.now += 1s; // the default is 300 s
    QCOMPARE(desk.askAs("JWT " + token, "GET", "/v1/cluster").status, 401);
    const QByteArray next = Desk::object(fresh).value(QLatin1String("access_token")).toString().toLatin1();
    QCOMPARE(desk.askAs("JWT " + next, "GET", "/v1/cluster").status, 200);
    desk.now += 9s;
    QCOMPARE(desk.askAs("JWT " + next, "GET", "/v1/cluster").status, 401);
    for (const char* body : {"{\"ttl\":0}", "{\"ttl\":86401}", "{\"ttl\":\"x\"}", "[]"})
        QCOMPARE(desk.ask("POST", "/v1/users/authorize", body).status, 400);
    QCOMPARE(desk.ask("POST", "/v1/users/authorize", {}, "admin@example.com:wrong").status, 401);
    QCOMPARE(desk.ask("GET", "/v1/users/authorize").status, 405);
}

// Checklist item 7.
void RestServerTest::tokensWorkWithoutBasicAuthentication() {
    Desk desk(ServerProfile::V8_2);
    desk.ask("PUT", "/v1/cluster", "{\"control_plane_basic_authentication\":false}");
    QCOMPARE(desk.ask("GET", "/v1/cluster").status, 401);
    const HttpReply byBody = desk.askAs({}, "POST", "/v1/users/authorize",
                                        R"({"username":"viewer@example.com","password":"view","ttl":60})");
    QCOMPARE(byBody.status, 200);
    const QByteArray token = Desk::object(byBody).value(QLatin1String("access_token")).toString().toLatin1();
    QCOMPARE(desk.askAs("Bearer " + token, "GET", "/v1/cluster").status, 200);
    QCOMPARE(desk.askAs("Bearer " + token, "PUT", "/v1/cluster", "{\"upgrade_mode\":true}").status, 403);
}

void RestServerTest::tokenSchemeIsASwitch() {
    Desk desk;
    const QByteArray token = desk.token();
    QVERIFY(setSwitch(desk.server.switches(), "token-scheme", "bearer"));
    QCOMPARE(desk.askAs("JWT " + token, "GET", "/v1/cluster").status, 401);
    QCOMPARE(desk.askAs("Bearer " + token, "GET", "/v1/cluster").status, 200);
}

// Checklist items 4, 5, 12 and 13.
void RestServerTest::switchesChooseTheOpenPoints() {
    Desk desk;
    const auto turn = [&desk](const char* name, const char* value) {
        QVERIFY(setSwitch(desk.server.switches(), name, value));
    };
    const QByteArray change = "{\"client_maint_notifications\":true}";
    turn("challenge", "off");
    turn("refusal-body", "empty");
    HttpReply reply = desk.ask("GET", "/v1/cluster", {}, {});
    QCOMPARE(reply.status, 401);
    QVERIFY(Desk::header(reply, "www-authenticate").isEmpty() && reply.body.empty());
    turn("refusal-body", "json");
    turn("password", "expired");
    QCOMPARE(Desk::code(desk.ask("GET", "/v1/cluster")), QStringLiteral("password_expired"));
    turn("password", "valid");
    turn("error-words", "message");
    QVERIFY(Desk::object(desk.ask("GET", "/nowhere")).contains(QLatin1String("message")));
    QVERIFY(!Desk::object(desk.ask("GET", "/nowhere")).contains(QLatin1String("description")));
    for (const int status : {400, 409}) {
        turn("edit-conflict", QByteArray::number(status).constData());
        reply = desk.ask("PUT", "/v1/cluster", change);
        QCOMPARE(reply.status, status);
        QCOMPARE(Desk::code(reply), QStringLiteral("config_edit_conflict"));
    }
    turn("edit-conflict", "off");
    turn("unknown-fields", "ignore");
    QCOMPARE(desk.ask("PUT", "/v1/cluster", "{\"no_such_field\":1}").status, 200);
    QVERIFY(!desk.cluster().contains(QLatin1String("no_such_field")));
    turn("store", "off");
    QCOMPARE(desk.ask("PUT", "/v1/cluster", change).status, 200);
    QVERIFY(!desk.settings.clientMaintNotifications);
    turn("store", "on");
    turn("put-body", "empty");
    reply = desk.ask("PUT", "/v1/cluster", change);
    QVERIFY(reply.status == 200 && reply.body.empty() && desk.settings.clientMaintNotifications);
    turn("gateway", "504");
    reply = desk.ask("GET", "/v1/cluster");
    QCOMPARE(reply.status, 504);
    QCOMPARE(Desk::header(reply, "content-type"), QByteArray("text/plain"));
}

void RestServerTest::switchesAreNamed() {
    RestSwitches switches;
    QVERIFY(toString(setSwitch(switches, "gatway", "503").error()).find("gateway") != std::string::npos);
    QVERIFY(toString(setSwitch(switches, "gateway", "502").error()).find("503, 504") != std::string::npos);
    QVERIFY(!setSwitch(switches, "delay", "-1") && !setSwitch(switches, "delay", ""));
    QVERIFY(setSwitch(switches, "delay", "250"));
    QVERIFY(switches.delay == 250ms);
}

// Checklist item 14.
void RestServerTest::passwordsAreMaskedByRoleAndBySetting() {
    Desk desk;
    const QByteArray viewer = "viewer@example.com:view";
    QVERIFY(desk.ask("GET", "/v1/bdbs").body.find("simulated-admin-pass") != std::string::npos);
    QVERIFY(desk.ask("GET", "/v1/bdbs", {}, viewer).body.find("simulated-admin-pass") == std::string::npos);
    desk.ask("PUT", "/v1/cluster", "{\"mask_bdb_credentials\":true}");
    QVERIFY(desk.ask("GET", "/v1/bdbs").body.find("simulated-admin-pass") == std::string::npos);
    const QJsonArray endpoints = desk.array("/v1/bdbs").at(0)[QLatin1String("endpoints")].toArray();
    QCOMPARE(endpoints.at(0)[QLatin1String("addr_type")].toString(), QStringLiteral("external"));
    QCOMPARE(endpoints.at(1)[QLatin1String("addr_type")].toString(), QStringLiteral("internal"));
    QCOMPARE(desk.array("/v1/bdbs").at(0)[QLatin1String("port")].toInt(-1), 0);
}

void RestServerTest::samplesAreThereOnDemand() {
    Desk desk;
    QCOMPARE(desk.array("/v1/bdbs").size(), 1);
    QVERIFY(setSwitch(desk.server.switches(), "samples", "on"));
    const QJsonArray all = desk.array("/v1/bdbs");
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.at(1)[QLatin1String("type")].toString(), QStringLiteral("memcached"));
    QVERIFY(all.at(2)[QLatin1String("crdt")].toBool());
}

// Checklist item 15.
void RestServerTest::idsHaveMixedTypes() {
    Desk desk;
    QVERIFY(desk.array("/v1/nodes").at(0)[QLatin1String("uid")].isDouble());
    QVERIFY(Desk::object(desk.ask("GET", "/v1/nodes/status")).contains(QLatin1String("1")));
    const QJsonValue shard = desk.array("/v1/shards").at(0);
    QVERIFY(shard[QLatin1String("uid")].isString() && shard[QLatin1String("node_uid")].isString());
    QVERIFY(shard[QLatin1String("bdb_uid")].isDouble());
}

// Checklist item 20.
void RestServerTest::changesAreLogged() {
    Desk desk;
    QCOMPARE(desk.array("/v1/logs").size(), 0);
    desk.ask("PUT", "/v1/cluster?dry_run", "{\"client_maint_notifications\":true}");
    desk.ask("PUT", "/v1/cluster", "{\"client_maint_notifications\":true}");
    desk.ask("PUT", "/v1/cluster", "{\"upgrade_mode\":true}");
    const QJsonArray logs = desk.array("/v1/logs");
    QCOMPARE(logs.size(), 2);
    QCOMPARE(logs.at(0)[QLatin1String("type")].toString(), QStringLiteral("cluster_updated"));
    QCOMPARE(desk.array("/v1/logs?limit=1").size(), 1);
    QCOMPARE(desk.array("/v1/logs?offset=2").size(), 0);
    QCOMPARE(desk.array("/v1/logs?stime=1994-11-06T09:00:00Z").size(), 0);
    QCOMPARE(desk.array("/v1/logs?etime=1994-11-06T09:00:00Z&order=asc").size(), 2);
}

// Checklist item 21.
void RestServerTest::idleAndInactiveDatabasesHaveLittleToTell() {
    Desk desk;
    QVERIFY(setSwitch(desk.server.switches(), "samples", "on"));
    const QJsonObject stats =
        Desk::object(desk.ask("GET", "/v1/bdbs/stats/last/1")).value(QLatin1String("1")).toObject();
    QVERIFY(!stats.isEmpty() && !stats.contains(QLatin1String("avg_latency")));
    QCOMPARE(desk.ask("GET", "/v1/bdbs/stats/last/2").status, 406);
}

void RestServerTest::lockedUserIsListedSo() {
    Desk desk;
    for (int i = 0; i < 5; ++i)
        desk.ask("GET", "/v1/cluster", {}, "viewer@example.com:wrong");
    QCOMPARE(desk.array("/v1/users").at(1)[QLatin1String("status")].toString(), QStringLiteral("locked"));
    QCOMPARE(desk.array("/v1/users").at(0)[QLatin1String("status")].toString(), QStringLiteral("active"));
}

MAINTSCOPE_TEST(RestServerTest, QCoreApplication)
#include "tst_rest_server.moc"
