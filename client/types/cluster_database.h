// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/target_url.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the cluster manager reports about its databases, and how to reach them.
// Source of the fields: redis/docs rest-api/objects/bdb; of the rules for a URL: RedisInsight
// redis-enterprise.service.ts.
namespace maintscope {

/// One endpoint of a database.
struct DatabaseEndpoint {
    std::string name; ///< dns_name
    std::uint16_t port = 0;
    std::vector<std::string> addresses; ///< literals
    bool internal = false;              ///< addr_type internal
    friend bool operator==(const DatabaseEndpoint&, const DatabaseEndpoint&) = default;
};

/// One database. Never contains a password: only the fields named here are requested.
struct DatabaseReading {
    std::string uid; ///< a number; some versions send it as text
    std::string name;
    std::string type = "redis"; ///< or memcached
    std::string status;         ///< active, active-change-pending, ...
    std::string version;        ///< "8.2.1"; empty if not reported
    std::optional<bool> resp3;  ///< nullopt: no such field, versions before 7.2
    bool tls = false;           ///< clients use TLS; replica_ssl concerns replicas only
    bool clientCertificate = false;
    bool ossCluster = false;
    bool activeActive = false;
    bool trafficDisabled = false;
    std::string proxyPolicy;
    std::vector<DatabaseEndpoint> endpoints;
};

/// `fields` of GET /v1/bdbs: the fields of DatabaseReading and nothing secret.
inline constexpr std::string_view kDatabaseFields = "uid,name,type,status,version,redis_version,resp3,tls_"
                                                    "mode,enforce_client_authentication,oss_cluster,crdt,"
                                                    "traffic_manually_disabled,proxy_policy,endpoints";

/// The database to which an endpoint belongs, by name or address and port; nullptr if there is none.
[[nodiscard]] const DatabaseReading* databaseAt(const std::vector<DatabaseReading>& databases,
                                                const Endpoint& endpoint);

/// The endpoint of that side, or the other one if there is none; nullptr if the database has no endpoint.
[[nodiscard]] const DatabaseEndpoint* endpointOf(const DatabaseReading& database, bool internal);

/// `rediss://name:port`: the name of the endpoint, or its first address where it has no name. The port is
/// the endpoint's: the database's own may be 0. nullopt: memcached, or no endpoint.
[[nodiscard]] std::optional<TargetUrl> urlOf(const DatabaseReading& database, bool internal = false);

} // namespace maintscope
