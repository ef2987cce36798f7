// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/handshake.h"
#include "client/core/resp_codec.h"
#include "client/types/event.h"
#include "client/types/notification.h"
#include "client/types/time.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

namespace maintscope::core {

enum class ProbeKind : std::uint8_t { Get, Ping, Set, SetRead, Incr };

/// Whether it may be sent again when its connection was lost with it: nothing is ever executed twice unless
/// that changes nothing. The value that Set writes never changes.
[[nodiscard]] constexpr bool isRepeatable(ProbeKind kind) {
    return kind != ProbeKind::Incr;
}

/// One command of the schedule. In exactly one place at any time: waiting, or in flight on one stream; ends
/// in one outcome.
struct Probe {
    MonoTime intended{};
    MonoTime sent{};              ///< last write
    Duration deadlineExtension{}; ///< because this program or the machine did not run
    ProbeKind kind = ProbeKind::Get;
    bool written = false;
    bool carriedOver = false;
};

/// A reply that a stream waits for, in the order of writing.
struct PendingReply {
    enum class What : std::uint8_t {
        Probe,
        Abandoned, ///< its timeout was counted; the slot stays so that replies keep matching commands
        Integrity,
        OptIn,   ///< once more, on a connection that is open
        Discard, ///< a command of ours whose answer does not matter
    };
    What what = What::Probe;
    Probe probe;
};

/// One socket of a connection, from its dial to its end.
struct Stream {
    enum class Phase : std::uint8_t { Connecting, Handshaking, Ready };

    StreamId id;
    Endpoint address; ///< dialled
    Endpoint peer;    ///< connected
    Phase phase = Phase::Connecting;
    MonoTime dialled{};
    MonoTime deadline{}; ///< for +PONG
    MonoTime opened{};
    resp::Decoder decoder;
    Handshake handshake;
    EndpointType endpointType = EndpointType::None;
    std::deque<PendingReply> inFlight;
    std::size_t probes = 0;  ///< in inFlight, without an outcome so far
    std::size_t settled = 0; ///< at the front of inFlight: nothing there has a deadline any more
    std::size_t unordered =
        0; ///< at the front of inFlight: as far as a carried-over probe stands behind a younger
    std::size_t unflushed = 0; ///< at the back of inFlight: written, not yet in the kernel
    MonoTime youngest{};       ///< intended time of the youngest probe ever written here
    MonoTime lastRead{};
    MonoTime inFlightSince{};          ///< when inFlight became non-empty
    bool advertised = false;           ///< its address was among those of the configured name
    std::optional<Moving> earlyMoving; ///< MOVING received before +PONG
    bool earlyMovingRepeated = false;  ///< ... and this target knows it: the node is the retiring one
    bool movingReceived = false;       ///< while it served: its end is announced, however late it comes
    Event attempt;                     ///< its connect_attempt, published at the dial and at the end

    [[nodiscard]] bool hasProbesInFlight() const { return probes > 0; }
};

using StreamPtr = std::unique_ptr<Stream>;

} // namespace maintscope::core
