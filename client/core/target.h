// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/event.h"
#include "client/types/ids.h"
#include "client/types/sample.h"
#include "client/types/settings.h"
#include "client/types/time.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace maintscope::core {

// ---- Inputs: what the world did
// ------------------------------------------------------------------------------------

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
/// The deadline given by nextDeadline() has come (or the loop was late: `now` tells).
struct Tick {};
/// The process did not run, or the machine slept: what lies in `missed` was not measured.
struct Suspended {
    Duration missed;
};

/// The server's switch may have been turned: the open protected connections are to ask for notifications once
/// more. One that is being dialled asks by itself.
struct OptInAgain {};

using Input = std::variant<Start, Stop, Resolved, ResolveFailed, Opened, OpenFailed, Received, Flushed,
                           Closed, Tick, Suspended, OptInAgain>;

// ---- Actions: what the driver is to do, in order
// -------------------------------------------------------------------

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
enum class NotReadyCause { None, Unreachable, Untrusted, NotAuthorised, Refused };

/// The whole client of one database: all its connections, protected and control. Pure: no socket, no timer,
/// no clock, no thread; bytes and times go in, actions come out. Confined to the thread that calls step().
class Target {
public:
    /// `seed` feeds the jitter; equal input and seed give equal output.
    Target(TargetSettings settings, std::uint64_t seed);
    ~Target();
    Target(Target&&) noexcept;
    Target& operator=(Target&&) noexcept;

    /// Appends to `out`. `now` never goes backwards.
    void step(const Input& input, MonoTime now, Output& out);
    /// When step(Tick{}) is due; nullopt: only input can change anything.
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const;

    /// True once Stop has been carried out: nothing is owed any more, all streams are closed.
    [[nodiscard]] bool finished() const;
    /// True once any protected connection has been ready.
    [[nodiscard]] bool wasReady() const;
    [[nodiscard]] NotReadyCause notReadyCause() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace maintscope::core
