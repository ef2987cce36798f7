// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/cluster/command_server.h"

#include "client/types/ascii.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace maintscope::demo {

namespace {

/// Names that CLIENT LIST can print on one line.
bool isPlainName(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '!' && c <= '~'; });
}

std::optional<EndpointType> endpointTypeFromWire(std::string_view text) {
    if (text == "internal-ip") return EndpointType::InternalIp;
    if (text == "internal-fqdn") return EndpointType::InternalFqdn;
    if (text == "external-ip") return EndpointType::ExternalIp;
    if (text == "external-fqdn") return EndpointType::ExternalFqdn;
    if (text == "none") return EndpointType::None;
    return std::nullopt;
}

} // namespace

struct CommandServer::Spec {
    void (CommandServer::*handler)(Context&);
    int arity; ///< as in COMMAND INFO: negative is a minimum
    bool beforeAuth = false;
};

const CommandServer::Spec* CommandServer::lookUp(const std::string& lowerName) {
    using S = CommandServer;
    static const std::unordered_map<std::string, Spec> kCommands = {
        {"hello", {&S::hello, -1, true}},
        {"auth", {&S::auth, -2, true}},
        {"quit", {&S::quit, -1, true}},
        {"ping", {&S::ping, -1}},
        {"echo", {&S::echo, 2}},
        {"select", {&S::select, 2}},
        {"client", {&S::client, -2}},
        {"command", {&S::command, -1}},
        {"config", {&S::config, -2}},
        {"info", {&S::info, -1}},
        {"cluster", {&S::clusterInfo, -2}},
        {"time", {&S::time, 1}},
    };
    const auto found = kCommands.find(lowerName);
    return found == kCommands.end() ? nullptr : &found->second;
}

CommandServer::CommandServer(const ClusterSettings& settings, VisitSessions visitSessions)
    : m_settings(settings)
    , m_visitSessions(std::move(visitSessions)) {}

bool CommandServer::isForBackend(const Session& session, const resp::Command& command) const {
    static const std::unordered_set<std::string> kOurs = {
        "hello",      "auth",       "quit",         "client",       "reset",   "subscribe", "unsubscribe",
        "psubscribe", "ssubscribe", "sunsubscribe", "punsubscribe", "monitor", "sync",      "psync"};
    return mayUse(session) && !kOurs.contains(lower(command.front()));
}

bool CommandServer::reachesShard(const resp::Command& command) {
    return KeyCommands::lookUp(lower(command.front())) != nullptr;
}

CommandOutcome CommandServer::execute(Session& session, const resp::Command& words, MonoTime now,
                                      std::string& out) {
    const std::string name = lower(words.front());
    Context c{session, words, name, now, resp::Writer(out, session.protocol)};
    session.lastSeen = now;
    session.lastCommand = name;
    const Spec* spec = lookUp(name);
    const KeyCommands::Spec* onKeys = spec == nullptr ? KeyCommands::lookUp(name) : nullptr;
    const auto count = static_cast<int>(words.size());
    const int arity = spec != nullptr ? spec->arity : onKeys != nullptr ? onKeys->arity : 0;
    if (spec == nullptr && onKeys == nullptr) {
        std::string text =
            "ERR unknown command '" + words.front().substr(0, 128) + "', with args beginning with: ";
        for (std::size_t i = 1; i < words.size() && text.size() < 256; ++i)
            text += "'" + words[i].substr(0, 128) + "' ";
        c.reply.error(text);
    } else if (arity > 0 ? count != arity : count < -arity) {
        c.wrongArity(name);
    } else if (!mayUse(session) && (spec == nullptr || !spec->beforeAuth)) {
        c.reply.error("NOAUTH Authentication required.");
    } else if (onKeys != nullptr) {
        m_keys.execute(*onKeys, c);
    } else {
        (this->*spec->handler)(c);
    }
    return std::move(c.outcome);
}

bool CommandServer::mayUse(const Session& session) const {
    return session.authenticated || (!needsPassword() && !session.loginRefused);
}

bool CommandServer::passwordMatches(const Session& session, std::string_view user,
                                    std::string_view password) const {
    return !session.loginRefused && user == "default" &&
           (m_password.empty() || password == m_password.reveal());
}

