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

/// The control port: one command per line, and one line per answer: "ok", "ok {JSON}" or "error TEXT".
/// Accepts every action of a scenario (see cluster_action.h), and:
///
///   status                  the state of the cluster, as JSON
///   scenario NAME|FILE      starts a scenario now, instead of the running one
///   scenarios               the names of the bundled scenarios
///   rest NAME VALUE         sets a switch of the REST side (see rest_switches.h): rest gateway 503
///   rest certificate WORD   new (another certificate), expired, first (the certificate of the start)
///
/// A line that begins with no command ends the connection after its answer, and so does one of an HTTP
/// request: what a web page can make a browser send must not be carried out line by line. Answers never
/// contain the content of a file.
///
/// Loopback only. A line has at most 64 KiB. Confined to the thread that created it.
class ControlFront : public QObject {
public:
    /// Carries out the command that follows "rest ".
    using Rest = std::function<Status(std::string_view)>;

    explicit ControlFront(DatabaseFront& database);
    void setRest(Rest rest) { m_rest = std::move(rest); }
    ~ControlFront() override;

    Result<std::uint16_t> listen(std::uint16_t port);
    /// The answer to one line, without the line end.
    [[nodiscard]] std::string answer(std::string_view line);
    /// Whether the line is for this port.
    [[nodiscard]] static bool isCommand(std::string_view line);

private:
    void read(QTcpSocket* socket);
    void close(QTcpSocket* socket);
    DatabaseFront& m_database;
    Rest m_rest;
    Listener m_listener;
    std::set<QTcpSocket*> m_sockets;
};

} // namespace maintscope::demo
