// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/readiness_facts.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace maintscope::model {

/// Who runs the database, as far as host name, server and cluster manager give it away. Source of what each
/// offers: redis/docs develop/clients/sch, operate/rc, operate/kubernetes.
enum class Platform : std::uint8_t {
    Unknown,
    RedisSoftware, ///< its cluster manager answered, or its version says so
    RedisCloud,
    RedisCloudPrivate, ///< by AWS PrivateLink or GCP Private Service Connect
    Kubernetes,        ///< a service name inside a Kubernetes cluster
    AzureManaged,
    ElastiCache,
    OpenSource,
};
[[nodiscard]] std::string_view toString(Platform value); ///< unknown, redis_software, ...
[[nodiscard]] std::string platformName(Platform value);  ///< "Redis Cloud"; empty for Unknown

[[nodiscard]] Platform recognise(const ReadinessFacts& facts);

/// What somebody who plans a maintenance window has to know about it, one or two sentences; empty: nothing.
[[nodiscard]] std::string platformNote(Platform platform);

} // namespace maintscope::model
