// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/readiness/readiness.h"

#include "tests/support/test_case.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>

using namespace maintscope;
using namespace maintscope::model;
using namespace std::chrono_literals;
using Change = std::function<void(ReadinessFacts&)>;
Q_DECLARE_METATYPE(Change)

/// Facts in, steps and verdict out.
class ReadinessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readyIsSaidOnlyWhenEverythingHolds() {
        const Readiness readiness = judge(ready());
        QVERIFY(readiness.verdict == ReadinessVerdict::Ready);
        QCOMPARE(readiness.failed, 0);
        QVERIFY(readiness.sentence.starts_with("SCH is on, end to end"));
    }

    void eachFindingHasACauseAndARemedy_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("step");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("cause");
        QTest::addColumn<QString>("verdict");
        const auto row = [](const char* name, Change change, const char* step, const char* state,
                            const char* cause, const char* verdict) {
            QTest::newRow(name) << std::move(change) << QString::fromLatin1(step)
                                << QString::fromLatin1(state) << QString::fromLatin1(cause)
                                << QString::fromLatin1(verdict);
        };
        row(
            "a name that does not resolve",
            [](ReadinessFacts& f) {
                f.name->addresses.clear();
                f.name->error = "Name or service not known";
                stopAt(f, 1);
            },
            "dns", "failed", "db.example.com cannot be resolved", "not_reachable");
        row(
            "no address can be reached",
            [](ReadinessFacts& f) {
                for (DialFacts& dial : f.dials)
                    dial = {dial.address, 2s, false, "Connection refused"};
                stopAt(f, 2);
            },
            "tcp", "failed", "Nothing is reachable at 203.0.113.21:12000, 203.0.113.34:12000",
            "not_reachable");
        row(
            "one of two addresses cannot be reached",
            [](ReadinessFacts& f) {
                f.dials[1] = {f.dials[1].address, 2s, false, "no connection"};
            },
            "tcp", "attention", "203.0.113.34:12000 is not reachable", "attention");
        row(
            "an untrusted certificate",
            [](ReadinessFacts& f) {
                f.tls->errorType = "tls_untrusted";
                f.tls->error = {"The server's certificate is not trusted.", {}, "self-signed", "Pin it."};
                stopAt(f, 3);
            },
            "tls", "failed", "not trusted", "untrusted");
        row(
            "a certificate that expires soon",
            [](ReadinessFacts& f) { f.tls->certificate->validUntil = f.checkedAt + 24h * 10; }, "tls",
            "attention", "expires within 10 days", "attention");
        row(
            "an expired certificate that a pin lets pass",
            [](ReadinessFacts& f) {
                f.target.tls.trust.mode = TlsTrust::Mode::Pin;
                f.tls->certificate->validUntil = f.checkedAt - 24h * 10;
            },
            "tls", "attention", "only because it is pinned", "attention");
        row(
            "a wrong password",
            [](ReadinessFacts& f) {
                f.handshake = HandshakeFacts{};
                f.handshake->steps = {{"hello_ns", 1000}};
                f.handshake->errorType = "auth";
                f.handshake->error = "WRONGPASS invalid username-password pair";
                stopAt(f, 4);
            },
            "auth", "failed", "refused the user or the password", "not_authorised");
        row(
            "no password where one is wanted",
            [](ReadinessFacts& f) {
                f.passwordGiven = false;
                f.handshake = HandshakeFacts{};
                f.handshake->steps = {{"hello_ns", 1000}};
                f.handshake->errorType = "auth";
                f.handshake->error = "NOAUTH HELLO must be called with the client already authenticated";
                stopAt(f, 4);
            },
            "auth", "failed", "requires a password", "not_authorised");
        row(
            "RESP2 only",
            [](ReadinessFacts& f) {
                f.handshake->resp3 = f.handshake->optedIn = false;
                f.handshake->helloError = "ERR unknown command 'HELLO'";
                f.handshake->refusal = "ERR unknown subcommand";
            },
            "hello", "failed", "stays on RESP2", "not_protected");
        row(
            "the flag is off",
            [](ReadinessFacts& f) { refuse(f, "ERR maintenance notifications are disabled on this server"); },
            "opt_in", "failed", "client_maint_notifications is off", "not_protected");
        row(
            "the command is unknown",
            [](ReadinessFacts& f) {
                refuse(f, "ERR unknown subcommand 'MAINT_NOTIFICATIONS'. Try CLIENT HELP.");
            },
            "opt_in", "failed", "only Redis Software 8.0.2 or later", "not_protected");
        row(
            "open-source Redis is named",
            [](ReadinessFacts& f) {
                refuse(f, "ERR unknown subcommand 'MAINT_NOTIFICATIONS'. Try CLIENT HELP.");
                f.serverInfo =
                    "# "
                    "Server\r\nredis_version:7.0.15\r\nexecutable:/usr/bin/redis-server\r\nconfig_file:\r\n";
            },
            "opt_in", "failed", "This is open-source Redis", "not_protected");
        row(
            "an ACL that forbids the opt-in",
            [](ReadinessFacts& f) {
                refuse(f, "NOPERM this user has no permissions to run the 'client' command");
            },
            "opt_in", "failed", "is not allowed to run CLIENT MAINT_NOTIFICATIONS", "not_protected");
        row(
            "a MOVING to where nobody gets from here",
            [](ReadinessFacts& f) {
                f.implied = ImpliedEndpointFacts{
                    {"10.0.0.1", 12000}, {}, {{{"10.0.0.1", 12000}, 2s, false, "no connection"}}};
            },
            "endpoint_type", "failed", "which is not reachable from this machine", "not_protected");
        row(
            "an internal endpoint asked for from outside",
            [](ReadinessFacts& f) { f.target.endpointType = f.endpointType = EndpointType::InternalIp; },
            "endpoint_type", "attention", "203.0.113.21 is a public address", "attention");
        row(
            "the probe's command is forbidden",
            [](ReadinessFacts& f) { f.probe->error = "NOPERM no permissions to access a key"; }, "probe",
            "failed", "is not allowed to access the probe's key", "not_protected");
        row(
            "a server that is loading",
            [](ReadinessFacts& f) {
                f.handshake->ready = f.handshake->optedIn = false;
                f.handshake->refusal = "LOADING Redis is loading the dataset in memory";
                f.handshake->errorType = "server_error";
                f.handshake->error = "LOADING Redis is loading the dataset in memory";
                stopAt(f, 8);
            },
            "probe", "failed", "The server is loading its data into memory", "not_reachable");
        row(
            "too many clients",
            [](ReadinessFacts& f) {
                f.handshake = HandshakeFacts{};
                f.handshake->steps = {{"hello_ns", 1000}};
                f.handshake->errorType = "server_error";
                f.handshake->error = f.handshake->helloError = "ERR max number of clients reached";
                stopAt(f, 5);
            },
            "hello", "failed", "reached its limit of client connections", "not_reachable");
        row(
            "a user who may run neither PING nor GET",
            [](ReadinessFacts& f) {
                f.handshake->ready = false;
                f.handshake->errorType = "no_permission";
                f.handshake->error = "NOPERM ping; GET: NOPERM No permissions to access a key";
                stopAt(f, 4);
            },
            "auth", "failed", "neither PING nor GET", "not_authorised");
        row(
            "a record that is remembered too long", [](ReadinessFacts& f) { f.name->ttl = 60s; },
            "resolver_ttl", "attention", "longer than the 15 s", "attention");
        row(
            "clocks apart",
            [](ReadinessFacts& f) {
                f.databaseClock = {5s, 1ms};
            },
            "clock", "attention", "5.00 s ahead of this machine's", "attention");
        row(
            "the cluster manager cannot be reached: the data path works without it",
            [](ReadinessFacts& f) {
                failRest(f, RestFailureKind::Unreachable, 0, "The cluster manager cannot be reached.");
            },
            "cluster_manager", "attention", "cannot be reached", "attention");
        row(
            "locked out of the cluster manager",
            [](ReadinessFacts& f) {
                failRest(f, RestFailureKind::NotAuthorised, 401,
                         "The cluster refused the user name or the password.");
            },
            "cluster_manager", "attention", "refused the user name or the password", "attention");
        row(
            "the flag is off for databases with the OSS Cluster API",
            [](ReadinessFacts& f) {
                withCluster(f);
                f.cluster->databases[0].ossCluster = true;
                f.cluster->reading->ossNotifications = Flag::Off;
            },
            "server_flag", "failed", "oss_cluster_client_maint_notifications is off", "not_protected");
        row(
            "resp3 is false for the database",
            [](ReadinessFacts& f) {
                withCluster(f);
                f.cluster->databases[0].resp3 = false;
            },
            "database", "failed", "resp3 set to false", "not_protected");
        row(
            "another cluster's manager",
            [](ReadinessFacts& f) {
                withCluster(f);
                f.cluster->databases[0].endpoints.clear();
            },
            "database", "attention", "has the endpoint db.example.com:12000", "attention");
        row(
            "a node that is too old",
            [](ReadinessFacts& f) {
                withCluster(f);
                f.cluster->reading->lowestVersion = "7.22.2-20";
            },
            "versions", "failed", "require 8.0.2 on every node", "not_protected");
        row(
            "the databases' certificate expires",
            [](ReadinessFacts& f) {
                withCluster(f);
                f.cluster->reading->proxyCertificate->validUntil = f.checkedAt + 24h * 3;
            },
            "certificates", "attention", "certificate of databases expires", "attention");
    }
    void eachFindingHasACauseAndARemedy() {
        QFETCH(const Change, change);
        QFETCH(const QString, step);
        QFETCH(const QString, state);
        QFETCH(const QString, cause);
        QFETCH(const QString, verdict);
        ReadinessFacts facts = ready();
        change(facts);
        const Readiness readiness = judge(facts);
        const auto found = std::find_if(readiness.steps.begin(), readiness.steps.end(), [&](const auto& one) {
            return step.toStdString() == toString(one.id);
        });
        QVERIFY(found != readiness.steps.end());
        QCOMPARE(QString::fromStdString(std::string(toString(found->state))), state);
        QVERIFY2(QString::fromStdString(found->cause).contains(cause), found->cause.c_str());
        QVERIFY(!found->remedy.empty());
        QCOMPARE(QString::fromStdString(std::string(toString(readiness.verdict))), verdict);
        QVERIFY(!readiness.sentence.empty());
    }

    void anOptInThatWasSentWithHelloHasNoTimeOfItsOwn() {
        ReadinessFacts facts = ready();
        const auto step = [&facts] {
            const Readiness readiness = judge(facts);
            return *std::find_if(readiness.steps.begin(), readiness.steps.end(),
                                 [](const ReadinessStep& one) { return one.id == ReadinessStepId::OptIn; });
        };
        QVERIFY(!step().took.has_value());
        QVERIFY(step().detail.front().find("sent in one write with HELLO 3") != std::string::npos);
        facts.handshake->optInWithHello = false;
        QCOMPARE(*step().took, 10ns);
    }

    void tlsFailuresHaveAVerdictEach() {
        const auto verdict = [](std::string_view type) {
            ReadinessFacts facts = ready();
            facts.handshake.reset();
            facts.tls->errorType = type;
            return judge(facts).verdict;
        };
        QVERIFY(verdict("tls_not_spoken") == ReadinessVerdict::NotReachable);
        QVERIFY(verdict("tls_version") == ReadinessVerdict::NotReachable);
        QVERIFY(verdict("tls_client_certificate") == ReadinessVerdict::NotAuthorised);
        QVERIFY(verdict("tls_untrusted") == ReadinessVerdict::Untrusted);
    }

    void aFinishedCheckLeavesNothingRunning() {
        ReadinessFacts facts;
        facts.target.endpoint = {"db.example.com", 12000};
        facts.name.emplace();
        for (const ReadinessStep& step : judge(facts).steps)
            QVERIFY(step.state == ReadinessState::Running || step.state == ReadinessState::NotAsked);
        facts.finished = true;
        for (const ReadinessStep& step : judge(facts).steps)
            QVERIFY(step.state == ReadinessState::NotReached || step.state == ReadinessState::NotAsked);
    }

    void managedRedisIsRecognisedAndExplained_data() {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("platform");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("Redis Cloud") << QByteArray("redis-12000.c1.us-east-1-2.ec2.cloud.redislabs.com")
                                     << QByteArray("redis_cloud") << QByteArray("on by default");
        QTest::newRow("its newer names") << QByteArray("redis-12000.c1.eu.Redis-Cloud.com")
                                         << QByteArray("redis_cloud") << QByteArray("there is no switch");
        QTest::newRow("PrivateLink") << QByteArray("vpce-0a1.vpce-svc-0b2.us-east-1.vpce.amazonaws.com")
                                     << QByteArray("redis_cloud_private_endpoint")
                                     << QByteArray("documented both ways");
        QTest::newRow("Private Service Connect")
            << QByteArray("redis-1.psc.c1.us-central1.gcp.cloud.redislabs.com")
            << QByteArray("redis_cloud_private_service_connect") << QByteArray("only relax timeouts");
        QTest::newRow("the newest names of Redis Cloud")
            << QByteArray("redis-1.c1.us-east-1.ec2.cloud.redis.io") << QByteArray("redis_cloud")
            << QByteArray("on by default");
        QTest::newRow("Azure Cache for Redis is not Azure Managed Redis")
            << QByteArray("x.redis.cache.windows.net") << QByteArray("azure_cache_for_redis")
            << QByteArray("AzureRedisEvents");
        QTest::newRow("Kubernetes") << QByteArray("db.redis.svc.cluster.local") << QByteArray("kubernetes")
                                    << QByteArray("only inside the pod network");
        QTest::newRow("Azure") << QByteArray("x.westeurope.redis.azure.net")
                               << QByteArray("azure_managed_redis") << QByteArray("Plan for reconnections");
        QTest::newRow("a name of one's own")
            << QByteArray("db.example.com") << QByteArray("redis_software") << QByteArray();
    }
    void managedRedisIsRecognisedAndExplained() {
        QFETCH(const QByteArray, host);
        QFETCH(const QByteArray, platform);
        QFETCH(const QByteArray, says);
        ReadinessFacts facts = ready();
        facts.target.endpoint.host = host.toStdString();
        const Readiness readiness = judge(facts);
        QCOMPARE(QByteArray::fromStdString(std::string(toString(readiness.platform))), platform);
        QVERIFY2(QByteArray::fromStdString(readiness.platformNote).contains(says),
                 readiness.platformNote.c_str());
        QCOMPARE(readiness.platformNote.empty(), says.isEmpty());
    }

    void jsonHasEveryStep() {
        const ReadinessFacts facts = ready();
        const QJsonObject json =
            QJsonDocument::fromJson(QByteArray::fromStdString(toJson(facts, judge(facts)))).object();
        QCOMPARE(json.value(QLatin1String("schema")).toString(), QLatin1String("maint-check/1"));
        QCOMPARE(json.value(QLatin1String("verdict")).toString(), QLatin1String("ready"));
        QCOMPARE(json.value(QLatin1String("steps")).toArray().size(), 15);
    }

