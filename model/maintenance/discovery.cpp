// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/maintenance/discovery.h"

#include "client/types/operation.h"

namespace maintscope::model {
namespace {

std::optional<TargetSettings> targetOf(const ClusterReading& reading, const DatabaseReading& database,
                                       bool internal) {
    const auto url = urlOf(database, internal);
    if (!url) return std::nullopt;
    TargetSettings target;
    target.name = database.name;
    target.endpoint = url->endpoint;
    target.tls.enabled = url->tls;
    if (!url->tls) return target;
    target.tls.serverName = endpointOf(database, internal)->name;
    if (reading.proxyCertificate)
        target.tls.trust = {TlsTrust::Mode::Pin, {}, reading.proxyCertificate->sha256};
    return target;
}

void judge(const ClusterReading& reading, DiscoveredDatabase& one) {
    const bool oss = one.database.ossCluster;
    const std::string field(oss ? kOssNotificationsField : kNotificationsField);
    if (!one.target) {
        one.coverage = Coverage::NotWatchable;
        one.sentence = one.database.type == "redis" ? "The database has no endpoint yet."
                                                    : "This is not a Redis database.";
        return;
    }
    if (one.database.resp3 && !*one.database.resp3) {
        one.coverage = Coverage::NoResp3;
        one.sentence = "resp3 is false for this database, so its clients cannot receive notifications.";
        return;
    }
    switch (oss ? reading.ossNotifications : reading.notifications) {
    case Flag::On:
        one.coverage = Coverage::Covered;
        one.sentence = "Clients that use RESP3 and opt in receive notifications.";
        return;
    case Flag::Off:
        one.coverage = Coverage::FlagOff;
        one.sentence = field + " is off.";
        return;
    case Flag::NotSupported:
        one.coverage = Coverage::NotSupported;
        one.sentence = "The cluster has no setting " + field + ".";
        return;
    case Flag::Unknown:
        one.coverage = Coverage::Unknown;
        one.sentence = field + " could not be read.";
        return;
    }
}

} // namespace

std::string_view toString(Coverage value) {
    switch (value) {
    case Coverage::Covered:
        return "covered";
    case Coverage::FlagOff:
        return "flag_off";
    case Coverage::NoResp3:
        return "no_resp3";
    case Coverage::NotSupported:
        return "not_supported";
    case Coverage::Unknown:
        return "unknown";
    case Coverage::NotWatchable:
        return "not_watchable";
    }
    return {};
}

/// With the OSS Cluster API the operations on slots, both ends of them; otherwise what announces the others.
std::string familyOf(bool ossCluster) {
    std::string family;
    const auto add = [&family](std::string_view name) {
        if (!family.empty()) family += ", ";
        family += name;
    };
    for (const OperationFacts& facts : kOperations) {
        if ((facts.scope == OperationScope::Slots) != ossCluster) continue;
        add(facts.name);
        if (ossCluster) add(facts.endName);
    }
    return family;
}

std::vector<DiscoveredDatabase> discover(const ClusterReading& reading,
                                         const std::vector<DatabaseReading>& databases, bool internal) {
    std::vector<DiscoveredDatabase> all;
    for (const DatabaseReading& database : databases) {
        DiscoveredDatabase one;
        one.database = database;
        one.target = targetOf(reading, database, internal);
        one.family = familyOf(database.ossCluster);
        judge(reading, one);
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace maintscope::model
