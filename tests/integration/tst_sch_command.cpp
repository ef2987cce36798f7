// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/simulator.h"

#include "tests/support/test_case.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace maintscope;
using namespace Qt::StringLiterals;

/// `maintscope sch` as people run it, against the simulated cluster.
class SchCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { start(demo::ServerProfile::V8_0_16); }
    void cleanup() { m_simulator.reset(); }

    void getPrintsTheStateAndExitsWell() {
        const Run run = sch({u"get"_s});
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.hasLine("client_maint_notifications", "OFF"), run.out);
        QVERIFY2(run.hasLine("state_machine_smart_client_handoffs_delay_ms", "2000 ms"), run.out);
        const QJsonObject json = QJsonDocument::fromJson(sch({u"get"_s, u"--json"_s}).out).object();
        QCOMPARE(json.value("schema"_L1).toString(), u"maint-sch/1"_s);
        QCOMPARE(json.value("client_maint_notifications"_L1).toString(), u"off"_s);
        QCOMPARE(json.value("role"_L1).toString(), u"admin"_s);
    }

    void dryRunChangesNothing() {
        const Run run = sch({u"on"_s, u"--dry-run"_s});
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.out.contains("+ \"client_maint_notifications\": true"), run.out);
        QVERIFY2(sch({u"get"_s}).hasLine("client_maint_notifications", "OFF"), run.out);
    }

    void onAndOffAreAppliedAndReadBack() {
        const Run on = sch({u"on"_s, u"--yes"_s, u"--oss-cluster"_s, u"--delay"_s, u"1s"_s});
        QCOMPARE(on.exitCode, 0);
        QVERIFY2(on.out.contains("read back  HTTP 200"), on.out);
        QVERIFY2(on.out.contains("opt in again"), on.out);
        const Run get = sch({u"get"_s});
        QVERIFY2(get.hasLine("client_maint_notifications", "ON"), get.out);
        QVERIFY2(get.hasLine("oss_cluster_client_maint_notifications", "on"), get.out);
        QVERIFY2(get.hasLine("state_machine_smart_client_handoffs_delay_ms", "1000 ms"), get.out);
        QCOMPARE(sch({u"off"_s, u"--yes"_s}).exitCode, 0);
        QVERIFY(sch({u"get"_s}).hasLine("client_maint_notifications", "OFF"));
        QVERIFY(sch({u"off"_s, u"--yes"_s}).out.contains("nothing was sent"));
    }

    void whatWasFoundIsRestored() {
        QVERIFY2(sch({u"off"_s, u"--yes"_s, u"--delay"_s, u"500"_s}).exitCode == 0, "off");
        QTemporaryDir folder;
        QFile file(folder.filePath(u"found.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(sch({u"get"_s, u"--json"_s}).out);
        file.close();
        QCOMPARE(sch({u"on"_s, u"--yes"_s, u"--oss-cluster"_s, u"--delay"_s, u"1s"_s}).exitCode, 0);
        const Run run = sch({u"restore"_s, file.fileName(), u"--yes"_s});
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY2(run.out.contains("+ \"client_maint_notifications\": false"), run.out);
        const Run get = sch({u"get"_s});
        QVERIFY2(get.hasLine("client_maint_notifications", "OFF"), get.out);
        QVERIFY2(get.hasLine("oss_cluster_client_maint_notifications", "off"), get.out);
        QVERIFY2(get.hasLine("state_machine_smart_client_handoffs_delay_ms", "500 ms"), get.out);
    }

    void curlHasThePinButNoPassword() {
        const Run run = sch({u"on"_s, u"--curl"_s});
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY2(run.out.contains("curl"), run.out);
        QVERIFY2(run.out.contains("{\"client_maint_notifications\": true}"), run.out);
        QVERIFY(!run.out.contains(m_password));
        QVERIFY(sch({u"get"_s}).hasLine("client_maint_notifications", "OFF"));
    }

    void changeWithoutATerminalNeedsYes() {
        const Run run = sch({u"on"_s});
        QCOMPARE(run.exitCode, 64);
        QVERIFY2(run.err.contains("--yes"), run.err);
    }

    void wrongPasswordIsNotAuthorised_data() { addVerbs(); }
    void wrongPasswordIsNotAuthorised() {
        QFETCH(const QStringList, verb);
        m_password = "not this one";
        const Run run = sch(verb);
        QCOMPARE(run.exitCode, 77);
        QVERIFY2(run.err.contains("HTTP 401"), run.err);
        QVERIFY2(!run.err.contains(m_password), run.err);
    }

    void untrustedCertificateIsShown_data() { addVerbs(); }
    void untrustedCertificateIsShown() {
        QFETCH(const QStringList, verb);
        m_trust = {};
        const Run run = sch(verb);
        QCOMPARE(run.exitCode, 76);
        QVERIFY2(run.err.contains("fingerprint: "), run.err);
        // What it offers works.
        const qsizetype at = run.err.indexOf("--tls-pin sha256:");
        QVERIFY(at > 0);
        m_trust = {u"--tls-pin"_s, QString::fromLatin1(run.err.mid(at + 10, 71))};
        QCOMPARE(sch({u"get"_s}).exitCode, 0);
        m_trust[1].replace(u"sha256:"_s, u"sha256:00"_s).chop(2);
        QCOMPARE(sch(verb).exitCode, 76);
    }

    void viewerMayReadButNotChange() {
        m_user = u"viewer@example.com"_s;
        QCOMPARE(sch({u"get"_s}).exitCode, 0);
        const Run run = sch({u"on"_s, u"--yes"_s});
        QCOMPARE(run.exitCode, 77);
        QVERIFY2(run.err.contains("requires update_cluster"), run.err);
    }

    void oldClusterIsTooOld() {
        start(demo::ServerProfile::V7_22);
        QVERIFY(sch({u"get"_s}).hasLine("client_maint_notifications", "NOT SUPPORTED"));
        const Run run = sch({u"on"_s, u"--yes"_s});
        QCOMPARE(run.exitCode, 2);
        QVERIFY2(run.err.contains("server is too old"), run.err);
    }

    void nobodyThereIsUnreachable() {
        m_simulator.reset();
        m_trust = {};
        const Run run = sch({u"get"_s});
        QCOMPARE(run.exitCode, 69);
        QVERIFY2(run.err.contains("refused"), run.err);
    }

    void passwordComesFromAFile() {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"password"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(m_password + "\n");
        file.close();
        m_password.clear();
        QCOMPARE(sch({u"get"_s}).exitCode, 64);
        QCOMPARE(sch({u"get"_s, u"--password-file"_s, file.fileName()}).exitCode, 0);
    }

    void wrongUseIsExplained_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("no verb") << QStringList{} << u"get, on, off, restore or databases"_s;
        QTest::newRow("restore what") << QStringList{u"restore"_s} << u"sch get --json wrote"_s;
        QTest::newRow("restore a stranger's file")
            << QStringList{u"restore"_s, QStringLiteral(MAINTSCOPE_PROGRAM), u"--yes"_s}
            << u"not an output of sch get --json"_s;
        QTest::newRow("a slip") << QStringList{u"gte"_s} << u"Did you mean get?"_s;
        QTest::newRow("yes for get") << QStringList{u"get"_s, u"--yes"_s} << u"does not apply to get"_s;
        QTest::newRow("delay out of range")
            << QStringList{u"on"_s, u"--yes"_s, u"--delay"_s, u"11s"_s} << u"0 to 10000"_s;
        QTest::newRow("unknown option") << QStringList{u"get"_s, u"--tls-pine"_s} << u"--tls-pin?"_s;
        QTest::newRow("two trusts") << QStringList{u"get"_s, u"--tls-pin"_s, u"00"_s}
                                    << u"exclude each other"_s;
    }
    void wrongUseIsExplained() {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, says);
        const Run run = sch(arguments);
        QCOMPARE(run.exitCode, 64);
        QVERIFY2(run.err.contains(says.toUtf8()), run.err);
    }

