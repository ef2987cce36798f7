// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/ids.h"
#include "client/types/secret.h"
#include "client/types/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace maintscope {

/// What the client asks of the server; Support is what the server grants. Two facts, never one variable
/// (redis/go-redis#3853).
enum class Policy { Auto, Required, Never };
enum class Support { Unknown, Supported, Unsupported };

/// The form in which the server names the target of a MOVING. Auto is resolved by the client from the
/// connected peer; there is no "auto" on the wire. Source: redis-py maint_notifications.py, go-redis
/// maintnotifications.
enum class EndpointType { Auto, InternalIp, InternalFqdn, ExternalIp, ExternalFqdn, None };

enum class ProbeCommand { Get, Ping, Set, Incr };
enum class ProbeRole { Protected, Control };
enum class Environment { Unspecified, Production, Staging, Development };

/// How a certificate is verified. A pin is the SHA-256 of the leaf's DER as 64 lower-case hex digits.
struct TlsTrust {
    enum class Mode { System, CaFile, Pin };
    Mode mode = Mode::System;
    std::string caPath; ///< file or folder, PEM
    std::string pin;
    friend bool operator==(const TlsTrust&, const TlsTrust&) = default;
};

/// TLS of one connection purpose (database and REST have one each).
struct TlsSettings {
    bool enabled = false;
    TlsTrust trust;
    std::string serverName; ///< name for SNI and verification; empty: the configured host
    std::string certificatePath;
    std::string keyPath;
    Secret keyPassphrase = Secret(); ///< of the client key; empty: it has none
    /// Without secrets, which cannot be compared.
    friend bool operator==(const TlsSettings& a, const TlsSettings& b) {
        return a.enabled == b.enabled && a.trust == b.trust && a.serverName == b.serverName &&
               a.certificatePath == b.certificatePath && a.keyPath == b.keyPath;
    }
};

/// Defaults of design 3.4.
struct Timeouts {
    Duration normal = std::chrono::seconds(1);
    Duration relaxed = std::chrono::seconds(10);
    Duration connect = std::chrono::seconds(2); ///< from connect to +PONG, never relaxed
    std::optional<Duration> handoff;            ///< from MOVING to switch; nullopt: max(15 s, grace + 5 s)
    std::optional<Duration> drainLimit = std::chrono::seconds(1); ///< nullopt: wait without limit
    Duration tail = std::chrono::seconds(20);
    Duration windowCap = std::chrono::seconds(60);
    friend bool operator==(const Timeouts&, const Timeouts&) = default;
};

/// Tested upper limits; settings beyond them are rejected wherever they are read.
inline constexpr int kMostProbeConnections = 1024;
inline constexpr double kLowestRate = 0.01;            ///< per connection
inline constexpr double kMostProbesPerSecond = 50'000; ///< of one target, all connections together

struct ProbePlan {
    std::uint16_t connections = 4;
    double ratePerSecond = 20; ///< per connection
    ProbeCommand command = ProbeCommand::Get;
    std::string key;      ///< used verbatim; empty: "maintscope:<id>" with a TTL
    bool control = false; ///< a second set of connections that never opts in
    friend bool operator==(const ProbePlan&, const ProbePlan&) = default;
};

/// The rate of all connections together, including the control set.
[[nodiscard]] double probesPerSecond(const ProbePlan& plan);

struct TargetSettings {
    TargetId id{1};
    std::string name; ///< shown to the user; empty: the endpoint
    Environment environment = Environment::Unspecified;
    Endpoint endpoint;
    std::string hostsFile; ///< looked up before the system's resolver; empty: none
    std::string user;
    Secret password;
    TlsSettings tls;
    Policy policy = Policy::Auto;
    EndpointType endpointType = EndpointType::Auto;
    Timeouts timeouts;
    ProbePlan probe;
};

[[nodiscard]] std::string_view toString(Policy value);       ///< auto, required, never
[[nodiscard]] std::string_view toString(Support value);      ///< unknown, supported, unsupported
[[nodiscard]] std::string_view toString(EndpointType value); ///< auto, internal-ip, ... none: as on the wire
[[nodiscard]] std::string_view toString(ProbeCommand value); ///< get, ping, set, incr
[[nodiscard]] std::string_view toString(ProbeRole value);    ///< protected, control
[[nodiscard]] std::string_view toString(Environment value); ///< unspecified, production, staging, development

} // namespace maintscope
