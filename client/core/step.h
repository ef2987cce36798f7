// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/event.h"
#include "client/types/ids.h"
#include "client/types/sample.h"
#include "client/types/time.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The messages between the decisions (Target) and the world (a driver with sockets and a clock): values
/// only.
namespace maintscope::core {

// Inputs: what happened outside.

struct Start {};
/// End of the schedule; replies are awaited to their deadlines. A second one aborts.
struct Stop {};
struct Resolved {
    ResolveId id;
    std::vector<std::string> addresses; ///< literals, in the resolver's order; never empty
};
struct ResolveFailed {
    ResolveId id;
    std::string text;
};
/// The socket is up: TCP connected and, where asked for, TLS verified.
struct Opened {
    StreamId stream;
    Endpoint peer; ///< address literal and port
    Duration tcp{};
    Duration tls{};
};
struct OpenFailed {
    StreamId stream;
    std::string type; ///< errorType of the event: connection_refused, timeout, network_unreachable, tls,
                      ///< tls_name, tls_untrusted, ...
    std::string text;
};
struct Received {
    StreamId stream;
    std::string_view bytes; ///< valid during the call
};
/// All bytes of the Write actions of the previous step for this stream have been handed to the kernel (or its
/// buffer).
struct Flushed {
    StreamId stream;
};
enum class CloseCause { Fin, Reset, Error };
struct Closed {
    StreamId stream;
    CloseCause cause;
    std::string text;
};
/// The deadline given by nextDeadline() has come (or later: `now` is the actual time).
struct Tick {};
/// The process did not run, or the machine slept: nothing was measured during `missed`.
struct Suspended {
    Duration missed;
};

/// The server may have been switched to notifications: the open protected connections ask for them once
/// more. A connection that is being dialled asks anyway.
struct OptInAgain {};

using Input = std::variant<Start, Stop, Resolved, ResolveFailed, Opened, OpenFailed, Received, Flushed,
                           Closed, Tick, Suspended, OptInAgain>;

// Actions: what the driver has to do, in this order.

struct Resolve {
    ResolveId id;
    std::string host;
};
struct Open {
    StreamId stream;
    Endpoint address; ///< address literal and port
    bool tls = false;
    std::string serverName; ///< to verify and to send as SNI
};
struct Write {
    StreamId stream;
    std::string bytes;
};
/// Orderly: written bytes are sent first. The stream is forgotten: no further input about it.
struct Close {
    StreamId stream;
};

using Action = std::variant<Resolve, Open, Write, Close>;

/// What one step yields. Reused between steps by the driver (clear()).
struct Output {
    std::vector<Action> actions;
    std::vector<Event> events;
    std::vector<Sample> samples;
    void clear() {
        actions.clear();
        events.clear();
        samples.clear();
    }
};

/// Why a target that was never ready was not; picks the exit code (69, 76, 77).
enum class NotReadyCause {
    None,
    Unreachable,
    NoCommonTls,       ///< 69, but for good: no TLS at the port, or too old a version
    Untrusted,         ///< 76
    ClientCertificate, ///< 77: the server wants another client certificate
    NotAuthorised,     ///< 77
    NotADatabase,      ///< 69, but for good: a Sentinel
    Refused,
};

} // namespace maintscope::core
