// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/event.h"
#include "client/types/settings.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

// The facts that a readiness check collects; model/readiness/readiness.h evaluates them. Values only, without
// secrets. nullopt and empty lists mean not requested, or not reached.
namespace maintscope {

/// How the name of the database resolved.
struct NameFacts {
    std::vector<std::string> addresses; ///< all of the answer
    Duration elapsed{};
    std::optional<std::chrono::seconds> ttl; ///< the shortest of the answer's records
    std::string ttlNote;                     ///< why there is none
    std::string error;                       ///< the resolver's message; empty: it resolved
};

/// One TCP connection, opened and closed again.
struct DialFacts {
    Endpoint address;
    Duration elapsed{};
    bool connected = false;
    std::string error; ///< the system's message
};

struct TlsFacts {
    Duration elapsed{};
    std::string protocol; ///< "TLS 1.3"
    std::optional<PresentedCertificate> certificate;
    std::string errorType; ///< tls_untrusted, tls_name, ... as client/io/net/tls_trust.h; empty: accepted
    Error error;
};

/// From HELLO 3 to PONG.
struct HandshakeFacts {
    std::vector<Figure> steps; ///< hello_ns, opt_in_ns, setinfo_ns, ping_ns of those that were answered
    bool ready = false;
    bool resp3 = false;
    bool optedIn = false;
    bool optInWithHello = true;         ///< sent in one write with HELLO, so it has no time of its own
    std::string helloError;             ///< the server's message if it refused HELLO 3
    std::optional<std::string> refusal; ///< of the opt-in
    std::string serverVersion;          ///< as reported by HELLO
    std::string serverMode;             ///< standalone, cluster, sentinel
    std::string errorType;              ///< auth, server_error, timeout, closed, protocol_error; empty: none
    std::string error;                  ///< the message of the server or the system
    std::string pending;                ///< the step without a reply
};

/// One command and its reply.
struct CommandFacts {
    std::string command; ///< as sent, without arguments that could be secret
    Duration elapsed{};
    std::string error; ///< empty: it worked
};

/// Another machine's clock minus ours.
struct ClockFacts {
    Duration offset{};
    Duration uncertainty{}; ///< the true offset is within offset +- this
};

/// Whether the endpoint that a MOVING will name can be reached from this machine.
struct ImpliedEndpointFacts {
    Endpoint endpoint; ///< as the cluster manager names it
    std::string error; ///< the resolver's message; empty: it resolved
    std::vector<DialFacts> dials;
};

struct ReadinessFacts {
    TargetSettings target; ///< without its password
    bool passwordGiven = false;
    std::optional<RestSettings> rest; ///< without its password; nullopt: the cluster manager is not asked

    std::optional<NameFacts> name; ///< nullopt: the host is an address
    std::vector<DialFacts> dials;  ///< one for each address
    std::string peer;              ///< address that the handshake went to
    std::optional<TlsFacts> tls;
    EndpointType endpointType = EndpointType::Auto; ///< as requested on the wire; Auto: not reached
    std::optional<HandshakeFacts> handshake;
    std::optional<CommandFacts> probe;
    std::optional<ClockFacts> databaseClock; ///< by TIME
    std::string clientList;                  ///< reply to CLIENT LIST
    std::string clientListError;
    std::string serverInfo; ///< reply to INFO server
    std::optional<RestOutcome> cluster;
    std::optional<ClockFacts> clusterClock; ///< by the header Date, which has whole seconds
    std::optional<ImpliedEndpointFacts> implied;
    WallTime checkedAt{};
    Duration elapsed{};
    bool finished = false; ///< false: an intermediate state; missing facts may still follow
};

} // namespace maintscope
