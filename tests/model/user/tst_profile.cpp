// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/maintenance/discovery.h"
#include "model/user/profile.h"

#include "client/types/target_url.h"
#include "tests/support/test_case.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace maintscope::model;
using namespace Qt::StringLiterals;

namespace {

/// JSON is easier to read with one kind of quotes inside the other.
QByteArray quoted(const char* json) {
    return QByteArray(json).replace('\'', '"');
}

} // namespace

/// Saved connections, and those that a cluster tells of.
class ProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsSavedIsReadBackWithoutSecrets() {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"deep/profiles.json"_s);
        QVERIFY(loadProfiles(path)->empty());
        Profile profile;
        profile.name = "orders-prod";
        profile.target.endpoint = {"db.example.com", 12000};
        profile.target.user = "app@example.com";
        profile.target.password = Secret("geheim-1");
        profile.target.environment = Environment::Production;
        profile.target.policy = Policy::Required;
        profile.target.endpointType = EndpointType::ExternalFqdn;
        profile.target.hostsFile = "/etc/hosts.maint";
        profile.target.timeouts.normal = std::chrono::milliseconds(750);
        profile.target.timeouts.handoff = std::chrono::seconds(30);
        profile.target.timeouts.drainLimit.reset();
        profile.target.probe = {2, 0.25, ProbeCommand::Incr, "k:1", true};
        profile.target.tls.enabled = true;
        profile.target.tls.trust = {TlsTrust::Mode::Pin, {}, std::string(64, 'a')};
        profile.target.tls.serverName = "db.example.net";
        profile.target.tls.certificatePath = "/etc/client.pem";
        profile.target.tls.keyPath = "/etc/client.key";
        profile.rest.emplace();
        profile.rest->endpoint = {"cluster.example.com", 9443};
        profile.rest->user = "admin@example.com";
        profile.rest->password = Secret("geheim-2");
        profile.rest->signIn = RestSignIn::Token;
        profile.rest->tls.trust = {TlsTrust::Mode::CaFile, "/etc/ca.pem", {}};
        QVERIFY(saveProfiles(path, {profile}));
        QCOMPARE(QFileInfo(path).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther),
                 QFileDevice::Permissions());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(!bytes.contains("geheim"), bytes);
        const auto read = loadProfiles(path);
        QVERIFY2(read.ok(), read.ok() ? "" : toString(read.error()).c_str());
        QCOMPARE(profilesToJson(*read), bytes);
        const Profile& back = read->front();
        QVERIFY(back.target.endpoint == profile.target.endpoint && back.target.user == profile.target.user);
        QVERIFY(back.target.tls == profile.target.tls && back.target.environment == Environment::Production);
        QVERIFY(back.rest->tls.trust == profile.rest->tls.trust && back.rest->signIn == RestSignIn::Token);
        QVERIFY(back.target.password.empty() && back.rest->password.empty());
        QVERIFY(back.target.timeouts == profile.target.timeouts && back.target.probe == profile.target.probe);
        QVERIFY(back.target.hostsFile == profile.target.hostsFile && back.target.name == profile.name);
    }

    void badFilesAreExplained_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no JSON") << QByteArray("{") << QByteArray("cannot be read");
        QTest::newRow("another schema")
            << quoted("{'schema':'maint-profiles/9'}") << QByteArray("unsupported format");
        QTest::newRow("a password inside")
            << QByteArray(
                   quoted("{'schema':'maint-profiles/1','profiles':[{'name':'a','url':'redis://u:p@h:1'}]}"))
            << QByteArray("holds a password");
        QTest::newRow("no name") << QByteArray(quoted(
                                        "{'schema':'maint-profiles/1','profiles':[{'url':'redis://h'}]}"))
                                 << QByteArray("has no name");
        QTest::newRow("a timeout that is none")
            << quoted("{'schema':'maint-profiles/1','profiles':[{'name':'a','url':'redis://h','timeouts':{"
                      "'normal_ms':-1}}]}")
            << QByteArray("one of its timeouts");
        QTest::newRow("a rate that is not measured")
            << quoted("{'schema':'maint-profiles/1','profiles':[{'name':'a','url':'redis://h','probe':{"
                      "'rate_per_second':1e9}}]}")
            << QByteArray("probes per second");
        QTest::newRow("a bad address")
            << quoted("{'schema':'maint-profiles/1','profiles':[{'name':'a','url':'http://h'}]}")
            << QByteArray("redis://");
    }
    void badFilesAreExplained() {
        QFETCH(const QByteArray, json);
        QFETCH(const QByteArray, says);
        const auto profiles = profilesFromJson(json);
        QVERIFY(!profiles.ok());
        QVERIFY2(toString(profiles.error()).find(says.toStdString()) != std::string::npos,
                 toString(profiles.error()).c_str());
    }

    void redisCliLineIsUnderstood_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("note");
        QTest::newRow("host and port") << QByteArray("redis-cli -h db.example.com -p 12000")
                                       << QByteArray("redis://db.example.com:12000") << QByteArray();
        QTest::newRow("TLS, user, password")
            << QByteArray("/usr/bin/redis-cli -h 'db.example.com' -p 12000 --tls --user app -a \"a b\" PING")
            << QByteArray("rediss://app@db.example.com:12000") << QByteArray("omitted: the password");
        QTest::newRow("a URL") << QByteArray("redis-cli -u rediss://app:pw@db:1")
                               << QByteArray("rediss://app@db:1") << QByteArray("omitted: the password");
        QTest::newRow("over two lines")
            << QByteArray("redis-cli \\\n  -h db") << QByteArray("redis://db:6379") << QByteArray();
        QTest::newRow("nothing said")
            << QByteArray("redis-cli") << QByteArray("redis://127.0.0.1:6379") << QByteArray();
        QTest::newRow("another program")
            << QByteArray("redis-benchmark -h x") << QByteArray() << QByteArray();
        QTest::newRow("an open quote") << QByteArray("redis-cli -h 'x") << QByteArray() << QByteArray();
        const auto row = [](const char* name, const char* line, const char* url, const char* note) {
            QTest::newRow(name) << QByteArray(line) << QByteArray(url) << QByteArray(note);
        };
        row("a socket is another server", "redis-cli -s /run/redis.sock", "", "");
        row("also behind a host", "redis-cli -h db -s /run/redis.sock", "", "");
        row("a cluster that is administered", "redis-cli --cluster check 10.0.0.1:7000", "", "");
        row("another database", "redis-cli -h db -n 3", "redis://db:6379",
            "omitted: -n 3 (handoffs apply to the endpoint, and database 0 is probed)");
        row("database 0", "redis-cli -h db -n 0", "redis://db:6379", "");
        row("cluster mode", "redis-cli -c -h db", "redis://db:6379",
            "omitted: -c (the other nodes of the cluster: only this endpoint is watched)");
        row("an unverified certificate", "redis-cli -h db --tls --insecure", "rediss://db:6379",
            "omitted: --insecure (the certificate is verified: pin it if nobody vouches for it)");
        row("the password in a variable", "REDISCLI_AUTH='a b' redis-cli -h db", "redis://db:6379",
            "omitted: the password");
        row("another variable", "LC_ALL=C redis-cli -h db", "redis://db:6379",
            "omitted: the variable LC_ALL");
        row("behind a prompt", "$ sudo redis-cli -h db", "redis://db:6379", "");
        row("the password twice is named once", "REDISCLI_AUTH=a redis-cli -a b -h db", "redis://db:6379",
            "omitted: the password");
        row("an option that nobody knows", "redis-cli -h db --frobnicate=geheim PING", "redis://db:6379",
            "omitted: --frobnicate");
        row("a password glued to its option", "redis-cli -h db -ageheim", "redis://db:6379",
            "omitted: -a...");
        row("a port that is no number", "redis-cli -p 6379x", "", "");
        row("a value that is missing", "redis-cli -h", "", "");
        row("a variable as host", "redis-cli -h $HOST", "", "");
        row("what the command says is not an option", "redis-cli -h db SET -h other", "redis://db:6379", "");
        QTest::newRow("no port") << QByteArray("redis-cli -p 99999") << QByteArray() << QByteArray();
    }
    void redisCliLineIsUnderstood() {
        QFETCH(const QByteArray, line);
        QFETCH(const QByteArray, url);
        QFETCH(const QByteArray, note);
        std::string left;
        const auto profile = profileFromRedisCli(line.toStdString(), &left);
        QCOMPARE(profile.ok(), !url.isEmpty());
        if (!profile) return;
        const TargetUrl shown{
            profile->target.endpoint, profile->target.tls.enabled, profile->target.user, {}};
        QCOMPARE(QByteArray::fromStdString(toString(shown)), url);
        QCOMPARE(QByteArray::fromStdString(left), note);
    }

    void redisInsightExportIsTakenRowByRow() {
        const auto import = importProfiles(
            quoted("[{'name':'a','host':'db','port':1,'username':'u','password':'geheim','tls':true,'"
                   "tlsServername':'n','caCert':{'name':'x','certificate':'PEM'},'verifyServerCert':false},{'"
                   "name':'broken','host':'db'}, {'host':'::1','port':6379}]"));
        QVERIFY(import.ok());
        QCOMPARE(import->profiles.size(), std::size_t(2));
        QCOMPARE(import->profiles[0].target.tls.serverName, std::string("n"));
        QVERIFY(import->rows[0].note.find("the password") != std::string::npos);
        QVERIFY(import->rows[0].note.find("the CA certificate") != std::string::npos);
        QVERIFY(!import->rows[1].taken && !import->rows[1].note.empty());
        QCOMPARE(import->profiles[1].name, std::string("[::1]:6379"));
        QVERIFY(!profilesToJson(import->profiles).contains("geheim"));
    }

    void redisInsightLosesNothingSilently() {
        const auto import =
            importProfiles(quoted("[{'name':'text','host':'db','port':'6379','db':'2'},"
                                  "{'name':'sentinel','host':'s','port':26379,'connectionType':'SENTINEL','"
                                  "sentinelMaster':{'name':'m'}},"
                                  "{'name':'cluster','host':'c','port':7000,'connectionType':'CLUSTER'},"
                                  "{'name':'plain','host':'p','port':1,'connectionType':'STANDALONE','db':0,'"
                                  "caCert':null,'sentinelMaster':"
                                  "null}]"));
        QVERIFY(import.ok());
        QCOMPARE(import->rows.size(), std::size_t(4));
        QVERIFY(import->rows[0].taken && import->rows[0].note.find("database number") != std::string::npos);
        QCOMPARE(import->profiles[0].target.endpoint.port, std::uint16_t(6379));
        QVERIFY(!import->rows[1].taken && import->rows[1].note.find("Sentinel") != std::string::npos);
        QVERIFY(import->rows[2].taken && import->rows[2].note.find("other nodes") != std::string::npos);
        QVERIFY(import->rows[3].taken && import->rows[3].note.empty());
    }

    void eachLineOfAScriptIsARow() {
        const auto import = importProfiles("#!/bin/sh\nredis-cli -h a\n\nredis-cli \\\n -h b -p 7\n"
                                           "redis-cli -s /run/redis.sock\n");
        QVERIFY(import.ok());
        QCOMPARE(import->rows.size(), std::size_t(3));
        QCOMPARE(import->profiles.size(), std::size_t(2));
        QCOMPARE(import->profiles[1].target.endpoint.port, std::uint16_t(7));
        QVERIFY(!import->rows[2].taken && import->rows[2].note.find("Unix socket") != std::string::npos);
    }

    void takenNamesGetANumber() {
        std::vector<Profile> profiles(1);
        profiles[0].name = "a";
        std::vector<Profile> added(2);
        added[0].name = added[1].name = "a";
        const std::vector<std::string> names = addProfiles(profiles, added);
        QCOMPARE(names, (std::vector<std::string>{"a (2)", "a (3)"}));
    }

    void cloneStandsBehindItsOriginal() {
        std::vector<Profile> profiles(2);
        profiles[0].name = "a";
        profiles[0].target.environment = Environment::Staging;
        profiles[1].name = "b";
        QCOMPARE(cloneProfile(profiles, "a", "").value(), std::string("a (2)"));
        QCOMPARE(cloneProfile(profiles, "a", "c").value(), std::string("c"));
        QVERIFY(!cloneProfile(profiles, "nobody", "d").ok());
        QVERIFY(!cloneProfile(profiles, "a", "b").ok()); // the name is taken
        std::vector<std::string> names;
        for (const Profile& profile : profiles)
            names.push_back(profile.name);
        QCOMPARE(names, (std::vector<std::string>{"a", "c", "a (2)", "b"}));
        QVERIFY(profiles[1].target.environment == Environment::Staging && profiles[1].target.name == "c");
    }

    void putReplacesTheOneOfItsName() {
        std::vector<Profile> profiles(1);
        profiles[0].name = "a";
        Profile again = profiles[0];
        again.target.policy = Policy::Required;
        putProfile(profiles, again);
        QVERIFY(profiles.size() == 1 && profiles[0].target.policy == Policy::Required);
        again.name = "b";
        putProfile(profiles, again);
        QCOMPARE(profiles.back().target.name, std::string("b"));
    }

    void databasesOfAClusterAreReadyToWatch() {
        ClusterReading reading;
        reading.notifications = Flag::On;
        reading.ossNotifications = Flag::Off;
        reading.proxyCertificate.emplace();
        reading.proxyCertificate->sha256 = std::string(64, 'b');
        DatabaseReading orders;
        orders.name = "orders";
        orders.tls = true;
        orders.endpoints = {{"redis-1.c", 12000, {"192.0.2.1"}, false},
                            {"redis-1.internal.c", 12000, {"10.0.0.1"}, true}};
        DatabaseReading carts = orders;
        carts.ossCluster = true;
        DatabaseReading old = orders;
        old.resp3 = false;
        DatabaseReading cache;
        cache.type = "memcached";
        const auto all = discover(reading, {orders, carts, old, cache}, false);
        QVERIFY(all[0].coverage == Coverage::Covered && all[1].coverage == Coverage::FlagOff);
        QVERIFY(all[2].coverage == Coverage::NoResp3 && all[3].coverage == Coverage::NotWatchable);
        QVERIFY(!all[3].target);
        QCOMPARE(toString(all[0].target->endpoint), std::string("redis-1.c:12000"));
        QCOMPARE(all[0].target->tls.trust.pin, std::string(64, 'b'));
        QCOMPARE(all[1].family, std::string("SMIGRATING, SMIGRATED"));
        QCOMPARE(toString(discover(reading, {orders}, true)[0].target->endpoint),
                 std::string("redis-1.internal.c:12000"));
    }
};

MAINTSCOPE_TEST(ProfileTest, QCoreApplication)
#include "tst_profile.moc"
