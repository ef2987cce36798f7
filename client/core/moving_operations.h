// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/ids.h"
#include "client/types/notification.h"
#include "client/types/time.h"

#include <optional>
#include <vector>

namespace maintscope::core {

/// Identity of a MOVING: sequence id and target; where no target is named, sequence id and the connection
/// that received it. Two operations may share a sequence id (redis/jedis#4668 review).
struct MovingIdentity {
    std::optional<SequenceId> sequence;
    std::optional<Endpoint> target;
    ConnectionId connection; ///< 0 when a target is named

    MovingIdentity() = default;
    MovingIdentity(const Moving& moving, ConnectionId receiver)
        : sequence(moving.sequence)
        , target(moving.target)
        , connection(moving.target ? ConnectionId{} : receiver) {}
    friend bool operator==(const MovingIdentity&, const MovingIdentity&) = default;
    /// Same sequence id and same or null target, whatever the connection: the same operation of the server.
    [[nodiscard]] bool isSameOperation(const Moving& moving) const {
        return sequence == moving.sequence && (!moving.target || !target || *moving.target == *target);
    }
};

/// The MOVING operations that any connection of one target received, as long as they are valid. Answers one
/// question about a candidate: is the node that it reached the one that retires?
class MovingOperations {
public:
    void remember(const MovingIdentity& identity, MonoTime validUntil);
    /// Any connection received the same operation: a fresh connection that receives it reached the retiring
    /// node. Source: redis/jedis#4670 and StackExchange.Redis PR 3202 (connections
    /// that land on the old node).
    [[nodiscard]] bool isRepeated(const Moving& moving, MonoTime now) const;
    /// Whether a node is announced to retire: until then its sockets are closed, also those without a
    /// notification.
    [[nodiscard]] bool anyValid(MonoTime now) const;

private:
    struct Entry {
        MovingIdentity identity;
        MonoTime validUntil;
    };
    std::vector<Entry> m_entries; ///< oldest first, bounded
};

} // namespace maintscope::core
