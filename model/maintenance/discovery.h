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

/// Whether clients of a database can be told of maintenance.
enum class Coverage : std::uint8_t {
    Covered,      ///< flag on, RESP3 on: a client that opts in is told
    FlagOff,      ///< the setting for its kind is off
    NoResp3,      ///< RESP3 is switched off for it
    NotSupported, ///< the cluster has no such setting
    Unknown,      ///< the setting could not be read
    NotWatchable, ///< no Redis database, or one without an endpoint
};
[[nodiscard]] std::string_view toString(Coverage value); ///< covered, flag_off, ...

/// A database of the cluster, and what is needed to watch it.
struct DiscoveredDatabase {
    DatabaseReading database;
    /// URL, TLS name and pin, as the cluster tells them; no user and password. nullopt: NotWatchable.
    std::optional<TargetSettings> target;
    Coverage coverage = Coverage::Unknown;
    std::string sentence; ///< why
    std::string family;   ///< the notifications that its clients get: "MOVING, MIGRATING, FAILING_OVER"
};

/// `internal`: prefer the endpoints inside the cluster's network. With TLS the database is pinned to the
/// certificate that the cluster itself names (proxy_certificate), so that no file has to be found first; it
/// is verified for the endpoint's name even where the connection goes to an address.
[[nodiscard]] std::vector<DiscoveredDatabase>
discover(const ClusterReading& reading, const std::vector<DatabaseReading>& databases, bool internal);

} // namespace maintscope::model
