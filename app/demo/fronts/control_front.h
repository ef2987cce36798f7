// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/fronts/database_front.h"

#include <QByteArray>
#include <QObject>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

class QTcpSocket;

namespace maintscope::demo {

/// The control port: one command per line, one line of answer each, "ok", "ok {JSON}" or "error WORDS". Every
/// action of a scenario (see scenario.h), and:
///
///   status                  what the cluster does, as JSON
///   scenario NAME|FILE      starts it now, in place of the one that runs
///   scenarios               names of the bundled ones
///   rest NAME VALUE         a switch of the REST side (see rest_switches.h): rest gateway 503
///   rest certificate WORD   new (another one), expired, first (the one of the beginning)
///
/// Loopback only. Lines are bounded (64 KiB). Confined to the thread that made it.
class ControlFront : public QObject {
public:
    /// The answer to what stands behind "rest ".
    using Rest = std::function<Status(std::string_view)>;

    explicit ControlFront(DatabaseFront& database);
    void setRest(Rest rest) { m_rest = std::move(rest); }
    ~ControlFront() override;

    Result<std::uint16_t> listen(std::uint16_t port);
    /// The answer to one line, without its end.
    [[nodiscard]] std::string answer(std::string_view line);

private:
    void read(QTcpSocket* socket);
    DatabaseFront& m_database;
    Rest m_rest;
    Listener m_listener;
    std::set<QTcpSocket*> m_sockets;
};

} // namespace maintscope::demo
