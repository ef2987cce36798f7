// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/readiness_facts.h"
#include "model/readiness/platform.h"
#include "model/readiness/readiness_step.h"

// The steps of a readiness check, one function each. For readiness.cpp.
namespace maintscope::model::readiness {

// On the way to the database.
[[nodiscard]] ReadinessStep dns(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep tcp(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep tls(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep auth(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep hello(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep optIn(const ReadinessFacts& facts, Platform platform);
[[nodiscard]] ReadinessStep endpointType(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep probe(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep ttl(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep clock(const ReadinessFacts& facts);

// The steps about the cluster manager.
[[nodiscard]] ReadinessStep clusterManager(const ReadinessFacts& facts, Platform platform);
[[nodiscard]] ReadinessStep serverFlag(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep database(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep versions(const ReadinessFacts& facts);
[[nodiscard]] ReadinessStep certificates(const ReadinessFacts& facts);

/// The setting that applies to this database: the second one for databases with the OSS Cluster API. Unknown:
/// the cluster was not read.
[[nodiscard]] Flag decidingFlag(const ReadinessFacts& facts);
/// The database at the target's endpoint; nullptr if unknown.
[[nodiscard]] const DatabaseReading* watchedDatabase(const ReadinessFacts& facts);

} // namespace maintscope::model::readiness
