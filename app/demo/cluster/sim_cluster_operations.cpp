// SPDX-License-Identifier: GPL-3.0-or-later
// Announced maintenance: the frames, and what is done after them.
#include "app/demo/cluster/sim_cluster.h"

#include "app/demo/wire/resp_codec.h"

#include <algorithm>

namespace maintscope::demo {

namespace {

using namespace std::chrono_literals;

/// How long after the grace the sockets were closed, in the four runs that were measured: +15.7, +16.6, +18.4
/// and +19.1 s for a grace of 15 s (StackExchange.Redis PR 3202). Taken in turn, so that runs can be
/// repeated.
constexpr Duration kCloseSlack[] = {700ms, 1600ms, 3400ms, 4100ms};

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

} // namespace

SimCluster::Operation* SimCluster::find(std::uint64_t id) {
    const auto found = std::find_if(m_operations.begin(), m_operations.end(),
                                    [id](const Operation& o) { return o.id == id; });
    return found == m_operations.end() ? nullptr : &*found;
}

// --- frames ----------------------------------------------------------------------------------------------

/// `frame` gives each opted-in connection its own; an empty one is not sent.
template <class Frame>
void SimCluster::announce(const Frame& frame, MonoTime now, Effects& out) {
    if (m_settings.offSilencesOptedIn && !m_settings.clientMaintNotifications) return;
    for (auto& entry : m_connections) {
        Connection& connection = entry.second;
        if (!connection.session.optedIn) continue;
        std::string text = frame(connection);
        if (!text.empty()) send(connection, std::move(text), now, out);
    }
}

void SimCluster::push(const PushBytes& action, MonoTime now, Effects& out) {
    announce([&](const Connection&) { return action.bytes; }, now, out);
}

void SimCluster::announceOpener(const Operation& operation, std::int64_t seconds, MonoTime now,
                                Effects& out) {
    announce(
        [&](const Connection& c) {
            return operation.concerns(c) ? openerFrame(operation, c, seconds) : std::string();
        },
        now, out);
}

/// A fresh opt-in is told of every window that is open, with the time that is left (redis-py and node-redis
/// scenario tests), and of the last completion, however old (StackExchange.Redis: still after 3 h).
void SimCluster::optedIn(Connection& connection, MonoTime now, std::string& reply) {
    reply += m_retained;
    for (Operation& operation : m_operations) {
        if (!operation.concerns(connection)) continue;
        const std::int64_t seconds = secondsUp(operation.announced - now);
        reply += openerFrame(operation, connection, seconds);
        operation.keepUntil = std::max(operation.keepUntil, now + std::chrono::seconds(seconds));
    }
    if (m_scenarioWaits) startScenario(now);
}

void SimCluster::repeatFrames(MonoTime now, Effects& out) {
    for (Operation& operation : m_operations) {
        const std::int64_t seconds = secondsUp(operation.announced - now);
        operation.keepUntil = std::max(operation.keepUntil, now + std::chrono::seconds(seconds));
        announceOpener(operation, seconds, now, out);
    }
}

/// As the connection asked for it, unless the scenario has another one.
std::optional<std::string> SimCluster::movingEndpoint(const Operation& operation,
                                                      const Connection& to) const {
    using Form = NamedTarget::Form;
    const EndpointType type = to.session.endpointType;
    if (operation.target.form == Form::Null || type == EndpointType::None || type == EndpointType::Auto)
        return std::nullopt;
    if (operation.target.form == Form::Other) return operation.target.text;
    const Node& target = node(operation.named);
    const bool byName = operation.target.form == Form::Name ||
                        (operation.target.form == Form::AsAsked &&
                         (type == EndpointType::InternalFqdn || type == EndpointType::ExternalFqdn));
    Endpoint endpoint = target.address;
    if (byName && !target.name.host.empty()) endpoint = target.name;
    if (operation.target.form == Form::V6 && !target.v6.host.empty()) endpoint = target.v6;
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

// --- MOVING ----------------------------------------------------------------------------------------------

Status SimCluster::move(const MoveEndpoint& action, MonoTime now, Effects& out) {
    const auto from = resolve(action.from);
    if (!from) return from.error();
    const auto to = resolve(action.to);
    if (!to) return to.error();
    const auto named = action.target.node ? resolve(*action.target.node) : to;
    if (!named) return named.error();

    Operation operation;
    operation.id = ++m_lastOperation;
    operation.kind = Kind::Moving;
    operation.sequence = action.sequence ? *action.sequence : m_nextSequence++;
    operation.from = *from;
    operation.incarnation = node(*from).incarnation;
    operation.to = *to;
    operation.named = *named;
    operation.target = action.target;
    const std::int64_t seconds = secondsUp(scaled(action.grace));
    const Duration grace = std::chrono::seconds(seconds);
    m_roundedUp = grace - scaled(action.grace);
    operation.announced = operation.keepUntil = now + grace;
    operation.closeAt = operation.announced + scaled(kCloseSlack[m_moves++ % std::size(kCloseSlack)]);
    if (action.closeAfter)
        operation.closeAt = std::max(operation.announced, now + scaled(*action.closeAfter));
    if (action.reach != Reach::Unsent) announceOpener(operation, seconds, now, out);
    if (action.reach == Reach::ToldOnly) return success();

    // Measured at +8.6 s of a grace of 15 s; kept in proportion to what is announced, so that a client that
    // waits for half the grace always comes too early, as in the field.
    MonoTime rebindAt = action.rebindAfter ? now + scaled(*action.rebindAfter) : now + grace * 86 / 150;
    if (!action.rebinds || rebindAt > operation.closeAt) rebindAt = operation.closeAt;
    takeOver(operation);
    node(operation.to).retired = false;
    syncDoors(out);
    operation.movesRecord = action.record.follows;
    if (operation.movesRecord)
        moveRecordWhenDue(operation, action.record.after ? now + scaled(*action.record.after) : rebindAt);
    rebindWhenDue(operation.id, rebindAt);
    closeWhenDue(operation.id, operation.closeAt);
    m_operations.push_back(std::move(operation));
    return success();
}

/// A second MOVING of the same node redirects the first: it is not carried out, but its grace is kept.
void SimCluster::takeOver(Operation& operation) {
    for (auto earlier = m_operations.begin(); earlier != m_operations.end();) {
        const bool redirected = earlier->kind == Kind::Moving && earlier->from == operation.from &&
                                earlier->incarnation == operation.incarnation;
        if (redirected) {
            operation.closeAt = std::max(operation.closeAt, earlier->keepUntil);
            if (earlier->movesRecord) m_redirected.insert(earlier->id);
        }
        earlier = redirected ? m_operations.erase(earlier) : std::next(earlier);
    }
}

/// Before, with or after the endpoint: measured from +4.4 to +18.7 s.
void SimCluster::moveRecordWhenDue(const Operation& operation, MonoTime when) {
    // The record may follow when all is over; that of an operation that was redirected stays where it is.
    at(when, [this, id = operation.id, from = operation.from, to = operation.to](MonoTime, Effects& out) {
        if (m_redirected.erase(id) == 0) replaceInRecord(from, to, out);
    });
}

void SimCluster::rebindWhenDue(std::uint64_t id, MonoTime when) {
    at(when, [this, id](MonoTime, Effects& out) {
        const Operation* open = find(id);
        if (open == nullptr) return;
        Node& leaving = node(open->from);
        ++leaving.incarnation;
        leaving.retired = open->from != open->to;
        if (m_bound == open->from) m_bound = open->to;
        syncDoors(out);
    });
}

void SimCluster::closeWhenDue(std::uint64_t id, MonoTime when) {
    at(when, [this, id](MonoTime now, Effects& out) {
        const Operation* open = find(id);
        if (open == nullptr) return;
        if (now < open->keepUntil) return closeWhenDue(id, open->keepUntil); // told to a late joiner
        const Operation over = *open;
        m_operations.remove_if([id](const Operation& o) { return o.id == id; });
        for (auto entry = m_connections.begin(); entry != m_connections.end();) {
            if (!over.concerns(entry->second)) {
                ++entry;
                continue;
            }
            finish(entry->second, Closing::Fin, out);
            entry = m_connections.erase(entry);
        }
    });
}

// --- windows ---------------------------------------------------------------------------------------------

Status SimCluster::openShardWindow(const OpenWindow& action, MonoTime now, Effects& out) {
    return openWindow(action.failover ? Kind::FailingOver : Kind::Migrating, shardList(action.shards), action,
                      now, out);
}

Status SimCluster::openWindow(Kind kind, const std::string& subject, const OpenWindow& action, MonoTime now,
                              Effects& out) {
    Operation operation;
    operation.id = ++m_lastOperation;
    operation.kind = kind;
    operation.sequence = m_nextSequence++;
    operation.subject = subject;
    const Duration wait =
        scaled(action.startsIn.value_or(std::chrono::milliseconds(m_settings.handoffDelayMs)));
    const std::int64_t seconds = secondsUp(wait);
    m_roundedUp = std::chrono::seconds(seconds) - wait;
    operation.announced = operation.keepUntil = now + std::chrono::seconds(seconds);
    operation.pause = scaled(action.pause);
    if (action.reach != Reach::Unsent) announceOpener(operation, seconds, now, out);
    if (action.reach == Reach::ToldOnly) return success();
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

Status SimCluster::closeWindow(const CloseWindow& action, MonoTime now, Effects& out) {
    const Kind kind = action.failover ? Kind::FailingOver : Kind::Migrating;
    const std::string subject = shardList(action.shards);
    const auto found = std::find_if(m_operations.begin(), m_operations.end(), [&](const Operation& o) {
        return o.kind == kind && o.subject == subject;
    });
    if (found != m_operations.end() && action.reach != Reach::ToldOnly) {
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
    if (action.reach == Reach::Unsent) return success();
    std::string completion;
    resp::Writer writer(completion, 3);
    writer.push(3);
    writer.bulk(action.failover ? "FAILED_OVER" : "MIGRATED");
    writer.integer(sequence);
    writer.bulk(subject);
    announce([&](const Connection&) { return completion; }, now, out);
    if (action.reach == Reach::Whole) m_retained = std::move(completion);
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
    announce(frame, now, out);
    return success();
}

} // namespace maintscope::demo
