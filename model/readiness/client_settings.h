// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"
#include "model/readiness/known_clients.h"

#include <optional>
#include <string>
#include <string_view>

// The current settings as configuration for the client libraries that support Smart client handoffs, so that
// an application can run with the settings that were tested with this program. Names of options: redis-py
// redis/maint_notifications.py (v7.0.0 to v8.1.0), node-redis client/index.ts, Lettuce
// MaintNotificationsConfig and TimeoutOptions, go-redis maintnotifications/config.go (v9.16.0 to v9.22.0),
// Jedis MaintenanceNotificationsConfig and StandaloneClientBuilder (8.1.0).
namespace maintscope::model {

[[nodiscard]] std::string_view toString(ClientLibrary value); ///< redis-py, node-redis, ...
[[nodiscard]] std::optional<ClientLibrary> clientLibraryFromName(std::string_view name);
/// Source code that creates a client with these settings. Contains no password: with `withPassword`, the code
/// reads it from the environment variable REDIS_PASSWORD. Ends with a newline.
[[nodiscard]] std::string clientSettings(ClientLibrary library, const TargetSettings& settings,
                                         bool withPassword);

} // namespace maintscope::model
