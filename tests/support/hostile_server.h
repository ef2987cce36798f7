// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

#include <sys/socket.h>

namespace maintscope::test {

/// What a server does instead of serving.
struct Misbehaviour {
    enum class End { Stay, Close, HalfClose, Reset };

    bool afterReady = false;               ///< first a proper handshake
    bool answersProbes = false;            ///< and goes on answering beside it
    QByteArray bytes{};                    ///< sent once
    QByteArray endless{};                  ///< then sent again and again, as fast as the client takes it
    End end = End::Stay;                   ///< after `bytes`
    std::chrono::milliseconds drip{0};     ///< `endless` one byte at a time at this distance
    int pushesPerSecond = 0;               ///< `push(n)` at this rate
    int pushes = 0;                        ///< this many of them
    std::function<QByteArray(int)> push{}; ///< the nth push
};

/// A database that is none, on the test's own event loop.
class HostileServer : public QObject {
public:
    explicit HostileServer(Misbehaviour what)
        : m_what(std::move(what)) {
        m_server.listen(QHostAddress(QHostAddress::LocalHost));
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = m_server.nextPendingConnection())
                serve(socket);
        });
    }
    [[nodiscard]] Endpoint endpoint() const { return {"127.0.0.1", m_server.serverPort()}; }
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] int pushesSent() const { return m_pushesSent; }
    [[nodiscard]] qint64 bytesTaken() const { return m_bytesTaken; }

private:
    struct Conversation {
        int commands = 0;
        bool started = false;
        int pushed = 0;
        qsizetype dripped = 0;
        QElapsedTimer since;
    };

    void serve(QTcpSocket* socket) {
        ++m_connections;
        const auto talk = std::make_shared<Conversation>();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::bytesWritten, socket, [this](qint64 bytes) { m_bytesTaken += bytes; });
        connect(socket, &QTcpSocket::readyRead, socket, [this, socket, talk] { onBytes(socket, *talk); });
    }

    void onBytes(QTcpSocket* socket, Conversation& talk) {
        const QByteArray bytes = socket->readAll();
        if (!m_what.afterReady) {
            misbehave(socket, talk);
            return;
        }
        // No argument of the client's commands holds an asterisk.
        for (qsizetype i = bytes.count('*'); i > 0; --i) {
            ++talk.commands;
            if (talk.commands == 1)
                socket->write("%1\r\n+proto\r\n:3\r\n");
            else if (talk.commands <= 4)
                socket->write("+OK\r\n");
            else if (talk.commands == 5)
                socket->write("+PONG\r\n");
            else if (m_what.answersProbes)
                socket->write("_\r\n");
        }
        if (talk.commands >= 5) misbehave(socket, talk);
    }

    void misbehave(QTcpSocket* socket, Conversation& talk) {
        if (std::exchange(talk.started, true)) return;
        socket->write(m_what.bytes);
        socket->flush();
        switch (m_what.end) {
        case Misbehaviour::End::Stay:
            break;
        case Misbehaviour::End::Close:
            socket->disconnectFromHost();
            return;
        case Misbehaviour::End::HalfClose:
            ::shutdown(static_cast<int>(socket->socketDescriptor()), SHUT_WR);
            return;
        case Misbehaviour::End::Reset: {
            const linger zero{.l_onoff = 1, .l_linger = 0};
            ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &zero,
                         sizeof zero);
            socket->abort();
            return;
        }
        }
        if (m_what.endless.isEmpty() && m_what.pushes == 0) return;
        auto* timer = new QTimer(socket);
        timer->setTimerType(Qt::PreciseTimer);
        talk.since.start();
        connect(timer, &QTimer::timeout, socket, [this, socket, &talk] { goOn(socket, talk); });
        timer->start(m_what.drip.count() > 0 ? m_what.drip : std::chrono::milliseconds(1));
        // `talk` lives as long as the connection to readyRead, that is, as long as the socket.
    }

    void goOn(QTcpSocket* socket, Conversation& talk) {
        if (m_what.drip.count() > 0) {
            socket->write(m_what.endless.mid(talk.dripped++ % m_what.endless.size(), 1));
            return;
        }
        constexpr qint64 kAhead = 1 << 20;
        if (!m_what.endless.isEmpty())
            while (socket->state() == QAbstractSocket::ConnectedState && socket->bytesToWrite() < kAhead)
                socket->write(m_what.endless);
        const qint64 due = talk.since.elapsed() * m_what.pushesPerSecond / 1000;
        for (; talk.pushed < due && talk.pushed < m_what.pushes; ++talk.pushed, ++m_pushesSent)
            socket->write(m_what.push(talk.pushed));
    }

    Misbehaviour m_what;
    QTcpServer m_server;
    int m_connections = 0;
    int m_pushesSent = 0;
    qint64 m_bytesTaken = 0;
};

} // namespace maintscope::test
