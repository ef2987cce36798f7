// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The settings in use here, as configuration for the client libraries that know Smart client handoffs: what
// was tried out with this program is what an application then runs with. Names of options: redis-py
// redis/maint_notifications.py (v7.0.0 to v8.1.0), node-redis client/index.ts, Lettuce MaintNotificationsConfig
// and TimeoutOptions, go-redis maintnotifications/config.go (v9.16.0 to v9.22.0), Jedis
// MaintenanceNotificationsConfig.
namespace maintscope::model {

enum class ClientLibrary : std::uint8_t { RedisPy, NodeRedis, Lettuce, GoRedis, Jedis };
inline constexpr std::array kClientLibraries{ClientLibrary::RedisPy, ClientLibrary::NodeRedis,
                                             ClientLibrary::Lettuce, ClientLibrary::GoRedis,
                                             ClientLibrary::Jedis};
[[nodiscard]] std::string_view toString(ClientLibrary value); ///< redis-py, node-redis, ...
[[nodiscard]] std::optional<ClientLibrary> clientLibraryFromName(std::string_view name);
/// The first version that handles notifications: of a database with one endpoint, of the OSS Cluster API
/// (empty: none so far).
[[nodiscard]] std::string_view minimumVersion(ClientLibrary value);
[[nodiscard]] std::string_view minimumClusterVersion(ClientLibrary value);

/// Source text that can be pasted: creates a client with these settings. Holds no password: it is taken from
/// the environment variable REDIS_PASSWORD where `withPassword`. Ends in a newline.
[[nodiscard]] std::string clientSettings(ClientLibrary library, const TargetSettings& settings,
                                         bool withPassword);

} // namespace maintscope::model
