// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/redis_process.h"

#include "tests/support/signal_process.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QHostAddress>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

#include <csignal>
#include <utility>

#include <sys/prctl.h>

namespace maintscope::test {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kStartLimitMs = 15'000;

std::uint16_t freePort() {
    QTcpServer server;
    server.listen(QHostAddress(QHostAddress::LocalHost));
    return server.serverPort();
}

} // namespace

RedisProcess::RedisProcess(QStringList extraArguments)
    : m_extraArguments(std::move(extraArguments)) {
    // A test that is killed takes its server with it.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

RedisProcess::~RedisProcess() {
    kill();
}

bool RedisProcess::available() {
    return !QStandardPaths::findExecutable(u"redis-server"_s).isEmpty();
}

bool RedisProcess::start() {
    // Another program may take a free port before the server does: then another one is tried.
    for (int attempt = 0; attempt < 5; ++attempt) {
        const bool first = m_port == 0 || attempt > 0;
        if (first) m_port = freePort();
        QStringList arguments{u"--port"_s,       QString::number(m_port),
                              u"--bind"_s,       u"127.0.0.1"_s,
                              u"--dir"_s,        m_folder.path(),
                              u"--save"_s,       QString(),
                              u"--appendonly"_s, u"no"_s};
        arguments += m_extraArguments;
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(u"redis-server"_s, arguments);
        if (!m_process.waitForStarted(kStartLimitMs)) return false;
        const QDeadlineTimer deadline(kStartLimitMs);
        while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
            const QByteArray reply = ask("PING");
            if (reply.startsWith("+PONG") || reply.startsWith("-NOAUTH")) return true;
            if (m_process.waitForFinished(20)) break;
        }
        kill();
    }
    return false;
}

void RedisProcess::kill() {
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.kill();
    m_process.waitForFinished(kStartLimitMs);
}

void RedisProcess::pause() {
    signalProcess(m_process, SIGSTOP);
}

void RedisProcess::resume() {
    signalProcess(m_process, SIGCONT);
}

bool RedisProcess::hasUnreadInput() const {
    // proc(5): local address and port in hexadecimal, remote ones, state (01 is established), tx_queue:rx_queue.
    QFile table(u"/proc/net/tcp"_s);
    if (!table.open(QIODevice::ReadOnly)) return false;
    const QByteArray local = ":" + QByteArray::number(m_port, 16).rightJustified(4, '0').toUpper();
    const QList<QByteArray> lines = table.readAll().split('\n');
    for (const QByteArray& line : lines) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() < 5 || !fields[1].endsWith(local) || fields[3] != "01") continue;
        if (fields[4].mid(fields[4].indexOf(':') + 1).toULong(nullptr, 16) > 0) return true;
    }
    return false;
}

QString RedisProcess::url() const {
    return u"redis://127.0.0.1:%1"_s.arg(m_port);
}

QByteArray RedisProcess::ask(const QByteArray& command) const {
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
    if (!socket.waitForConnected(1000)) return {};
    socket.write(command + "\r\n");
    if (!socket.waitForReadyRead(2000)) return {};
    return socket.readLine();
}

} // namespace maintscope::test
