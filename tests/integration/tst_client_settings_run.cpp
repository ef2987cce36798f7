// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/simulator.h"
#include "tests/support/node_redis.h"
#include "tests/support/program_run.h"
#include "tests/support/test_case.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace Qt::StringLiterals;

/// The settings that are printed run as they are: with the npm package, against the simulated cluster.
class ClientSettingsRunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLibraryIsPrinted() {
        for (const QString& library :
             {u"redis-py"_s, u"node-redis"_s, u"lettuce"_s, u"go-redis"_s, u"jedis"_s}) {
            const auto run = test::runProgram(
                {u"check"_s, u"--settings"_s, library, u"rediss://app@db.example.com:12000"_s},
                {{u"MAINTSCOPE_PASSWORD"_s, u"database-secret-1"_s}});
            QCOMPARE(run.exitCode, 0);
            QVERIFY2(run.out.contains("db.example.com") && run.out.contains("REDIS_PASSWORD"), run.out);
            QVERIFY(!run.out.contains("database-secret-1"));
        }
        const auto run = test::runProgram({u"check"_s, u"--settings"_s, u"hiredis"_s, u"redis://a"_s});
        QCOMPARE(run.exitCode, 64);
        QVERIFY2(run.err.contains("redis-py, node-redis, lettuce, go-redis, jedis"), run.err);
    }

    void nodeRedisRunsWithThem() {
        if (const QString missing = m_package.missing(); !missing.isEmpty()) QSKIP(qPrintable(missing));
        demo::SimulatorOptions options;
        options.password = Secret("database-secret-1");
        demo::Simulator simulator(std::move(options));
        const auto addresses = simulator.start();
        QVERIFY(addresses.ok());
        const QString url = QString::fromStdString(addresses->redis);
        const QMap<QString, QString> secret{{u"MAINTSCOPE_PASSWORD"_s, u"database-secret-1"_s}};
        const auto printed = test::runProgram(
            {u"check"_s, u"--settings"_s, u"node-redis"_s, u"--policy"_s, u"required"_s, url}, secret);
        QVERIFY2(printed.exitCode == 0, printed.err);

        QTemporaryDir folder;
        QVERIFY(QFile::link(m_package.folder() + u"/node_modules"_s, folder.filePath(u"node_modules"_s)));
        QFile file(folder.filePath(u"application.js"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(printed.out +
                   "client.on('error', (error) => { console.error(error); process.exit(1); });\n"
                   "client.connect().then(async () => {\n"
                   "  await client.set('k', 'v');\n"
                   "  console.log(await client.get('k'));\n"
                   "  process.stdin.once('end', () => client.destroy()).resume();\n"
                   "});\n");
        file.close();
        QProcess application;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"REDIS_PASSWORD"_s, u"database-secret-1"_s);
        application.setProcessEnvironment(environment);
        application.start(test::NodeRedis::node(), {file.fileName()});
        QVERIFY2(application.waitForReadyRead(20'000), application.readAllStandardError());
        QCOMPARE(application.readLine().trimmed(), QByteArray("v"));

        // While it is connected, the audit finds it, able.
        const auto audit = test::runProgram({u"check"_s, u"--json"_s, url}, secret);
        bool found = false;
        for (const QJsonValue group :
             QJsonDocument::fromJson(audit.out).object().value("clients"_L1).toArray())
            found = found || (group["library"_L1].toString() == "node-redis"_L1 &&
                              group["state"_L1].toString() == "able"_L1);
        QVERIFY2(found, audit.out);
        application.closeWriteChannel();
        QVERIFY2(application.waitForFinished(10'000), "it hangs");
        QCOMPARE(application.exitCode(), 0);
    }

private:
    test::NodeRedis m_package;
};

MAINTSCOPE_TEST(ClientSettingsRunTest, QCoreApplication)
#include "tst_client_settings_run.moc"
