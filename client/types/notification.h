// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/ids.h"
#include "client/types/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace maintscope {

/// The maintenance push notifications of Redis Software and Redis Cloud, as decoded from any layout that is
/// in use. Times are relative to receipt, never absolute. A time that was not sent is nullopt; zero and
/// negative times mean "now". Source: client/PROTOCOL.md, "Push frames".

/// The endpoint of this connection moves; the socket stays usable at least for the grace period.
struct Moving {
    std::optional<SequenceId> sequence;
    std::optional<Duration> grace;
    std::optional<Endpoint> target; ///< nullopt: not named, connect to the configured endpoint
};
/// A shard migration (or failover) starts in `startsIn`; that is not its duration.
struct Migrating {
    std::optional<SequenceId> sequence;
    std::optional<Duration> startsIn;
    std::string shards; ///< as sent, usually a JSON array: ["2","4"]
};
struct Migrated {
    std::optional<SequenceId> sequence;
    std::string shards;
};
struct FailingOver {
    std::optional<SequenceId> sequence;
    std::optional<Duration> startsIn;
    std::string shards;
};
struct FailedOver {
    std::optional<SequenceId> sequence;
    std::string shards;
};
/// OSS Cluster API: slots are about to move.
struct Smigrating {
    std::optional<SequenceId> sequence;
    std::string slots; ///< "123,456,789-1000"
};
struct SlotMove {
    std::string source; ///< empty in the old layout of pairs
    std::string destination;
    std::string slots;
    friend bool operator==(const SlotMove&, const SlotMove&) = default;
};
struct Smigrated {
    std::optional<SequenceId> sequence;
    std::vector<SlotMove> moves;
};
/// A push that is not a known maintenance notification, or whose body could not be decoded. Kept raw and
/// shown, never dropped.
struct Unrecognised {
    std::string name;
    std::string reason;
};

using MaintenanceNotification =
    std::variant<Moving, Migrating, Migrated, FailingOver, FailedOver, Smigrating, Smigrated, Unrecognised>;

/// "MOVING", "MIGRATING", ...; for an unrecognised one, the name as sent.
[[nodiscard]] std::string notificationName(const MaintenanceNotification& notification);

template <class... F>
struct Overload : F... {
    using F::operator()...;
};
template <class... F>
Overload(F...) -> Overload<F...>;

} // namespace maintscope
