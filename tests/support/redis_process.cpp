// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/redis_process.h"

#include <QDeadlineTimer>
#include <QHostAddress>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>

#include <csignal>
#include <utility>

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
    : m_extraArguments(std::move(extraArguments)) {}

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
    ::kill(static_cast<pid_t>(m_process.processId()), SIGSTOP);
}

void RedisProcess::resume() {
    ::kill(static_cast<pid_t>(m_process.processId()), SIGCONT);
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
