// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/simulator.h"
#include "tests/support/program_run.h"
#include "tests/support/test_case.h"

#include <QFile>
#include <QProcess>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <optional>
#include <vector>

using namespace maintscope;
using namespace Qt::StringLiterals;

/// What a person reads when the cluster manager does something odd: `maintscope sch` against the simulated
/// cluster, whose control port turns one switch of its REST side. Nothing may be changed by accident, and no
/// password may be printed.
class RestFaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { start(demo::ServerProfile::V8_0_16); }
    void cleanup() { m_simulator.reset(); }

    void eachFaultIsExplained_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QStringList>("verb");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArrayList>("words");
        const QStringList get{u"get"_s};
        const QStringList on{u"on"_s, u"--yes"_s};
        QTest::newRow("503 of the gateway, no JSON")
            << QByteArray("gateway 503") << get << 69
            << QByteArrayList{"HTTP 503: upstream connect error", "Try another node of the cluster"};
        QTest::newRow("504 of the gateway")
            << QByteArray("gateway 504") << on << 69 << QByteArrayList{"HTTP 504", "Try again later"};
        QTest::newRow("401 without a challenge")
            << QByteArray("challenge off") << QStringList{u"get"_s, u"wrong"_s} << 77
            << QByteArrayList{"HTTP 401", "five failures within 15 minutes"};
        QTest::newRow("401 without a body")
            << QByteArray("refusal-body empty") << QStringList{u"get"_s, u"wrong"_s} << 77
            << QByteArrayList{"HTTP 401"};
        QTest::newRow("an expired password")
            << QByteArray("password expired") << get << 77
            << QByteArrayList{"The password has expired", "Change the password in the cluster manager"};
        QTest::newRow("the other spelling of error texts")
            << QByteArray("error-words message") << QStringList{u"on"_s, u"--yes"_s, u"viewer"_s} << 77
            << QByteArrayList{"requires update_cluster"};
        QTest::newRow("an edit conflict as 400")
            << QByteArray("edit-conflict 400") << on << 2
            << QByteArrayList{"config_edit_conflict",
                              "Another user changed the cluster settings at the same time"};
        QTest::newRow("an edit conflict as 409")
            << QByteArray("edit-conflict 409") << on << 2 << QByteArrayList{"config_edit_conflict"};
        QTest::newRow("accepted, but not stored")
            << QByteArray("store off") << on << 2
            << QByteArrayList{"accepted the change but did not store it"};
        QTest::newRow("a body that ends in the middle")
            << QByteArray("body cut") << get << 69 << QByteArrayList{"reply cannot be read"};
        QTest::newRow("a reset in the middle of a body")
            << QByteArray("body reset") << get << 69 << QByteArrayList{"middle of the reply"};
        QTest::newRow("no primary at this moment")
            << QByteArray("primary none") << on << 69
            << QByteArrayList{"HTTP 503 no_quorum", "Try another node of the cluster"};
        QTest::newRow("503 of the gateway on changing")
            << QByteArray("gateway 503") << on << 69 << QByteArrayList{"HTTP 503: upstream connect error"};
        QTest::newRow("a wrong password on changing")
            << QByteArray("error-words description") << (on + QStringList{u"wrong"_s}) << 77
            << QByteArrayList{"HTTP 401 unauthorized", "five failures within 15 minutes"};
        QTest::newRow("a viewer who tries to change")
            << QByteArray("error-words description") << (on + QStringList{u"viewer"_s}) << 77
            << QByteArrayList{"requires update_cluster", "admin role"};
        QTest::newRow("a viewer whose dry run is refused")
            << QByteArray("error-words description") << QStringList{u"on"_s, u"--dry-run"_s, u"viewer"_s}
            << 77 << QByteArrayList{"requires update_cluster"};
        QTest::newRow("an expired password, by token")
            << QByteArray("password expired")
            << QStringList{u"on"_s, u"--yes"_s, u"--rest-sign-in"_s, u"token"_s} << 77
            << QByteArrayList{"The password has expired"};
        QTest::newRow("a reply that takes too long")
            << QByteArray("delay 30000") << QStringList{u"get"_s, u"--timeout"_s, u"300ms"_s} << 69
            << QByteArrayList{"did not reply in time", "within 300 ms"};
        QTest::newRow("an expired certificate")
            << QByteArray("certificate expired") << get << 76 << QByteArrayList{"It expired on "};
        QTest::newRow("another certificate")
            << QByteArray("certificate new") << get << 76 << QByteArrayList{"not trusted"};
    }
    void eachFaultIsExplained() {
        QFETCH(const QByteArray, fault);
        QFETCH(const QStringList, verb);
        QFETCH(const int, exitCode);
        QFETCH(const QByteArrayList, words);
        turn(fault);
        const auto run = sch(verb);
        QVERIFY2(run.exitCode == exitCode, run.out + run.err);
        for (const QByteArray& one : words)
            QVERIFY2(run.err.contains(one), run.err);
        QVERIFY(isStillOff());
    }

    /// Nothing in the reply tells it from a wrong password; our words name it, and we do not try again.
    void lockedUserIsExplained() {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(sch({u"get"_s, u"wrong"_s}).exitCode, 77);
        const auto run = sch({u"on"_s, u"--yes"_s});
        QCOMPARE(run.exitCode, 77);
        QVERIFY2(run.err.contains("HTTP 401") && run.err.contains("lock the account for half an hour"),
                 run.err);
        QVERIFY(sch({u"get"_s, u"viewer"_s}).out.contains("OFF"));
    }

    void basicAuthenticationThatIsOffLeavesTheToken() {
        start(demo::ServerProfile::V8_2);
        QCOMPARE(put(R"({"control_plane_basic_authentication":false})"), 200);
        auto run = sch({u"on"_s, u"--yes"_s});
        QCOMPARE(run.exitCode, 77);
        QVERIFY2(
            run.err.contains("basic authentication is disabled on the cluster (8.2), sign in with a token"),
            run.err);
        run = sch({u"get"_s, u"--rest-sign-in"_s, u"token"_s});
        QVERIFY2(run.exitCode == 0 && run.out.contains("OFF"), run.out + run.err);
    }

    void primaryThatChangedIsFollowed() {
        turn("primary 2");
        m_rest.replace(u"127.0.0.1"_s, u"127.0.0.2"_s); // the one that was
        const auto run = sch({u"on"_s, u"--yes"_s});
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY2(run.out.contains("client_maint_notifications is ON"), run.out);
    }

    void oddButGoodRepliesAreUnderstood_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("chunks") << QByteArray("body chunked");
        QTest::newRow("an empty reply to the PUT") << QByteArray("put-body empty");
        QTest::newRow("a slow reply") << QByteArray("delay 200");
        QTest::newRow("a certificate that an authority has signed") << QByteArray("certificate ca-signed");
    }
    void oddButGoodRepliesAreUnderstood() {
        QFETCH(const QByteArray, fault);
        turn(fault);
        const auto run = sch({u"on"_s, u"--yes"_s});
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY2(run.out.contains("client_maint_notifications is ON"), run.out);
    }

    void pinThatNoLongerFitsIsAHardStopThatShowsBoth() {
        const auto first = sch({u"get"_s, u"--json"_s});
        const qsizetype at = first.out.indexOf("\"sha256\":\"") + 10;
        const QByteArray pin = first.out.mid(at, 64);
        m_trust = {u"--tls-pin"_s, QString::fromLatin1(pin)};
        QCOMPARE(sch({u"get"_s}).exitCode, 0);
        turn("certificate new");
        const auto run = sch({u"on"_s, u"--yes"_s});
        QCOMPARE(run.exitCode, 76);
        QVERIFY2(run.err.contains("Pinned sha256:" + pin + ", presented sha256:"), run.err);
        turn("certificate first");
        QVERIFY(isStillOff());
    }

    /// Others keep the gateway busy: what comes on top is refused at once, and we ask for nothing on top.
    void fullQueueIsExplained() {
        turn("delay 8000");
        turn("overload on");
        std::vector<std::unique_ptr<QSslSocket>> others;
        for (int i = 0; i < 2; ++i) {
            others.push_back(std::make_unique<QSslSocket>());
            others.back()->setPeerVerifyMode(QSslSocket::VerifyNone);
            others.back()->connectToHostEncrypted(u"127.0.0.1"_s, m_rest.section(u':', -1).toUShort());
            QVERIFY(others.back()->waitForEncrypted(5000));
            others.back()->write("GET /v1/cluster HTTP/1.1\r\nhost: c\r\n\r\n");
            QVERIFY(others.back()->waitForBytesWritten(5000));
        }
        turn("delay 0"); // said after their requests: they are in work
        const auto run = sch({u"on"_s, u"--yes"_s});
        QCOMPARE(run.exitCode, 69);
        QVERIFY2(run.err.contains("HTTP 503") && run.err.contains("reset reason: overflow"), run.err);
        others.clear();
        turn("overload off");
        QVERIFY(isStillOff());
    }

    /// While it waits for a slow cluster manager anybody may look at its arguments.
    void passwordInAnArgumentIsOverwritten() {
        turn("delay 30000");
        QProcess process;
        process.setStandardInputFile(QProcess::nullDevice());
        QString url = m_rest;
        url.replace(u"https://"_s, u"https://admin%40example.com:cluster-secret-22@"_s);
        process.start(QStringLiteral(MAINTSCOPE_PROGRAM),
                      QStringList{u"sch"_s, u"get"_s, u"--rest"_s, url} + m_trust);
        QVERIFY(process.waitForStarted(10'000));
        QByteArray warned;
        QVERIFY(QTest::qWaitFor(
            [&] {
                warned += process.readAllStandardError();
                return warned.contains("password in an argument");
            },
            20'000));
        QFile arguments(u"/proc/%1/cmdline"_s.arg(process.processId()));
        QVERIFY(arguments.open(QIODevice::ReadOnly));
        const QByteArray seen = arguments.readAll();
        process.kill();
        process.waitForFinished();
        QVERIFY2(seen.contains("https://admin%40example.com:*****************@"), seen);
        QVERIFY(!(seen + warned).contains("cluster-secret-22"));
    }

    void tokenSignsInUnderEitherScheme_data() {
        QTest::addColumn<QByteArray>("scheme");
        QTest::newRow("JWT") << QByteArray("token-scheme jwt");
        QTest::newRow("Bearer") << QByteArray("token-scheme bearer");
    }
    void tokenSignsInUnderEitherScheme() {
        QFETCH(const QByteArray, scheme);
        turn(scheme);
        const auto run = sch({u"on"_s, u"--yes"_s, u"--rest-sign-in"_s, u"token"_s});
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY2(run.out.contains("sign in"), run.out);
        QVERIFY(!run.out.contains("eyJ") && !run.err.contains("eyJ")); // how a token begins
    }

    void secondaryNodeLeadsToThePrimary() {
        m_rest.replace(u"127.0.0.1"_s, u"127.0.0.3"_s);
        const auto run = sch({u"on"_s, u"--yes"_s});
        QVERIFY2(run.exitCode == 0, run.err);
        QVERIFY2(run.out.contains("client_maint_notifications is ON"), run.out);
    }

private:
    void start(demo::ServerProfile version) {
        demo::SimulatorOptions options;
        options.version = version;
        options.clientMaintNotifications = false;
        options.restPassword = Secret("cluster-secret-22");
        m_simulator.emplace(std::move(options));
        const auto addresses = m_simulator->start();
        QVERIFY2(addresses.ok(), addresses.ok() ? "" : toString(addresses.error()).c_str());
        m_rest = QString::fromStdString(addresses->rest);
        m_control = QString::fromStdString(addresses->control);
        m_trust = {u"--tls-ca"_s, QString::fromStdString(addresses->caFile)};
    }
    /// One command to the control port.
    void turn(const QByteArray& words) {
        QTcpSocket socket;
        socket.connectToHost(m_control.section(u':', 0, 0), m_control.section(u':', 1).toUShort());
        QVERIFY(socket.waitForConnected(5000));
        socket.write("rest " + words + "\n");
        QVERIFY(socket.waitForReadyRead(5000));
        QCOMPARE(socket.readLine().trimmed(), QByteArray("ok"));
    }
    /// By an administrator with some other tool.
    int put(const QByteArray& body) {
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(u"127.0.0.1"_s, m_rest.section(u':', -1).toUShort());
        if (!socket.waitForEncrypted(5000)) return 0;
        socket.write("PUT /v1/cluster HTTP/1.1\r\nHost: c\r\nAuthorization: Basic " +
                     QByteArray("admin@example.com:cluster-secret-22").toBase64() +
                     "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        return socket.waitForReadyRead(5000) ? socket.readLine().split(' ').value(1).toInt() : 0;
    }
    /// Looked up past the fault, which is still there.
    bool isStillOff() {
        for (const char* words : {"gateway off", "refusal-body json", "password valid", "edit-conflict off",
                                  "store on", "body whole", "delay 0", "primary 1", "certificate first"})
            turn(words);
        return sch({u"get"_s}).out.contains("OFF");
    }
    /// `verb` may hold "wrong" (password) and "viewer" (user).
    test::ProgramRun sch(QStringList verb) {
        QString password = u"cluster-secret-22"_s;
        QString user = u"admin@example.com"_s;
        if (verb.removeAll(u"wrong"_s) > 0) password = u"not-the-right-one"_s;
        if (verb.removeAll(u"viewer"_s) > 0) user = u"viewer@example.com"_s;
        const auto run = test::runProgram(
            QStringList{u"sch"_s} + verb + QStringList{u"--rest"_s, m_rest, u"--rest-user"_s, user} + m_trust,
            {{u"MAINTSCOPE_REST_PASSWORD"_s, password}});
        // Neither the password, nor how it travels, nor one that the cluster tells.
        for (const QByteArray& secret :
             {password.toUtf8(), (user + u':' + password).toUtf8().toBase64(), QByteArray("eyJ"),
              QByteArray("simulated-mail-pass"), QByteArray("simulated-admin-pass")})
            if ((run.out + run.err).contains(secret)) qFatal("a secret was printed");
        return run;
    }

    std::optional<demo::Simulator> m_simulator;
    QString m_rest;
    QString m_control;
    QStringList m_trust;
};

MAINTSCOPE_TEST(RestFaultsTest, QCoreApplication)
#include "tst_rest_faults.moc"
