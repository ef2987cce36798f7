// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace maintscope::demo {

/// Versions of the simulated server whose behaviour towards maintenance notifications differs.
/// Source: Redis Software release notes and REST reference (8.0.2-17 flag, 8.0.16-29 OSS flag and delay).
enum class ServerProfile {
    V7_22,   ///< no maintenance notifications: the command and the REST field are unknown
    V8_0_2,  ///< client_maint_notifications
    V8_0_16, ///< and oss_cluster_client_maint_notifications, state_machine_smart_client_handoffs_delay_ms
    V8_2,    ///< and control_plane_basic_authentication
};

/// "7.22", "8.0.2", "8.0.16", "8.2".
[[nodiscard]] constexpr std::string_view profileName(ServerProfile profile) {
    switch (profile) {
    case ServerProfile::V7_22:
        return "7.22";
    case ServerProfile::V8_0_2:
        return "8.0.2";
    case ServerProfile::V8_0_16:
        return "8.0.16";
    case ServerProfile::V8_2:
        return "8.2";
    }
    return {};
}
[[nodiscard]] constexpr std::optional<ServerProfile> profileFromName(std::string_view name) {
    for (const auto profile :
         {ServerProfile::V7_22, ServerProfile::V8_0_2, ServerProfile::V8_0_16, ServerProfile::V8_2})
        if (profileName(profile) == name) return profile;
    return std::nullopt;
}
/// The full version that a node of this profile reports.
[[nodiscard]] constexpr std::string_view softwareVersion(ServerProfile profile) {
    switch (profile) {
    case ServerProfile::V7_22:
        return "7.22.2-20";
    case ServerProfile::V8_0_2:
        return "8.0.2-17";
    case ServerProfile::V8_0_16:
        return "8.0.16-29";
    case ServerProfile::V8_2:
        return "8.2.0-46";
    }
    return {};
}
/// The version of the database that such a cluster creates by default.
[[nodiscard]] constexpr std::string_view databaseVersion(ServerProfile profile) {
    return profile == ServerProfile::V7_22 ? "7.4.0" : profile == ServerProfile::V8_2 ? "8.4.0" : "8.2.1";
}

/// The settings that the REST side changes and the database side follows.
struct ClusterSettings {
    ServerProfile profile = ServerProfile::V8_0_16;
    bool clientMaintNotifications = true;
    bool ossClusterClientMaintNotifications = false;
    int handoffDelayMs = 2000; ///< state_machine_smart_client_handoffs_delay_ms, 0 to 10,000
    std::uint64_t stateId = 1; ///< grows by one per change; REST shows it as cluster-state-id
    /// True: while the switch is off, opted-in connections get no frames. The behaviour of a real cluster is
    /// not documented; by default they still get frames.
    bool offSilencesOptedIn = false;
};

/// Connections to the database since the start, as its proxy counts them.
struct ProxyCounts {
    std::uint64_t connections = 0;
    std::uint64_t clientDisconnections = 0; ///< the client closed the connection, or was lost
    std::uint64_t proxyDisconnections = 0;  ///< the proxy closed the connection, as in maintenance
};

} // namespace maintscope::demo
