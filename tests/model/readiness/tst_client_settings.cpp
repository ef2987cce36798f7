// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/readiness/client_audit.h"
#include "model/readiness/client_settings.h"
#include "tests/support/test_case.h"

#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;

/// Settings as configuration of client libraries, and which connected clients are ready.
class ClientSettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void settingsAreNamedAsTheLibraryNamesThem_data() {
        QTest::addColumn<QByteArray>("library");
        QTest::addColumn<QByteArrayList>("lines");
        QTest::newRow("redis-py") << QByteArray("redis-py")
                                  << QByteArrayList{"# redis-py 7.0 or later (OSS Cluster API: 7.2)",
                                                    "# redis.asyncio: 8.1 or later",
                                                    "protocol=3",
                                                    "socket_timeout=0.25",
                                                    "enabled=True",
                                                    "relaxed_timeout=10",
                                                    "endpoint_type=EndpointType.EXTERNAL_FQDN",
                                                    "ssl=True",
                                                    "password=os.environ[\"REDIS_PASSWORD\"]"};
        QTest::newRow("node-redis") << QByteArray("node-redis")
                                    << QByteArrayList{"// node-redis 5.9 or later (OSS Cluster API: 5.11)",
                                                      "RESP: 3",
                                                      "maintNotifications: \"enabled\"",
                                                      "maintEndpointType: \"external-fqdn\"",
                                                      "maintRelaxedCommandTimeout: 10000",
                                                      "commandOptions: { timeout: 250 }",
                                                      "password: process.env.REDIS_PASSWORD"};
        QTest::newRow("lettuce adds the relaxed timeout to the normal one")
            << QByteArray("lettuce")
            << QByteArrayList{"// lettuce 7.0 or later\n", "ProtocolVersion.RESP3",
                              "MaintNotificationsConfig.enabled(EndpointType.EXTERNAL_FQDN)",
                              "relaxedTimeoutsDuringMaintenance(Duration.ofMillis(9750))"};
        QTest::newRow("go-redis") << QByteArray("go-redis")
                                  << QByteArrayList{"Protocol:     3", "maintnotifications.ModeEnabled",
                                                    "maintnotifications.EndpointTypeExternalFQDN",
                                                    "RelaxedTimeout: 10000 * time.Millisecond",
                                                    "HandoffTimeout: 15000 * time.Millisecond"};
        QTest::newRow("jedis") << QByteArray("jedis")
                               << QByteArrayList{"// jedis 8.1.0 or later (OSS Cluster API: 8.1.0)",
                                                 "RedisProtocol.RESP3",
                                                 "    .clientConfig(config)\n    .maintenanceNotifications("
                                                 "MaintenanceNotificationsConfig.builder()",
                                                 "MaintenanceNotificationsConfig.Mode.ENABLED",
                                                 "EndpointType.EXTERNAL_FQDN",
                                                 "relaxedTimeout(10000)",
                                                 "relaxedBlockingTimeout(0)"};
    }
    void settingsAreNamedAsTheLibraryNamesThem() {
        QFETCH(const QByteArray, library);
        QFETCH(const QByteArrayList, lines);
        const auto text = QByteArray::fromStdString(
            clientSettings(*clientLibraryFromName(library.toStdString()), sample(), true));
        for (const QByteArray& line : lines)
            QVERIFY2(text.contains(line), line + "\n" + text);
        QVERIFY(!text.contains("geheim"));
        QVERIFY(text.endsWith('\n'));
    }

    void policyIsTranslated_data() {
        QTest::addColumn<int>("policy");
        QTest::addColumn<QByteArray>("python");
        QTest::addColumn<QByteArray>("java");
        QTest::newRow("auto") << int(Policy::Auto) << QByteArray("enabled=\"auto\"")
                              << QByteArray("Mode.AUTO");
        QTest::newRow("required") << int(Policy::Required) << QByteArray("enabled=True")
                                  << QByteArray("Mode.ENABLED");
        QTest::newRow("never") << int(Policy::Never) << QByteArray("enabled=False")
                               << QByteArray("Mode.DISABLED");
    }
    void policyIsTranslated() {
        QFETCH(const int, policy);
        QFETCH(const QByteArray, python);
        QFETCH(const QByteArray, java);
        TargetSettings settings = sample();
        settings.policy = static_cast<Policy>(policy);
        QVERIFY(clientSettings(ClientLibrary::RedisPy, settings, true).find(python.toStdString()) !=
                std::string::npos);
        QVERIFY(clientSettings(ClientLibrary::Jedis, settings, true).find(java.toStdString()) !=
                std::string::npos);
    }

    void jedisDecidesAboutTheEndpointTypeItself() {
        TargetSettings settings = sample();
        settings.endpointType = EndpointType::Auto;
        QVERIFY(clientSettings(ClientLibrary::Jedis, settings, true).find(".autoResolveEndpointType()") !=
                std::string::npos);
        settings.endpointType = EndpointType::None;
        QVERIFY(clientSettings(ClientLibrary::Jedis, settings, true).find("EndpointType.NONE") !=
                std::string::npos);
    }

    void librariesAreJudgedByTheirReleases_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<QByteArray>("advice");
        const auto row = [](const char* name, const char* line, const char* state, const char* advice) {
            QTest::newRow(name) << QByteArray(line) << QByteArray(state) << QByteArray(advice);
        };
        row("Jedis 8.0 is not able", "lib-name=jedis lib-ver=8.0.0 resp=3", "too_old",
            "Upgrade jedis to 8.1.0");
        row("Jedis 8.1 is", "lib-name=jedis lib-ver=8.1.0 resp=3", "able", "");
        row("redis-py 7 may be the client of asyncio", "lib-name=redis-py lib-ver=7.1.0 resp=3", "able",
            "redis.asyncio since 8.1");
        row("redis-py 8.1 is able either way", "lib-name=redis-py lib-ver=8.1.0 resp=3", "able", "");
        row("StackExchange.Redis 3.2", "lib-name=SE.Redis lib-ver=3.2.9 resp=3", "too_old",
            "Upgrade StackExchange.Redis to 3.3.0");
        row("3.3 has to be asked", "lib-name=SE.Redis lib-ver=3.3.1 resp=3", "able",
            "only where maintNotifications is set");
        row("3.4 knows the hosts", "lib-name=SE.Redis lib-ver=3.4.0 resp=3", "able", "defaults=enterprise");
        row("NRedisStack", "lib-name=NRedisStack(.NET_v8.0.1) lib-ver=1.2.0 resp=3", "unknown",
            "StackExchange.Redis beneath it");
        row("ioredis 5", "lib-name=ioredis lib-ver=5.6.0 resp=2", "too_old", "Upgrade ioredis to 6.1.0");
        row("ioredis on RESP2", "lib-name=ioredis(bull) lib-ver=6.1.0 resp=2", "resp2", "without a word");
        row("ioredis", "lib-name=ioredis(bull) lib-ver=6.1.0 resp=3", "able", "");
        row("our own before Redis 7.2, by name", "name=maintscope-3 db=0 resp=3", "our_own", "");
        row("our own check", "name=maintscope-check db=0 resp=3 lib-name= lib-ver=", "our_own", "");
        row("another name", "name=maintenance db=0 resp=3", "unknown", "ask its owner");
    }
    void librariesAreJudgedByTheirReleases() {
        QFETCH(const QByteArray, line);
        QFETCH(const QByteArray, state);
        QFETCH(const QByteArray, advice);
        const auto groups = auditClients("id=1 addr=10.0.0.1:5 " + line.toStdString() + "\n");
        QCOMPARE(groups.size(), std::size_t(1));
        QCOMPARE(QByteArray::fromStdString(std::string(toString(groups[0].state))), state);
        if (advice.isEmpty())
            QCOMPARE(groups[0].advice, std::string());
        else
            QVERIFY2(groups[0].advice.find(advice.toStdString()) != std::string::npos,
                     groups[0].advice.c_str());
    }

    void quotesAndLineBreaksCannotLeaveTheirLiteral() {
        TargetSettings settings = sample();
        settings.user = "a\"b\\c\nd";
        for (const ClientLibrary library : kClientLibraries) {
            const std::string text = clientSettings(library, settings, true);
            QVERIFY(text.find(R"(a\"b\\c\u000ad)") != std::string::npos);
        }
    }

    void clientsAreCountedByKind() {
        const auto groups = auditClients("id=1 lib-name=redis-py lib-ver=7.1.0 resp=3\n"
                                         "id=2 lib-name=node-redis lib-ver=5.8.2 resp=3\n"
                                         "id=3 lib-name=node-redis lib-ver=5.8.2 resp=3\r\n"
                                         "id=4 lib-name=go-redis(,go1.25.1) lib-ver=9.16.0 resp=2\n"
                                         "id=5 lib-name=maintscope lib-ver=0.1.0 resp=3\n"
                                         "id=6 lib-name= lib-ver= resp=2\n"
                                         "id=7 lib-name=hiredis lib-ver=1.2.0 resp=2\nnonsense\n");
        QCOMPARE(groups.size(), std::size_t(6));
        QCOMPARE(groups[0].library, std::string("node-redis"));
        QCOMPARE(groups[0].connections, std::size_t(2));
        QVERIFY(groups[0].state == ClientGroup::State::TooOld);
        QCOMPARE(groups[0].advice, std::string("Upgrade node-redis to 5.9 or later."));
        const auto of = [&groups](std::string_view name) {
            return std::find_if(groups.begin(), groups.end(),
                                [name](const ClientGroup& group) { return group.library == name; })
                ->state;
        };
        QVERIFY(of("redis-py") == ClientGroup::State::Able);
        QVERIFY(of("go-redis(,go1.25.1)") == ClientGroup::State::Resp2);
        QVERIFY(of("hiredis") == ClientGroup::State::Unknown);
        QVERIFY(of("") == ClientGroup::State::Unknown);
        QVERIFY(groups.back().state == ClientGroup::State::OurOwn);
    }

private:
    static TargetSettings sample() {
        TargetSettings settings;
        settings.endpoint = {"db.example.com", 12000};
        settings.user = "app";
        settings.password = Secret("geheim");
        settings.tls.enabled = true;
        settings.policy = Policy::Required;
        settings.endpointType = EndpointType::ExternalFqdn;
        settings.timeouts.normal = 250ms;
        settings.timeouts.handoff = 15s;
        return settings;
    }
};

MAINTSCOPE_TEST(ClientSettingsTest, void)
#include "tst_client_settings.moc"
