// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/connection_parts.h"
#include "client/core/dialler.h"

#include <string>
#include <vector>

namespace maintscope::core {

/// The MOVINGs of one connection, from receipt until the new socket has answered a probe and the old one is
/// closed: which are new, which repeat or change a running one, and when each step is due. The one that has
/// not switched is ConnectionParts::handoff. Source: client/PROTOCOL.md, "Handoff".
class Handoffs {
public:
    Handoffs(ConnectionParts& parts, Dialler& dialler)
        : m_parts(parts)
        , m_dialler(dialler) {}

    /// Returns the window that the notification opened or belongs to.
    WindowLog::Link onMoving(Stream& stream, const Moving& moving);
    /// Does what is due.
    void drive();

    /// The new socket serves: the running handoff only has to be completed.
    void onSwitched();
    /// A probe was answered without error on `stream`.
    void onReply(const Stream& stream);
    /// A retired socket is closed. `dropped`: with probes in flight.
    void onRetiredClosed(const Stream& stream, bool dropped);
    /// The serving socket was lost.
    void onLost(const Stream& stream);
    /// Publishes what is complete.
    void complete();
    /// The recording ends.
    void close();
    /// Ends what depends on relaxed timeouts; at the end of each step.
    void settle();

    /// Whether a MOVING that is still valid announced that `peer` retires.
    [[nodiscard]] bool announced(const Endpoint& peer) const;
    /// The newest MOVING that names a target and is still valid; null: none.
    [[nodiscard]] const HandledMoving* newestWithTarget() const;
    /// Switched, and not complete or in the tail of relaxed timeouts after it.
    [[nodiscard]] bool inTail() const {
        return (!m_finishing.empty() || m_afterHandoff) && m_parts.windows.relaxed();
    }
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const;

private:
    WindowLog::Link onMovingBeforeReady(Stream& stream, const Moving& moving);
    WindowLog::Link change(Stream& stream, const Moving& moving);
    WindowLog::Link start(Stream& stream, const Moving& moving);
    WindowLog::Link join(Stream& stream, const Moving& moving);
    WindowLog::Link remember(const Stream& stream, const Moving& moving);
    void publishStart(const Stream& stream, const Moving& moving, const WindowLog::Link& link);
    [[nodiscard]] HandledMoving* findHandled(const MovingIdentity& identity);
    [[nodiscard]] WindowLog::Link linkToRunning() const;
    [[nodiscard]] MonoTime halfTimeOf(const Moving& moving) const;
    [[nodiscard]] MonoTime switchLimitOf(const Moving& moving) const;
    void end(Handoff& handoff, ResultWord result, const std::string& text);
    void endRunning(ResultWord result, const std::string& text);
    void closeWindows(Handoff& handoff, bool properly);

    ConnectionParts& m_parts;
    Dialler& m_dialler;
    std::vector<Handoff> m_finishing; ///< switched, not complete
    std::vector<HandledMoving> m_handled;
    bool m_afterHandoff = false; ///< the running tail is that of a handoff
};

} // namespace maintscope::core
