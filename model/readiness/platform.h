// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/readiness_facts.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace maintscope::model {

/// The platform of the database, as far as host name, server and cluster manager reveal it. Source for the
/// features of each: redis/docs develop/clients/sch, operate/rc, operate/kubernetes.
enum class Platform : std::uint8_t {
    Unknown,
    RedisSoftware, ///< detected by its cluster manager or its version
    RedisCloud,
    RedisCloudPrivateLink,    ///< with AWS PrivateLink
    RedisCloudServiceConnect, ///< with GCP Private Service Connect
    Kubernetes,               ///< a service name inside a Kubernetes cluster
    AzureManaged,
    AzureCache, ///< Azure Cache for Redis, which is another product
    ElastiCache,
    OpenSource,
};
[[nodiscard]] std::string_view toString(Platform value); ///< unknown, redis_software, ...
[[nodiscard]] std::string platformName(Platform value);  ///< "Redis Cloud"; empty for Unknown

[[nodiscard]] Platform recognise(const ReadinessFacts& facts);

/// What matters about the platform for a maintenance window, one or two sentences; may be empty.
[[nodiscard]] std::string platformNote(Platform platform);

} // namespace maintscope::model
