// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/cluster.h"

#include "client/types/shell_text.h"

#include <algorithm>
#include <array>

namespace maintscope {
namespace {

std::string_view boolText(bool value) {
    return value ? "true" : "false";
}

std::string flagText(Flag flag) {
    switch (flag) {
    case Flag::On:
        return "true";
    case Flag::Off:
        return "false";
    case Flag::NotSupported:
        return "absent";
    case Flag::Unknown:
        break;
    }
    return "?";
}

std::optional<bool> valueOf(Flag flag) {
    if (flag == Flag::On) return true;
    if (flag == Flag::Off) return false;
    return std::nullopt;
}

std::string delayText(const std::optional<std::chrono::milliseconds>& delay) {
    return delay ? std::to_string(delay->count()) : "absent";
}

} // namespace

std::string baseUrl(const Endpoint& endpoint) {
    return "https://" + toString(endpoint);
}

std::string_view toString(Flag value) {
    switch (value) {
    case Flag::Unknown:
        return "unknown";
    case Flag::On:
        return "on";
    case Flag::Off:
        return "off";
    case Flag::NotSupported:
        return "not supported";
    }
    return {};
}

MayUpdate mayUpdateCluster(std::string_view role) {
    constexpr std::array<std::string_view, 6> kWithout{"cluster_member", "cluster_viewer", "db_member",
                                                       "db_viewer",      "user_manager",   "none"};
    if (role == "admin") return MayUpdate::Yes;
    return std::find(kWithout.begin(), kWithout.end(), role) != kWithout.end() ? MayUpdate::No
                                                                               : MayUpdate::Unknown;
}

std::string toJson(const ClusterChange& change) {
    std::string json;
    const auto add = [&json](std::string_view field, std::string_view value) {
        json += json.empty() ? "{\"" : ", \"";
        json.append(field).append("\": ").append(value);
    };
    if (change.notifications) add(kNotificationsField, boolText(*change.notifications));
    if (change.ossNotifications) add(kOssNotificationsField, boolText(*change.ossNotifications));
    if (change.handoffDelay) add(kHandoffDelayField, std::to_string(change.handoffDelay->count()));
    return json.empty() ? "{}" : json + "}";
}

ClusterChange difference(const ClusterReading& reading, const ClusterChange& change) {
    ClusterChange open = change;
    if (open.notifications && open.notifications == valueOf(reading.notifications))
        open.notifications.reset();
    if (open.ossNotifications && open.ossNotifications == valueOf(reading.ossNotifications))
        open.ossNotifications.reset();
    if (open.handoffDelay == reading.handoffDelay) open.handoffDelay.reset();
    return open;
}

ClusterChange inverse(const ClusterReading& reading, const ClusterChange& change) {
    ClusterChange back;
    if (change.notifications) back.notifications = valueOf(reading.notifications);
    if (change.ossNotifications) back.ossNotifications = valueOf(reading.ossNotifications);
    if (change.handoffDelay) back.handoffDelay = reading.handoffDelay;
    return back;
}

std::vector<FieldDiff> diff(const ClusterReading& reading, const ClusterChange& change) {
    std::vector<FieldDiff> lines;
    const auto addFlag = [&lines](std::string_view field, Flag now, const std::optional<bool>& wanted) {
        if (now == Flag::NotSupported && !wanted) return;
        const std::string before = flagText(now);
        lines.push_back({std::string(field), before, wanted ? std::string(boolText(*wanted)) : before});
    };
    addFlag(kNotificationsField, reading.notifications, change.notifications);
    addFlag(kOssNotificationsField, reading.ossNotifications, change.ossNotifications);
    if (reading.handoffDelay || change.handoffDelay)
        lines.push_back({std::string(kHandoffDelayField), delayText(reading.handoffDelay),
                         delayText(change.handoffDelay ? change.handoffDelay : reading.handoffDelay)});
    return lines;
}

std::string summary(const std::vector<FieldDiff>& diff) {
    std::string text;
    for (const FieldDiff& line : diff) {
        if (!line.differs()) continue;
        if (!text.empty()) text += ", ";
        text += line.field + " " + line.before + " \u2192 " + line.after;
    }
    return text.empty() ? "nothing differs" : text;
}

std::string_view toString(RestStage value) {
    switch (value) {
    case RestStage::SignIn:
        return "sign in";
    case RestStage::Read:
        return "read";
    case RestStage::Role:
        return "role";
    case RestStage::Nodes:
        return "nodes";
    case RestStage::Databases:
        return "databases";
    case RestStage::DryRun:
        return "dry run";
    case RestStage::Apply:
        return "apply";
    case RestStage::ReadBack:
        return "read back";
    }
    return {};
}

std::string curlCommand(const RestSettings& settings, const ClusterChange& change, bool dryRun,
                        const std::optional<PresentedCertificate>& certificate) {
    std::string command = "curl --request PUT --user " + shellQuoted(settings.user);
    switch (settings.tls.trust.mode) {
    case TlsTrust::Mode::System:
        break;
    case TlsTrust::Mode::CaFile:
        command += " --cacert " + shellQuoted(settings.tls.trust.caPath);
        break;
    case TlsTrust::Mode::Pin:
        if (certificate && certificate->sha256 == settings.tls.trust.pin &&
            !certificate->publicKeySha256.empty())
            command += " --insecure --pinnedpubkey " + shellQuoted("sha256//" + certificate->publicKeySha256);
        else
            return "# The pinned certificate has not been seen yet: read the cluster first, then copy again.";
        break;
    }
    if (!settings.tls.certificatePath.empty())
        command += " --cert " + shellQuoted(settings.tls.certificatePath);
    if (!settings.tls.keyPath.empty()) command += " --key " + shellQuoted(settings.tls.keyPath);
    command += " --header 'Content-Type: application/json' --data " + shellQuoted(toJson(change)) + " ";
    return command +
           shellQuoted(baseUrl(settings.endpoint) + "/v1/cluster" + (dryRun ? "?dry_run=true" : ""));
}

} // namespace maintscope
