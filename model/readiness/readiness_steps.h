// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/readiness/readiness.h"

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
/// "3 s", "41 d": whole days left; negative when it is over.
[[nodiscard]] std::int64_t daysLeft(const PresentedCertificate& certificate, WallTime now);

/// A certificate that expires within this many days needs attention.
inline constexpr std::int64_t kSoonDays = 30;
/// Marks a step as failed or as needing attention, with cause and remedy.
void fail(ReadinessStep& step, std::string cause, std::string remedy, std::string option = {});
void warn(ReadinessStep& step, std::string cause, std::string remedy, std::string option = {});

[[nodiscard]] ReadinessStep makeStep(ReadinessStepId id, std::string title);
/// The state of a step that has not been reached.
[[nodiscard]] ReadinessState notThere(const ReadinessFacts& facts);

} // namespace maintscope::model::readiness
