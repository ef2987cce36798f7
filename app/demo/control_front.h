// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/database_front.h"

#include <QByteArray>
#include <QObject>

#include <set>

class QTcpSocket;

namespace maintscope::demo {

/// The control port: one command per line, one line of answer each, "ok", "ok {JSON}" or "error WORDS". Every
/// action of a scenario (see scenario.h), and:
///
///   status                  what the cluster does, as JSON
///   scenario NAME|FILE      starts it now, in place of the one that runs
///   scenarios               names of the bundled ones
///
/// Loopback only. Lines are bounded (64 KiB). Confined to the thread that made it.
class ControlFront : public QObject {
public:
    explicit ControlFront(DatabaseFront& database);
    ~ControlFront() override;

    Result<std::uint16_t> listen(std::uint16_t port);
    /// The answer to one line, without its end.
    [[nodiscard]] std::string answer(std::string_view line);

private:
    void read(QTcpSocket* socket);
    DatabaseFront& m_database;
    Listener m_listener;
    std::set<QTcpSocket*> m_sockets;
};

} // namespace maintscope::demo