private:
    struct Run {
        int exitCode = -1;
        QByteArray out;
        QByteArray err;
        [[nodiscard]] bool hasLine(const QByteArray& begins, const QByteArray& ends) const {
            for (const QByteArray& line : out.split('\n'))
                if (line.startsWith(begins + ' ') && line.endsWith(' ' + ends)) return true;
            return false;
        }
    };

    static void addVerbs() {
        QTest::addColumn<QStringList>("verb");
        QTest::newRow("get") << QStringList{u"get"_s};
        QTest::newRow("on --dry-run") << QStringList{u"on"_s, u"--dry-run"_s};
        QTest::newRow("on --yes") << QStringList{u"on"_s, u"--yes"_s};
        QTest::newRow("off --yes") << QStringList{u"off"_s, u"--yes"_s};
    }

    void start(demo::ServerProfile version) {
        demo::SimulatorOptions options;
        options.version = version;
        options.clientMaintNotifications = false;
        m_simulator.emplace(std::move(options));
        const auto addresses = m_simulator->start();
        QVERIFY2(addresses.ok(), addresses.ok() ? "" : toString(addresses.error()).c_str());
        m_rest = QString::fromStdString(addresses->rest);
        m_user = QString::fromStdString(addresses->restUser);
        m_password = QByteArray::fromStdString(std::string(addresses->restPassword.reveal()));
        m_trust = {u"--tls-ca"_s, QString::fromStdString(addresses->caFile)};
    }
    [[nodiscard]] Run sch(const QStringList& arguments) const {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"MAINTSCOPE_REST_PASSWORD"_s, QString::fromUtf8(m_password));
        process.setProcessEnvironment(environment);
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(QStringLiteral(MAINTSCOPE_PROGRAM),
                      QStringList{u"sch"_s} + arguments +
                          QStringList{u"--rest"_s, m_rest, u"--rest-user"_s, m_user} + m_trust);
        Run run;
        if (!process.waitForFinished(60000)) return run;
        run.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        run.out = process.readAllStandardOutput();
        run.err = process.readAllStandardError();
        return run;
    }

    std::optional<demo::Simulator> m_simulator;
    QString m_rest;
    QString m_user;
    QByteArray m_password;
    QStringList m_trust;
};

MAINTSCOPE_TEST(SchCommandTest, QCoreApplication)
#include "tst_sch_command.moc"
