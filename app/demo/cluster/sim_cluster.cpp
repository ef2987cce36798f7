// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/sim_cluster.h"

#include "app/demo/wire/resp_codec.h"
#include "client/types/notification.h"

#include <algorithm>
#include <cmath>

namespace maintscope::demo {

namespace {

/// What one client may send while nothing is read from it.
constexpr std::size_t kMaxUnread = 16 * 1024 * 1024;

Error actionError(std::string detail, std::string remedy) {
    return Error{"The action cannot be done.", {}, std::move(detail), std::move(remedy)};
}

} // namespace

SimCluster::SimCluster(ClusterOptions options)
    : m_options(std::move(options))
    , m_server(m_settings,
               [this](const std::function<void(const Session&)>& visit) {
                   for (const auto& entry : m_connections)
                       visit(entry.second.session);
               })
    , m_nodes(static_cast<std::size_t>(std::max(1, m_options.nodes)))
    , m_doors(m_nodes.size() + 1, Door::Open)
    , m_trusted(m_nodes.size() + 1, true) {
    m_settings.profile = m_options.profile;
    m_settings.clientMaintNotifications =
        m_options.clientMaintNotifications && m_options.profile != ServerProfile::V7_22;
    m_server.setPassword(m_options.password);
    m_server.setStartedAt(m_options.startedAt);
}

void SimCluster::setAddresses(std::vector<Endpoint> nodes, std::vector<Endpoint> names,
                              std::vector<Endpoint> v6) {
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (i < nodes.size()) m_nodes[i].address = std::move(nodes[i]);
        if (i < names.size()) m_nodes[i].name = std::move(names[i]);
        if (i < v6.size()) m_nodes[i].v6 = std::move(v6[i]);
    }
}

Duration SimCluster::scaled(Duration duration) const {
    return Duration(std::llround(static_cast<double>(duration.count()) / m_options.speed));
}

void SimCluster::at(MonoTime when, Task task) {
    m_tasks.emplace(when, std::move(task));
}

std::optional<MonoTime> SimCluster::nextDeadline() const {
    return m_tasks.empty() ? std::nullopt : std::optional(m_tasks.begin()->first);
}

void SimCluster::advance(MonoTime now, Effects& out) {
    while (!m_tasks.empty() && m_tasks.begin()->first <= now) {
        const Task task = std::move(m_tasks.extract(m_tasks.begin()).mapped());
        task(now, out);
    }
}

std::size_t SimCluster::optedInCount() const {
    return static_cast<std::size_t>(
        std::count_if(m_connections.begin(), m_connections.end(),
                      [](const auto& entry) { return entry.second.session.optedIn; }));
}

Result<int> SimCluster::resolve(const NodeRef& ref) const {
    switch (ref.kind) {
    case NodeRef::Kind::Bound:
        return m_bound;
    case NodeRef::Kind::Next:
        return m_bound % nodeCount() + 1;
    case NodeRef::Kind::All:
        return actionError("one node is needed, not all", "Give a node number.");
    case NodeRef::Kind::Number:
        break;
    }
    if (ref.number < 1 || ref.number > nodeCount())
        return actionError("there is no node " + std::to_string(ref.number),
                           "Nodes are numbered from 1 to " + std::to_string(nodeCount()) + ".");
    return ref.number;
}

Result<std::pair<int, int>> SimCluster::resolveRange(const NodeRef& ref) const {
    if (ref.kind == NodeRef::Kind::All) return std::pair(1, nodeCount());
    const auto number = resolve(ref);
    if (!number) return number.error();
    return std::pair(*number, *number);
}

Status SimCluster::apply(const ClusterAction& action, MonoTime now, Effects& out) {
    return std::visit(Overload{
                          [&](const MoveEndpoint& a) { return move(a, now, out); },
                          [&](const OpenWindow& a) { return openShardWindow(a, now, out); },
                          [&](const CloseWindow& a) { return closeWindow(a, now, out); },
                          [&](const AnnounceSlots& a) {
                              return openWindow(Kind::Smigrating, a.slots, OpenWindow{.startsIn = a.startsIn},
                                                now, out);
                          },
                          [&](const MoveSlots& a) { return moveSlots(a, now, out); },
                          [&](const RepeatFrames&) {
                              repeatFrames(now, out);
                              return success();
                          },
                          [&](const StallNode& a) { return stall(a, now); },
                          [&](const PauseShards& a) {
                              pauseShards(now + scaled(a.length));
                              return success();
                          },
                          [&](const DelayNode& a) { return setLatency(a); },
                          [&](const ChopNode& a) { return setPieces(a); },
                          [&](const DropNode& a) { return drop(a, out); },
                          [&](const RefuseNode& a) { return refuse(a, now, out); },
                          [&](const AcceptNode& a) { return accept(a, out); },
                          [&](const BindEndpoint& a) { return bindUnannounced(a, now, out); },
                          [&](const SetRecord& a) { return setRecord(a, out); },
                          [&](const PushBytes& a) {
                              push(a, now, out);
                              return success();
                          },
                          [&](const SetFlag& a) { return setFlag(a); },
                          [&](const SetPassword& a) {
                              m_server.setPassword(Secret(a.password));
                              return success();
                          },
                      },
                      action);
}

