// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/format.h"
#include "model/readiness/readiness_steps.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace maintscope::model::readiness {
namespace {

const ClusterReading* readingOf(const ReadinessFacts& facts) {
    return facts.cluster && facts.cluster->reading ? &*facts.cluster->reading : nullptr;
}

/// The state of a cluster step without a reading.
ReadinessState withoutReading(const ReadinessFacts& facts) {
    if (!facts.rest) return ReadinessState::NotAsked;
    return facts.cluster ? ReadinessState::NotReached : ReadinessState::Running;
}

std::string upper(std::string_view word) {
    std::string text(word);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// Whether a version such as "8.0.16-29" is at least major.minor.patch.
bool atLeast(std::string_view version, std::array<int, 3> wanted) {
    std::array<int, 3> numbers{};
    for (int& number : numbers) {
        const auto [end, code] = std::from_chars(version.data(), version.data() + version.size(), number);
        if (code != std::errc{}) break;
        version.remove_prefix(static_cast<std::size_t>(end - version.data()));
        if (version.empty() || version.front() != '.') break;
        version.remove_prefix(1);
    }
    return numbers >= wanted;
}

} // namespace

const DatabaseReading* watchedDatabase(const ReadinessFacts& facts) {
    if (!facts.cluster) return nullptr;
    if (const DatabaseReading* database = databaseAt(facts.cluster->databases, facts.target.endpoint))
        return database;
    return databaseAt(facts.cluster->databases, {facts.peer, facts.target.endpoint.port});
}

Flag decidingFlag(const ReadinessFacts& facts) {
    const ClusterReading* reading = readingOf(facts);
    if (reading == nullptr) return Flag::Unknown;
    const DatabaseReading* database = watchedDatabase(facts);
    return database != nullptr && database->ossCluster ? reading->ossNotifications : reading->notifications;
}

ReadinessStep clusterManager(const ReadinessFacts& facts, Platform platform) {
    ReadinessStep step = makeStep(ReadinessStepId::ClusterManager, "Cluster manager");
    if (!facts.rest) {
        step.state = ReadinessState::NotAsked;
        const bool cloud = platform == Platform::RedisCloud || platform == Platform::RedisCloudPrivateLink ||
                           platform == Platform::RedisCloudServiceConnect;
        step.value = cloud ? "managed by Redis, on by default" : "not contacted: no address given";
        if (!cloud) step.option = "--rest https://CLUSTER:9443";
        return step;
    }
    if (!facts.cluster) {
        step.state = withoutReading(facts);
        return step;
    }
    if (const ClusterReading* reading = readingOf(facts)) {
        step.took = reading->elapsed;
        step.value = reading->name;
        if (reading->role) step.detail.push_back("role " + *reading->role);
        return step;
    }
    const RestFailure& failure = *facts.cluster->failure;
    for (const RestStep& one : facts.cluster->steps)
        step.took = one.elapsed;
    step.value = failure.httpStatus != 0 ? "HTTP " + std::to_string(failure.httpStatus)
                                         : std::string(toString(failure.kind));
    step.words = serverSaid(failure);
    // The data path does not depend on it: a firewall in between is common.
    warn(step, failure.what, failure.remedy);
    return step;
}

ReadinessStep serverFlag(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::ServerFlag, "SCH switch");
    const ClusterReading* reading = readingOf(facts);
    if (reading == nullptr) {
        step.state = withoutReading(facts);
        if (facts.handshake && facts.handshake->optedIn) step.value = "on, as the opt-in shows";
        return step;
    }
    const DatabaseReading* database = watchedDatabase(facts);
    const bool oss = database != nullptr && database->ossCluster;
    const std::string field(oss ? kOssNotificationsField : kNotificationsField);
    const Flag flag = decidingFlag(facts);
    step.value = upper(toString(flag));
    step.detail.push_back(field + (oss ? " (the database has the OSS Cluster API)" : ""));
    if (reading->handoffDelay)
        step.detail.push_back("delay before the handoff: " + std::to_string(reading->handoffDelay->count()) +
                              " ms");
    switch (flag) {
    case Flag::On:
        break;
    case Flag::Off:
        fail(step, field + " is off on cluster " + reading->name + ", so no client can opt in.",
             "Turn it on in the settings of the cluster (requires the admin role), then reconnect all "
             "clients.",
             "maintscope sch on --rest " + baseUrl(facts.rest->endpoint) + (oss ? " --oss-cluster" : ""));
        break;
    case Flag::NotSupported:
        fail(step, "The server is too old: it has no setting " + field + ".",
             std::string("Upgrade every node to ") + (oss ? "8.0.16" : "8.0.2") + " or later.");
        break;
    case Flag::Unknown:
        warn(step, field + " has a value that is neither true nor false.", "Read it again, and set it.",
             "maintscope sch get");
        break;
    }
    return step;
}

