// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/readiness/platform.h"

#include "client/types/ascii.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace maintscope::model {
namespace {

bool endsWithAny(std::string_view host, std::initializer_list<std::string_view> suffixes) {
    return std::any_of(suffixes.begin(), suffixes.end(),
                       [host](std::string_view suffix) { return host.ends_with(suffix); });
}

Platform byHost(std::string_view name) {
    const std::string host = lower(name);
    const auto holds = [&host](std::string_view part) { return host.find(part) != std::string::npos; };
    const bool cloud = endsWithAny(host, {".redis-cloud.com", ".cloud.redislabs.com", ".cloud.redis.io",
                                          ".redislabs.com", ".rlrcp.com"});
    if (holds(".vpce.") || holds(".vpce-svc-") || (cloud && holds(".privatelink.")))
        return Platform::RedisCloudPrivateLink;
    if (cloud && holds(".psc.")) return Platform::RedisCloudServiceConnect;
    if (cloud) return Platform::RedisCloud;
    if (host.ends_with(".svc") || holds(".svc.")) return Platform::Kubernetes;
    if (endsWithAny(host, {".redis.azure.net", ".redisenterprise.cache.azure.net"}))
        return Platform::AzureManaged;
    if (host.ends_with(".redis.cache.windows.net")) return Platform::AzureCache;
    if (endsWithAny(host, {".cache.amazonaws.com"})) return Platform::ElastiCache;
    return Platform::Unknown;
}

} // namespace

std::string_view toString(Platform value) {
    switch (value) {
    case Platform::Unknown:
        return "unknown";
    case Platform::RedisSoftware:
        return "redis_software";
    case Platform::RedisCloud:
        return "redis_cloud";
    case Platform::RedisCloudPrivateLink:
        return "redis_cloud_private_endpoint";
    case Platform::RedisCloudServiceConnect:
        return "redis_cloud_private_service_connect";
    case Platform::Kubernetes:
        return "kubernetes";
    case Platform::AzureManaged:
        return "azure_managed_redis";
    case Platform::AzureCache:
        return "azure_cache_for_redis";
    case Platform::ElastiCache:
        return "elasticache";
    case Platform::OpenSource:
        return "open_source";
    }
    return {};
}

std::string platformName(Platform value) {
    switch (value) {
    case Platform::Unknown:
        break;
    case Platform::RedisSoftware:
        return "Redis Software";
    case Platform::RedisCloud:
        return "Redis Cloud";
    case Platform::RedisCloudPrivateLink:
        return "Redis Cloud with AWS PrivateLink";
    case Platform::RedisCloudServiceConnect:
        return "Redis Cloud with Private Service Connect";
    case Platform::Kubernetes:
        return "Redis on Kubernetes";
    case Platform::AzureManaged:
        return "Azure Managed Redis";
    case Platform::AzureCache:
        return "Azure Cache for Redis";
    case Platform::ElastiCache:
        return "Amazon ElastiCache";
    case Platform::OpenSource:
        return "open-source Redis";
    }
    return {};
}

Platform recognise(const ReadinessFacts& facts) {
    if (const Platform platform = byHost(facts.target.endpoint.host); platform != Platform::Unknown)
        return platform;
    if (facts.rest) {
        if (const Platform platform = byHost(facts.rest->endpoint.host); platform == Platform::Kubernetes)
            return platform;
    }
    if (facts.cluster && facts.cluster->reading) return Platform::RedisSoftware;
    if (!facts.handshake) return Platform::Unknown;
    if (facts.handshake->optedIn) return Platform::RedisSoftware;
    if (facts.handshake->refusal && facts.handshake->refusal->find("disabled") != std::string::npos)
        return Platform::RedisSoftware;
    // A plain redis-server reports the paths of its program and its configuration; the proxy of a cluster
    // does not.
    if (facts.serverInfo.find("\nexecutable:/") != std::string::npos &&
        facts.serverInfo.find("\nconfig_file:") != std::string::npos)
        return Platform::OpenSource;
    return Platform::Unknown;
}

std::string platformNote(Platform platform) {
    switch (platform) {
    case Platform::Unknown:
    case Platform::RedisSoftware:
        break;
    case Platform::RedisCloud:
        return "This is Redis Cloud: Redis manages the notifications, which are on by default; there is no "
               "switch to set. Maintenance windows are those of the subscription.";
    case Platform::RedisCloudPrivateLink:
        return "This is Redis Cloud with AWS PrivateLink, which is documented both ways: the page about "
               "Smart client "
               "handoffs says that notifications only relax timeouts, the page about PrivateLink has dropped "
               "that "
               "limit. Record a window to see whether clients are moved in advance.";
    case Platform::RedisCloudServiceConnect:
        return "This is Redis Cloud with Private Service Connect: notifications only relax timeouts; clients "
               "are "
               "not moved to another endpoint in advance, and the OSS Cluster API is not available.";
    case Platform::Kubernetes:
        return "This is a Kubernetes service name: Smart client handoffs are documented only inside the pod "
               "network, with addresses and without TLS. Set both switches over REST, and check them again "
               "after the operator has reconciled.";
    case Platform::AzureManaged:
        return "This is Azure Managed Redis: it refused CLIENT MAINT_NOTIFICATIONS in all known tests. Plan "
               "for reconnections.";
    case Platform::AzureCache:
        return "This is Azure Cache for Redis: it announces maintenance on its pub/sub channel "
               "AzureRedisEvents, and "
               "does not know CLIENT MAINT_NOTIFICATIONS. Subscribe to the channel in your applications, and "
               "plan "
               "for reconnections.";
    case Platform::ElastiCache:
        return "This is Amazon ElastiCache: it has no Smart client handoffs. Plan for reconnections.";
    case Platform::OpenSource:
        return "This is open-source Redis: it has no Smart client handoffs; Redis Software has them since "
               "8.0.2. Plan for reconnections.";
    }
    return {};
}

} // namespace maintscope::model
