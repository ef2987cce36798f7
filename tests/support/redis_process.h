// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <cstdint>
#include <string>

namespace maintscope::test {

/// A real redis-server on a free loopback port, with its files in a folder of its own; ends with the object.
class RedisProcess {
public:
    explicit RedisProcess(QStringList extraArguments = {});
    ~RedisProcess();
    RedisProcess(const RedisProcess&) = delete;
    RedisProcess& operator=(const RedisProcess&) = delete;

    /// False when the machine has no redis-server.
    [[nodiscard]] static bool available();
    /// Starts, or starts again on the same port; waits until it answers.
    [[nodiscard]] bool start();
    /// As by a crash: no orderly end, nothing saved.
    void kill();
    /// The process stands still; its sockets stay open, and the kernel goes on accepting.
    void pause();
    void resume();
    /// True when bytes that a client sent wait in the kernel: on a paused server, a command in flight.
    [[nodiscard]] bool hasUnreadInput() const;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] QString url() const;
    /// Sends one inline command over a connection of its own; the first line of the reply.
    [[nodiscard]] QByteArray ask(const QByteArray& command) const;

private:
    QStringList m_extraArguments;
    QTemporaryDir m_folder;
    QProcess m_process;
    std::uint16_t m_port = 0;
};

} // namespace maintscope::test