ReadinessStep database(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Database, "Database");
    if (readingOf(facts) == nullptr) {
        step.state = withoutReading(facts);
        return step;
    }
    const DatabaseReading* database = watchedDatabase(facts);
    if (database == nullptr) {
        step.state = ReadinessState::Attention;
        step.words = facts.cluster->databasesNote;
        step.cause = facts.cluster->databasesNote.empty()
                         ? "None of the " + std::to_string(facts.cluster->databases.size()) +
                               " databases of the cluster has the endpoint " +
                               toString(facts.target.endpoint) + "."
                         : "The databases of the cluster could not be read.";
        step.remedy = "Check that the database and the cluster manager belong to the same cluster.";
        step.option = "--rest";
        return step;
    }
    step.value = database->name + (database->status.empty() ? "" : ", " + database->status);
    step.detail.push_back("resp3 " +
                          std::string(!database->resp3   ? "not reported"
                                      : *database->resp3 ? "true"
                                                         : "false") +
                          ", version " + (database->version.empty() ? "not reported" : database->version) +
                          (database->ossCluster ? ", OSS Cluster API" : "") +
                          (database->activeActive ? ", Active-Active" : ""));
    if (database->trafficDisabled)
        fail(step, "The traffic of this database is disabled manually.", "Enable it in the cluster manager.");
    else if (database->resp3 && !*database->resp3)
        fail(step, "The database has resp3 set to false, so its clients cannot receive notifications.",
             "Set resp3 of the database to true; clients must then reconnect.");
    else if (database->tls && !facts.target.tls.enabled)
        warn(step, "The database requires TLS, but the URL begins with redis://.", "Use rediss://.");
    return step;
}

ReadinessStep versions(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Versions, "Versions");
    const ClusterReading* reading = readingOf(facts);
    if (reading == nullptr) {
        step.state = withoutReading(facts);
        return step;
    }
    if (!reading->lowestVersion) {
        step.state = ReadinessState::NotReached;
        step.words = reading->versionNote;
        return step;
    }
    step.value = "lowest " + *reading->lowestVersion;
    if (reading->nodes) step.value += " of " + std::to_string(*reading->nodes) + " nodes";
    const DatabaseReading* database = watchedDatabase(facts);
    if (!atLeast(*reading->lowestVersion, {8, 0, 2}))
        fail(step,
             "A node runs " + *reading->lowestVersion + ", but notifications require 8.0.2 on every node.",
             "Upgrade every node to 8.0.2 or later.");
    else if (database != nullptr && database->ossCluster && !atLeast(*reading->lowestVersion, {8, 0, 16}))
        fail(step, "With the OSS Cluster API, notifications require 8.0.16 on every node.",
             "Upgrade every node to 8.0.16 or later.");
    else if (database != nullptr && !database->version.empty() && !atLeast(database->version, {7, 2, 0}))
        fail(step, "The database runs version " + database->version + ", but RESP3 requires 7.2.",
             "Upgrade the database.");
    return step;
}

ReadinessStep certificates(const ReadinessFacts& facts) {
    ReadinessStep step = makeStep(ReadinessStepId::Certificates, "Certificates");
    const ClusterReading* reading = readingOf(facts);
    if (reading == nullptr) {
        step.state = withoutReading(facts);
        return step;
    }
    std::string soon;
    std::int64_t shortest = daysLeft(reading->certificate, facts.checkedAt);
    const auto look = [&](const PresentedCertificate& certificate, const char* whose) {
        const std::int64_t days = daysLeft(certificate, facts.checkedAt);
        shortest = std::min(shortest, days);
        step.detail.push_back(std::string(whose) + " until " +
                              formatDate(certificate.validUntil).toStdString() + ", " + std::to_string(days) +
                              " days left");
        if (days <= kSoonDays) soon += (soon.empty() ? "" : " and ") + std::string(whose);
    };
    look(reading->certificate, "cluster manager");
    if (reading->proxyCertificate) look(*reading->proxyCertificate, "databases");
    step.value = std::to_string(shortest) + " days left";
    if (!soon.empty())
        warn(step,
             "The certificate of " + soon + (shortest < 0 ? " has expired." : " expires within 30 days."),
             "Replace it before the window: clients that verify certificates cannot reconnect after it has "
             "expired.");
    return step;
}

} // namespace maintscope::model::readiness
