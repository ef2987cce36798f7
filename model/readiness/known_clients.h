// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace maintscope::model {

/// A library that settings can be printed for: model/readiness/client_settings.h.
enum class ClientLibrary : std::uint8_t { RedisPy, NodeRedis, Lettuce, GoRedis, Jedis };
inline constexpr std::array kClientLibraries{ClientLibrary::RedisPy, ClientLibrary::NodeRedis,
                                             ClientLibrary::Lettuce, ClientLibrary::GoRedis,
                                             ClientLibrary::Jedis};

/// A client library as CLIENT LIST names it, and what it can do. Sources: release notes of redis-py 8.1.0, Jedis
/// 8.1.0, StackExchange.Redis 3.3.0 and 3.4.0, ioredis 6.1.0; go-redis, node-redis and Lettuce as client_settings.h.
struct KnownClient {
    std::string_view
        libName;           ///< in lower case, up to a "(": go-redis, ioredis and NRedisStack add words there
    std::string_view name; ///< as people write it
    std::string_view proxied;              ///< first version for a database with one endpoint; empty: none
    std::string_view cluster;              ///< for the OSS Cluster API; empty: none
    std::string_view complete;             ///< first version with nothing left open; empty: `proxied` is
    std::string_view before;               ///< advice for an able version before `complete`
    std::string_view advice;               ///< advice for an able version from `complete` on; may be empty
    std::string_view onResp2;              ///< what RESP2 does to it, where that is worth a sentence
    std::optional<ClientLibrary> settings; ///< prints configuration for it
};

/// The row of a lib-name as reported; nullptr: not known.
[[nodiscard]] const KnownClient* knownClient(std::string_view libName);
/// The row of a library that settings can be printed for.
[[nodiscard]] const KnownClient& knownClient(ClientLibrary library);

} // namespace maintscope::model
