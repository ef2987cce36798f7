// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/sim_cluster.h"

#include "app/demo/resp_codec.h"
#include "client/types/notification.h"

#include <algorithm>
#include <cmath>

namespace maintscope::demo {

namespace {

using namespace std::chrono_literals;

/// How long after the grace the sockets were closed, in the four runs that were measured: +15.7, +16.6, +18.4
/// and +19.1 s for a grace of 15 s (StackExchange.Redis PR 3202). Taken in turn, so that runs can be
/// repeated.
constexpr Duration kCloseSlack[] = {700ms, 1600ms, 3400ms, 4100ms};
/// Pause between two rounds of a scenario under --loop.
constexpr Duration kBetweenRounds = 5s;
/// What one client may send while nothing is read from it.
constexpr std::size_t kMaxUnread = 16 * 1024 * 1024;

std::int64_t secondsUp(Duration duration) {
    return duration <= Duration{} ? 0 : (duration + (1s - 1ns)) / 1s;
}

/// Shard ids as on the wire: a JSON array of strings. Source: capture of Redis Software 8.0.22 published by
/// StackExchange.Redis ("[\"21\"]"), redis-py tests ("[\"2\", \"4\"]").
std::string shardList(const std::vector<std::string>& shards) {
    std::string text = "[";
    for (const std::string& shard : shards) {
        if (text.size() > 1) text += ", ";
        text += "\"" + shard + "\"";
    }
    return text + "]";
}

std::string jsonQuoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return result + "\"";
}

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
    , m_listening(m_nodes.size() + 1, true) {
    m_settings.profile = m_options.profile;
    m_settings.clientMaintNotifications =
        m_options.clientMaintNotifications && m_options.profile != ServerProfile::V7_22;
    m_server.setPassword(m_options.password);
    m_server.setStartedAt(m_options.startedAt);
}

void SimCluster::setAddresses(std::vector<Endpoint> nodes, std::vector<Endpoint> names) {
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (i < nodes.size()) m_nodes[i].address = std::move(nodes[i]);
        if (i < names.size()) m_nodes[i].name = std::move(names[i]);
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

// --- connections -----------------------------------------------------------------------------------------

void SimCluster::accepted(ConnectionKey key, int on, std::string local, std::string peer, MonoTime now,
                          Effects& out) {
    const int number = on == 0 ? m_bound : on;
    if (node(number).retired || node(number).refusing) { // was in the accept queue when the listener closed
        out.emplace_back(CloseSocket{key, true});
        return;
    }
    Connection& connection = m_connections[key];
    connection.node = number;
    connection.localHost = local.substr(0, local.rfind(':'));
    connection.session.key = key;
    connection.session.local = std::move(local);
    connection.session.peer = std::move(peer);
    connection.session.authenticated = !m_server.needsPassword();
    connection.session.connectedAt = now;
    connection.session.lastSeen = now;
}

void SimCluster::disconnected(ConnectionKey key) {
    m_connections.erase(key);
}

void SimCluster::received(ConnectionKey key, std::string_view bytes, MonoTime now, Effects& out) {
    const auto found = m_connections.find(key);
    if (found == m_connections.end()) return;
    found->second.parser.append(bytes);
    if (found->second.parser.buffered() > kMaxUnread)
        close(key, true, out);
    else
        process(found->second, now, out);
}

void SimCluster::process(Connection& connection, MonoTime now, Effects& out) {
    if (node(connection.node).stalledUntil) return;
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
        if (m_pausedUntil && CommandServer::reachesShard(command)) {
            connection.held = std::move(command);
            break;
        }
        CommandOutcome outcome = m_server.execute(connection.session, command, now, reply);
        if (outcome.optedIn) optedIn(connection, now, reply);
        closing = outcome.close;
        kill.insert(kill.end(), outcome.kill.begin(), outcome.kill.end());
    }
    const ConnectionKey key = connection.session.key;
    if (!reply.empty()) send(connection, std::move(reply), out);
    if (closing) close(key, false, out);
    for (const ConnectionKey victim : kill)
        close(victim, false, out);
}

void SimCluster::send(Connection& connection, std::string bytes, Effects& out) {
    if (node(connection.node).stalledUntil)
        connection.outbox += bytes;
    else
        out.emplace_back(SendBytes{connection.session.key, std::move(bytes)});
}

void SimCluster::close(ConnectionKey key, bool reset, Effects& out) {
    if (m_connections.erase(key) > 0) out.emplace_back(CloseSocket{key, reset});
}

void SimCluster::closeNode(int number, bool reset, Effects& out) {
    for (auto entry = m_connections.begin(); entry != m_connections.end();) {
        if (entry->second.node == number) {
            out.emplace_back(CloseSocket{entry->first, reset});
            entry = m_connections.erase(entry);
        } else {
            ++entry;
        }
    }
}

/// A fresh opt-in is told of every window that is open, with the time that is left (redis-py and node-redis
/// scenario tests), and of the last completion, however old (StackExchange.Redis: still after 3 h).
void SimCluster::optedIn(Connection& connection, MonoTime now, std::string& reply) {
    reply += m_retained;
    for (Operation& operation : m_operations) {
        if (operation.kind == Kind::Moving && operation.from != connection.node) continue;
        const std::int64_t seconds = secondsUp(operation.announced - now);
        reply += openerFrame(operation, connection, seconds);
        operation.keepUntil = std::max(operation.keepUntil, now + std::chrono::seconds(seconds));
    }
    if (m_scenarioWaits) startScenario(now);
}

// --- listeners -------------------------------------------------------------------------------------------

void SimCluster::syncListeners(Effects& out) {
    for (int i = 0; i <= nodeCount(); ++i) {
        const Node& asked = node(i == 0 ? m_bound : i);
        const bool on = !asked.retired && !asked.refusing;
        const auto index = static_cast<std::size_t>(i);
        if (m_listening[index] == on) continue;
        m_listening[index] = on;
        out.emplace_back(SetListening{i, on});
    }
}

void SimCluster::bind(int number, Effects& out) {
    m_bound = number;
    node(number).retired = false;
    syncListeners(out);
}

// --- frames ----------------------------------------------------------------------------------------------

template <class Frame>
void SimCluster::announce(const Frame& frame, int onlyNode, Effects& out) {
    for (auto& entry : m_connections) {
        Connection& connection = entry.second;
        if (connection.session.optedIn && (onlyNode == 0 || connection.node == onlyNode))
            send(connection, frame(connection), out);
    }
}

std::optional<std::string> SimCluster::movingEndpoint(const Operation& operation,
                                                      const Connection& to) const {
    const EndpointType type = to.session.endpointType;
    if (operation.nullEndpoint || type == EndpointType::None || type == EndpointType::Auto)
        return std::nullopt;
    if (!operation.endpoint.empty()) return operation.endpoint;
    const Node& target = node(operation.to);
    const bool byName = type == EndpointType::InternalFqdn || type == EndpointType::ExternalFqdn;
    Endpoint endpoint = byName && !target.name.host.empty() ? target.name : target.address;
    if (endpoint.host.empty()) endpoint.host = to.localHost;
    return toString(endpoint);
}

std::string SimCluster::openerFrame(const Operation& operation, const Connection& to,
                                    std::int64_t seconds) const {
    std::string frame;
    resp::Writer writer(frame, 3);
    switch (operation.kind) {
    case Kind::Moving: {
        writer.push(4);
        writer.bulk("MOVING");
        writer.integer(operation.sequence);
        writer.integer(seconds);
        const auto endpoint = movingEndpoint(operation, to);
        if (endpoint)
            writer.bulk(*endpoint);
        else
            writer.null();
        break;
    }
    case Kind::Migrating:
    case Kind::FailingOver:
        writer.push(4);
        writer.bulk(operation.kind == Kind::Migrating ? "MIGRATING" : "FAILING_OVER");
        writer.integer(operation.sequence);
        writer.integer(seconds);
        writer.bulk(operation.subject);
        break;
    case Kind::Smigrating:
        writer.push(3);
        writer.bulk("SMIGRATING");
        writer.integer(operation.sequence);
        writer.bulk(operation.subject);
        break;
    }
    return frame;
}

// --- actions ---------------------------------------------------------------------------------------------

SimCluster::Operation* SimCluster::find(std::uint64_t id) {
    const auto found = std::find_if(m_operations.begin(), m_operations.end(),
                                    [id](const Operation& o) { return o.id == id; });
    return found == m_operations.end() ? nullptr : &*found;
}

Status SimCluster::apply(const ClusterAction& action, MonoTime now, Effects& out) {
    return std::visit(Overload{
                          [&](const MoveEndpoint& a) { return move(a, now, out); },
                          [&](const OpenWindow& a) {
                              return openWindow(a.failover ? Kind::FailingOver : Kind::Migrating,
                                                shardList(a.shards), a.startsIn, a.pause, now, out);
                          },
                          [&](const CloseWindow& a) { return closeWindow(a, now, out); },
                          [&](const AnnounceSlots& a) {
                              return openWindow(Kind::Smigrating, a.slots, a.startsIn, {}, now, out);
                          },
                          [&](const MoveSlots& a) { return moveSlots(a, now, out); },
                          [&](const StallNode& a) { return stall(a, now); },
                          [&](const PauseShards& a) {
                              pauseShards(now + scaled(a.length));
                              return success();
                          },
                          [&](const DropNode& a) {
                              if (a.node.kind == NodeRef::Kind::All) {
                                  for (int i = 1; i <= nodeCount(); ++i)
                                      closeNode(i, a.reset, out);
                                  return success();
                              }
                              const auto number = resolve(a.node);
                              if (!number) return Status(number.error());
                              closeNode(*number, a.reset, out);
                              return success();
                          },
                          [&](const RefuseNode& a) { return refuse(a, now, out); },
                          [&](const AcceptNode& a) {
                              const auto number = resolve(a.node);
                              if (!number) return Status(number.error());
                              node(*number).refusing = false;
                              node(*number).retired = false;
                              syncListeners(out);
                              return success();
                          },
                          [&](const BindEndpoint& a) {
                              const auto number = resolve(a.node);
                              if (!number) return Status(number.error());
                              bind(*number, out);
                              return success();
                          },
                          [&](const PushBytes& a) {
                              announce([&](const Connection&) { return a.bytes; }, 0, out);
                              return success();
                          },
                          [&](const SetFlag& a) {
                              if (m_settings.profile == ServerProfile::V7_22)
                                  return Status(actionError("version 7.22 has no maintenance notifications",
                                                            "Start the simulator with a later --version."));
                              m_settings.clientMaintNotifications = a.on;
                              ++m_settings.stateId;
                              return success();
                          },
                          [&](const SetPassword& a) {
                              m_server.setPassword(Secret(a.password));
                              return success();
                          },
                      },
                      action);
}

Status SimCluster::move(const MoveEndpoint& action, MonoTime now, Effects& out) {
    const auto from = resolve(action.from);
    if (!from) return from.error();
    const auto to = resolve(action.to);
    if (!to) return to.error();
    if (*from == *to)
        return actionError("node " + std::to_string(*from) + " cannot move to itself",
                           "Name two different nodes.");

    Operation operation;
    operation.id = ++m_lastOperation;
    operation.kind = Kind::Moving;
    operation.sequence = m_nextSequence++;
    operation.from = *from;
    operation.to = *to;
    operation.nullEndpoint = action.nullEndpoint;
    operation.endpoint = action.endpoint;
    const std::int64_t seconds = secondsUp(scaled(action.grace));
    const Duration grace = std::chrono::seconds(seconds);
    m_roundedUp = grace - scaled(action.grace);
    operation.announced = operation.keepUntil = now + grace;
    operation.closeAt = operation.announced + scaled(kCloseSlack[m_moves++ % std::size(kCloseSlack)]);
    if (action.closeAfter)
        operation.closeAt = std::max(operation.announced, now + scaled(*action.closeAfter));
    // Measured at +8.6 s of a grace of 15 s; kept in proportion to what is announced, so that a client that
    // waits for half the grace always comes too early, as in the field.
    MonoTime rebindAt = action.rebindAfter ? now + scaled(*action.rebindAfter) : now + grace * 86 / 150;
    if (!action.rebinds || rebindAt > operation.closeAt) rebindAt = operation.closeAt;

    // A second MOVING of the same node redirects the first: it is not carried out, but its grace is kept.
    for (auto earlier = m_operations.begin(); earlier != m_operations.end();) {
        if (earlier->kind == Kind::Moving && earlier->from == operation.from) {
            operation.closeAt = std::max(operation.closeAt, earlier->keepUntil);
            earlier = m_operations.erase(earlier);
        } else {
            ++earlier;
        }
    }
    node(operation.to).retired = false;
    syncListeners(out);
    announce([&](const Connection& c) { return openerFrame(operation, c, seconds); }, operation.from, out);

    const std::uint64_t id = operation.id;
    at(rebindAt, [this, id](MonoTime, Effects& effects) {
        const Operation* open = find(id);
        if (open == nullptr) return;
        node(open->from).retired = true;
        if (m_bound == open->from) m_bound = open->to;
        syncListeners(effects);
    });
    closeWhenDue(id, operation.closeAt);
    m_operations.push_back(std::move(operation));
    return success();
}

void SimCluster::closeWhenDue(std::uint64_t id, MonoTime when) {
    at(when, [this, id](MonoTime now, Effects& out) {
        const Operation* open = find(id);
        if (open == nullptr) return;
        if (now < open->keepUntil) return closeWhenDue(id, open->keepUntil); // told to a late joiner
        const int leaving = open->from;
        m_operations.remove_if([id](const Operation& o) { return o.id == id; });
        closeNode(leaving, false, out);
    });
}

Status SimCluster::openWindow(Kind kind, const std::string& subject, std::optional<Duration> startsIn,
                              Duration pause, MonoTime now, Effects& out) {
    Operation operation;
    operation.id = ++m_lastOperation;
    operation.kind = kind;
    operation.sequence = m_nextSequence++;
    operation.subject = subject;
    const Duration wait = scaled(startsIn.value_or(std::chrono::milliseconds(m_settings.handoffDelayMs)));
    const std::int64_t seconds = secondsUp(wait);
    m_roundedUp = std::chrono::seconds(seconds) - wait;
    operation.announced = operation.keepUntil = now + std::chrono::seconds(seconds);
    operation.pause = scaled(pause);
    announce([&](const Connection& c) { return openerFrame(operation, c, seconds); }, 0, out);
    pauseWhenDue(operation.id, operation.announced);
    m_operations.push_back(std::move(operation));
    return success();
}

void SimCluster::pauseWhenDue(std::uint64_t id, MonoTime when) {
    at(when, [this, id](MonoTime now, Effects&) {
        Operation* open = find(id);
        if (open == nullptr || open->pause <= Duration{}) return;
        if (now < open->keepUntil) return pauseWhenDue(id, open->keepUntil); // told to a late joiner
        open->keepUntil = now + open->pause;
        open->pause = Duration{};
        pauseShards(open->keepUntil);
    });
}

Status SimCluster::closeWindow(const CloseWindow& action, MonoTime now, Effects& out) {
    const Kind kind = action.failover ? Kind::FailingOver : Kind::Migrating;
    const std::string subject = shardList(action.shards);
    const auto found = std::find_if(m_operations.begin(), m_operations.end(), [&](const Operation& o) {
        return o.kind == kind && o.subject == subject;
    });
    if (found != m_operations.end()) {
        const MonoTime earliest = found->keepUntil + found->pause;
        if (now < earliest) {
            at(earliest, [this, action](MonoTime later, Effects& effects) {
                (void)closeWindow(action, later, effects);
            });
            return success();
        }
        m_operations.erase(found);
    }
    const std::int64_t sequence = m_nextSequence++;
    if (action.unsent) return success();
    m_retained.clear();
    resp::Writer writer(m_retained, 3);
    writer.push(3);
    writer.bulk(action.failover ? "FAILED_OVER" : "MIGRATED");
    writer.integer(sequence);
    writer.bulk(subject);
    announce([&](const Connection&) { return m_retained; }, 0, out);
    return success();
}

Status SimCluster::moveSlots(const MoveSlots& action, MonoTime now, Effects& out) {
    const auto from = resolve(action.from);
    if (!from) return from.error();
    const auto to = resolve(action.to);
    if (!to) return to.error();
    const auto found = std::find_if(m_operations.begin(), m_operations.end(), [&](const Operation& o) {
        return o.kind == Kind::Smigrating && o.subject == action.slots;
    });
    if (found != m_operations.end()) {
        if (now < found->keepUntil) {
            at(found->keepUntil,
               [this, action](MonoTime later, Effects& effects) { (void)moveSlots(action, later, effects); });
            return success();
        }
        m_operations.erase(found);
    }
    const std::int64_t sequence = m_nextSequence++;
    const auto addressOf = [this](int number, const Connection& c) {
        Endpoint endpoint = node(number).address;
        if (endpoint.host.empty()) endpoint.host = c.localHost;
        return toString(endpoint);
    };
    const auto frame = [&](const Connection& c) {
        std::string text;
        resp::Writer writer(text, 3);
        writer.push(3);
        writer.bulk("SMIGRATED");
        writer.integer(sequence);
        writer.array(1);
        writer.array(3);
        writer.bulk(addressOf(*from, c));
        writer.bulk(addressOf(*to, c));
        writer.bulk(action.slots);
        return text;
    };
    announce(frame, 0, out);
    return success();
}

Status SimCluster::stall(const StallNode& action, MonoTime now) {
    int first = 1;
    int last = nodeCount();
    if (action.node.kind != NodeRef::Kind::All) {
        const auto number = resolve(action.node);
        if (!number) return number.error();
        first = last = *number;
    }
    const MonoTime until = now + scaled(action.length);
    for (int i = first; i <= last; ++i)
        node(i).stalledUntil = std::max(node(i).stalledUntil.value_or(until), until);
    at(until, [this, first, last](MonoTime later, Effects& out) {
        std::vector<ConnectionKey> woken;
        for (int i = first; i <= last; ++i)
            if (node(i).stalledUntil && *node(i).stalledUntil <= later) node(i).stalledUntil.reset();
        for (auto& entry : m_connections) {
            Connection& connection = entry.second;
            if (node(connection.node).stalledUntil) continue;
            if (!connection.outbox.empty()) send(connection, std::exchange(connection.outbox, {}), out);
            woken.push_back(entry.first);
        }
        processAll(woken, later, out);
    });
    return success();
}

void SimCluster::pauseShards(MonoTime until) {
    m_pausedUntil = std::max(m_pausedUntil.value_or(until), until);
    at(until, [this](MonoTime now, Effects& out) {
        if (!m_pausedUntil || *m_pausedUntil > now) return;
        m_pausedUntil.reset();
        std::vector<ConnectionKey> all;
        for (const auto& entry : m_connections)
            all.push_back(entry.first);
        processAll(all, now, out);
    });
}

/// By key, because a command may close any connection.
void SimCluster::processAll(const std::vector<ConnectionKey>& keys, MonoTime now, Effects& out) {
    for (const ConnectionKey key : keys) {
        const auto found = m_connections.find(key);
        if (found != m_connections.end()) process(found->second, now, out);
    }
}

Status SimCluster::refuse(const RefuseNode& action, MonoTime now, Effects& out) {
    const auto number = resolve(action.node);
    if (!number) return number.error();
    node(*number).refusing = true;
    const std::uint64_t refusal = ++node(*number).refusal;
    syncListeners(out);
    if (action.length)
        at(now + scaled(*action.length), [this, refused = *number, refusal](MonoTime, Effects& effects) {
            if (node(refused).refusal != refusal) return;
            node(refused).refusing = false;
            syncListeners(effects);
        });
    return success();
}

// --- scenario --------------------------------------------------------------------------------------------

Status SimCluster::run(Scenario scenario, const std::string& name, ScenarioStart start, MonoTime now) {
    if (scenario.highestNode > nodeCount())
        return Error{"The scenario cannot be run.", name,
                     "it names node " + std::to_string(scenario.highestNode) + ", the cluster has " +
                         std::to_string(nodeCount()),
                     "Start the simulator with --nodes " + std::to_string(scenario.highestNode) + "."};
    m_scenario = std::make_shared<const Scenario>(std::move(scenario));
    m_scenarioName = name;
    m_scenarioError.clear();
    ++m_scenarioRun;
    m_stepsLeft = m_scenario->steps.size();
    m_scenarioWaits = start == ScenarioStart::OnOptIn && optedInCount() == 0;
    if (!m_scenarioWaits) startScenario(now);
    return success();
}

void SimCluster::startScenario(MonoTime now) {
    m_scenarioWaits = false;
    ++m_scenarioRun;
    m_stepsLeft = m_scenario->steps.size();
    scheduleStep(0, now + scaled(m_scenario->steps.front().at));
}

/// One step after the other: where an announcement was rounded up to whole seconds, everything after it comes
/// later by as much, so that nothing happens before the time that was announced for it.
void SimCluster::scheduleStep(std::size_t index, MonoTime when) {
    at(when, [this, index, when, round = m_scenarioRun, scenario = m_scenario](MonoTime now, Effects& out) {
        if (round != m_scenarioRun) return;
        m_roundedUp = Duration{};
        const Status done = apply(scenario->steps[index].action, now, out);
        if (!done) m_scenarioError = toString(done.error());
        --m_stepsLeft;
        if (m_stepsLeft > 0) {
            const Duration gap = scenario->steps[index + 1].at - scenario->steps[index].at;
            scheduleStep(index + 1, when + scaled(gap) + m_roundedUp);
        } else if (m_options.loop) {
            startNextRound(now);
        }
    });
}

void SimCluster::startNextRound(MonoTime now) {
    MonoTime quiet = now;
    for (const Operation& operation : m_operations) {
        quiet = std::max(quiet, operation.keepUntil + operation.pause);
        if (operation.kind == Kind::Moving) quiet = std::max(quiet, operation.closeAt);
    }
    if (m_pausedUntil) quiet = std::max(quiet, *m_pausedUntil);
    for (const Node& each : m_nodes)
        if (each.stalledUntil) quiet = std::max(quiet, *each.stalledUntil);
    at(quiet + scaled(kBetweenRounds), [this, round = m_scenarioRun](MonoTime due, Effects&) {
        if (round != m_scenarioRun) return;
        m_operations.remove_if([](const Operation& o) { return o.kind != Kind::Moving; }); // never completed
        startScenario(due);
    });
}

std::string SimCluster::describe() const {
    const char* state = !m_scenario       ? "none"
                        : m_scenarioWaits ? "waiting"
                        : m_stepsLeft > 0 ? "running"
                                          : "done";
    std::string text = "{\"bound\":" + std::to_string(m_bound) + ",\"nodes\":[";
    for (int i = 1; i <= nodeCount(); ++i) {
        const auto connections = std::count_if(m_connections.begin(), m_connections.end(),
                                               [i](const auto& entry) { return entry.second.node == i; });
        if (i > 1) text += ',';
        text += "{\"node\":" + std::to_string(i) + ",\"endpoint\":" + jsonQuoted(toString(node(i).address)) +
                ",\"connections\":" + std::to_string(connections) +
                ",\"listening\":" + (m_listening[static_cast<std::size_t>(i)] ? "true" : "false") + "}";
    }
    text += "],\"opted_in\":" + std::to_string(optedInCount()) +
            ",\"operations\":" + std::to_string(m_operations.size()) +
            ",\"next_sequence\":" + std::to_string(m_nextSequence) +
            ",\"flag\":" + (m_settings.clientMaintNotifications ? "true" : "false") +
            ",\"version\":" + jsonQuoted(profileName(m_settings.profile)) +
            ",\"scenario\":" + jsonQuoted(m_scenarioName) + ",\"scenario_state\":\"" + state + "\"";
    if (!m_scenarioError.empty()) text += ",\"scenario_error\":" + jsonQuoted(m_scenarioError);
    return text + "}";
}

} // namespace maintscope::demo