void CommandServer::hello(Context& c) {
    const auto& words = c.words;
    int protocol = c.session.protocol;
    std::size_t i = 1;
    if (words.size() > 1) {
        const auto asked = toInteger(words[1]);
        if (!asked) return c.reply.error("ERR Protocol version is not an integer or out of range");
        if (*asked != 2 && *asked != 3) return c.reply.error("NOPROTO unsupported protocol version");
        protocol = static_cast<int>(*asked);
        i = 2;
    }
    std::optional<std::string> name;
    bool authenticated = c.session.authenticated;
    while (i < words.size()) {
        const std::string option = lower(words[i]);
        if (option == "auth" && i + 2 < words.size()) {
            if (!passwordMatches(c.session, words[i + 1], words[i + 2]))
                return c.reply.error("WRONGPASS invalid username-password pair or user is disabled.");
            authenticated = true;
            i += 3;
        } else if (option == "setname" && i + 1 < words.size()) {
            if (!isPlainName(words[i + 1]))
                return c.reply.error(
                    "ERR Client names cannot contain spaces, newlines or special characters.");
            name = words[i + 1];
            i += 2;
        } else {
            return c.reply.error("ERR Syntax error in HELLO option '" + words[i] + "'");
        }
    }
    if (!authenticated && !mayUse(c.session))
        return c.reply.error(
            "NOAUTH HELLO must be called with the client already authenticated, otherwise the "
            "HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and "
            "select the RESP protocol version at the same time");
    c.session.authenticated = authenticated;
    c.session.protocol = protocol;
    if (name) c.session.name = *name;
    // The reply is already in the protocol that was asked for.
    resp::Writer& reply = c.reply;
    reply.setProtocol(protocol);
    reply.map(7);
    reply.bulk("server");
    reply.bulk("redis");
    reply.bulk("version");
    reply.bulk(databaseVersion(m_settings.profile));
    reply.bulk("proto");
    reply.integer(protocol);
    reply.bulk("id");
    reply.integer(static_cast<std::int64_t>(c.session.key));
    reply.bulk("mode");
    reply.bulk("standalone");
    reply.bulk("role");
    reply.bulk("master");
    reply.bulk("modules");
    reply.array(0);
}

void CommandServer::auth(Context& c) {
    if (c.words.size() > 3) return c.syntaxError();
    const bool withUser = c.words.size() == 3;
    if (!withUser && !needsPassword() && !c.session.loginRefused)
        return c.reply.error(
            "ERR AUTH <password> called without any password configured for the default user. "
            "Are you sure your configuration is correct?");
    if (!passwordMatches(c.session, withUser ? std::string_view(c.words[1]) : "default", c.words.back()))
        return c.reply.error("WRONGPASS invalid username-password pair or user is disabled.");
    c.session.authenticated = true;
    c.reply.ok();
}

void CommandServer::ping(Context& c) {
    if (c.words.size() > 2) return c.wrongArity("ping");
    if (c.words.size() == 2)
        c.reply.bulk(c.words[1]);
    else
        c.reply.simple("PONG");
}

void CommandServer::echo(Context& c) {
    c.reply.bulk(c.words[1]);
}

void CommandServer::quit(Context& c) {
    c.reply.ok();
    c.outcome.close = true;
}

void CommandServer::select(Context& c) {
    const auto index = toInteger(c.words[1]);
    if (!index) return c.reply.error("ERR value is not an integer or out of range");
    if (*index != 0) return c.reply.error("ERR DB index is out of range");
    c.reply.ok();
}

