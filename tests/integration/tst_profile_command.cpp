// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/simulator.h"
#include "tests/support/program_run.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace maintscope;
using namespace Qt::StringLiterals;

/// `maintscope profile`, and what it is good for.
class ProfileCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void importedLineIsListedShownCheckedAndExported() {
        demo::SimulatorOptions options;
        options.password = Secret("database-secret-1");
        demo::Simulator simulator(std::move(options));
        const auto addresses = simulator.start();
        QVERIFY(addresses.ok());
        const QString port = QString::fromStdString(addresses->redis).section(u':', -1);
        QTemporaryDir folder;
        const QMap<QString, QString> home{{u"XDG_CONFIG_HOME"_s, folder.path()},
                                          {u"MAINTSCOPE_PASSWORD"_s, u"database-secret-1"_s}};
        const auto run = [&home](const QStringList& words) { return test::runProgram(words, home); };
        QVERIFY2(run({u"profile"_s, u"list"_s}).out.contains("no profiles yet"), "empty");

        QFile line(folder.filePath(u"line"_s));
        QVERIFY(line.open(QIODevice::WriteOnly));
        line.write("redis-cli -h 127.0.0.1 -p " + port.toUtf8() + " -a database-secret-1");
        line.close();
        const auto import = run({u"profile"_s, u"import"_s, line.fileName(), u"--name"_s, u"sim"_s});
        QVERIFY2(import.exitCode == 0, import.err);
        QVERIFY2(import.out.contains("taken      sim: left out: the password"), import.out);
        QVERIFY(run({u"profile"_s, u"list"_s}).out.contains("sim"));
        QVERIFY(run({u"profile"_s, u"show"_s, u"sim"_s})
                    .out.contains("\"url\": \"redis://127.0.0.1:" + port.toUtf8()));
        QVERIFY(run({u"profile"_s, u"show"_s, u"smi"_s}).err.contains("Did you mean sim?"));
        const auto check = run({u"check"_s, u"--profile"_s, u"sim"_s});
        QVERIFY2(check.exitCode == 0, check.out + check.err);

        const QString copy = folder.filePath(u"copy.json"_s);
        QCOMPARE(run({u"profile"_s, u"export"_s, copy}).exitCode, 0);
        QCOMPARE(run({u"profile"_s, u"export"_s, copy}).exitCode, 73); // an existing file is refused
        QVERIFY(run({u"profile"_s, u"import"_s, copy}).out.contains("taken      sim (2)"));
        QFile file(folder.filePath(u"maintscope/profiles.json"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("database-secret-1"));
        QVERIFY2(run({u"check"_s, u"--profile"_s, u"nobody"_s}).err.contains("no such profile"), "unknown");
    }

    void clusterTellsWhatToWatch() {
        demo::SimulatorOptions options;
        options.tls = true;
        options.password = Secret("database-secret-1");
        options.restPassword = Secret("cluster-secret-22");
        demo::Simulator simulator(std::move(options));
        const auto addresses = simulator.start();
        QVERIFY(addresses.ok());
        const auto run =
            test::runProgram({u"sch"_s, u"databases"_s, u"--rest"_s, QString::fromStdString(addresses->rest),
                              u"--rest-user"_s, QString::fromStdString(addresses->restUser), u"--tls-ca"_s,
                              QString::fromStdString(addresses->caFile)},
                             {{u"MAINTSCOPE_REST_PASSWORD"_s, u"cluster-secret-22"_s}});
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY2(run.out.contains("simulated") && run.out.contains("covered"), run.out);
        // What it prints works as it is: no file has to be found first.
        const qsizetype at = run.out.indexOf("maintscope check ");
        QVERIFY2(at > 0, run.out);
        const QByteArray line = run.out.mid(at + 11, run.out.indexOf('\n', at) - at - 11);
        QStringList words;
        for (const QByteArray& word : line.split(' '))
            words << QString::fromUtf8(word);
        const auto check = test::runProgram(words, {{u"MAINTSCOPE_PASSWORD"_s, u"database-secret-1"_s}});
        QVERIFY2(check.out.contains("matches the pin"), line + '\n' + check.out + check.err);
    }
};

QTEST_GUILESS_MAIN(ProfileCommandTest)
#include "tst_profile_command.moc"
