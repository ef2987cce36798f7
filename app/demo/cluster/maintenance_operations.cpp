// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/maintenance_operations.h"

#include "app/demo/wire/resp_codec.h"

#include <algorithm>

namespace maintscope::demo {

namespace {

using namespace std::chrono_literals;

/// Time from the end of the grace to the close of the sockets in four measured runs: +15.7, +16.6, +18.4 and
/// +19.1 s for a grace of 15 s (StackExchange.Redis PR 3202). Used in turn, so that runs are repeatable.
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

MaintenanceOperations::Operation* MaintenanceOperations::find(std::uint64_t id) {
    const auto found = std::find_if(m_operations.begin(), m_operations.end(),
                                    [id](const Operation& o) { return o.id == id; });
    return found == m_operations.end() ? nullptr : &*found;
}

MonoTime MaintenanceOperations::endOfAll(MonoTime now) const {
    MonoTime end = now;
    for (const Operation& operation : m_operations) {
        end = std::max(end, operation.keepUntil + operation.pause);
        if (operation.kind == Kind::Moving) end = std::max(end, operation.closeAt);
    }
    return end;
}

void MaintenanceOperations::dropWindows() {
    m_operations.remove_if([](const Operation& o) { return o.kind != Kind::Moving; });
}

void MaintenanceOperations::announceOpener(const Operation& operation, std::int64_t seconds, MonoTime now,
                                           Effects& out) {
    m_connections.announce(
        [&](const Connection& c) {
            return operation.concerns(c) ? openerFrame(operation, c, seconds) : std::string();
        },
        now, out);
}

void MaintenanceOperations::optedIn(const Connection& connection, MonoTime now, std::string& reply) {
    reply += m_retained;
    for (Operation& operation : m_operations) {
        if (!operation.concerns(connection)) continue;
        const std::int64_t seconds = secondsUp(operation.announced - now);
        reply += openerFrame(operation, connection, seconds);
        operation.keepUntil = std::max(operation.keepUntil, now + std::chrono::seconds(seconds));
    }
}

Status MaintenanceOperations::repeatFrames(MonoTime now, Effects& out) {
    for (Operation& operation : m_operations) {
        const std::int64_t seconds = secondsUp(operation.announced - now);
        operation.keepUntil = std::max(operation.keepUntil, now + std::chrono::seconds(seconds));
        announceOpener(operation, seconds, now, out);
    }
    return success();
}

/// The target in the form that the connection asked for, unless the scenario sets another one.
std::optional<std::string> MaintenanceOperations::movingEndpoint(const Operation& operation,
                                                                 const Connection& to) const {
    using Form = NamedTarget::Form;
    const EndpointType type = to.session.endpointType;
    if (operation.target.form == Form::Null || type == EndpointType::None || type == EndpointType::Auto)
        return std::nullopt;
    if (operation.target.form == Form::Other) return operation.target.text;
    const Node& target = m_nodes[operation.named];
    const bool byName = operation.target.form == Form::Name ||
                        (operation.target.form == Form::AsAsked &&
                         (type == EndpointType::InternalFqdn || type == EndpointType::ExternalFqdn));
    Endpoint endpoint = target.address;
    if (byName && !target.name.host.empty()) endpoint = target.name;
    if (operation.target.form == Form::V6 && !target.v6.host.empty()) endpoint = target.v6;
    if (endpoint.host.empty()) endpoint.host = to.localHost;
    return toString(endpoint);
}

std::string MaintenanceOperations::openerFrame(const Operation& operation, const Connection& to,
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

Status MaintenanceOperations::move(const MoveEndpoint& action, MonoTime now, Effects& out) {
    const auto from = m_nodes.resolve(action.from);
    if (!from) return from.error();
    const auto to = m_nodes.resolve(action.to);
    if (!to) return to.error();
    const auto named = action.target.node ? m_nodes.resolve(*action.target.node) : to;
    if (!named) return named.error();

    Operation operation;
    operation.id = ++m_lastOperation;
    operation.kind = Kind::Moving;
    operation.sequence = action.sequence ? *action.sequence : m_nextSequence++;
    operation.from = *from;
    operation.incarnation = m_nodes[*from].incarnation;
    operation.to = *to;
    operation.named = *named;
    operation.target = action.target;
    const std::int64_t seconds = secondsUp(m_agenda.scaled(action.grace));
    const Duration grace = std::chrono::seconds(seconds);
    m_roundedUp = grace - m_agenda.scaled(action.grace);
    operation.announced = operation.keepUntil = now + grace;
    operation.closeAt =
        operation.announced + m_agenda.scaled(kCloseSlack[m_moves++ % std::size(kCloseSlack)]);
    if (action.closeAfter)
        operation.closeAt = std::max(operation.announced, now + m_agenda.scaled(*action.closeAfter));
    if (action.reach != Reach::Unsent) announceOpener(operation, seconds, now, out);
    if (action.reach == Reach::FrameOnly) return success();

    // Measured at +8.6 s of a grace of 15 s. The proportion is kept, so that a client that waits for half the
    // grace always comes too early, as in the field.
    MonoTime rebindAt =
        action.rebindAfter ? now + m_agenda.scaled(*action.rebindAfter) : now + grace * 86 / 150;
    if (!action.rebinds || rebindAt > operation.closeAt) rebindAt = operation.closeAt;
    takeOver(operation);
    m_nodes.admit(operation.to, out);
    operation.movesRecord = action.record.follows;
    if (operation.movesRecord)
        moveRecordWhenDue(operation,
                          action.record.after ? now + m_agenda.scaled(*action.record.after) : rebindAt);
    rebindWhenDue(operation.id, rebindAt);
    closeWhenDue(operation.id, operation.closeAt);
    m_operations.push_back(std::move(operation));
    return success();
}

/// A second MOVING of the same node redirects the first, which is then not carried out; its grace is kept.
void MaintenanceOperations::takeOver(Operation& operation) {
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

/// The record changes before, with or after the endpoint: measured from +4.4 to +18.7 s.
void MaintenanceOperations::moveRecordWhenDue(const Operation& operation, MonoTime when) {
    // The record may change after the end of the operation. A redirected operation does not change it.
    m_agenda.at(when,
                [this, id = operation.id, from = operation.from, to = operation.to](MonoTime, Effects& out) {
                    if (m_redirected.erase(id) == 0) m_nodes.replaceInRecord(from, to, out);
                });
}

void MaintenanceOperations::rebindWhenDue(std::uint64_t id, MonoTime when) {
    m_agenda.at(when, [this, id](MonoTime, Effects& out) {
        const Operation* open = find(id);
        if (open == nullptr) return;
        m_nodes.leave(open->from, open->to, out);
    });
}

void MaintenanceOperations::closeWhenDue(std::uint64_t id, MonoTime when) {
    m_agenda.at(when, [this, id](MonoTime now, Effects& out) {
        const Operation* open = find(id);
        if (open == nullptr) return;
        if (now < open->keepUntil) return closeWhenDue(id, open->keepUntil); // a late joiner got a later time
        const Operation over = *open;
        m_operations.remove_if([id](const Operation& o) { return o.id == id; });
        m_connections.closeIf([&over](const Connection& c) { return over.concerns(c); }, Closing::Fin, out);
    });
}

Status MaintenanceOperations::openShardWindow(const OpenWindow& action, MonoTime now, Effects& out) {
    return openWindow(action.failover ? Kind::FailingOver : Kind::Migrating, shardList(action.shards), action,
                      now, out);
}

Status MaintenanceOperations::announceSlots(const AnnounceSlots& action, MonoTime now, Effects& out) {
    return openWindow(Kind::Smigrating, action.slots, OpenWindow{.startsIn = action.startsIn}, now, out);
}

Status MaintenanceOperations::openWindow(Kind kind, const std::string& subject, const OpenWindow& action,
                                         MonoTime now, Effects& out) {
    Operation operation;
    operation.id = ++m_lastOperation;
    operation.kind = kind;
    operation.sequence = m_nextSequence++;
    operation.subject = subject;
    const Duration wait =
        m_agenda.scaled(action.startsIn.value_or(std::chrono::milliseconds(m_settings.handoffDelayMs)));
    const std::int64_t seconds = secondsUp(wait);
    m_roundedUp = std::chrono::seconds(seconds) - wait;
    operation.announced = operation.keepUntil = now + std::chrono::seconds(seconds);
    operation.pause = m_agenda.scaled(action.pause);
    if (action.reach != Reach::Unsent) announceOpener(operation, seconds, now, out);
    if (action.reach == Reach::FrameOnly) return success();
    pauseWhenDue(operation.id, operation.announced);
    m_operations.push_back(std::move(operation));
    return success();
}

void MaintenanceOperations::pauseWhenDue(std::uint64_t id, MonoTime when) {
    m_agenda.at(when, [this, id](MonoTime now, Effects&) {
        Operation* open = find(id);
        if (open == nullptr || open->pause <= Duration{}) return;
        if (now < open->keepUntil) return pauseWhenDue(id, open->keepUntil); // a late joiner got a later time
        open->keepUntil = now + open->pause;
        open->pause = Duration{};
        m_connections.pauseShards(open->keepUntil);
    });
}

Status MaintenanceOperations::closeWindow(const CloseWindow& action, MonoTime now, Effects& out) {
    const Kind kind = action.failover ? Kind::FailingOver : Kind::Migrating;
    const std::string subject = shardList(action.shards);
    const auto found = std::find_if(m_operations.begin(), m_operations.end(), [&](const Operation& o) {
        return o.kind == kind && o.subject == subject;
    });
    if (found != m_operations.end() && action.reach != Reach::FrameOnly) {
        const MonoTime earliest = found->keepUntil + found->pause;
        if (now < earliest) {
            m_agenda.at(earliest, [this, action](MonoTime later, Effects& effects) {
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
    m_connections.announce([&](const Connection&) { return completion; }, now, out);
    if (action.reach == Reach::Whole) m_retained = std::move(completion);
    return success();
}

Status MaintenanceOperations::moveSlots(const MoveSlots& action, MonoTime now, Effects& out) {
    const auto from = m_nodes.resolve(action.from);
    if (!from) return from.error();
    const auto to = m_nodes.resolve(action.to);
    if (!to) return to.error();
    const auto found = std::find_if(m_operations.begin(), m_operations.end(), [&](const Operation& o) {
        return o.kind == Kind::Smigrating && o.subject == action.slots;
    });
    if (found != m_operations.end()) {
        if (now < found->keepUntil) {
            m_agenda.at(found->keepUntil, [this, action](MonoTime later, Effects& effects) {
                (void)moveSlots(action, later, effects);
            });
            return success();
        }
        m_operations.erase(found);
    }
    const std::int64_t sequence = m_nextSequence++;
    const auto addressOf = [this](int number, const Connection& c) {
        Endpoint endpoint = m_nodes[number].address;
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
    m_connections.announce(frame, now, out);
    return success();
}

} // namespace maintscope::demo