Status SimCluster::setFlag(const SetFlag& action) {
    if (m_settings.profile == ServerProfile::V7_22)
        return actionError("version 7.22 has no maintenance notifications",
                           "Start the simulator with a later --version.");
    m_settings.clientMaintNotifications = action.on;
    ++m_settings.stateId;
    return success();
}

// --- connections -----------------------------------------------------------------------------------------

void SimCluster::accepted(ConnectionKey key, int on, std::string local, std::string peer, MonoTime now,
                          Effects& out) {
    const int number = on == 0 ? entryNode() : on;
    const Node& host = node(number);
    if (host.door() != Door::Open) { // was in the accept queue when the listener closed
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

void SimCluster::disconnected(ConnectionKey key) {
    m_counts.clientDisconnections += m_connections.erase(key);
}

void SimCluster::received(ConnectionKey key, std::string_view bytes, MonoTime now, Effects& out) {
    const auto found = m_connections.find(key);
    if (found == m_connections.end() || found->second.halfClosed) return;
    found->second.parser.append(bytes);
    if (found->second.parser.buffered() > kMaxUnread)
        close(key, Closing::Reset, out);
    else
        process(found->second, now, out);
}

void SimCluster::process(Connection& connection, MonoTime now, Effects& out) {
    if (node(connection.node).stalledUntil || connection.halfClosed) return;
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
        if (outcome.optedIn) optedIn(connection, now, reply);
        closing = outcome.close;
        kill.insert(kill.end(), outcome.kill.begin(), outcome.kill.end());
    }
    answer(connection, std::move(reply), closing, now, out); // the connection may be gone after this
    for (const ConnectionKey victim : kill)
        close(victim, Closing::Fin, out);
}

/// By key, because a command may close any connection.
void SimCluster::processAll(const std::vector<ConnectionKey>& keys, MonoTime now, Effects& out) {
    for (const ConnectionKey key : keys) {
        const auto found = m_connections.find(key);
        if (found != m_connections.end()) process(found->second, now, out);
    }
}

/// Sends replies of our own once those before them are out.
void SimCluster::answer(Connection& connection, std::string reply, bool closing, MonoTime now, Effects& out) {
    if (!connection.due.empty()) {
        if (!reply.empty() || closing) connection.due.push_back({Due::From::Here, std::move(reply), closing});
        return;
    }
    if (!reply.empty()) send(connection, std::move(reply), now, out);
    if (closing) close(connection.session.key, Closing::Fin, out);
}

// --- a backend behind the nodes --------------------------------------------------------------------------

void SimCluster::forward(Connection& connection, const resp::Command& command, Effects& out) {
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
        connection.due.push_back({Due::From::BackendUnseen});
        connection.upstreamGreeted = true;
        connection.upstreamProtocol = protocol;
    }
    resp::writeCommand(bytes, command);
    connection.due.push_back({Due::From::Backend});
    out.emplace_back(SendUpstream{connection.session.key, std::move(bytes)});
}

void SimCluster::upstreamReceived(ConnectionKey key, std::string_view bytes, MonoTime now, Effects& out) {
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
        if (connection.due.front().from == Due::From::Backend) reply += one;
        connection.due.pop_front();
        while (!connection.due.empty() && connection.due.front().from == Due::From::Here) {
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

/// As a proxy does that has lost its shard.
void SimCluster::upstreamLost(ConnectionKey key, Effects& out) {
    close(key, Closing::Fin, out);
}

// --- bytes on their way ----------------------------------------------------------------------------------

void SimCluster::send(Connection& connection, std::string bytes, MonoTime now, Effects& out) {
    if (connection.halfClosed) return;
    const Node& host = node(connection.node);
    if (host.stalledUntil) {
        connection.outbox += bytes;
        return;
    }
    const ConnectionKey key = connection.session.key;
    if (host.latency > Duration{} || !connection.inFlight.empty()) {
        const MonoTime last = connection.inFlight.empty() ? now : connection.inFlight.back().first;
        const MonoTime due = std::max(last, now + host.latency);
        connection.inFlight.emplace_back(due, std::move(bytes));
        at(due, [this, key](MonoTime later, Effects& effects) { flush(key, later, effects); });
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

void SimCluster::flush(ConnectionKey key, MonoTime now, Effects& out) {
    const auto found = m_connections.find(key);
    if (found == m_connections.end()) return;
    auto& inFlight = found->second.inFlight;
    while (!inFlight.empty() && inFlight.front().first <= now) {
        out.emplace_back(SendBytes{key, std::move(inFlight.front().second)});
        inFlight.pop_front();
    }
}

/// What is still on its way arrives before a FIN; a reset overtakes it.
void SimCluster::finish(Connection& connection, Closing how, Effects& out) {
    if (how != Closing::Reset)
        for (auto& entry : connection.inFlight)
            out.emplace_back(SendBytes{connection.session.key, std::move(entry.second)});
    connection.inFlight.clear();
    if (how != Closing::Half) ++m_counts.proxyDisconnections;
    out.emplace_back(CloseSocket{connection.session.key, how});
}

void SimCluster::close(ConnectionKey key, Closing how, Effects& out) {
    const auto found = m_connections.find(key);
    if (found == m_connections.end()) return;
    finish(found->second, how, out);
    m_connections.erase(found);
}

} // namespace maintscope::demo
