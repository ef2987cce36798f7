// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/world.h"

#include "client/types/notification.h"

#include <algorithm>
#include <charconv>

namespace maintscope::test {
namespace {

/// Takes one complete command from the front of `bytes`.
std::optional<std::vector<std::string>> takeCommand(std::string& bytes) {
    std::size_t pos = 0;
    const auto line = [&]() -> std::optional<std::string> {
        const auto end = bytes.find("\r\n", pos);
        if (end == std::string::npos) return std::nullopt;
        std::string text = bytes.substr(pos, end - pos);
        pos = end + 2;
        return text;
    };
    const auto header = line();
    if (!header || header->empty()) return std::nullopt;
    const int count = std::stoi(header->substr(1));
    std::vector<std::string> arguments;
    for (int i = 0; i < count; ++i) {
        const auto length = line();
        if (!length) return std::nullopt;
        const auto size = static_cast<std::size_t>(std::stoul(length->substr(1)));
        if (bytes.size() < pos + size + 2) return std::nullopt;
        arguments.push_back(bytes.substr(pos, size));
        pos += size + 2;
    }
    bytes.erase(0, pos);
    return arguments;
}

std::string bulk(const std::string& text) {
    return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n";
}

} // namespace

std::string moving(std::int64_t sequence, std::int64_t seconds, const std::string& target) {
    return ">4\r\n" + bulk("MOVING") + ":" + std::to_string(sequence) + "\r\n:" + std::to_string(seconds) +
           "\r\n" + (target.empty() ? "_\r\n" : bulk(target));
}

std::string opener(const std::string& name, std::int64_t sequence, std::int64_t seconds,
                   const std::string& shards) {
    return ">4\r\n" + bulk(name) + ":" + std::to_string(sequence) + "\r\n:" + std::to_string(seconds) +
           "\r\n" + bulk(shards);
}

std::string closer(const std::string& name, std::int64_t sequence, const std::string& shards) {
    return ">3\r\n" + bulk(name) + ":" + std::to_string(sequence) + "\r\n" + bulk(shards);
}

TargetSettings plainSettings() {
    TargetSettings settings;
    settings.endpoint = {"10.0.0.1", 6379};
    settings.probe.connections = 1;
    return settings;
}

World::World(TargetSettings settings, std::uint64_t seed)
    : m_connections(settings.probe.connections * (settings.probe.control ? 2U : 1U))
    , m_protected(settings.probe.connections)
    , m_command(settings.probe.command)
    , m_target(settings, seed)
    , m_audit(settings) {
    node("10.0.0.1:6379");
}

void World::later(MonoTime when, std::function<void()> action) {
    m_queue.push({when, ++m_order, std::move(action)});
}

void World::at(Duration sinceNow, std::function<void()> action) {
    later(m_now + sinceNow, std::move(action));
}

void World::feed(const core::Input& input) {
    if (m_frozen) {
        core::Input copy = input;
        if (auto* received = std::get_if<core::Received>(&copy)) {
            m_heldBytes.emplace_back(received->bytes);
            received->bytes = m_heldBytes.back();
        }
        m_held.push_back(copy);
        return;
    }
    core::Output out;
    m_target.step(input, m_now, out);
    m_audit.step(input, m_now, out, m_target);
    m_history.insert(m_history.end(), out.events.begin(), out.events.end());
    m_samples.insert(m_samples.end(), out.samples.begin(), out.samples.end());
    for (const core::Action& action : out.actions)
        carryOut(action);
    m_mostSockets = std::max(m_mostSockets, openSockets());
}

void World::carryOut(const core::Action& action) {
    std::visit(Overload{
                   [&](const core::Resolve& a) { resolve(a); },
                   [&](const core::Open& a) { open(a); },
                   [&](const core::Write& a) {
                       onWrite(a.stream, a.bytes);
                       feed(core::Flushed{a.stream});
                   },
                   [&](const core::Close& a) { m_sockets.erase(a.stream.value); },
               },
               action);
}

void World::resolve(const core::Resolve& a) {
    ++m_asked[a.host];
    const bool fails = stepFails("dns");
    if (fails && m_fault == Fault::Timeout) return;
    later(m_now + m_resolverTakes, [this, a, fails] {
        const auto name = m_names.find(a.host);
        if (name == m_names.end()) return; // a resolver that never answers
        if (name->second.empty() || fails)
            feed(core::ResolveFailed{a.id, "Name or service not known"});
        else
            feed(core::Resolved{a.id, name->second});
    });
}

void World::open(const core::Open& a) {
    const std::string address = toString(a.address);
    ++m_dials[address];
    m_serverNames.push_back(a.serverName);
    Socket& socket = m_sockets[a.stream.value];
    socket.address = address;
    const auto it = m_nodes.find(address);
    const bool fails = stepFails(address);
    if (it == m_nodes.end() || it->second.blackHole || (fails && m_fault == Fault::Timeout)) return;
    later(m_now + it->second.roundTrip + it->second.openDelay, [this, a, address, fails] {
        const auto known = m_sockets.find(a.stream.value);
        if (known == m_sockets.end()) return;
        const Node& node = m_nodes[address];
        std::string type = node.refuses ? "connection_refused" : node.openError;
        if (fails && m_fault == Fault::Refused) type = "connection_refused";
        if (fails && (m_fault == Fault::Reset || m_fault == Fault::Fin)) type = "closed_by_peer";
        if (!type.empty()) {
            m_sockets.erase(known);
            feed(core::OpenFailed{a.stream, type, type});
            return;
        }
        known->second.open = true;
        feed(core::Opened{a.stream, a.address, node.roundTrip, {}});
        if (fails) deliver(a.stream, "garbage\r\n", m_now);
    });
}

void World::onWrite(StreamId stream, const std::string& bytes) {
    const auto it = m_sockets.find(stream.value);
    if (it == m_sockets.end()) return;
    noteWritten(stream, it->second, bytes);
    // The bytes arrive half a round trip later; a node that died meanwhile never sees them.
    later(m_now + m_nodes[it->second.address].roundTrip / 2, [this, stream, bytes] {
        const auto socket = m_sockets.find(stream.value);
        if (socket == m_sockets.end() || !socket->second.open) return;
        const Node& node = m_nodes[socket->second.address];
        socket->second.unread += bytes;
        std::string replies;
        std::vector<Wire> answers;
        while (const auto command = takeCommand(socket->second.unread)) {
            const bool probe = socket->second.handshaken;
            if (stepFails(socket->second.address) && failCommand(stream)) return;
            if (node.closesAt.contains(command->front())) {
                m_commands[socket->second.address].push_back(command->front());
                m_sockets.erase(stream.value);
                feed(core::Closed{stream, core::CloseCause::Fin, "closed by peer"});
                return;
            }
            if (node.onlyOneAtATime && !replies.empty() && !probe) continue;
            replies += answer(socket->second, *command);
            if (!probe || socket->second.written.empty()) continue;
            answers.push_back(socket->second.written.front());
            socket->second.written.pop_front();
            noteExecuted(stream, answers.back());
        }
        // Replies come in order or not at all: a connection that swallowed a command answers nothing any
        // more.
        if (node.mute) socket->second.swallowed = true;
        if (socket->second.swallowed || replies.empty()) return;
        const Duration delay = socket->second.handshaken ? node.replyDelay : Duration::zero();
        const MonoTime when = std::max(socket->second.lastAnswer, m_now + node.roundTrip / 2 + delay);
        socket->second.lastAnswer = when;
        deliver(stream, replies, when, std::move(answers));
    });
}

// Faults

void World::failStep(int number, Fault fault, const std::string& only) {
    m_failStep = number;
    m_stepsSeen = 0;
    m_fault = fault;
    m_faultOnly = only;
    m_faultHappened = false;
}

bool World::stepFails(const std::string& address) {
    if (m_failStep == 0 || m_faultHappened || (!m_faultOnly.empty() && address != m_faultOnly)) return false;
    m_faultHappened = ++m_stepsSeen == m_failStep;
    return m_faultHappened;
}

/// The command is not executed. False: only its answer is bad (none of the faults here).
bool World::failCommand(StreamId stream) {
    Socket& socket = m_sockets.at(stream.value);
    switch (m_fault) {
    case Fault::Timeout:
        socket.swallowed = true;
        break;
    case Fault::Refused: // whatever it was, with an error; nothing more is read
        socket.swallowed = true;
        accountOf(stream).exact = false;
        deliver(stream, "-ERR refused\r\n", m_now);
        break;
    case Fault::Garbage:
        socket.swallowed = true;
        deliver(stream, "garbage\r\n", m_now);
        break;
    case Fault::Reset:
    case Fault::Fin:
        m_sockets.erase(stream.value);
        feed(core::Closed{stream, m_fault == Fault::Fin ? core::CloseCause::Fin : core::CloseCause::Reset,
                          "closed by peer"});
        break;
    }
    return true;
}

// The nodes' own accounts, to compare the client's with

World::Account& World::accountOf(StreamId stream) {
    return m_accounts[m_audit.connectionOf(stream) > m_protected ? 1 : 0];
}

void World::noteWritten(StreamId stream, Socket& socket, const std::string& bytes) {
    socket.unparsed += bytes;
    while (const auto command = takeCommand(socket.unparsed)) {
        if (!socket.handshakeWritten) {
            socket.handshakeWritten = command->front() == "PING";
            continue;
        }
        Wire wire{command->front(), 0};
        if (wire.name == "INCR") {
            ++accountOf(stream).incrWritten;
            wire.number = ++m_incrWritten[m_audit.connectionOf(stream)];
        }
        socket.written.push_back(wire);
    }
}

void World::noteExecuted(StreamId stream, const Wire& wire) {
    if (wire.name != "INCR") return;
    const std::uint16_t connection = m_audit.connectionOf(stream);
    ++accountOf(stream).incrExecuted;
    std::int64_t& newest = m_incrExecuted[connection];
    if (wire.number <= newest && !m_audit.gaveUpOrder(connection))
        m_audit.fail("commands were executed in another order than they were due", m_now);
    newest = std::max(newest, wire.number);
}

void World::noteAnswered(StreamId stream, const std::vector<Wire>& answers) {
    Account& account = accountOf(stream);
    for (const Wire& wire : answers) {
        ++account.answered;
        if (wire.name == "INCR") ++account.incrAnswered;
    }
}

std::string World::violation() const {
    if (!m_audit.violation().empty()) return m_audit.violation();
    return m_target.finished() && m_stops < 2 && m_target.wasReady() ? compareAccounts() : std::string();
}

/// Each INCR was written once and ended once; each one that the client calls answered was answered.
std::string World::compareAccounts() const {
    if (m_command != ProbeCommand::Incr) return {};
    for (const ProbeRole role : {ProbeRole::Protected, ProbeRole::Control}) {
        const Account& account = m_accounts[role == ProbeRole::Control ? 1 : 0];
        const auto sum = [&](std::initializer_list<Outcome> outcomes) {
            std::int64_t total = 0;
            for (const Outcome outcome : outcomes)
                total += count(outcome, role);
            return total;
        };
        const std::int64_t sent = this->sent(role);
        if (account.incrWritten != sent)
            return std::to_string(account.incrWritten) + " INCR were written, " + std::to_string(sent) +
                   " were counted as sent";
        const std::int64_t answered =
            sum({Outcome::Ok, Outcome::Late, Outcome::Error, Outcome::ReplyAfterTimeout});
        if (account.exact && account.incrAnswered != answered)
            return std::to_string(account.incrAnswered) + " INCR were answered, " + std::to_string(answered) +
                   " were counted so";
    }
    return {};
}

std::string World::answer(Socket& socket, const std::vector<std::string>& command) {
    const Node& node = m_nodes[socket.address];
    std::string text;
    for (const std::string& argument : command)
        text += (text.empty() ? "" : " ") + argument;
    m_commands[socket.address].push_back(text);
    const std::string& name = command[0];
    if (const auto error = node.errors.find(name);
        error != node.errors.end() && (!socket.handshaken || name != "PING")) {
        std::string words = error->second;
        if (node.quotesAll)
            for (std::size_t i = 1; i < command.size(); ++i)
                words += (i == 1 ? " with args beginning with: `" : ", `") + command[i].substr(0, 128) + "`";
        return "-" + words + "\r\n";
    }
    if (name == "HELLO") {
        if (!node.helloError.empty()) return "-" + node.helloError + "\r\n";
        if (!node.password.empty() && (command.size() < 5 || command[4] != node.password))
            return "-WRONGPASS invalid username-password pair or user is disabled.\r\n";
        if (!node.resp3) return "*2\r\n$5\r\nproto\r\n:2\r\n";
        if (!node.mode.empty())
            return "%2\r\n$5\r\nproto\r\n:3\r\n$4\r\nmode\r\n$" + std::to_string(node.mode.size()) + "\r\n" +
                   node.mode + "\r\n";
        return "%2\r\n$6\r\nserver\r\n$5\r\nredis\r\n$5\r\nproto\r\n:3\r\n";
    }
    if (name == "CLIENT" && command[1] == "MAINT_NOTIFICATIONS") {
        if (!node.optInError.empty()) return "-" + node.optInError + "\r\n";
        socket.optedIn = true;
        std::string reply = "+OK\r\n";
        for (const std::string& frame : node.afterOptIn)
            reply += frame;
        return reply;
    }
    if (name == "CLIENT") return "+OK\r\n";
    if (name == "AUTH") return command.back() == node.password ? "+OK\r\n" : "-WRONGPASS no\r\n";
    if (name == "PING" && !socket.handshaken) {
        socket.handshaken = true;
        return "+PONG\r\n";
    }
    if (!node.probeReply.empty()) return node.probeReply;
    if (name == "PING") return "+PONG\r\n";
    if (name == "GET") {
        socket.handshaken = true; // asked where PING is refused
        const auto key = m_keys.find(command[1]);
        return key == m_keys.end() ? "_\r\n" : bulk(key->second);
    }
    if (name == "SET") {
        const bool onlyNew = std::find(command.begin(), command.end(), "NX") != command.end();
        if (!onlyNew || !m_keys.contains(command[1])) m_keys[command[1]] = command[2];
        return "+OK\r\n";
    }
    if (name == "INCR") {
        std::string& value = m_keys[command[1]];
        value = std::to_string((value.empty() ? 0 : std::stoll(value)) + 1);
        return ":" + value + "\r\n";
    }
    return "-ERR unknown command\r\n";
}

void World::deliver(StreamId stream, std::string bytes, MonoTime when, std::vector<Wire> answers) {
    later(when, [this, stream, text = std::move(bytes), answers = std::move(answers)] {
        const auto socket = m_sockets.find(stream.value);
        if (socket == m_sockets.end() || !socket->second.open) return;
        const std::size_t step = m_slice == 0 ? text.size() : m_slice;
        for (std::size_t i = 0; i < text.size() && m_sockets.contains(stream.value); i += step)
            feed(core::Received{stream, std::string_view(text).substr(i, step)});
        noteAnswered(stream, answers);
    });
}

void World::push(const std::string& address, const std::string& frame) {
    for (auto& [id, socket] : m_sockets) {
        if (socket.address != address || !socket.optedIn || !socket.open) continue;
        // A reply that the server still ponders is overtaken by what it announces meanwhile.
        deliver({id}, frame, m_now + m_nodes[address].roundTrip / 2);
    }
}

void World::inject(const std::string& address, const std::string& bytes) {
    for (const auto& [id, socket] : m_sockets)
        if (socket.address == address && socket.open) {
            accountOf({id}).exact = false;
            deliver({id}, bytes, m_now);
        }
}

void World::close(const std::string& address, core::CloseCause cause) {
    std::vector<std::uint32_t> ids;
    for (const auto& [id, socket] : m_sockets)
        if (socket.address == address && socket.open) ids.push_back(id);
    for (const std::uint32_t id : ids) {
        m_sockets.erase(id);
        feed(core::Closed{{id}, cause, "closed by peer"});
    }
}

void World::start() {
    feed(core::Start{});
}

void World::stop() {
    ++m_stops;
    feed(core::Stop{});
}

void World::optInAgain() {
    feed(core::OptInAgain{});
}

void World::run(Duration duration) {
    const MonoTime end = m_now + duration;
    for (;;) {
        const auto deadline = m_target.nextDeadline();
        const bool queued = !m_queue.empty() && m_queue.top().when <= end;
        const bool timer = deadline && *deadline <= end;
        if ((!queued && !timer) || !m_audit.violation().empty()) break;
        // Sockets are read before deadlines are judged.
        if (queued && (!timer || m_queue.top().when <= *deadline)) {
            const Due due = m_queue.top();
            m_queue.pop();
            m_now = std::max(m_now, due.when);
            due.action();
        } else {
            m_now = std::max(m_now, *deadline);
            feed(core::Tick{});
        }
    }
    m_now = end;
}

bool World::runToEnd(Duration limit) {
    const MonoTime end = m_now + limit;
    while (!m_target.finished() && m_now < end)
        run(std::chrono::milliseconds(10));
    return m_target.finished();
}

void World::freeze(Duration duration) {
    m_frozen = true;
    const MonoTime end = m_now + duration;
    while (!m_queue.empty() && m_queue.top().when <= end) {
        const Due due = m_queue.top();
        m_queue.pop();
        m_now = std::max(m_now, due.when);
        due.action();
    }
    m_now = end;
    m_frozen = false;
    for (const core::Input& input : std::exchange(m_held, {}))
        feed(input);
    m_heldBytes.clear();
    feed(core::Tick{});
}

void World::sleep(Duration duration) {
    // What the servers do meanwhile happens at once, as far as our clock can tell.
    m_frozen = true;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> rest;
    while (!m_queue.empty()) {
        Due due = m_queue.top();
        m_queue.pop();
        due.when = std::max(m_now, due.when - duration);
        rest.push(std::move(due));
    }
    m_queue = std::move(rest);
    while (!m_queue.empty() && m_queue.top().when <= m_now) {
        const Due due = m_queue.top();
        m_queue.pop();
        due.action();
    }
    m_frozen = false;
    feed(core::Suspended{duration});
    for (const core::Input& input : std::exchange(m_held, {}))
        feed(input);
    m_heldBytes.clear();
    feed(core::Tick{});
}

std::size_t World::openSockets() const {
    return static_cast<std::size_t>(
        std::count_if(m_sockets.begin(), m_sockets.end(), [](const auto& s) { return s.second.open; }));
}

std::size_t World::openSockets(const std::string& address) const {
    return static_cast<std::size_t>(std::count_if(m_sockets.begin(), m_sockets.end(), [&](const auto& s) {
        return s.second.open && s.second.address == address;
    }));
}

std::size_t World::dials(const std::string& address) const {
    const auto it = m_dials.find(address);
    return it == m_dials.end() ? 0 : it->second;
}

int World::asked(const std::string& name) const {
    const auto it = m_asked.find(name);
    return it == m_asked.end() ? 0 : it->second;
}

std::int64_t World::counter(const std::string& key) const {
    const auto it = m_keys.find(key);
    return it == m_keys.end() ? 0 : std::stoll(it->second);
}

std::vector<Event> World::events() const {
    std::vector<Event> last;
    std::map<std::uint64_t, std::size_t> index;
    for (const Event& e : m_history) {
        const auto [it, fresh] = index.try_emplace(e.key.value, last.size());
        if (fresh)
            last.push_back(e);
        else
            last[it->second] = e;
    }
    return last;
}

std::vector<Event> World::events(EventKind kind, std::string_view name) const {
    std::vector<Event> found;
    for (Event& e : events())
        if (e.kind == kind && (name.empty() || e.name == name)) found.push_back(std::move(e));
    return found;
}

std::int64_t World::count(Outcome outcome, ProbeRole role) const {
    return std::count_if(m_samples.begin(), m_samples.end(),
                         [&](const Sample& s) { return s.outcome == outcome && s.role == role; });
}

std::int64_t World::sent(ProbeRole role) const {
    return std::count_if(m_samples.begin(), m_samples.end(),
                         [&](const Sample& s) { return countsAsSent(s.outcome) && s.role == role; });
}

std::vector<std::string> World::states(std::uint16_t connection) const {
    std::vector<std::string> names;
    for (const Event& e : m_history)
        if (e.kind == EventKind::State && e.connection.value == connection) names.push_back(e.name);
    return names;
}

Duration World::longestGap() const {
    Duration longest{};
    std::optional<MonoTime> last;
    for (const Sample& s : m_samples) {
        if (s.role != ProbeRole::Protected || !isReply(s.outcome)) continue;
        if (last) longest = std::max(longest, s.done - *last);
        last = s.done;
    }
    return longest;
}

} // namespace maintscope::test
