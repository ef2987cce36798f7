// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every command as a process: its output is complete or it says so, signals end it, and its
// secrets are not lying about.
#include "app/services/quit_signals.h"
#include "tests/support/program.h"
#include "tests/support/test_case.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <chrono>
#include <csignal>
#include <sys/resource.h>

using namespace maintscope;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;
using test::Program;
using test::ProgramOutcome;

namespace {

/// From the signal to the end, as seen from outside.
constexpr auto kEnd = app::kQuitPatience + (app::kSanitized ? 6s : 700ms);

/// A port that accepts and never says a word.
struct SilentServer {
    SilentServer() { server.listen(QHostAddress(QHostAddress::LocalHost)); }
    [[nodiscard]] QString url() const { return u"redis://127.0.0.1:%1"_s.arg(server.serverPort()); }
    QTcpServer server;
};

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TstProcess : public QObject {
    Q_OBJECT

    static void commands() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        const auto row = [](const char* words, int code = 73) {
            QTest::newRow(words) << QString::fromLatin1(words).split(u' ') << code;
        };
        row("--help");
        row("--version");
        for (const char* command :
             {"record", "check", "recordings", "export", "sch", "profile", "simulate", "watch"})
            QTest::addRow("%s --help", command)
                << QStringList{QString::fromLatin1(command), u"--help"_s} << 73;
        row("recordings list");
        row("recordings list --json");
        row("recordings prune --dry-run");
        row("recordings prune --json --dry-run");
        row("profile list");
        row("profile export -");
        row("check redis://h --settings jedis");
        // What the command found out stays the exit code.
        row("check redis://127.0.0.1:1", 69);
        row("check redis://127.0.0.1:1 --json", 69);
        row("record redis://127.0.0.1:1 --for 300ms", 69);
    }

private Q_SLOTS:
    void outputThatCannotBeWrittenIsReported_data() { commands(); }
    void outputThatCannotBeWrittenIsReported() {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        if (!MAINTSCOPE_HAS_WINDOW && words.first() == u"watch"_s) QSKIP("this build has no window");
        Program program;
        program.process().setStandardOutputFile(u"/dev/full"_s);
        const ProgramOutcome run = program.run(words);
        QVERIFY2(run.err.contains("standard output"), run.err);
        QVERIFY2(run.err.contains("No space left on device"), run.err);
        QCOMPARE(run.code, code);
    }

    void aReaderThatHasGoneIsReportedAndEndsARun() {
        Program program;
        program.process().start(u"sh"_s,
                                {u"-c"_s, u"{ \"$@\"; echo \"code $?\" >&2; } | true"_s, u"sh"_s,
                                 QStringLiteral(MAINTSCOPE_PROGRAM), u"record"_s, u"redis://127.0.0.1:1"_s});
        const ProgramOutcome run = program.finish();
        QVERIFY2(run.err.contains("Broken pipe"), run.err);
        QVERIFY2(run.err.contains("code 69"), run.err);
    }

    void aFileSizeLimitIsAWriteThatFails() {
        Program program;
        program.process().setChildProcessModifier([] {
            const rlimit limit{100 * 1024, 100 * 1024};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });
        const ProgramOutcome run = program.run(
            {u"record"_s, u"redis://127.0.0.1:1"_s, u"--for"_s, u"20s"_s, u"--rate"_s, u"2000"_s});
        QCOMPARE(run.code, 73);
        QVERIFY2(run.err.contains("recording"), run.err);
    }

