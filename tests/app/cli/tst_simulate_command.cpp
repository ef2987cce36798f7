// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/simulate_command.h"

#include "tests/support/test_case.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QObject>
#include <QTemporaryFile>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <cstdio>

#include <sys/time.h>
#include <unistd.h>

using namespace maintscope;

class SimulateCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void printsOneLineAndEndsOnASignal();
    void wrongArguments_data();
    void wrongArguments();
};

namespace {

/// What goes to a standard stream while this lives.
class Capture {
public:
    explicit Capture(FILE* stream)
        : m_stream(stream) {
        std::fflush(m_stream);
        m_saved = ::dup(::fileno(m_stream));
        if (!m_file.open()) qFatal("no temporary file");
        ::dup2(m_file.handle(), ::fileno(m_stream));
    }
    ~Capture() { restore(); }
    QByteArray text() {
        restore();
        QFile file(m_file.fileName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    void restore() {
        if (m_saved < 0) return;
        std::fflush(m_stream);
        ::dup2(m_saved, ::fileno(m_stream));
        ::close(m_saved);
        m_saved = -1;
    }
    FILE* m_stream;
    int m_saved = -1;
    QTemporaryFile m_file;
};

QStringList words(const char* line) {
    return QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

void SimulateCommandTest::printsOneLineAndEndsOnASignal() {
    for (const int signal : {SIGINT, SIGTERM}) {
        Capture out(stdout);
        QTimer::singleShot(0, this, [signal] { ::raise(signal); }); // runs once the command waits
        const int code = app::simulateCommand(words(
            "--scenario clean-move --speed 5 --nodes 2 --password sesame --rest-user me@example.com --tls"));
        const itimerval none{};
        ::setitimer(ITIMER_REAL, &none, nullptr); // the process of this test goes on after the signal
        const QByteArray text = out.text();
        QCOMPARE(code, 0);
        QCOMPARE(text.count('\n'), 1);
        const QJsonObject line = QJsonDocument::fromJson(text).object();
        QCOMPARE(line.keys(),
                 words("ca_file control hosts_file metrics nodes password redis redis_by_name rest "
                       "rest_password rest_user"));
        QVERIFY(
            line.value(QLatin1String("redis")).toString().startsWith(QLatin1String("rediss://127.0.0.1:")));
        QVERIFY(line.value(QLatin1String("rest")).toString().startsWith(QLatin1String("https://127.0.0.1:")));
        QCOMPARE(line.value(QLatin1String("nodes")).toArray().size(), 2);
        QCOMPARE(line.value(QLatin1String("password")).toString(), QStringLiteral("sesame"));
        QCOMPARE(line.value(QLatin1String("rest_user")).toString(), QStringLiteral("me@example.com"));
        QVERIFY(line.value(QLatin1String("rest_password")).toString().size() >= 16);
    }
}

void SimulateCommandTest::wrongArguments_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* name, const char* line, int code, const char* said) {
        QTest::newRow(name) << QByteArray(line) << code << QByteArray(said);
    };
    row("an unknown option", "--frobnicate", 64, "frobnicate");
    row("a port that is none", "--port 70000", 64, "--port needs a port from 0 to 65535, not '70000'");
    row("no nodes", "--nodes 0", 64, "--nodes needs a number from 1 to 20, not '0'");
    row("a speed that is none", "--speed fast", 64, "--speed needs a factor from 0.1 to 1000, not 'fast'");
    row("an unknown version", "--version 9", 64, "--version needs 7.22, 8.0.2, 8.0.16 or 8.2, not '9'");
    row("an unknown start", "--start later", 64, "--start needs now or opt-in, not 'later'");
    row("a stray word", "clean-move", 64, "unexpected argument 'clean-move'");
    row("an unknown scenario", "--scenario nonesuch", 64, " clean-move,");
    row("a folder as scenario", "--scenario " MAINTSCOPE_SOURCE_DIR, 64, "The scenario is unknown");
    row("an address that is not ours", "--bind 192.0.2.1", 69, "192.0.2.1:0");
}

void SimulateCommandTest::wrongArguments() {
    QFETCH(QByteArray, line);
    QFETCH(int, code);
    QFETCH(QByteArray, words);
    Capture out(stdout);
    Capture err(stderr);
    const int got = app::simulateCommand(::words(line.constData()));
    const QByteArray said = err.text();
    QCOMPARE(out.text(), QByteArray());
    QCOMPARE(got, code);
    QVERIFY2(said.startsWith("maintscope simulate: ") && said.contains(words), said.constData());
}

MAINTSCOPE_TEST(SimulateCommandTest, QCoreApplication)
#include "tst_simulate_command.moc"
