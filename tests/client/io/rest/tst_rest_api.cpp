// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/io/rest/rest_api.h"

#include "tests/support/test_case.h"

#include <QTest>

#include <string>
#include <variant>

using namespace maintscope;
using namespace maintscope::io;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class RestApiTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void credentialsAreEncodedAsBasic() {
        QCOMPARE(basicAuthorization("Aladdin", Secret("open sesame")),
                 std::string("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        QCOMPARE(basicAuthorization("\u00e9", Secret("")), std::string("Basic w6k6")); // UTF-8
    }

    void requestsAreTheDocumentedOnes() {
        const Endpoint endpoint{"2001:db8::1", 9443};
        ClusterChange change;
        change.notifications = true;
        QCOMPARE(describe(requestFor(RestStage::Read, endpoint, change)),
                 std::string("GET https://[2001:db8::1]:9443/v1/cluster"));
        QCOMPARE(describe(requestFor(RestStage::Role, endpoint, change)),
                 std::string("GET https://[2001:db8::1]:9443/v1/users/role"));
        const HttpRequest dryRun = requestFor(RestStage::DryRun, endpoint, change);
        QCOMPARE(describe(dryRun), std::string("PUT https://[2001:db8::1]:9443/v1/cluster?dry_run=true"));
        QCOMPARE(dryRun.body, std::string(R"({"client_maint_notifications": true})"));
        QCOMPARE(requestFor(RestStage::Apply, endpoint, change).target, std::string("/v1/cluster"));
        QVERIFY(requestFor(RestStage::ReadBack, endpoint, change).body.empty());
    }

    void clusterIsRead_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("flag");
        QTest::addColumn<int>("oss");
        QTest::addColumn<int>("delayMs");
        const auto n = [](Flag flag) { return static_cast<int>(flag); };
        QTest::newRow("7.22 has no such keys") << QByteArray(R"({"name":"c","rack_aware":false})")
                                               << n(Flag::NotSupported) << n(Flag::NotSupported) << -1;
        QTest::newRow("8.0.2 has the flag alone")
            << QByteArray(R"({"name":"c","client_maint_notifications":false})") << n(Flag::Off)
            << n(Flag::NotSupported) << -1;
        QTest::newRow("8.0.16 has all three")
            << QByteArray(
                   R"({"name":"c","client_maint_notifications":true,"oss_cluster_client_maint_notifications":false,)"
                   R"("state_machine_smart_client_handoffs_delay_ms":2000})")
            << n(Flag::On) << n(Flag::Off) << 2000;
        QTest::newRow("a value of another type is unknown")
            << QByteArray(
                   R"({"name":"c","client_maint_notifications":"yes","oss_cluster_client_maint_notifications":null,)"
                   R"("state_machine_smart_client_handoffs_delay_ms":"x"})")
            << n(Flag::Unknown) << n(Flag::Unknown) << -1;
    }
    void clusterIsRead() {
        QFETCH(const QByteArray, body);
        QFETCH(const int, flag);
        QFETCH(const int, oss);
        QFETCH(const int, delayMs);
        const auto parsed = parseCluster(reply(200, body.toStdString()), "GET x");
        QVERIFY(std::holds_alternative<ClusterReading>(parsed));
        const ClusterReading& reading = std::get<ClusterReading>(parsed);
        QCOMPARE(reading.name, std::string("c"));
        QCOMPARE(static_cast<int>(reading.notifications), flag);
        QCOMPARE(static_cast<int>(reading.ossNotifications), oss);
        QCOMPARE(reading.handoffDelay ? static_cast<int>(reading.handoffDelay->count()) : -1, delayMs);
    }

    void whatIsNoClusterIsNotReadAsAnOldOne_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("a web page") << QByteArray("<html>Sign in</html>");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("another object") << QByteArray(R"({"status":"up"})");
        QTest::newRow("cut JSON") << QByteArray(
            "{\"name\":\"c\",\"client_maint"); // not raw: moc 6.4 counts its braces
    }
    void whatIsNoClusterIsNotReadAsAnOldOne() {
        QFETCH(const QByteArray, body);
        const auto parsed = parseCluster(reply(200, body.toStdString()), "GET x");
        QVERIFY(std::holds_alternative<RestFailure>(parsed));
        QVERIFY(std::get<RestFailure>(parsed).kind == RestFailureKind::BadReply);
    }

    void lowestVersionIsFoundByNumber() {
        const auto parsed =
            parseNodes(reply(200, R"([{"software_version":"8.0.10-64"},{"software_version":"8.0.2-17"},
            {"uid":3},{"software_version":"8.0.2-9"},{"software_version":"100.0.21-16135"}])"),
                       "GET x");
        QCOMPARE(std::get<NodeVersions>(parsed).nodes, 5);
        QCOMPARE(std::get<NodeVersions>(parsed).lowest.value_or(""), std::string("8.0.2-9"));
        QVERIFY(!std::get<NodeVersions>(parseNodes(reply(200, "[]"), "GET x")).lowest.has_value());
        QVERIFY(std::holds_alternative<RestFailure>(parseNodes(reply(200, "{}"), "GET x")));
    }

    void refusalsBecomeWords_data() {
        QTest::addColumn<int>("stage");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("says");
        const int read = static_cast<int>(RestStage::Read);
        const int apply = static_cast<int>(RestStage::Apply);
        const auto k = [](RestFailureKind kind) { return static_cast<int>(kind); };
        QTest::newRow("401") << read << 401 << QByteArray() << k(RestFailureKind::NotAuthorised)
                             << u"five failures"_s;
        QTest::newRow("401 with an expired password")
            << read << 401 << QByteArray(R"({"error_code":"password_expired","message":"m"})")
            << k(RestFailureKind::NotAuthorised) << u"has expired"_s;
        QTest::newRow("403 on reading") << read << 403 << QByteArray() << k(RestFailureKind::Forbidden)
                                        << u"requires view_cluster_info"_s;
        QTest::newRow("403 on changing, description")
            << apply << 403 << QByteArray(R"({"error_code":"x","description":"no way"})")
            << k(RestFailureKind::Forbidden) << u"HTTP 403 x: no way"_s;
        QTest::newRow("403 names the permission")
            << apply << 403 << QByteArray() << k(RestFailureKind::Forbidden) << u"requires update_cluster"_s;
        QTest::newRow("404, message") << read << 404 << QByteArray(R"({"message":"no path"})")
                                      << k(RestFailureKind::NotFound) << u"no path"_s;
        QTest::newRow("400 invalid_schema")
            << apply << 400 << QByteArray(R"({"error_code":"invalid_schema"})")
            << k(RestFailureKind::NotSupported) << u"8.0.16"_s;
        QTest::newRow("409 conflict")
            << apply << 409 << QByteArray(R"({"error_code":"config_edit_conflict"})")
            << k(RestFailureKind::BadRequest) << u"Another user"_s;
        QTest::newRow("400 conflict")
            << apply << 400 << QByteArray(R"({"error_code":"config_edit_conflict"})")
            << k(RestFailureKind::BadRequest) << u"Another user"_s;
        QTest::newRow("503 text of a gateway") << read << 503 << QByteArray("no healthy\nupstream")
                                               << k(RestFailureKind::ServerError) << u"no healthy upstream"_s;
        QTest::newRow("503 no_quorum, JSON")
            << apply << 503 << QByteArray(R"({"error_code":"no_quorum","description":"no quorum"})")
            << k(RestFailureKind::ServerError) << u"without a quorum"_s;
        QTest::newRow("400 bad_nginx_conf")
            << apply << 400 << QByteArray(R"({"error_code":"bad_nginx_conf","message":"port is taken"})")
            << k(RestFailureKind::BadRequest) << u"HTTP 400 bad_nginx_conf: port is taken"_s;
        QTest::newRow("400 bad_debuginfo_path")
            << apply << 400 << QByteArray(R"({"error_code":"bad_debuginfo_path"})")
            << k(RestFailureKind::BadRequest) << u"did not accept the change"_s;
        QTest::newRow("406") << read << 406 << QByteArray() << k(RestFailureKind::BadRequest)
                             << u"did not accept the request"_s;
        QTest::newRow("409 busy") << apply << 409 << QByteArray(R"({"error_code":"db_busy"})")
                                  << k(RestFailureKind::BadRequest) << u"HTTP 409 db_busy"_s;
        QTest::newRow("505") << read << 505 << QByteArray() << k(RestFailureKind::ServerError)
                             << u"The cluster manager failed"_s;
        QTest::newRow("500") << apply << 500 << QByteArray() << k(RestFailureKind::ServerError)
                             << u"Reason"_s;
        QTest::newRow("302") << read << 302 << QByteArray() << k(RestFailureKind::Redirected) << u"primary"_s;
    }
    void refusalsBecomeWords() {
        QFETCH(const int, stage);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const int, kind);
        QFETCH(const QString, says);
        const auto failure =
            failureOf(static_cast<RestStage>(stage), reply(status, body.toStdString()), "PUT u");
        QVERIFY(failure.has_value());
        QCOMPARE(static_cast<int>(failure->kind), kind);
        QCOMPARE(failure->httpStatus, status);
        const std::string text = toString(toError(*failure));
        QVERIFY2(text.find(says.toStdString()) != std::string::npos, text.c_str());
        QVERIFY(!failure->remedy.empty());
    }

    void successIsNoFailure() {
        QVERIFY(!failureOf(RestStage::Apply, reply(200, ""), "x").has_value());
        QVERIFY(!failureOf(RestStage::Apply, reply(204, ""), "x").has_value());
    }

    void serverWordsFitOnALine() {
        const ServerWords words = serverWords(reply(500, "a\x1b[31m\r\n\tb" + std::string(500, 'x')));
        QVERIFY(words.text.starts_with("a [31m b"));
        QVERIFY(words.text.size() <= 303);
        QVERIFY(serverWords(reply(500, std::string(299, 'x') + "\u00e9")).text.find('\xc3') ==
                std::string::npos);
    }

    void missingSettingSaysSinceWhen() {
        ClusterReading reading;
        reading.notifications = Flag::Off;
        reading.ossNotifications = Flag::NotSupported;
        reading.lowestVersion = "8.0.2-17";
        ClusterChange change;
        change.notifications = true;
        QVERIFY(!checkSupported(reading, change, "x").has_value());
        change.ossNotifications = true;
        const auto failure = checkSupported(reading, change, "x");
        QVERIFY(failure.has_value());
        QCOMPARE(
            failure->what,
            std::string("The server is too old: it has no setting oss_cluster_client_maint_notifications."));
        QVERIFY(failure->remedy.find("8.0.16") != std::string::npos);
        QVERIFY(failure->remedy.find("8.0.2-17") != std::string::npos);
    }

    void redirectsAreReadAndBadOnesLeft_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("location");
        QTest::addColumn<QString>("leadsTo");
        QTest::newRow("307 to a node") << 307 << u"https://10.0.0.2:9443/v1/cluster?dry_run=true"_s
                                       << u"10.0.0.2:9443 /v1/cluster?dry_run=true"_s;
        QTest::newRow("308 to IPv6") << 308 << u"https://[2001:db8::2]:9443/v1/cluster"_s
                                     << u"[2001:db8::2]:9443 /v1/cluster"_s;
        QTest::newRow("relative") << 307 << u"/v1/elsewhere"_s << u"a.example:9443 /v1/elsewhere"_s;
        QTest::newRow("plain HTTP is not followed")
            << 307 << u"http://10.0.0.2:8080/v1/cluster"_s << QString();
        QTest::newRow("with user information is not followed")
            << 307 << u"https://u:p@10.0.0.2/"_s << QString();
        QTest::newRow("302 would change the method")
            << 302 << u"https://10.0.0.2:9443/v1/cluster"_s << QString();
        QTest::newRow("line break") << 307 << u"https://10.0.0.2:9443/\r\nX: y"_s << QString();
    }
    void redirectsAreReadAndBadOnesLeft() {
        QFETCH(const int, status);
        QFETCH(const QString, location);
        QFETCH(const QString, leadsTo);
        HttpReply answer = reply(status, "");
        answer.headers.emplace_back("location", location.toStdString());
        const auto target = redirectOf(answer, {"a.example", 9443});
        QCOMPARE(target ? QString::fromStdString(toString(target->endpoint) + " " + target->target)
                        : QString(),
                 leadsTo);
    }

    /// The documented sample, and the odd ones: ids as text, port 0 beside the endpoint's, no name.
    void databasesAreRead() {
        const auto parsed = parseDatabases(
            reply(200, R"([{"uid":3,"name":"orders","type":"redis","status":"active","version":"8.2.1",
                "resp3":false,"tls_mode":"enabled","oss_cluster":true,"proxy_policy":"single","port":0,
                "endpoints":[{"uid":"3:1","dns_name":"redis-12003.c1.example.test","port":12003,
                "addr":["192.0.2.11","not an address"],"addr_type":"external"},
                {"uid":"3:2","dns_name":"redis-12003.internal.c1.example.test","port":12003,
                "addr":["10.0.0.11"],"addr_type":"internal"}]},
                {"uid":"4","name":"cache","type":"memcached","tls_mode":"replica_ssl"}, 17])"),
            "where");
        const auto& databases = std::get<std::vector<DatabaseReading>>(parsed);
        QCOMPARE(databases.size(), std::size_t(2));
        const DatabaseReading& orders = databases[0];
        QCOMPARE(orders.uid, std::string("3"));
        QVERIFY(orders.tls && orders.ossCluster && orders.resp3 && !*orders.resp3);
        QCOMPARE(orders.endpoints[0].addresses, std::vector<std::string>{"192.0.2.11"});
        QCOMPARE(toString(*urlOf(orders)), std::string("rediss://redis-12003.c1.example.test:12003"));
        QCOMPARE(toString(*urlOf(orders, true)),
                 std::string("rediss://redis-12003.internal.c1.example.test:12003"));
        QCOMPARE(databaseAt(databases, {"10.0.0.11", 12003}), &orders);
        QCOMPARE(databaseAt(databases, {"10.0.0.11", 12004}), nullptr);
        QVERIFY(!databases[1].tls); // replica_ssl is not for clients
        QVERIFY(!urlOf(databases[1]));
        QVERIFY(std::holds_alternative<RestFailure>(parseDatabases(reply(200, "{}"), "where")));
        // Only what is needed is asked for: a whole object can hold passwords.
        QVERIFY(readDatabasesRequest({"c", 9443}).target.find("pass") == std::string::npos);
        QVERIFY(readDatabasesRequest({"c", 9443}).target.starts_with("/v1/bdbs?fields=uid,"));
    }

    void httpDateIsReadInItsOneForm() {
        QCOMPARE(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT"), WallTime(784111777s));
        QVERIFY(!parseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT"));
        QVERIFY(!parseHttpDate(""));
    }

private:
    static HttpReply reply(int status, std::string body) { return {status, "Reason", {}, std::move(body)}; }
};

MAINTSCOPE_TEST(RestApiTest, void)
#include "tst_rest_api.moc"