void CommandServer::client(Context& c) {
    const auto& words = c.words;
    const std::string sub = lower(words[1]);
    const auto needs = [&](std::size_t count) {
        if (words.size() == count) return true;
        c.wrongArity("client|" + sub);
        return false;
    };
    if (sub == "maint_notifications" && m_settings.profile != ServerProfile::V7_22) {
        clientMaintNotifications(c);
    } else if (sub == "setname") {
        if (!needs(3)) return;
        if (!isPlainName(words[2]))
            return c.reply.error("ERR Client names cannot contain spaces, newlines or special characters.");
        c.session.name = words[2];
        c.reply.ok();
    } else if (sub == "getname") {
        if (!needs(2)) return;
        if (c.session.name.empty())
            c.reply.null();
        else
            c.reply.bulk(c.session.name);
    } else if (sub == "setinfo") {
        if (needs(4)) clientSetInfo(c);
    } else if (sub == "id") {
        if (needs(2)) c.reply.integer(static_cast<std::int64_t>(c.session.key));
    } else if (sub == "info") {
        if (needs(2)) c.reply.bulk(describe(c.session, c.now) + "\n");
    } else if (sub == "list") {
        std::string text;
        m_visitSessions([&](const Session& session) { text += describe(session, c.now) + "\n"; });
        c.reply.bulk(text);
    } else if (sub == "kill") {
        clientKill(c);
    } else if (sub == "tracking") {
        if (words.size() < 3) return c.wrongArity("client|tracking");
        if (lower(words[2]) != "off")
            return c.reply.error("ERR client tracking is not supported by the simulated database");
        c.reply.ok();
    } else {
        c.reply.error("ERR unknown subcommand '" + words[1].substr(0, 128) + "'. Try CLIENT HELP.");
    }
}

void CommandServer::clientSetInfo(Context& c) {
    const std::string option = lower(c.words[2]);
    const bool isName = option == "lib-name";
    if (!isName && option != "lib-ver") return c.reply.error("ERR Unrecognized option '" + c.words[2] + "'");
    if (!isPlainName(c.words[3]))
        return c.reply.error("ERR " + option + " cannot contain spaces, newlines or special characters.");
    (isName ? c.session.libraryName : c.session.libraryVersion) = c.words[3];
    c.reply.ok();
}

void CommandServer::clientMaintNotifications(Context& c) {
    const auto& words = c.words;
    if (words.size() < 3) return c.wrongArity("client|maint_notifications");
    if (!m_settings.clientMaintNotifications || c.session.optInRefused)
        return c.reply.error("ERR maintenance notifications are disabled on this server");
    const std::string mode = lower(words[2]);
    if (mode == "off" && words.size() == 3) {
        c.session.optedIn = false;
        return c.reply.ok();
    }
    if (mode != "on" || (words.size() != 3 && words.size() != 5)) return c.syntaxError();
    EndpointType type = EndpointType::None;
    if (words.size() == 5) {
        if (lower(words[3]) != "moving-endpoint-type") return c.syntaxError();
        const auto asked = endpointTypeFromWire(lower(words[4]));
        if (!asked)
            return c.reply.error(
                "ERR invalid moving-endpoint-type '" + words[4].substr(0, 128) +
                "', expected internal-ip, internal-fqdn, external-ip, external-fqdn or none");
        type = *asked;
    }
    c.reply.ok();
    // A RESP2 connection cannot carry a push: the reply is OK, and no frame follows (Lettuce opts in without
    // looking at the protocol; StackExchange.Redis treats such a connection as not active).
    if (c.session.protocol < 3) return;
    c.session.optedIn = true;
    c.session.endpointType = type;
    c.outcome.optedIn = true;
}

void CommandServer::clientKill(Context& c) {
    const auto& words = c.words;
    if (words.size() < 3) return c.wrongArity("client|kill");
    std::vector<ConnectionKey> victims;
    if (words.size() == 3) {
        m_visitSessions([&](const Session& s) {
            if (s.peer == words[2]) victims.push_back(s.key);
        });
        if (victims.empty()) return c.reply.error("ERR No such client");
    } else {
        if (words.size() % 2 != 0) return c.syntaxError();
        bool skipMe = true;
        std::optional<std::int64_t> id;
        std::optional<std::string> peer;
        std::optional<std::string> local;
        for (std::size_t i = 2; i + 1 < words.size(); i += 2) {
            const std::string option = lower(words[i]);
            if (option == "id") {
                id = toInteger(words[i + 1]);
                if (!id || *id <= 0) return c.reply.error("ERR client-id should be greater than 0");
            } else if (option == "addr") {
                peer = words[i + 1];
            } else if (option == "laddr") {
                local = words[i + 1];
            } else if (option == "skipme") {
                skipMe = lower(words[i + 1]) != "no";
            } else {
                return c.syntaxError();
            }
        }
        m_visitSessions([&](const Session& s) {
            if (id && s.key != static_cast<ConnectionKey>(*id)) return;
            if ((peer && s.peer != *peer) || (local && s.local != *local)) return;
            if (skipMe && s.key == c.session.key) return;
            victims.push_back(s.key);
        });
    }
    for (const ConnectionKey key : victims) {
        if (key == c.session.key)
            c.outcome.close = true;
        else
            c.outcome.kill.push_back(key);
    }
    if (words.size() == 3)
        c.reply.ok();
    else
        c.reply.integer(static_cast<std::int64_t>(victims.size()));
}