private:
    /// Everything behind the nth step was not reached.
    static void stopAt(ReadinessFacts& facts, int step) {
        if (step <= 1) facts.dials.clear();
        if (step <= 2) facts.tls.reset();
        if (step <= 3) facts.handshake.reset();
        facts.probe.reset();
        facts.databaseClock.reset();
    }
    static void refuse(ReadinessFacts& facts, const char* words) {
        facts.handshake->optedIn = false;
        facts.handshake->refusal = words;
    }
    static void failRest(ReadinessFacts& facts, RestFailureKind kind, int status, const char* what) {
        facts.rest.emplace();
        facts.rest->endpoint.host = "cluster.example.com";
        facts.cluster.emplace();
        facts.cluster->failure = RestFailure{};
        facts.cluster->failure->kind = kind;
        facts.cluster->failure->httpStatus = status;
        facts.cluster->failure->what = what;
        facts.cluster->failure->remedy = "Look.";
    }
    static void withCluster(ReadinessFacts& facts) {
        facts.rest.emplace();
        facts.rest->endpoint.host = "cluster.example.com";
        facts.cluster.emplace();
        ClusterReading& reading = facts.cluster->reading.emplace();
        reading.name = "cluster.example.com";
        reading.notifications = Flag::On;
        reading.ossNotifications = Flag::On;
        reading.nodes = 3;
        reading.lowestVersion = "8.0.16-29";
        reading.certificate = *facts.tls->certificate;
        reading.proxyCertificate = facts.tls->certificate;
        DatabaseReading database;
        database.name = "orders";
        database.status = "active";
        database.version = "8.2.1";
        database.resp3 = true;
        database.tls = true;
        database.endpoints = {{"db.example.com", 12000, {"203.0.113.21"}, false}};
        facts.cluster->databases = {database};
    }
    static ReadinessFacts ready() {
        ReadinessFacts facts;
        facts.target.endpoint = {"db.example.com", 12000};
        facts.target.tls.enabled = true;
        facts.passwordGiven = true;
        facts.name = NameFacts{{"203.0.113.21", "203.0.113.34"}, 3ms, 5s, {}, {}};
        facts.dials = {{{"203.0.113.21", 12000}, 11ms, true, {}}, {{"203.0.113.34", 12000}, 12ms, true, {}}};
        facts.peer = "203.0.113.21";
        facts.checkedAt = WallTime(std::chrono::hours(24 * 20'000));
        PresentedCertificate certificate;
        certificate.commonName = "db.example.com";
        certificate.validUntil = facts.checkedAt + 24h * 200;
        facts.tls = TlsFacts{24ms, "TLS 1.3", certificate, {}, {}};
        facts.endpointType = EndpointType::ExternalFqdn;
        facts.handshake.emplace();
        facts.handshake->steps = {{"hello_ns", 1000}, {"opt_in_ns", 10}, {"setinfo_ns", 5}, {"ping_ns", 900}};
        facts.handshake->ready = facts.handshake->resp3 = facts.handshake->optedIn = true;
        facts.probe = CommandFacts{"GET", 1ms, {}};
        facts.databaseClock = ClockFacts{3ms, 1ms};
        facts.finished = true;
        return facts;
    }
};

MAINTSCOPE_TEST(ReadinessTest, QCoreApplication)
#include "tst_readiness.moc"