    void metricsThatCannotBeServedEndTheRunAtOnce_data() {
        QTest::addColumn<QString>("address");
        QTest::newRow("foreign: documentation addresses are no machine's own") << u"192.0.2.1:9464"_s;
        QTest::newRow("busy") << QString();
    }
    void metricsThatCannotBeServedEndTheRunAtOnce() {
        QFETCH(QString, address);
        SilentServer busy;
        if (address.isEmpty()) address = QString::number(busy.server.serverPort());
        Program program;
        program.start({u"record"_s, u"redis://127.0.0.1:1"_s, u"--metrics"_s, address});
        QVERIFY(program.process().waitForFinished(10'000));
        const ProgramOutcome run = program.finish();
        QCOMPARE(run.code, 73);
        QVERIFY2(run.err.contains("Metrics cannot be served"), run.err);
        QVERIFY(program.recordings().isEmpty());
    }

    void aSignalEndsEveryPhase_data() {
        QTest::addColumn<QStringList>("words");

        const QStringList silent{u"record"_s, u"URL"_s, u"--timeout"_s, u"30s"_s, u"--connect-timeout"_s,
                                 u"30s"_s};
        QTest::newRow("record, connecting") << silent;
        QTest::newRow("check, handshake")
            << QStringList{u"check"_s, u"URL"_s, u"--connect-timeout"_s, u"30s"_s};
        QTest::newRow("window, connecting")
            << QStringList{u"watch"_s, u"URL"_s, u"--timeout"_s, u"30s"_s, u"--connect-timeout"_s, u"30s"_s};
        QTest::newRow("window, error box at the start, connecting")
            << QStringList{u"watch"_s, u"no-such.maintscope"_s, u"URL"_s};
    }
    void aSignalEndsEveryPhase() {
        QFETCH(QStringList, words);
        if (!MAINTSCOPE_HAS_WINDOW && words.first() == u"watch"_s) QSKIP("this build has no window");
        for (const int signal : {SIGTERM, SIGHUP}) {
            SilentServer server;
            QStringList arguments = words;
            arguments.replaceInStrings(u"URL"_s, server.url());
            Program program;
            QProcessEnvironment environment = program.process().processEnvironment();
            environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
            environment.insert(u"XDG_CONFIG_HOME"_s, program.path(u"config"_s));
            environment.insert(u"MAINTSCOPE_KEYCHAIN"_s, u"off"_s);
            program.process().setProcessEnvironment(environment);
            program.start(arguments);
            QVERIFY(QTest::qWaitFor([&] { return server.server.hasPendingConnections(); }, 20'000));
            QElapsedTimer watch;
            watch.start();
            QVERIFY(program.signal(signal));
            QVERIFY(program.process().waitForFinished(60'000));
            QVERIFY2(watch.elapsed() < kEnd.count(), qPrintable(QString::number(watch.elapsed())));
        }
    }

    void aSignalEndsAWindowBehindItsErrorBox() {
        if (!MAINTSCOPE_HAS_WINDOW) QSKIP("this build has no window");
        Program program;
        QProcessEnvironment environment = program.process().processEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        environment.insert(u"XDG_CONFIG_HOME"_s, program.path(u"config"_s));
        program.process().setProcessEnvironment(environment);
        program.start({u"watch"_s, u"no-such.maintscope"_s, u"another.maintscope"_s});
        // The signal handlers are installed before the first box is shown.
        const QString status = u"/proc/%1/status"_s.arg(program.process().processId());
        QVERIFY(QTest::qWaitFor(
            [&] {
                for (const QByteArray& line : contents(status).split('\n'))
                    if (line.startsWith("SigCgt:"))
                        return (line.mid(7).trimmed().toULongLong(nullptr, 16) & (1ULL << (SIGTERM - 1))) !=
                               0;
                return false;
            },
            20'000));
        QElapsedTimer watch;
        watch.start();
        QVERIFY(program.signal(SIGTERM));
        QVERIFY(program.process().waitForFinished(60'000));
        QVERIFY2(watch.elapsed() < kEnd.count(), qPrintable(QString::number(watch.elapsed())));
        QCOMPARE(program.process().exitStatus(), QProcess::NormalExit); // it ended by itself
    }

    void passwordsLeaveTheEnvironmentAndNoCoreIsWritten() {
        SilentServer server;
        Program program;
        QProcessEnvironment environment = program.process().processEnvironment();
        environment.insert(u"MAINTSCOPE_PASSWORD"_s, u"hushhush"_s);
        environment.insert(u"MAINTSCOPE_REST_PASSWORD"_s, u"hushhush"_s);
        program.process().setProcessEnvironment(environment);
        program.start({u"record"_s, server.url()});
        QVERIFY(QTest::qWaitFor([&] { return server.server.hasPendingConnections(); }, 20'000));
        const QString process = u"/proc/%1/"_s.arg(program.process().processId());
        QVERIFY(!contents(process + u"environ"_s).contains("hushhush"));
        if (!app::kSanitized)
            for (const QByteArray& line : contents(process + u"limits"_s).split('\n'))
                if (line.startsWith("Max core file size"))
                    QCOMPARE(line.simplified().split(' ').at(4), QByteArray("0"));
        QVERIFY(program.signal(SIGKILL));
    }
};

MAINTSCOPE_TEST(TstProcess, QCoreApplication)
#include "tst_process.moc"
