// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/readiness/known_clients.h"

#include "client/types/ascii.h"

#include <algorithm>

namespace maintscope::model {
namespace {

constexpr std::string_view kStackExchangeAdvice =
    "It asks for notifications by itself for hosts of Redis Cloud, Redis Enterprise and Azure Managed Redis "
    "only; "
    "elsewhere, set defaults=enterprise (or rediscloud, amr) or maintNotifications.";

const std::array kKnownClients{
    KnownClient{
        "redis-py", "redis-py", "7.0", "7.2", "8.1",
        "Its name does not tell its two clients apart: the synchronous one is able since 7.0, that of "
        "redis.asyncio since 8.1. Where asyncio is used, upgrade to 8.1 or later.",
        "", "", ClientLibrary::RedisPy},
    KnownClient{"node-redis", "node-redis", "5.9", "5.11", "", "", "", "", ClientLibrary::NodeRedis},
    KnownClient{"lettuce", "lettuce", "7.0", "", "", "", "", "", ClientLibrary::Lettuce},
    KnownClient{"go-redis", "go-redis", "9.16", "9.18", "", "", "", "", ClientLibrary::GoRedis},
    KnownClient{"jedis", "jedis", "8.1.0", "8.1.0", "", "", "", "", ClientLibrary::Jedis},
    KnownClient{
        "se.redis", "StackExchange.Redis", "3.3.0", "3.3.0", "3.4.0",
        "Version 3.3 asks for notifications only where maintNotifications is set; 3.4.0 or later does by "
        "itself for known hosts.",
        kStackExchangeAdvice, "", std::nullopt},
    KnownClient{
        "nredisstack", "NRedisStack", "", "", "", "",
        "It is as able as the StackExchange.Redis beneath it, whose version is not reported: 3.4.0 or "
        "later, or 3.3.0 with maintNotifications set.",
        "", std::nullopt},
    KnownClient{"ioredis", "ioredis", "6.1.0", "", "", "", "",
                "On RESP2 it skips the notifications without a word.", std::nullopt},
};

} // namespace

const KnownClient* knownClient(std::string_view libName) {
    const std::string name = lower(libName.substr(0, libName.find('(')));
    const auto row = std::find_if(kKnownClients.begin(), kKnownClients.end(),
                                  [&name](const KnownClient& one) { return one.libName == name; });
    return row == kKnownClients.end() ? nullptr : &*row;
}

const KnownClient& knownClient(ClientLibrary library) {
    return *std::find_if(kKnownClients.begin(), kKnownClients.end(),
                         [library](const KnownClient& one) { return one.settings == library; });
}

} // namespace maintscope::model
