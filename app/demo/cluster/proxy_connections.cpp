// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/proxy_connections.h"

#include <algorithm>
#include <iterator>

namespace maintscope::demo {

namespace {

/// Bytes that one client may send while nothing is read from it.
constexpr std::size_t kMaxUnread = 16 * 1024 * 1024;

} // namespace

ProxyConnections::ProxyConnections(const ClusterOptions& options, const ClusterSettings& settings,
                                   NodeTable& nodes, Agenda& agenda, OptedIn optedIn)
    : m_options(options)
    , m_settings(settings)
    , m_nodes(nodes)
    , m_agenda(agenda)
    , m_optedIn(std::move(optedIn))
    , m_server(m_settings, [this](const std::function<void(const Session&)>& visit) {
        for (const auto& entry : m_connections)
            visit(entry.second.session);
    }) {
    m_server.setPassword(m_options.password);
    m_server.setStartedAt(m_options.startedAt);
}

void ProxyConnections::accepted(ConnectionKey key, int on, std::string local, std::string peer, MonoTime now,
                                Effects& out) {
    const int number = on == 0 ? m_nodes.takeEntryNode() : on;
    const Node& host = m_nodes[number];
    if (host.access() !=
        AccessMode::Open) { // the connection was in the accept queue when the listener closed
        out.emplace_back(CloseSocket{key, Closing::Reset});
        return;
    }
    ++m_counts.connections;
    Connection& connection = m_connections[key];
    connection.node = number;
    connection.incarnation = host.incarnation;
    connection.localHost = local.substr(0, local.rfind(':'));
    connection.session.key = key;
    connection.session.local = std::move(local);
    connection.session.peer = std::move(peer);
    connection.session.loginRefused = host.refuses(Refusal::Login);
    connection.session.optInRefused = host.refuses(Refusal::OptIn);
    connection.session.authenticated = !m_server.needsPassword() && !connection.session.loginRefused;
    connection.session.connectedAt = now;
    connection.session.lastSeen = now;
}

void ProxyConnections::disconnected(ConnectionKey key) {
    m_counts.clientDisconnections += m_connections.erase(key);
}

void ProxyConnections::received(ConnectionKey key, std::string_view bytes, MonoTime now, Effects& out) {
    const auto found = m_connections.find(key);
    if (found == m_connections.end() || found->second.halfClosed) return;
    found->second.parser.append(bytes);
    if (found->second.parser.buffered() > kMaxUnread)
        close(key, Closing::Reset, out);
    else
        process(found->second, now, out);
}

void ProxyConnections::process(Connection& connection, MonoTime now, Effects& out) {
    if (m_nodes[connection.node].stalledUntil || connection.halfClosed) return;
    using Status = resp::RequestParser::Status;
    std::string reply;
    std::vector<ConnectionKey> kill;
    bool closing = false;
    while (!closing) {
        resp::Command command;
        if (connection.held) {
            command = std::move(*connection.held);
            connection.held.reset();
        } else {
            const Status status = connection.parser.next(command);
            if (status == Status::NeedMore) break;
            if (status == Status::Error) {
                resp::Writer(reply, 2).error("ERR Protocol error: " + connection.parser.error());
                closing = true;
                break;
            }
        }
        const bool upstream = m_options.backend && m_server.isForBackend(connection.session, command);
        if (m_pausedUntil && (upstream || CommandServer::reachesShard(command))) {
            connection.held = std::move(command);
            break;
        }
        if (upstream) {
            answer(connection, std::exchange(reply, {}), false, now, out);
            forward(connection, command, out);
            continue;
        }
        CommandOutcome outcome = m_server.execute(connection.session, command, now, reply);
        if (outcome.optedIn) m_optedIn(connection, now, reply);
        closing = outcome.close;
        kill.insert(kill.end(), outcome.kill.begin(), outcome.kill.end());
    }
    answer(connection, std::move(reply), closing, now, out); // this may erase the connection
    for (const ConnectionKey victim : kill)
        close(victim, Closing::Fin, out);
}

/// Takes keys, because a command may close any connection.
void ProxyConnections::processAll(const std::vector<ConnectionKey>& keys, MonoTime now, Effects& out) {
    for (const ConnectionKey key : keys) {
        const auto found = m_connections.find(key);
        if (found != m_connections.end()) process(found->second, now, out);
    }
}

/// Sends replies of the proxy as soon as earlier replies of the backend are sent.
void ProxyConnections::answer(Connection& connection, std::string reply, bool closing, MonoTime now,
                              Effects& out) {
    if (!connection.due.empty()) {
        if (!reply.empty() || closing)
            connection.due.push_back({Connection::Due::From::Here, std::move(reply), closing});
        return;
    }
    if (!reply.empty()) send(connection, std::move(reply), now, out);
    if (closing) close(connection.session.key, Closing::Fin, out);
}

void ProxyConnections::forward(Connection& connection, const resp::Command& command, Effects& out) {
    std::string bytes;
    const int protocol = connection.session.protocol;
    if (!connection.upstreamGreeted || connection.upstreamProtocol != protocol) {
        resp::Command hello{"HELLO", std::to_string(protocol)};
        if (!m_options.backendPassword.empty()) {
            hello.emplace_back("AUTH");
            hello.push_back(m_options.backendUser.empty() ? "default" : m_options.backendUser);
            hello.emplace_back(m_options.backendPassword.reveal());
        }
        resp::writeCommand(bytes, hello);
        connection.due.push_back({Connection::Due::From::BackendUnseen});
        connection.upstreamGreeted = true;
        connection.upstreamProtocol = protocol;
    }
    resp::writeCommand(bytes, command);
    connection.due.push_back({Connection::Due::From::Backend});
    out.emplace_back(SendUpstream{connection.session.key, std::move(bytes)});
}

void ProxyConnections::upstreamReceived(ConnectionKey key, std::string_view bytes, MonoTime now,
                                        Effects& out) {
    const auto found = m_connections.find(key);
    if (found == m_connections.end()) return;
    Connection& connection = found->second;
    using Status = resp::ReplySplitter::Status;
    connection.upstream.append(bytes);
    std::string reply;
    std::string one;
    for (Status status{}; (status = connection.upstream.next(one)) != Status::NeedMore;) {
        if (status == Status::Push) {
            reply += one;
            continue;
        }
        if (status == Status::Error || connection.due.empty()) return upstreamLost(key, out);
        if (connection.due.front().from == Connection::Due::From::Backend) reply += one;
        connection.due.pop_front();
        while (!connection.due.empty() && connection.due.front().from == Connection::Due::From::Here) {
            reply += connection.due.front().bytes;
            const bool closing = connection.due.front().close;
            connection.due.pop_front();
            if (!closing) continue;
            send(connection, std::move(reply), now, out);
            return close(key, Closing::Fin, out);
        }
    }
    if (!reply.empty()) send(connection, std::move(reply), now, out);
}

/// A proxy that has lost its shard closes the connection.
void ProxyConnections::upstreamLost(ConnectionKey key, Effects& out) {
    close(key, Closing::Fin, out);
}

void ProxyConnections::send(Connection& connection, std::string bytes, MonoTime now, Effects& out) {
    if (connection.halfClosed) return;
    const Node& host = m_nodes[connection.node];
    if (host.stalledUntil) {
        connection.outbox += bytes;
        return;
    }
    const ConnectionKey key = connection.session.key;
    if (host.latency > Duration{} || !connection.inFlight.empty()) {
        const MonoTime last = connection.inFlight.empty() ? now : connection.inFlight.back().first;
        const MonoTime due = std::max(last, now + host.latency);
        connection.inFlight.emplace_back(due, std::move(bytes));
        m_agenda.at(due, [this, key](MonoTime later, Effects& effects) { flush(key, later, effects); });
        return;
    }
    if (host.mostPerSegment == 0) {
        out.emplace_back(SendBytes{key, std::move(bytes)});
        return;
    }
    const auto most = static_cast<std::size_t>(host.mostPerSegment);
    for (std::size_t from = 0, size = 1; from < bytes.size(); from += size, size = size % most + 1)
        out.emplace_back(SendBytes{key, bytes.substr(from, size)});
}

void ProxyConnections::flush(ConnectionKey key, MonoTime now, Effects& out) {
    const auto found = m_connections.find(key);
    if (found == m_connections.end()) return;
    auto& inFlight = found->second.inFlight;
    while (!inFlight.empty() && inFlight.front().first <= now) {
        out.emplace_back(SendBytes{key, std::move(inFlight.front().second)});
        inFlight.pop_front();
    }
}

/// Bytes in flight arrive before a FIN; a reset overtakes them.
void ProxyConnections::finish(Connection& connection, Closing how, Effects& out) {
    if (how != Closing::Reset)
        for (auto& entry : connection.inFlight)
            out.emplace_back(SendBytes{connection.session.key, std::move(entry.second)});
    connection.inFlight.clear();
    if (how != Closing::Half) ++m_counts.proxyDisconnections;
    out.emplace_back(CloseSocket{connection.session.key, how});
}

void ProxyConnections::close(ConnectionKey key, Closing how, Effects& out) {
    const auto found = m_connections.find(key);
    if (found == m_connections.end()) return;
    finish(found->second, how, out);
    m_connections.erase(found);
}

void ProxyConnections::announce(const std::function<std::string(const Connection&)>& frame, MonoTime now,
                                Effects& out) {
    if (m_settings.offSilencesOptedIn && !m_settings.clientMaintNotifications) return;
    for (auto& entry : m_connections) {
        Connection& connection = entry.second;
        if (!connection.session.optedIn) continue;
        std::string text = frame(connection);
        if (!text.empty()) send(connection, std::move(text), now, out);
    }
}

void ProxyConnections::closeIf(const std::function<bool(const Connection&)>& concerned, Closing how,
                               Effects& out) {
    for (auto entry = m_connections.begin(); entry != m_connections.end();) {
        Connection& connection = entry->second;
        if (!concerned(connection)) {
            ++entry;
            continue;
        }
        finish(connection, how, out);
        connection.halfClosed = how == Closing::Half;
        entry = connection.halfClosed ? std::next(entry) : m_connections.erase(entry);
    }
}

void ProxyConnections::pauseShards(MonoTime until) {
    m_pausedUntil = std::max(m_pausedUntil.value_or(until), until);
    m_agenda.at(until, [this](MonoTime now, Effects& out) {
        if (!m_pausedUntil || *m_pausedUntil > now) return;
        m_pausedUntil.reset();
        std::vector<ConnectionKey> all;
        for (const auto& entry : m_connections)
            all.push_back(entry.first);
        processAll(all, now, out);
    });
}

void ProxyConnections::wake(MonoTime now, Effects& out) {
    std::vector<ConnectionKey> woken;
    for (auto& entry : m_connections) {
        Connection& connection = entry.second;
        if (m_nodes[connection.node].stalledUntil) continue;
        if (!connection.outbox.empty()) send(connection, std::exchange(connection.outbox, {}), now, out);
        woken.push_back(entry.first);
    }
    processAll(woken, now, out);
}

std::size_t ProxyConnections::countOn(int node) const {
    return static_cast<std::size_t>(
        std::count_if(m_connections.begin(), m_connections.end(),
                      [node](const auto& entry) { return entry.second.node == node; }));
}

std::size_t ProxyConnections::optedInCount() const {
    return static_cast<std::size_t>(
        std::count_if(m_connections.begin(), m_connections.end(),
                      [](const auto& entry) { return entry.second.session.optedIn; }));
}

} // namespace maintscope::demo
