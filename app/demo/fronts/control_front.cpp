// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/fronts/control_front.h"

#include "app/demo/cluster/scenario_actions.h"
#include "app/demo/cluster/scenario_library.h"
#include "client/types/ascii.h"

#include <QTcpSocket>

#include <algorithm>
#include <iterator>

namespace maintscope::demo {

namespace {
constexpr qint64 kMaxLine = 64 * 1024;
/// Besides the actions.
constexpr std::string_view kOwnCommands[] = {"status", "scenarios", "scenario", "rest"};

std::string errorLine(const std::string& words) {
    std::string text = "error " + words;
    for (char& c : text)
        if (c == '\n' || c == '\r') c = ' ';
    return text;
}

std::string refusal(const Error& error) {
    return errorLine(error.detail.empty() ? toString(error) : error.detail);
}

/// Any program of this machine can ask for any file: where it is wrong, but not what it contains.
std::string refusalOfFile(Error error) {
    error.detail.clear();
    return errorLine(toString(error));
}

/// A request line, or a header of one.
bool isOfHttp(std::string_view line) {
    const std::string words = lower(line);
    return words.find(" http/") != std::string::npos || words.starts_with("host:") ||
           words.starts_with("origin:");
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
        if (!isCommand(line.toStdString())) return close(socket);
    }
    if (socket->bytesAvailable() <= kMaxLine) return;
    socket->write("error the line is longer than 64 KiB\n");
    close(socket);
}

void ControlFront::close(QTcpSocket* socket) {
    m_sockets.erase(socket);
    socket->disconnect(this);
    closeSocket(socket, false);
}

bool ControlFront::isCommand(std::string_view line) {
    if (isOfHttp(line)) return false;
    const std::string_view word = line.substr(0, line.find_first_of(" \t"));
    const auto& own = kOwnCommands;
    return std::find(std::begin(own), std::end(own), word) != std::end(own) || isActionWord(word);
}

std::string ControlFront::answer(std::string_view line) {
    if (isOfHttp(line)) return "error this port does not speak HTTP";
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
        if (!scenario) return refusalOfFile(scenario.error());
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