std::string CommandServer::describe(const Session& s, MonoTime now) const {
    const auto seconds = [](Duration d) {
        return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(d).count());
    };
    return "id=" + std::to_string(s.key) + " addr=" + s.peer + " laddr=" + s.local + " fd=0 name=" + s.name +
           " age=" + seconds(now - s.connectedAt) + " idle=" + seconds(now - s.lastSeen) +
           " flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 cmd=" + s.lastCommand +
           " user=default redir=-1 resp=" + std::to_string(s.protocol) + " lib-name=" + s.libraryName +
           " lib-ver=" + s.libraryVersion;
}

void CommandServer::command(Context& c) {
    const std::string sub = c.words.size() > 1 ? lower(c.words[1]) : std::string();
    if (sub == "docs")
        c.reply.map(0);
    else if (sub == "count")
        c.reply.integer(0);
    else if (sub.empty() || sub == "list" || sub == "info")
        c.reply.array(0);
    else
        c.reply.error("ERR unknown subcommand '" + c.words[1].substr(0, 128) + "'. Try COMMAND HELP.");
}

void CommandServer::config(Context& c) {
    const std::string sub = lower(c.words[1]);
    if (sub != "get")
        return c.reply.error("ERR unknown subcommand '" + c.words[1].substr(0, 128) + "'. Try CONFIG HELP.");
    if (c.words.size() < 3) return c.wrongArity("config|get");
    // redis-benchmark and some clients ask for these two and need nothing else.
    std::vector<std::pair<std::string_view, std::string_view>> found;
    for (std::size_t i = 2; i < c.words.size(); ++i) {
        if (lower(c.words[i]) == "save") found.emplace_back("save", "");
        if (lower(c.words[i]) == "appendonly") found.emplace_back("appendonly", "no");
    }
    c.reply.map(found.size());
    for (const auto& entry : found) {
        c.reply.bulk(entry.first);
        c.reply.bulk(entry.second);
    }
}

void CommandServer::info(Context& c) {
    std::size_t clients = 0;
    m_visitSessions([&](const Session&) { ++clients; });
    const std::size_t keys = m_keys.size(c.now);
    std::string text =
        "# Server\r\nredis_version:" + std::string(databaseVersion(m_settings.profile)) +
        "\r\nredis_mode:standalone\r\nos:maintscope simulate\r\n\r\n# Clients\r\nconnected_clients:" +
        std::to_string(clients) +
        "\r\n\r\n# Persistence\r\nloading:0\r\n\r\n# Replication\r\nrole:master\r\n"
        "connected_slaves:0\r\n\r\n# Keyspace\r\n";
    if (keys > 0) text += "db0:keys=" + std::to_string(keys) + ",expires=0,avg_ttl=0\r\n";
    c.reply.bulk(text);
}

void CommandServer::clusterInfo(Context& c) {
    c.reply.error("ERR This instance has cluster support disabled");
}

void CommandServer::time(Context& c) {
    const Duration sinceEpoch = m_startedAt.time_since_epoch() + c.now.time_since_epoch();
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(sinceEpoch).count();
    c.reply.array(2);
    c.reply.bulk(std::to_string(micros / 1'000'000));
    c.reply.bulk(std::to_string(micros % 1'000'000));
}

} // namespace maintscope::demo
