// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program.h"
#include "tests/support/redis_process.h"
#include "tests/support/test_case.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace maintscope;
using namespace Qt::Literals::StringLiterals;

namespace {

using Outcome = test::ProgramOutcome;
using test::Program;

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TstRecord : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        if (!test::RedisProcess::available()) QSKIP("redis-server is not installed");
    }

    void aQuietServerLosesNothing() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Program program;
        const Outcome run = program.run(
            {u"record"_s, redis.url(), u"--for"_s, u"2s"_s, u"--connections"_s, u"2"_s, u"--rate"_s, u"100"_s,
             u"--command"_s, u"incr"_s, u"--summary"_s, u"-"_s, u"--events"_s, program.path(u"e.ndjson"_s),
             u"--samples"_s, program.path(u"s.csv"_s), u"--out"_s, program.path(u"r.maintscope"_s)});
        // A server that does not support the notifications is a warning under the policy auto.
        QVERIFY2(run.code == 1, run.err);
        const QJsonObject summary = run.summary();
        QCOMPARE(summary["schema"_L1].toString(), u"maint-summary/1"_s);
        QCOMPARE(summary["support"_L1].toString(), u"unsupported"_s);
        QCOMPARE(summary["verdict"_L1].toString(), u"warn"_s);
        const int sent = summary["sent"_L1].toInt();
        QVERIFY2(sent >= 380 && sent <= 402, qPrintable(QString::number(sent)));
        QCOMPARE(summary["ok"_L1].toInt(), sent);
        const QJsonObject integrity = summary["integrity"_L1].toObject();
        QCOMPARE(integrity["acknowledged"_L1].toInt(), sent);
        QCOMPARE(integrity["server_count"_L1].toInt(), sent);
        QCOMPARE(integrity["lost"_L1].toInt(), 0);
        QCOMPARE(integrity["duplicated"_L1].toInt(), 0);

        const QList<QByteArray> lines = contents(program.path(u"e.ndjson"_s)).split('\n');
        QVERIFY(lines.size() > 5);
        QVERIFY(QJsonDocument::fromJson(lines[0]).object().contains("schema"_L1));
        QCOMPARE(contents(program.path(u"s.csv"_s)).count('\n'), sent + 1);
        QVERIFY(run.err.contains("verdict WARN"));
        QVERIFY(QFileInfo::exists(program.path(u"r.maintscope"_s)));
    }

    void aNameThatIsNotUtf8IsRefusedBeforeAnythingIsWritten() {
        QTemporaryDir folder;
        Program program;
        program.process().start(
            u"sh"_s,
            {u"-c"_s,
             u"exec \"$1\" record redis://127.0.0.1:1 --for 1s --out \"$(printf '%s/na\\357ve' \"$2\")\""_s,
             u"sh"_s, QStringLiteral(MAINTSCOPE_PROGRAM), folder.path()});
        const Outcome run = program.finish();
        QCOMPARE(run.code, 64);
        QVERIFY2(run.err.contains("Argument 6 is not valid UTF-8") && run.err.contains("/na\\xefve"),
                 run.err);
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void withoutAFolderOfTheUserOutHasToBeNamed() {
        Program program;
        QProcessEnvironment environment = program.process().processEnvironment();
        environment.remove(u"HOME"_s);
        environment.remove(u"XDG_DATA_HOME"_s);
        program.process().setProcessEnvironment(environment);
        const Outcome run = program.run({u"record"_s, u"redis://127.0.0.1:1"_s, u"--for"_s, u"1s"_s});
        QCOMPARE(run.code, 73);
        QVERIFY2(run.err.contains("There is no folder for recordings") && run.err.contains("--out"), run.err);
    }

    void tooShortATimeIsSaidWithTheNumberOfConnections() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Program program;
        const Outcome run = program.run({u"record"_s, redis.url(), u"--for"_s, u"1ms"_s, u"--connections"_s,
                                         u"1000"_s, u"--rate"_s, u"1"_s});
        QVERIFY2(run.out.contains("the time was too short for 1") && run.out.contains("000 connections"),
                 run.out);
        QVERIFY2(run.err.contains("no attempt had failed") && run.err.contains("--for"), run.err);
    }

    void exportGivesTheSameBytesAsRecord() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Program program;
        const QString recording = program.path(u"r.maintscope"_s);
        const Outcome run =
            program.run({u"record"_s, redis.url(), u"--for"_s, u"500ms"_s, u"--out"_s, recording,
                         u"--summary"_s, program.path(u"m.json"_s), u"--events"_s,
                         program.path(u"e.ndjson"_s), u"--samples"_s, program.path(u"s.csv"_s)});
        QVERIFY2(run.code == 1, run.err);
        const std::pair<QString, QString> outputs[] = {
            {u"summary"_s, u"m.json"_s}, {u"ndjson"_s, u"e.ndjson"_s}, {u"samples"_s, u"s.csv"_s}};
        for (const auto& output : outputs) {
            const Outcome exported = program.run({u"export"_s, recording, u"--format"_s, output.first});
            QCOMPARE(exported.code, 0);
            QVERIFY2(exported.out == contents(program.path(output.second)), qPrintable(output.first));
        }
        const Outcome csv = program.run(
            {u"export"_s, recording, u"--format"_s, u"csv"_s, u"--out"_s, program.path(u"e.csv"_s)});
        QCOMPARE(csv.code, 0);
        const QByteArray bytes = contents(program.path(u"e.csv"_s));
        QVERIFY(bytes.contains("\r\n"));
        const Outcome again = program.run(
            {u"export"_s, recording, u"--format"_s, u"json"_s, u"--out"_s, program.path(u"e.csv"_s)});
        QCOMPARE(again.code, 73); // what is there stays
        QVERIFY(again.err.contains("already exists"));
        QCOMPARE(contents(program.path(u"e.csv"_s)), bytes);
    }

    void recordsIntoItsOwnFolderWhenNoFileIsNamed() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Program program;
        QCOMPARE(program.run({u"record"_s, redis.url(), u"--for"_s, u"300ms"_s}).code, 1);
        QCOMPARE(program.recordings().size(), 1);
    }

    void aRotatedRunIsOneRecording() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Program program;
        const QString first = program.path(u"r.maintscope"_s);
        program.start({u"record"_s, redis.url(), u"--rotate-every"_s, u"1s"_s, u"--connections"_s, u"1"_s,
                       u"--out"_s, first, u"--summary"_s, u"-"_s, u"--samples"_s, program.path(u"s.csv"_s)});
        QVERIFY(program.saysOnStderr("the recording continues in " +
                                     program.path(u"r.part3.maintscope"_s).toUtf8()));
        QVERIFY(program.signal(SIGTERM));
        const Outcome run = program.finish();
        QVERIFY2(run.code == 1, run.err);
        QVERIFY2(run.err.contains("recording: " + program.path(u"r.part3.maintscope"_s).toUtf8()), run.err);
        const int sent = run.summary()["sent"_L1].toInt();
        QVERIFY2(sent >= 40, "all files are summed up");
        QCOMPARE(contents(program.path(u"s.csv"_s)).count('\n'), sent + 1);
        const Outcome together = program.run({u"export"_s, first, u"--format"_s, u"summary"_s});
        QCOMPARE(together.out, run.out);
        const Outcome alone =
            program.run({u"export"_s, first, u"--format"_s, u"summary"_s, u"--this-file"_s});
        QVERIFY(alone.summary()["sent"_L1].toInt() < sent);
        const Outcome listed =
            program.run({u"recordings"_s, u"list"_s, u"--json"_s, u"--folder"_s, QFileInfo(first).path()});
        const QJsonArray recordings = listed.summary()["recordings"_L1].toArray();
        QCOMPARE(recordings.size(), 1);
        QVERIFY(recordings[0].toObject()["files"_L1].toInt() >= 3);
    }

    void aSignalEndsTheRunInGoodOrder_data() {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM: a service manager stops it") << SIGTERM;
        QTest::newRow("SIGHUP: the terminal is closed") << SIGHUP;
        QTest::newRow("SIGINT: Ctrl-C") << SIGINT;
    }
    void aSignalEndsTheRunInGoodOrder() {
        QFETCH(int, number);
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Program program;
        program.start({u"record"_s, redis.url(), u"--connections"_s, u"1"_s, u"--summary"_s, u"-"_s});
        QVERIFY(program.saysOnStderr("conn 1"));
        QVERIFY(program.signal(number));
        const Outcome run = program.finish();
        QVERIFY2(run.code == 1, run.err);
        QVERIFY(run.summary()["sent"_L1].toInt() > 0);
        QVERIFY(run.err.contains("Recorded "));
    }

    void underNohupAClosedTerminalDoesNotEndIt() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Program program;
        program.process().setChildProcessModifier([] { ::signal(SIGHUP, SIG_IGN); });
        program.start({u"record"_s, redis.url(), u"--connections"_s, u"1"_s, u"--for"_s, u"2s"_s,
                       u"--summary"_s, u"-"_s});
        QVERIFY(program.saysOnStderr("conn 1"));
        QVERIFY(program.signal(SIGHUP));
        const Outcome run = program.finish();
        QVERIFY2(run.code == 1, run.err);
        QVERIFY2(run.summary()["sent"_L1].toInt() >= 38, run.out);
        QVERIFY(!run.err.contains("stopping"));
    }

    void aWrongPasswordIs77WithTheServersWords() {
        test::RedisProcess redis({u"--requirepass"_s, u"right"_s});
        QVERIFY(redis.start());
        Program program;
        const QString url = u"redis://:wrong@127.0.0.1:%1"_s.arg(redis.port());
        const Outcome run = program.run({u"record"_s, url, u"--for"_s, u"30s"_s});
        QVERIFY2(run.code == 77, run.out + run.err);
        QVERIFY(run.out.contains("WRONGPASS"));
        QVERIFY2(run.err.contains("MAINTSCOPE_PASSWORD, --password-file"), run.err);
        QVERIFY(run.err.contains("A password in an argument"));
        QVERIFY(!run.out.contains(":wrong@") && !run.err.contains(":wrong@"));
    }

    void aPasswordInAnArgumentIsOverwritten() {
        test::RedisProcess redis({u"--requirepass"_s, u"secret-word"_s});
        QVERIFY(redis.start());
        Program program;
        program.start(
            {u"record"_s, u"redis://:secret-word@127.0.0.1:%1"_s.arg(redis.port()), u"--summary"_s, u"-"_s});
        QVERIFY(program.saysOnStderr("conn 1"));
        const QByteArray commandLine = contents(u"/proc/%1/cmdline"_s.arg(program.process().processId()));
        QVERIFY(commandLine.contains("redis://:***********@127.0.0.1"));
        QVERIFY(program.signal(SIGTERM));
        QCOMPARE(program.finish().code, 1);
        for (const QString& name : program.recordings())
            QVERIFY(!contents(program.path(u"maintscope/recordings/"_s + name)).contains("secret-word"));
    }

    void nobodyThereIs69AndTheAttemptsAreShown() {
        std::uint16_t port = 0;
        {
            QTcpServer server;
            server.listen(QHostAddress(QHostAddress::LocalHost));
            port = server.serverPort();
        }
        Program program;
        const Outcome run = program.run(
            {u"record"_s, u"127.0.0.1:%1"_s.arg(port), u"--for"_s, u"700ms"_s, u"--connections"_s, u"1"_s});
        QVERIFY2(run.code == 69, run.out + run.err);
        QVERIFY2(run.out.contains("refused"), run.out);
        QVERIFY2(run.err.contains("became ready"), run.err);
    }

    void anUnknownNameIs69() {
        Program program;
        const Outcome run = program.run({u"record"_s, u"redis://no-such-name.invalid"_s, u"--for"_s, u"1s"_s,
                                         u"--connections"_s, u"1"_s});
        QVERIFY2(run.code == 69, run.out + run.err);
        QVERIFY2(run.out.contains("no-such-name.invalid"), run.out);
    }

    void aServerThatSpeaksSomethingElseIsToldSo() {
        QTcpServer server;
        server.listen(QHostAddress(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            QTcpSocket* socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("HTTP/1.1 400 Bad Request\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        Program program;
        program.start({u"record"_s, u"127.0.0.1:%1"_s.arg(server.serverPort()), u"--for"_s, u"1s"_s,
                       u"--connections"_s, u"1"_s});
        QVERIFY(QTest::qWaitFor([&] { return program.process().state() == QProcess::NotRunning; }, 30'000));
        const Outcome run = program.finish();
        QVERIFY2(run.code == 69, run.out + run.err);
        QVERIFY2(run.out.contains("HTTP/1.1 400"), run.out);
    }

    void aPortWithoutTlsIs69AndNoMatterOfTrust() {
        QTcpServer plain;
        plain.listen(QHostAddress(QHostAddress::LocalHost));
        connect(&plain, &QTcpServer::newConnection, &plain, [&] {
            QTcpSocket* socket = plain.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write("-ERR not TLS\r\n"); });
        });
        Program program;
        program.start({u"record"_s, u"rediss://127.0.0.1:%1"_s.arg(plain.serverPort()), u"--for"_s, u"5s"_s,
                       u"--connections"_s, u"1"_s});
        QVERIFY(QTest::qWaitFor([&] { return program.process().state() == QProcess::NotRunning; }, 30'000));
        const Outcome run = program.finish();
        QVERIFY2(run.code == 69, run.out + run.err);
        QVERIFY2(run.err.contains("does not use TLS on this port"), run.err);
        QVERIFY2(run.err.contains("Write redis:// instead of rediss://"), run.err);
        QVERIFY2(!run.err.contains("--tls-ca"), run.err);
    }

    void aServerThatDiesIsReconnectedAndReported() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Program program;
        program.start({u"record"_s, redis.url(), u"--connections"_s, u"1"_s, u"--rate"_s, u"50"_s,
                       u"--summary"_s, u"-"_s, u"--command"_s, u"ping"_s});
        QVERIFY(program.saysOnStderr("conn 1"));
        redis.kill();
        QVERIFY(program.saysOnStderr("unannounced disruption"));
        QVERIFY(redis.start());
        QVERIFY(program.saysOnStderr("reconnected"));
        QVERIFY(program.signal(SIGINT));
        const Outcome run = program.finish();
        const QJsonObject summary = run.summary();
        QCOMPARE(summary["unannounced"_L1].toInt(), 1);
        QCOMPARE(summary["reconnects"_L1].toInt(), 1);
        QVERIFY2(run.code == 1 || run.code == 2, run.err);
    }

    void requiredAndRefusedIs2WithTheReason() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Program program;
        const Outcome run = program.run({u"record"_s, redis.url(), u"--for"_s, u"2s"_s, u"--policy"_s,
                                         u"required"_s, u"--summary"_s, u"-"_s});
        QVERIFY2(run.code == 2, run.err);
        QVERIFY(run.summary()["reasons"_L1].toArray().contains(u"sch_refused"_s));
    }

    void severalTargetsShareOneFile() {
        test::RedisProcess one;
        test::RedisProcess two;
        QVERIFY(one.start() && two.start());
        Program program;
        const Outcome run =
            program.run({u"record"_s, one.url(), two.url(), u"--for"_s, u"500ms"_s, u"--summary"_s, u"-"_s});
        QVERIFY2(run.code == 1, run.err);
        QCOMPARE(run.summary()["targets"_L1].toArray().size(), 2);
        QCOMPARE(program.recordings().size(), 1);
    }

    void anExistingRecordingIsRefusedAndStays() {
        Program program;
        const QString path = program.path(u"r.maintscope"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("precious");
        file.close();
        const Outcome run =
            program.run({u"record"_s, u"127.0.0.1:1"_s, u"--for"_s, u"1s"_s, u"--out"_s, path});
        QCOMPARE(run.code, 73);
        QVERIFY(run.err.contains(path.toUtf8()));
        QCOMPARE(contents(path), QByteArray("precious"));
    }

    void anOutputThatCannotBeWrittenIsToldBeforeTheStart() {
        Program program;
        const Outcome run = program.run({u"record"_s, u"127.0.0.1:1"_s, u"--for"_s, u"30s"_s, u"--events"_s,
                                         u"/no/such/folder/e.ndjson"_s});
        QCOMPARE(run.code, 73);
        QVERIFY(run.err.contains("/no/such/folder/e.ndjson"));
        QVERIFY(program.recordings().isEmpty());
    }

    void aSecondInterruptAborts() {
        test::RedisProcess redis;
        QVERIFY(redis.start());
        Program program;
        program.start({u"record"_s, redis.url(), u"--timeout"_s, u"30s"_s, u"--summary"_s, u"-"_s});
        QVERIFY(program.saysOnStderr("conn 1"));
        redis.pause();
        // Only a command in flight makes the first one wait for its reply.
        QVERIFY(QTest::qWaitFor([&] { return redis.hasUnreadInput(); }, 20'000));
        QVERIFY(program.signal(SIGINT));
        QVERIFY(program.saysOnStderr("A second Ctrl-C aborts"));
        QVERIFY(program.signal(SIGINT));
        const Outcome run = program.finish();
        redis.resume();
        QVERIFY2(run.code >= 0 && run.code <= 3, run.err);
        QVERIFY(!run.summary().isEmpty());
    }

    void usageErrorsAre64_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("an unknown command") << QStringList{u"recrod"_s} << QByteArray("Did you mean record?");
        QTest::newRow("a URL without a command")
            << QStringList{u"redis://h"_s} << QByteArray("maintscope record URL");
        QTest::newRow("an unknown option")
            << QStringList{u"record"_s, u"h"_s, u"--fro"_s} << QByteArray("--for?");
        QTest::newRow("export without a format")
            << QStringList{u"export"_s, u"x"_s} << QByteArray("--format");
        QTest::newRow("export of what is not there")
            << QStringList{u"export"_s, u"/no/such"_s, u"--format"_s, u"csv"_s} << QByteArray("/no/such");
    }
    void usageErrorsAre64() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, words);
        Program program;
        const Outcome run = program.run(arguments);
        QCOMPARE(run.code, 64);
        QVERIFY2(run.err.contains(words), run.err);
        QVERIFY(run.out.isEmpty());
    }

    void versionAndHelpAreOnStandardOutput() {
        Program program;
        QCOMPARE(program.run({u"--version"_s}).out, QByteArray("maintscope " MAINTSCOPE_VERSION "\n"));
        for (const QString& command :
             {u"record"_s, u"export"_s, u"simulate"_s, u"check"_s, u"sch"_s, u"profile"_s, u"recordings"_s}) {
            const Outcome help = program.run({command, u"--help"_s});
            QCOMPARE(help.code, 0);
            const QByteArray usage = "usage: maintscope " + command.toLatin1() + " [OPTIONS]";
            QVERIFY2(help.out.startsWith(usage), help.out.left(100));
        }
    }
};

MAINTSCOPE_TEST(TstRecord, QCoreApplication)
#include "tst_record.moc"
