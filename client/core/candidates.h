// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/connection_parts.h"
#include "client/core/step.h"
#include "client/types/connection_state.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maintscope::core {

/// The sockets of one connection that are being dialled, at most two, from the dial to +PONG: opens them,
/// leads their handshakes and judges whether one may serve. When to dial and where is Dialler's decision.
/// Each is published as one connect_attempt that is updated when it ends.
class Candidates {
public:
    /// errorType of a candidate that reached the node that retires.
    static constexpr std::string_view kRetiring = "retiring";
    /// errorType where HELLO names a Sentinel: it answers PING, but has no data.
    static constexpr std::string_view kSentinel = "sentinel";

    struct Failure {
        std::string type; ///< errorType of the event
        std::string text;
    };
    struct Dial {
        Endpoint address; ///< address literal and port
        int attempt = 1;
        Duration resolveTook{};  ///< 0: no lookup
        bool advertised = false; ///< an address of the configured name
        std::string serverName;  ///< to verify
    };
    /// How far a candidate is after a reply: neither is set while it goes on. A failed one is gone.
    struct Progress {
        StreamPtr ready;
        std::optional<Failure> failure;
    };

    explicit Candidates(ConnectionParts& parts)
        : m_parts(parts) {}

    StreamId dial(Dial dial);
    void onOpened(const Opened& opened);
    [[nodiscard]] Progress onReply(Stream& stream, const resp::Value& reply);
    /// Forgets a candidate that failed. False: the stream is none.
    bool fail(StreamId id, const Failure& failure);
    /// To be called before fail() where the peer closed the connection or sent what is no reply.
    void noteBroken(const Stream& stream);
    /// Closes a candidate that is no longer needed, if it is one.
    void supersede(StreamId id);
    /// Closes the candidate if its time is over, and returns why.
    [[nodiscard]] std::optional<Failure> expire(StreamId id);
    /// This program did not run for so long.
    void extendDeadlines(Duration stall);

    [[nodiscard]] Stream* find(StreamId id) const;
    /// Connecting or Handshaking, by the one that is furthest; nullopt: there is none.
    [[nodiscard]] std::optional<ConnectionState> state() const;
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const;

private:
    [[nodiscard]] StreamPtr take(StreamId id);
    void finishAttempt(Stream& stream, ResultWord result, const Failure& failure);
    [[nodiscard]] Progress judge(Stream& stream);
    [[nodiscard]] std::optional<Failure> objection(const Stream& stream) const;
    [[nodiscard]] bool hasSomethingBetter() const;

    ConnectionParts& m_parts;
    std::vector<StreamPtr> m_streams;
    int m_closedAtHello = 0;   ///< in a row, before any reply to it
    bool m_oneAtATime = false; ///< of the next handshake
};

} // namespace maintscope::core
