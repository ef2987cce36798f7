// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "client/types/settings.h"
#include "client/types/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope {

/// Kinds as exported; `state` is ours: a named transition of a connection.
enum class EventKind : std::uint8_t {
    Notification,   ///< a frame received; name = MOVING, MIGRATED, ...; several connections may receive the
                    ///< same one
    Window,         ///< span: a maintenance window of one connection, from its opener to its end
    Handoff,        ///< span: one handoff of one connection, MOVING to old connection closed, with its phases
    Disconnect,     ///< a serving connection was lost or closed
    ConnectAttempt, ///< span: a dial, from resolve to +PONG or to its failure
    Connected,      ///< a connection is ready and takes writes
    Timeout,        ///< span: a run of probes that timed out
    Error,          ///< span: a run of equal error replies, or a protocol error
    Gap,            ///< span, derived by the model: no reply
    Relaxed,        ///< span: the effective timeout differs from the configured one
    DnsChange,      ///< an answer of the resolver while an operation is open
    RestChange,     ///< a cluster setting was read or changed over REST
    Note,           ///< written by the user
    LocalStall,     ///< our own event loop was late
    NotMeasured,    ///< span: schedule slots that were not sent because we were not running
    Alert,          ///< a finding of the client: not supported, order given up, ...
    Recording,      ///< session started, stopped, integrity result, not recorded
    State,          ///< transition; name = the new state
};

enum class Severity : std::uint8_t { Info, Notice, Warning, Error };
enum class PairState : std::uint8_t {
    None,
    Open,
    Closed,
    Capped,      ///< the end never came; closed by its cap
    OrphanClose, ///< an end without a beginning, or history replayed at the opt-in
};

/// How a handoff or an attempt stands.
enum class ResultWord : std::uint8_t { None, Running, Ok, Failed, Superseded, Expired };

/// Phases of a handoff, each relative to the receipt of the notification. nullopt: not reached.
struct HandoffPhases {
    std::optional<Duration> notified;
    std::optional<Duration> connecting;
    std::optional<Duration> optedIn;
    std::optional<Duration> firstOk;
    std::optional<Duration> oldDrained;
    std::optional<Duration> oldClosed;
    friend bool operator==(const HandoffPhases&, const HandoffPhases&) = default;
};

/// A named number; the unit is last in the name: "tcp_ns", "acknowledged", "attempts".
struct Figure {
    std::string name;
    std::int64_t value = 0;
    friend bool operator==(const Figure&, const Figure&) = default;
};

/// The one record of what happened, from the client to the file, the screen and the exports (schema
/// maint-events/1). A span is published when it begins and again, under the same key, whenever it grows or
/// ends. Holds no secret. Server text is raw here and escaped where it is shown.
struct Event {
    EventKey key;
    std::uint64_t seqNo =
        0;           ///< order inside the session, given at the client's outlet; a span keeps its first one
    MonoTime at{};   ///< receipt, or begin of the span
    WallTime wall{}; ///< given at the client's outlet
    Duration clockStep{}; ///< wall minus monotonic drift since the previous event
    std::optional<MonoTime> end;

    EventKind kind = EventKind::State;
    Severity severity = Severity::Info;
    std::string name;

    TargetId target{};
    ConnectionId connection{}; ///< 0: the target as a whole
    StreamId stream{};         ///< the socket concerned; 0: none
    ProbeRole role = ProbeRole::Protected;

    std::optional<SequenceId> sequence;
    std::optional<Duration> announced; ///< the seconds field of the frame; the deadline is at + announced
    std::string peerOld;
    std::string peerNew; ///< empty is meaningful: a MOVING without a target
    std::string slots;
    std::string shards;
    std::optional<EventKey> pair; ///< the window that a notification opened or closed
    PairState pairState = PairState::None;
    HandoffPhases phases;

    std::optional<Duration> timeoutBefore;
    std::optional<Duration> timeoutEffective;

    std::optional<int> attempt;
    ResultWord result = ResultWord::None;
    std::string errorType; ///< OpenTelemetry style: "connection_refused", "tls", "auth", "timeout", ...
    std::string errorText; ///< exact words of the server or the system
    std::optional<Policy> policy;
    std::optional<Support> support;
    std::string raw; ///< the frame as received, bounded to 4 KiB

    std::vector<Figure> figures;
    std::string text; ///< one English sentence; made by the model from the fields when empty
};

[[nodiscard]] std::string_view toString(EventKind value); ///< notification, window, connect_attempt, ...
[[nodiscard]] std::string_view toString(Severity value);  ///< info, notice, warning, error
[[nodiscard]] std::string_view
toString(PairState value); ///< open, closed, capped, orphan_close; empty for None
[[nodiscard]] std::string_view
toString(ResultWord value); ///< running, ok, failed, superseded, expired; empty for None

/// Value of a figure, if the event has it.
[[nodiscard]] std::optional<std::int64_t> figure(const Event& event, std::string_view name);

} // namespace maintscope
