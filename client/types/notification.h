// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/ids.h"
#include "client/types/operation.h"
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
    static constexpr OperationKind kOperation = OperationKind::Moving;
    static constexpr std::string_view kName = name(kOperation);
    std::optional<SequenceId> sequence;
    std::optional<Duration> grace;
    std::optional<Endpoint> target; ///< nullopt: not named, connect to the configured endpoint
};
/// A shard migration (or a failover) starts in `startsIn`; that is not its duration.
struct Migrating {
    static constexpr OperationKind kOperation = OperationKind::Migrating;
    static constexpr std::string_view kName = name(kOperation);
    std::optional<SequenceId> sequence;
    std::optional<Duration> startsIn;
    std::string shards; ///< as sent, usually a JSON array: ["2","4"]
};
struct Migrated {
    static constexpr OperationKind kOperation = OperationKind::Migrating;
    static constexpr std::string_view kName = endName(kOperation);
    std::optional<SequenceId> sequence;
    std::string shards;
};
struct FailingOver {
    static constexpr OperationKind kOperation = OperationKind::FailingOver;
    static constexpr std::string_view kName = name(kOperation);
    std::optional<SequenceId> sequence;
    std::optional<Duration> startsIn;
    std::string shards;
};
struct FailedOver {
    static constexpr OperationKind kOperation = OperationKind::FailingOver;
    static constexpr std::string_view kName = endName(kOperation);
    std::optional<SequenceId> sequence;
    std::string shards;
};
/// OSS Cluster API: slots are about to move.
struct Smigrating {
    static constexpr OperationKind kOperation = OperationKind::Smigrating;
    static constexpr std::string_view kName = name(kOperation);
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
    static constexpr OperationKind kOperation = OperationKind::Smigrating;
    static constexpr std::string_view kName = endName(kOperation);
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

template <class N>
concept NamesShards = requires(const N& n) {
    n.shards;
};
template <class N>
concept NamesStart = requires(const N& n) {
    n.startsIn;
};
/// A notification that announces an operation on shards, and one that ends it.
template <class N>
concept AnnouncesShards = NamesShards<N> && NamesStart<N>;
template <class N>
concept EndsShards = NamesShards<N> && !NamesStart<N>;

/// "MOVING", "MIGRATING", ...; for an unrecognised one, the name as sent.
[[nodiscard]] std::string notificationName(const MaintenanceNotification& notification);

template <class... F>
struct Overload : F... {
    using F::operator()...;
};
template <class... F>
Overload(F...) -> Overload<F...>;

} // namespace maintscope
