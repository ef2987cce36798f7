// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/settings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::model {

/// Whether clients of a database can receive maintenance notifications.
enum class Coverage : std::uint8_t {
    Covered,      ///< switch on, RESP3 on: a client that opts in receives notifications
    FlagOff,      ///< the setting that applies to it is off
    NoResp3,      ///< RESP3 is disabled for the database
    NotSupported, ///< the cluster has no such setting
    Unknown,      ///< the setting could not be read
    NotWatchable, ///< not a Redis database, or one without an endpoint
};
[[nodiscard]] std::string_view toString(Coverage value); ///< covered, flag_off, ...

/// A database of the cluster, with the settings to watch it.
struct DiscoveredDatabase {
    DatabaseReading database;
    /// URL, TLS name and pin, as reported by the cluster; without user and password. nullopt: NotWatchable.
    std::optional<TargetSettings> target;
    Coverage coverage = Coverage::Unknown;
    std::string sentence; ///< why
    std::string family;   ///< the notifications that its clients receive: "MOVING, MIGRATING, FAILING_OVER"
};

/// `internal`: prefer the endpoints inside the network of the cluster. With TLS the database is pinned to the
/// certificate that the cluster reports (proxy_certificate), so that no CA file is needed; it is verified for
/// the name of the endpoint even if the connection uses an address.
[[nodiscard]] std::vector<DiscoveredDatabase>
discover(const ClusterReading& reading, const std::vector<DatabaseReading>& databases, bool internal);

} // namespace maintscope::model
