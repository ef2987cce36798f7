// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster_database.h"
#include "client/types/endpoint.h"
#include "client/types/presented_certificate.h"
#include "client/types/rest_failure.h"
#include "client/types/secret.h"
#include "client/types/settings.h"
#include "client/types/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope {

/// Port of the cluster manager's REST interface unless the cluster is configured otherwise
/// (`cnm_https_port`). Source: redis/docs operate/rs/networking/port-configurations.
inline constexpr std::uint16_t kClusterManagerPort = 9443;
/// Range of `state_machine_smart_client_handoffs_delay_ms`. Source: redis/docs rest-api/objects/cluster.
inline constexpr std::chrono::milliseconds kMaxHandoffDelay{10000};

inline constexpr std::string_view kNotificationsField = "client_maint_notifications";
inline constexpr std::string_view kOssNotificationsField = "oss_cluster_client_maint_notifications";
inline constexpr std::string_view kHandoffDelayField = "state_machine_smart_client_handoffs_delay_ms";

/// How a user proves who they are. A token is asked for once with user and password and then stands for them;
/// it works, too, where a cluster has switched basic authentication off (8.2).
enum class RestSignIn : std::uint8_t { Basic, Token };

/// Where a cluster manager is and how it is to be trusted. Always TLS: `tls.enabled` is not looked at.
struct RestSettings {
    Endpoint endpoint{{}, kClusterManagerPort};
    std::string user; ///< usually an e-mail address; empty: the client certificate alone signs in
    Secret password;
    RestSignIn signIn = RestSignIn::Basic;
    TlsSettings tls;
    Duration timeout =
        std::chrono::seconds(10); ///< of one request, from the dial to the last byte of the reply
};

/// "https://cluster.example:9443".
[[nodiscard]] std::string baseUrl(const Endpoint& endpoint);

/// State of one boolean setting of the cluster.
enum class Flag : std::uint8_t {
    Unknown, ///< not read, or its value is neither true nor false
    On,
    Off,
    NotSupported, ///< the cluster object has no such key: versions before 8.0.2 (OSS flag: 8.0.16)
};
[[nodiscard]] std::string_view toString(Flag value); ///< unknown, on, off, not supported

/// Whether the signed-in user may change the cluster's settings (permission `update_cluster`).
enum class MayUpdate : std::uint8_t { Unknown, Yes, No };
/// By the permissions page: admin may, the other built-in roles may not, of any other role we know nothing.
/// Source: redis/docs rest-api/permissions.
[[nodiscard]] MayUpdate mayUpdateCluster(std::string_view role);

/// One reading of the cluster. Role and versions are extras: a cluster whose role or nodes cannot be read is
/// still read.
struct ClusterReading {
    std::string name; ///< the cluster's FQDN; empty if the reply had none
    Flag notifications = Flag::Unknown;
    Flag ossNotifications = Flag::Unknown;
    std::optional<std::chrono::milliseconds> handoffDelay; ///< nullopt: no such key (before 8.0.16)
    std::optional<std::string> role;
    std::string roleNote; ///< why there is no role: "HTTP 403: ..."
    MayUpdate mayUpdate = MayUpdate::Unknown;
    std::optional<int> nodes;
    std::optional<std::string> lowestVersion; ///< of the nodes' software versions, "8.0.2-17"
    std::string versionNote;
    WallTime readAt{};
    int httpStatus = 0;
    Duration elapsed{}; ///< of GET /v1/cluster, from the dial to the last byte of the reply
    PresentedCertificate certificate;
    std::optional<PresentedCertificate> proxyCertificate; ///< what databases of this cluster show in TLS
    std::optional<WallTime> serverDate;                   ///< header Date of the reply: whole seconds
};

/// The settings to change; what is not set is not sent.
struct ClusterChange {
    std::optional<bool> notifications;
    std::optional<bool> ossNotifications;
    std::optional<std::chrono::milliseconds> handoffDelay;
    [[nodiscard]] bool empty() const { return !notifications && !ossNotifications && !handoffDelay; }
    friend bool operator==(const ClusterChange&, const ClusterChange&) = default;
};

