// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/cluster_database.h"

#include <algorithm>

namespace maintscope {

const DatabaseReading* databaseAt(const std::vector<DatabaseReading>& databases, const Endpoint& endpoint) {
    const auto leadsHere = [&endpoint](const DatabaseEndpoint& one) {
        if (one.port != endpoint.port) return false;
        return one.name == endpoint.host ||
               std::find(one.addresses.begin(), one.addresses.end(), endpoint.host) != one.addresses.end();
    };
    const auto found =
        std::find_if(databases.begin(), databases.end(), [&leadsHere](const DatabaseReading& database) {
            return std::any_of(database.endpoints.begin(), database.endpoints.end(), leadsHere);
        });
    return found == databases.end() ? nullptr : &*found;
}

const DatabaseEndpoint* endpointOf(const DatabaseReading& database, bool internal) {
    if (database.endpoints.empty()) return nullptr;
    const auto wanted =
        std::find_if(database.endpoints.begin(), database.endpoints.end(),
                     [internal](const DatabaseEndpoint& one) { return one.internal == internal; });
    return wanted == database.endpoints.end() ? &database.endpoints.front() : &*wanted;
}

std::optional<TargetUrl> urlOf(const DatabaseReading& database, bool internal) {
    const DatabaseEndpoint* endpoint = endpointOf(database, internal);
    if (database.type != "redis" || endpoint == nullptr || endpoint->port == 0) return std::nullopt;
    if (endpoint->name.empty() && endpoint->addresses.empty()) return std::nullopt;
    TargetUrl url;
    url.endpoint = {endpoint->name.empty() ? endpoint->addresses.front() : endpoint->name, endpoint->port};
    url.tls = database.tls;
    return url;
}

} // namespace maintscope
