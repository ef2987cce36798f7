// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/target.h"
#include "tests/support/audit.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <vector>

namespace maintscope::test {

/// A world in virtual time around one core::Target: nodes that speak RESP, names, delays, faults. Nothing in
/// it waits, reads a clock or opens a socket; a run of hours takes milliseconds and is the same every time.
class World {
public:
    /// What a node does. All nodes share one key space, as the proxies of one database do.
    struct Node {
        bool refuses = false;   ///< connection refused
        bool blackHole = false; ///< nothing ever answers the dial
        bool mute = false;      ///< accepts, reads, never answers
        std::string openError;  ///< e.g. "tls_untrusted": OpenFailed of that type
        bool resp3 = true;
        std::string mode; ///< as HELLO names it; empty: it does not
        std::string helloError;
        std::string optInError = {}; ///< empty: +OK
        std::string password;
        std::map<std::string, std::string> errors = {}; ///< by command: "PING" -> "NOPERM ..."
        std::set<std::string> closesAt = {};            ///< commands at which it closes the connection
        bool quotesAll = false;                         ///< an error quotes the arguments of its command
        bool onlyOneAtATime = false;         ///< answers the first of several commands that come at once
        std::vector<std::string> afterOptIn; ///< pushes right behind the +OK of the opt-in
        Duration roundTrip = std::chrono::milliseconds(1);
        Duration openDelay{};   ///< on top, until the socket is up
        Duration replyDelay{};  ///< on top, for everything after the handshake
        std::string probeReply; ///< instead of the real one
    };

    /// One thing that goes wrong once, at one step of what the client does: see failStep().
    enum class Fault { Refused, Timeout, Reset, Fin, Garbage };

    explicit World(TargetSettings settings, std::uint64_t seed = 1);

    Node& node(const std::string& address) { return m_nodes[address]; }
    void resolveTo(const std::string& name, std::vector<std::string> addresses) {
        m_names[name] = std::move(addresses);
    }
    void resolverFails(const std::string& name) { m_names[name] = {}; }
    /// From now on answers take this long.
    void resolverTakes(Duration duration) { m_resolverTakes = duration; }
    /// From now on the client's steps (a name asked, a dial, a command that arrives) are counted from 1; the
    /// one with this number fails. Only those of the node `only` are counted, where it is given; "dns": of
    /// names.
    void failStep(int number, Fault fault, const std::string& only = {});
    /// Whether the step to fail was reached.
    [[nodiscard]] bool faultHappened() const { return m_faultHappened; }

    void start();
    void stop();
    void optInAgain();
    /// Lets `duration` pass.
    void run(Duration duration);
    /// Runs until the target has finished, at most `limit`. False: it did not finish.
    bool runToEnd(Duration limit = std::chrono::minutes(2));
    /// Time passes, but our process does not run: what arrives is read at the end, before the timer.
    void freeze(Duration duration);
    /// The machine sleeps: the session's clock stands still, so does the client's; the servers go on.
    void sleep(Duration duration);
    void at(Duration sinceNow, std::function<void()> action);

    /// To all opted-in connections of a node.
    void push(const std::string& address, const std::string& frame);
    /// Closes all connections of a node.
    void close(const std::string& address, core::CloseCause cause = core::CloseCause::Fin);
    /// Raw bytes to all connections of a node.
    void inject(const std::string& address, const std::string& bytes);
    /// Cut all input into pieces of this size.
    void sliceInput(std::size_t size) { m_slice = size; }

    /// Empty, or what must never happen and did; see Audit. At the end (finished target, not aborted) also
    /// compares the client's accounts with what the nodes saw.
    [[nodiscard]] std::string violation() const;

    [[nodiscard]] MonoTime now() const { return m_now; }
    [[nodiscard]] const core::Target& target() const { return m_target; }
    /// Protected and control ones.
    [[nodiscard]] std::size_t connections() const { return m_connections; }
    [[nodiscard]] std::size_t openSockets() const;
    [[nodiscard]] std::size_t openSockets(const std::string& address) const;
    [[nodiscard]] std::size_t dials(const std::string& address) const;
    /// How often a name was asked.
    [[nodiscard]] int asked(const std::string& name) const;
    [[nodiscard]] std::size_t mostSockets() const { return m_mostSockets; }
    [[nodiscard]] std::int64_t counter(const std::string& key) const;
    [[nodiscard]] const std::vector<std::string>& commandsOf(const std::string& address) {
        return m_commands[address];
    }
    [[nodiscard]] const std::vector<std::string>& namesVerified() const { return m_serverNames; }