/// The body of PUT /v1/cluster: a JSON object of the fields to change and nothing else. Source: redis/docs
/// rest-api/requests/cluster.
[[nodiscard]] std::string toJson(const ClusterChange& change);

/// What of `change` is not so yet in `reading`; empty when nothing is to do.
[[nodiscard]] ClusterChange difference(const ClusterReading& reading, const ClusterChange& change);

/// The change that brings the fields of `change` back to what `reading` says; a field that had no known value
/// is left out.
[[nodiscard]] ClusterChange inverse(const ClusterReading& reading, const ClusterChange& change);

/// One line of the preview.
struct FieldDiff {
    std::string field;
    std::string before; ///< JSON: false, 2000; "absent" where the cluster has no such key; "?" if unknown
    std::string after;  ///< equal to `before` where nothing changes
    [[nodiscard]] bool differs() const { return before != after; }
    friend bool operator==(const FieldDiff&, const FieldDiff&) = default;
};
/// All three settings in a fixed order; those that neither exist nor are to be changed are left out.
[[nodiscard]] std::vector<FieldDiff> diff(const ClusterReading& reading, const ClusterChange& change);
/// "client_maint_notifications false -> true, ..." with the arrow U+2192; "nothing differs".
[[nodiscard]] std::string summary(const std::vector<FieldDiff>& diff);

/// Steps of a conversation with the cluster manager, in the order in which they happen.
enum class RestStage : std::uint8_t { SignIn, Read, Role, Nodes, Databases, DryRun, Apply, ReadBack };
/// sign in, read, role, nodes, databases, dry run, apply, read back
[[nodiscard]] std::string_view toString(RestStage value);

/// A step that ended.
struct RestStep {
    RestStage stage = RestStage::Read;
    bool ok = false;
    int httpStatus = 0;
    Duration elapsed{};
    std::string note; ///< what the server said, where it is worth saying
};

/// What can be asked for, each a conversation of several steps.
enum class RestAction : std::uint8_t {
    Read,   ///< the cluster, then the user's role and the nodes' versions as far as they may be read
    Survey, ///< the same, then the databases as far as they may be read
    DryRun, ///< reads, checks role and support, then has the cluster validate the change without making it
    Apply,  ///< reads, makes the change, reads back
};
[[nodiscard]] constexpr bool onlyReads(RestAction action) {
    return action == RestAction::Read || action == RestAction::Survey;
}

/// What is asked of a cluster manager.
struct RestTask {
    RestAction action = RestAction::Read;
    RestSettings settings;
    ClusterChange change; ///< DryRun, Apply
    /// Apply: what the user saw in the preview. The change is not sent if what it touches is different by
    /// now.
    std::optional<ClusterReading> previewed;
};

/// How it went. Never holds a secret.
struct RestOutcome {
    RestAction action = RestAction::Read;
    ClusterChange change;                   ///< as asked for; empty for Read and Survey
    std::optional<ClusterReading> reading;  ///< as it was before anything was changed
    std::optional<ClusterReading> readBack; ///< Apply: as it is now
    std::optional<RestFailure> failure;     ///< nullopt: all went well
    /// Apply: the reply that left it open whether the change was made, until it was read back.
    std::optional<RestFailure> doubt;
    std::vector<RestStep> steps;            ///< those that were taken
    std::vector<DatabaseReading> databases; ///< Survey
    std::string databasesNote;              ///< why they could not be read: "HTTP 403: ..."
    WallTime endedAt{};
    [[nodiscard]] bool ok() const { return !failure.has_value(); }
};

/// The same request for a shell, without the password (curl asks for it). A pin becomes --pinnedpubkey, which
/// curl enforces even under --insecure; without a certificate seen there is no such key, and the line says
/// so.
[[nodiscard]] std::string curlCommand(const RestSettings& settings, const ClusterChange& change, bool dryRun,
                                      const std::optional<PresentedCertificate>& certificate);

} // namespace maintscope
