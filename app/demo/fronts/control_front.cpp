// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/fronts/control_front.h"

#include "app/demo/cluster/scenario_actions.h"
#include "app/demo/cluster/scenario_library.h"

#include <QTcpSocket>

namespace maintscope::demo {

namespace {
constexpr qint64 kMaxLine = 64 * 1024;

std::string refusal(const Error& error) {
    std::string text = "error " + (error.detail.empty() ? toString(error) : error.detail);
    for (char& c : text)
        if (c == '\n' || c == '\r') c = ' ';
    return text;
}
} // namespace

ControlFront::ControlFront(DatabaseFront& database)
    : m_database(database)
    , m_listener(std::nullopt, [this](QTcpSocket* socket) {
        socket->setParent(this);
        m_sockets.insert(socket);
        connect(socket, &QIODevice::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QAbstractSocket::disconnected, this, [this, socket] {
            m_sockets.erase(socket);
            socket->deleteLater();
        });
        read(socket);
    }) {}

ControlFront::~ControlFront() {
    for (QTcpSocket* socket : m_sockets) {
        socket->disconnect(this);
        delete socket;
    }
}

Result<std::uint16_t> ControlFront::listen(std::uint16_t port) {
    return m_listener.listen(QHostAddress(QHostAddress::LocalHost), port);
}

void ControlFront::read(QTcpSocket* socket) {
    while (socket->canReadLine()) {
        const QByteArray line = socket->readLine(kMaxLine).trimmed();
        if (line.isEmpty()) continue;
        socket->write(QByteArray::fromStdString(answer(line.toStdString()) + "\n"));
    }
    if (socket->bytesAvailable() <= kMaxLine) return;
    socket->write("error the line is longer than 64 KiB\n");
    m_sockets.erase(socket);
    socket->disconnect(this);
    closeSocket(socket, false);
}

std::string ControlFront::answer(std::string_view line) {
    SimCluster& cluster = m_database.cluster();
    if (line == "status") return "ok " + cluster.describe();
    if (line == "scenarios") {
        std::string names;
        for (const std::string& name : bundledScenarios())
            names += " " + name;
        return "ok" + names;
    }
    if (line.starts_with("scenario ")) {
        const std::string name(line.substr(line.find_first_not_of(' ', 9)));
        auto scenario = loadScenario(name);
        if (!scenario) return refusal(scenario.error());
        const Status started = cluster.run(std::move(*scenario), name, ScenarioStart::Now, m_database.now());
        Effects none;
        m_database.perform(none);
        return started ? "ok" : refusal(started.error());
    }
    if (line.starts_with("rest ") && m_rest) {
        const Status done = m_rest(line.substr(5));
        return done ? "ok" : refusal(done.error());
    }
    const auto action = parseAction(line);
    if (!action) return refusal(action.error());
    Effects effects;
    const Status done = cluster.apply(*action, m_database.now(), effects);
    m_database.perform(effects);
    return done ? "ok" : refusal(done.error());
}

} // namespace maintscope::demo
