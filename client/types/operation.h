// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// The maintenance operations that a server announces, one row each. A new kind begins here; its colours and
/// marks are a row of ui/paint/operation.h. Pure, any thread. Source: client/PROTOCOL.md, "Push frames".
namespace maintscope {

enum class OperationKind : std::uint8_t { Moving, Migrating, FailingOver, Smigrating };

/// What an operation names: where it leads to, shards, or slots of the OSS Cluster API.
enum class OperationScope : std::uint8_t { Endpoint, Shards, Slots };

struct OperationFacts {
    OperationKind kind;
    std::string_view name;    ///< of the notification that announces it, as on the wire
    std::string_view endName; ///< of the notification that ends it; empty: none, handoffs end it
    OperationScope scope;
    OperationKind row; ///< the kind in whose row it is shown: slot migrations beside shard migrations
    int weight;        ///< of several operations in one minute, the one with the highest weight is shown
    std::string_view one;
    std::string_view many;
};

/// In the order of the protocol, which is that of OperationKind.
inline constexpr std::array kOperations = std::to_array<OperationFacts>({
    {OperationKind::Moving, "MOVING", "", OperationScope::Endpoint, OperationKind::Moving, 3,
     "move of the endpoint", "moves of the endpoint"},
    {OperationKind::Migrating, "MIGRATING", "MIGRATED", OperationScope::Shards, OperationKind::Migrating, 1,
     "migration of data", "migrations of data"},
    {OperationKind::FailingOver, "FAILING_OVER", "FAILED_OVER", OperationScope::Shards,
     OperationKind::FailingOver, 2, "failover", "failovers"},
    {OperationKind::Smigrating, "SMIGRATING", "SMIGRATED", OperationScope::Slots, OperationKind::Migrating, 1,
     "migration of slots", "migrations of slots"},
});

[[nodiscard]] constexpr const OperationFacts& factsOf(OperationKind kind) {
    return kOperations[static_cast<std::size_t>(kind)];
}
/// "FAILING_OVER"
[[nodiscard]] constexpr std::string_view name(OperationKind kind) {
    return factsOf(kind).name;
}
/// "FAILED_OVER"; empty where no notification ends the operation.
[[nodiscard]] constexpr std::string_view endName(OperationKind kind) {
    return factsOf(kind).endName;
}
[[nodiscard]] constexpr OperationScope scopeOf(OperationKind kind) {
    return factsOf(kind).scope;
}
/// The kind in whose row of a picture this one is shown.
[[nodiscard]] constexpr OperationKind rowOf(OperationKind kind) {
    return factsOf(kind).row;
}
/// The operation that `name` announces; nullopt for any other name, that of an end too.
[[nodiscard]] std::optional<OperationKind> operationOf(std::string_view name);

/// The names of all notifications about operations, in the order of the protocol.
[[nodiscard]] std::vector<std::string_view> notificationNames();

} // namespace maintscope
