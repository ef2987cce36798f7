// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/cluster_settings.h"
#include "app/demo/cluster/key_space.h"
#include "app/demo/wire/resp_codec.h"
#include "client/types/secret.h"
#include "client/types/settings.h"
#include "client/types/time.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace maintscope::demo {

/// One client connection, numbered from 1; also what CLIENT ID answers.
using ConnectionKey = std::uint64_t;

/// What the server knows of one connection.
struct Session {
    ConnectionKey key = 0;
    std::string peer;  ///< address:port
    std::string local; ///< address:port
    int protocol = 2;
    bool authenticated = false;
    bool loginRefused = false; ///< by the node, whatever the password
    bool optInRefused = false; ///< by the node
    bool optedIn = false;
    EndpointType endpointType = EndpointType::None; ///< None also stands for a bare ON
    std::string name;
    std::string libraryName;
    std::string libraryVersion;
    std::string lastCommand;
    MonoTime connectedAt{};
    MonoTime lastSeen{};
};

/// What a command did apart from its reply.
struct CommandOutcome {
    bool close = false;              ///< after the reply
    bool optedIn = false;            ///< replay openers and the retained completion now
    std::vector<ConnectionKey> kill; ///< CLIENT KILL of others
};

/// Answers commands the way a proxied Redis Software database does, with redis 7's own error words. Pure: the
/// time is passed in, sessions are the caller's. Source of words: redis 7.2 src/networking.c, src/acl.c,
/// src/server.c; of CLIENT MAINT_NOTIFICATIONS: StackExchange.Redis docs/ServerMaintenanceEvent.md and
/// redis-py maint_notifications.py. Not offered, as on Redis Software: RESET, CLIENT NO-EVICT, CLIENT PAUSE,
/// databases other than 0. Blocking commands, transactions, scripts and pub/sub are unknown commands here.
class CommandServer {
public:
    using VisitSessions = std::function<void(const std::function<void(const Session&)>&)>;

    CommandServer(const ClusterSettings& settings, VisitSessions visitSessions);

    /// Empty: no password is needed.
    void setPassword(Secret password) { m_password = std::move(password); }
    /// Wall clock at MonoTime zero, for TIME.
    void setStartedAt(WallTime startedAt) { m_startedAt = startedAt; }
    [[nodiscard]] bool needsPassword() const { return !m_password.empty(); }

    /// Appends exactly one reply. `command` has at least one word.
    CommandOutcome execute(Session& session, const resp::Command& command, MonoTime now, std::string& out);

    /// True when a database behind us is to answer: everything that is not about the connection itself. Not
    /// offered there either: what makes a connection one-way (pub/sub, MONITOR).
    [[nodiscard]] bool isForBackend(const Session& session, const resp::Command& command) const;

    /// True when the command is answered by a shard, not by the proxy in front of it: a shard that pauses
    /// holds it back. Source: Redis Software answers PING, HELLO and CLIENT at the proxy.
    [[nodiscard]] static bool reachesShard(const resp::Command& command);

private:
    struct Context;
    struct Spec;
    static const Spec* lookUp(const std::string& lowerName);

    void hello(Context& c);
    void auth(Context& c);
    void ping(Context& c);
    void echo(Context& c);
    void quit(Context& c);
    void select(Context& c);
    void client(Context& c);
    void clientKill(Context& c);
    void clientMaintNotifications(Context& c);
    void clientSetInfo(Context& c);
    void command(Context& c);
    void config(Context& c);
    void info(Context& c);
    void clusterInfo(Context& c);
    void time(Context& c);

    void get(Context& c);
    void set(Context& c);
    void setex(Context& c);
    void incr(Context& c);
    void incrby(Context& c);
    void decr(Context& c);
    void decrby(Context& c);
    void del(Context& c);
    void exists(Context& c);
    void expire(Context& c);
    void pexpire(Context& c);
    void persist(Context& c);
    void ttl(Context& c);
    void pttl(Context& c);
    void mget(Context& c);
    void mset(Context& c);
    void strlen(Context& c);
    void append(Context& c);
    void type(Context& c);
    void dbsize(Context& c);
    void flush(Context& c);

    void addTo(Context& c, std::int64_t delta);
    void setExpiryIn(Context& c, Duration unit);
    void remainingIn(Context& c, Duration unit);
    [[nodiscard]] bool mayUse(const Session& session) const;
    [[nodiscard]] bool passwordMatches(const Session& session, std::string_view user,
                                       std::string_view password) const;
    [[nodiscard]] std::string describe(const Session& session, MonoTime now) const;

    const ClusterSettings& m_settings;
    VisitSessions m_visitSessions;
    Secret m_password;
    WallTime m_startedAt{};
    KeySpace m_keys;
};

} // namespace maintscope::demo