    [[nodiscard]] const std::vector<Event>& history() const { return m_history; } ///< every publication
    [[nodiscard]] std::vector<Event> events() const;                              ///< last state of each
    [[nodiscard]] std::vector<Event> events(EventKind kind, std::string_view name = {}) const;
    [[nodiscard]] const std::vector<Sample>& samples() const { return m_samples; }
    [[nodiscard]] std::int64_t count(Outcome outcome, ProbeRole role = ProbeRole::Protected) const;
    [[nodiscard]] std::int64_t sent(ProbeRole role = ProbeRole::Protected) const;
    [[nodiscard]] std::vector<std::string> states(std::uint16_t connection) const;
    [[nodiscard]] std::string state(std::uint16_t connection = 1) const { return states(connection).back(); }
    /// Longest time between two replies of the protected connections.
    [[nodiscard]] Duration longestGap() const;

private:
    /// A probe command on the wire, as the nodes see it.
    struct Wire {
        std::string name;
        std::int64_t number = 0; ///< of an INCR: in order of writing, by connection
    };
    /// What was written, executed and answered on the connections of one role.
    struct Account {
        std::int64_t incrWritten = 0;
        std::int64_t incrExecuted = 0;
        std::int64_t incrAnswered = 0; ///< without an error, and the answer was read
        std::int64_t answered = 0;     ///< any probe
        bool exact = true;             ///< nothing but true replies was sent
    };
    struct Socket {
        std::string address;
        bool open = false;
        bool optedIn = false;
        bool authorised = false;
        bool handshaken = false;
        bool handshakeWritten = false;
        bool swallowed = false;
        std::string unparsed;     ///< written, not yet read as commands
        std::deque<Wire> written; ///< probe commands that have not arrived
        std::string unread;
        MonoTime lastAnswer{};
    };
    struct Due {
        MonoTime when;
        std::uint64_t order;
        std::function<void()> action;
        bool operator>(const Due& other) const {
            return when != other.when ? other.when < when : order > other.order;
        }
    };

    void feed(const core::Input& input);
    void carryOut(const core::Action& action);
    void later(MonoTime when, std::function<void()> action);
    void deliver(StreamId stream, std::string bytes, MonoTime when, std::vector<Wire> answers = {});
    void noteWritten(StreamId stream, Socket& socket, const std::string& bytes);
    void noteExecuted(StreamId stream, const Wire& wire);
    void noteAnswered(StreamId stream, const std::vector<Wire>& answers);
    [[nodiscard]] Account& accountOf(StreamId stream);
    [[nodiscard]] std::string compareAccounts() const;
    [[nodiscard]] bool stepFails(const std::string& address);
    void open(const core::Open& a);
    void resolve(const core::Resolve& a);
    bool failCommand(StreamId stream);
    void onWrite(StreamId stream, const std::string& bytes);
    [[nodiscard]] std::string answer(Socket& socket, const std::vector<std::string>& command);

    std::size_t m_connections = 0;
    std::size_t m_protected; ///< connections of the protected role: the first ones
    ProbeCommand m_command;
    core::Target m_target;
    Audit m_audit;
    Account m_accounts[2];                                               ///< by role
    std::map<std::uint16_t, std::int64_t> m_incrWritten, m_incrExecuted; ///< newest number, by connection
    MonoTime m_now{};
    bool m_frozen = false;
    Duration m_resolverTakes = std::chrono::milliseconds(1);
    int m_failStep = 0;
    int m_stepsSeen = 0;
    Fault m_fault = Fault::Refused;
    std::string m_faultOnly;
    bool m_faultHappened = false;
    int m_stops = 0;
    std::vector<core::Input> m_held;
    std::deque<std::string> m_heldBytes;
    std::map<std::string, Node> m_nodes;
    std::map<std::string, std::vector<std::string>> m_names;
    std::map<std::uint32_t, Socket> m_sockets;
    std::map<std::string, std::size_t> m_dials;
    std::map<std::string, int> m_asked;
    std::map<std::string, std::vector<std::string>> m_commands;
    std::vector<std::string> m_serverNames;
    std::map<std::string, std::string> m_keys;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> m_queue;
    std::uint64_t m_order = 0;
    std::size_t m_slice = 0;
    std::size_t m_mostSockets = 0;
    std::vector<Event> m_history;
    std::vector<Sample> m_samples;
};

/// ">4 MOVING seq seconds target"; an empty target is null.
[[nodiscard]] std::string moving(std::int64_t sequence, std::int64_t seconds, const std::string& target);
/// ">4 NAME seq seconds shards"
[[nodiscard]] std::string opener(const std::string& name, std::int64_t sequence, std::int64_t seconds,
                                 const std::string& shards);
/// ">3 NAME seq shards"
[[nodiscard]] std::string closer(const std::string& name, std::int64_t sequence, const std::string& shards);

/// A target at 10.0.0.1:6379, one connection, 20 probes a second, unless changed by the test.
[[nodiscard]] TargetSettings plainSettings();

} // namespace maintscope::test
