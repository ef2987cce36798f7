// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/cluster_settings.h"
#include "app/demo/cluster/command_context.h"
#include "app/demo/cluster/key_commands.h"
#include "app/demo/cluster/session.h"
#include "app/demo/wire/resp_codec.h"
#include "client/types/secret.h"
#include "client/types/time.h"

#include <functional>
#include <string>

namespace maintscope::demo {

/// Answers commands as a proxied Redis Software database does, with the error texts of redis 7. Pure: the
/// caller passes the time and owns the sessions. Source of the texts: redis 7.2 src/networking.c, src/acl.c,
/// src/server.c; of CLIENT MAINT_NOTIFICATIONS: StackExchange.Redis docs/ServerMaintenanceEvent.md and
/// redis-py maint_notifications.py. Not offered, as on Redis Software: RESET, CLIENT NO-EVICT, CLIENT PAUSE,
/// databases other than 0. Blocking commands, transactions, scripts and pub/sub are unknown commands here.
class CommandServer {
public:
    using VisitSessions = std::function<void(const std::function<void(const Session&)>&)>;

    CommandServer(const ClusterSettings& settings, VisitSessions visitSessions);

    /// An empty password means that none is needed.
    void setPassword(Secret password) { m_password = std::move(password); }
    /// Wall clock at MonoTime zero, for TIME.
    void setStartedAt(WallTime startedAt) { m_startedAt = startedAt; }
    [[nodiscard]] bool needsPassword() const { return !m_password.empty(); }

    /// Appends exactly one reply. `command` has at least one word.
    CommandOutcome execute(Session& session, const resp::Command& command, MonoTime now, std::string& out);

    /// True if the backend has to answer: the command does not concern the connection itself. Commands that
    /// make a connection one-way (pub/sub, MONITOR) are not forwarded.
    [[nodiscard]] bool isForBackend(const Session& session, const resp::Command& command) const;

    /// True if a shard answers the command, and not the proxy in front of it: a paused shard delays it.
    /// Source: Redis Software answers PING, HELLO and CLIENT at the proxy.
    [[nodiscard]] static bool reachesShard(const resp::Command& command);

private:
    using Context = CommandContext;
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

    [[nodiscard]] bool mayUse(const Session& session) const;
    [[nodiscard]] bool passwordMatches(const Session& session, std::string_view user,
                                       std::string_view password) const;
    [[nodiscard]] std::string describe(const Session& session, MonoTime now) const;

    const ClusterSettings& m_settings;
    VisitSessions m_visitSessions;
    Secret m_password;
    WallTime m_startedAt{};
    KeyCommands m_keys;
};

} // namespace maintscope::demo
