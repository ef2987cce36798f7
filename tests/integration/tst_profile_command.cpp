// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/simulator.h"
#include "tests/support/program_run.h"
#include "tests/support/test_case.h"

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
        const QMap<QString, QString> home{{u"MAINTSCOPE_KEYCHAIN"_s, u"off"_s},
                                          {u"XDG_CONFIG_HOME"_s, folder.path()},
                                          {u"MAINTSCOPE_PASSWORD"_s, u"database-secret-1"_s}};
        const auto run = [&home](const QStringList& words) { return test::runProgram(words, home); };
        QVERIFY2(run({u"profile"_s, u"list"_s}).out.contains("No profiles are saved"), "empty");

        QFile line(folder.filePath(u"line"_s));
        QVERIFY(line.open(QIODevice::WriteOnly));
        line.write("redis-cli -h 127.0.0.1 -p " + port.toUtf8() + " -a database-secret-1");
        line.close();
        const auto import = run({u"profile"_s, u"import"_s, line.fileName(), u"--name"_s, u"sim"_s});
        QVERIFY2(import.exitCode == 0, import.err);
        QVERIFY2(import.out.contains("taken      sim: omitted: the password"), import.out);
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
        QVERIFY2(run({u"check"_s, u"--profile"_s, u"nobody"_s}).err.contains("The profile is unknown"),
                 "unknown");
    }

    /// One saved connection serves every command, its cluster manager included.
    void profileServesCheckRecordAndSwitch() {
        demo::SimulatorOptions options;
        options.password = Secret("database-secret-1");
        options.restPassword = Secret("cluster-secret-22");
        demo::Simulator simulator(std::move(options));
        const auto addresses = simulator.start();
        QVERIFY(addresses.ok());
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"maintscope"_s));
        QFile file(folder.filePath(u"maintscope/profiles.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QStringLiteral(R"({"schema":"maint-profiles/1","profiles":[{"name":"sim",)"
                                  R"("environment":"staging","url":"%1","probe":{"connections":1,)"
                                  R"("rate_per_second":50},"rest":{"url":"%2","user":"%3",)"
                                  R"("sign_in":"token","tls":{"trust":"ca","ca":"%4"}}}]})")
                       .arg(QString::fromStdString(addresses->redis), QString::fromStdString(addresses->rest),
                            QString::fromStdString(addresses->restUser),
                            QString::fromStdString(addresses->caFile))
                       .toUtf8());
        file.close();
        QMap<QString, QString> home{{u"MAINTSCOPE_KEYCHAIN"_s, u"off"_s},
                                    {u"XDG_CONFIG_HOME"_s, folder.path()},
                                    {u"XDG_DATA_HOME"_s, folder.path()},
                                    {u"MAINTSCOPE_PASSWORD"_s, u"database-secret-1"_s}};
        const QStringList saved{u"--profile"_s, u"sim"_s};
        const auto run = [&](QStringList words) { return test::runProgram(words + saved, home); };

        const auto alone = run({u"check"_s});
        QVERIFY2(alone.err.contains("the cluster manager is not checked"), alone.err);
        QVERIFY2(alone.exitCode == 0, alone.out + alone.err);
        home.insert(u"MAINTSCOPE_REST_PASSWORD"_s, u"cluster-secret-22"_s);
        const auto check = run({u"check"_s});
        QVERIFY2(check.exitCode == 0 && check.err.isEmpty(), check.out + check.err);
        QVERIFY2(check.out.contains("client_maint_notifications"), check.out);
        const auto get = run({u"sch"_s, u"get"_s});
        QVERIFY2(get.exitCode == 0, get.err);
        const auto record = run({u"record"_s, u"--for"_s, u"1s"_s, u"--summary"_s, u"-"_s});
        QVERIFY2(record.exitCode == 0, record.err);
        QVERIFY2(record.out.contains("\"connections\": 1,"), record.out);
        // An option goes over what is saved.
        const auto two =
            run({u"record"_s, u"--for"_s, u"1s"_s, u"--connections"_s, u"2"_s, u"--summary"_s, u"-"_s});
        QVERIFY2(two.out.contains("\"connections\": 2,"), two.out + two.err);
        const auto noTls = run({u"record"_s, u"--sni"_s, u"x"_s});
        QVERIFY2(noTls.err.contains("the profile sim does not use TLS"), noTls.err);

        QVERIFY(run({u"profile"_s, u"clone"_s}).exitCode == 64);
        QVERIFY(test::runProgram({u"profile"_s, u"clone"_s, u"sim"_s, u"other"_s}, home).exitCode == 0);
        QVERIFY(test::runProgram({u"profile"_s, u"show"_s, u"other"_s}, home).out.contains("staging"));
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

MAINTSCOPE_TEST(ProfileCommandTest, QCoreApplication)
#include "tst_profile_command.moc"
