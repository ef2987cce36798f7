// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/agenda.h"
#include "app/demo/cluster/cluster_action.h"
#include "app/demo/cluster/cluster_effects.h"
#include "app/demo/cluster/cluster_settings.h"
#include "app/demo/cluster/node_table.h"
#include "app/demo/cluster/proxy_connections.h"
#include "client/types/result.h"
#include "client/types/time.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <set>
#include <string>

namespace maintscope::demo {

/// Announced maintenance: the frames, and the operations that follow them. Pure: the caller passes the time.
/// What the constructor refers to outlives the object.
class MaintenanceOperations {
public:
    MaintenanceOperations(const ClusterSettings& settings, NodeTable& nodes, ProxyConnections& connections,
                          Agenda& agenda)
        : m_settings(settings)
        , m_nodes(nodes)
        , m_connections(connections)
        , m_agenda(agenda) {}

    // Each sends its frames and schedules the operation. Errors: a node that does not exist.
    Status move(const MoveEndpoint& action, MonoTime now, Effects& out);
    Status openShardWindow(const OpenWindow& action, MonoTime now, Effects& out);
    Status closeWindow(const CloseWindow& action, MonoTime now, Effects& out);
    Status announceSlots(const AnnounceSlots& action, MonoTime now, Effects& out);
    Status moveSlots(const MoveSlots& action, MonoTime now, Effects& out);
    Status repeatFrames(MonoTime now, Effects& out);

    /// Appends the frames that a connection gets when it opts in: the last completion, however old
    /// (StackExchange.Redis: still after 3 h), and every open operation with the remaining time (redis-py and
    /// node-redis scenario tests).
    void optedIn(const Connection& connection, MonoTime now, std::string& reply);

    /// Resets roundedUp().
    void clearRounding() { m_roundedUp = Duration{}; }
    /// Rounding of the last announcement: its whole seconds minus the scaled time.
    [[nodiscard]] Duration roundedUp() const { return m_roundedUp; }
    /// When the last operation ends; `now` if none is open.
    [[nodiscard]] MonoTime endOfAll(MonoTime now) const;
    /// Drops the windows that no frame has closed.
    void dropWindows();
    [[nodiscard]] std::size_t size() const { return m_operations.size(); }
    [[nodiscard]] std::int64_t nextSequence() const { return m_nextSequence; }

private:
    enum class Kind { Moving, Migrating, FailingOver, Smigrating };
    struct Operation {
        std::uint64_t id = 0;
        Kind kind = Kind::Moving;
        std::int64_t sequence = 0;
        std::string subject; ///< shards as JSON, or slots
        int from = 0;        ///< Moving only; also the fields down to `target`
        int incarnation = 0; ///< of `from`
        int to = 0;
        int named = 0; ///< node that the frame names as the target
        NamedTarget target;
        bool movesRecord = false;
        MonoTime announced{}; ///< end of the grace, or start of the operation, as in the first frame
        /// The same for late joiners, whose frame holds whole seconds; later the end of the pause.
        MonoTime keepUntil{};
        Duration pause{};   ///< of the shards, not started yet
        MonoTime closeAt{}; ///< Moving only

        [[nodiscard]] bool concerns(const Connection& connection) const {
            return kind != Kind::Moving || (connection.node == from && connection.incarnation == incarnation);
        }
    };

    void announceOpener(const Operation& operation, std::int64_t seconds, MonoTime now, Effects& out);
    [[nodiscard]] std::string openerFrame(const Operation& operation, const Connection& to,
                                          std::int64_t seconds) const;
    [[nodiscard]] std::optional<std::string> movingEndpoint(const Operation& operation,
                                                            const Connection& to) const;
    void takeOver(Operation& operation);
    void rebindWhenDue(std::uint64_t id, MonoTime when);
    void closeWhenDue(std::uint64_t id, MonoTime when);
    void moveRecordWhenDue(const Operation& operation, MonoTime when);
    Status openWindow(Kind kind, const std::string& subject, const OpenWindow& action, MonoTime now,
                      Effects& out);
    void pauseWhenDue(std::uint64_t id, MonoTime when);
    [[nodiscard]] Operation* find(std::uint64_t id);

    const ClusterSettings& m_settings;
    NodeTable& m_nodes;
    ProxyConnections& m_connections;
    Agenda& m_agenda;
    std::list<Operation> m_operations;
    std::uint64_t m_lastOperation = 0;
    std::set<std::uint64_t> m_redirected; ///< operations whose record change is still due and must not happen
    std::int64_t m_nextSequence = 0;
    std::string m_retained; ///< the frame of the last MIGRATED or FAILED_OVER
    std::size_t m_moves = 0;
    Duration m_roundedUp{};
};

} // namespace maintscope::demo
