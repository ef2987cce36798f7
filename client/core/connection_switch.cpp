// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/connection.h"
#include "client/types/event_names.h"

#include <algorithm>

namespace maintscope::core {

// ---- switch
// --------------------------------------------------------------------------------------------------------

void Connection::adopt(StreamPtr stream) {
    stopRoute(m_named);
    stopRoute(m_configured);
    m_configured.endpoint = m_context.settings.endpoint;
    m_configured.period.reset();
    m_configured.backoff.reset();
    m_configured.attempts = 0;
    m_poll.reset();
    publishConnected(*stream);

    m_wasReady = true;
    m_lastFailure = NotReadyCause::None;
    m_orphanSince.reset();
    m_lastPeer = stream->peer;
    checkAdvertisedLater();
    StreamPtr old = std::exchange(m_serving, std::move(stream));
    if (m_handoff) {
        Handoff handoff = *std::exchange(m_handoff, std::nullopt);
        handoff.newStream = m_serving->id;
        handoff.event.peerNew = toString(m_serving->peer);
        handoff.event.phases.optedIn = m_context.now - handoff.notified;
        m_context.publish(handoff.event);
        m_finishing.push_back(std::move(handoff));
    }
    if (old) retire(std::move(old));
    completeHandoffs(); // the old one may have gone before
    // Received before +PONG, and accepted all the same: this node moves, too.
    if (m_serving->earlyMoving) {
        const Moving moving = *std::exchange(m_serving->earlyMoving, std::nullopt);
        static_cast<void>(onMoving(*m_serving, moving));
    }
}

void Connection::publishConnected(const Stream& stream) {
    Event connected = event(EventKind::Connected,
                            m_handoff || m_serving ? names::kSwitched
                            : m_wasReady           ? names::kReconnected
                                                   : names::kConnected,
                            Severity::Info);
    connected.stream = stream.id;
    connected.peerOld = toString(m_serving ? m_serving->peer : m_lastPeer);
    connected.peerNew = toString(stream.peer);
    connected.policy = m_context.settings.policy;
    connected.figures = {{"opted_in", stream.handshake.optedIn() ? 1 : 0},
                         {"resp", stream.handshake.resp3() ? 3 : 2}};
    const bool asked = m_identity.role == ProbeRole::Protected && m_context.settings.policy != Policy::Never;
    if (asked) connected.support = stream.handshake.optedIn() ? Support::Supported : Support::Unsupported;
    m_context.publish(std::move(connected));
    if (!asked) return;

    if (!std::exchange(m_supportReported, true)) {
        Event e = event(EventKind::Recording, names::kSupport, Severity::Info);
        e.policy = m_context.settings.policy;
        e.support = stream.handshake.optedIn() ? Support::Supported : Support::Unsupported;
        e.errorText = stream.handshake.refusal().value_or(std::string());
        m_context.publish(std::move(e));
        m_context.publish(
            event(EventKind::Recording,
                  std::string(names::kEndpointTypePrefix) + std::string(toString(stream.endpointType)),
                  Severity::Info));
    }
    if (stream.handshake.optedIn()) return;
    Event e = event(EventKind::Alert, stream.handshake.resp3() ? names::kOptInRefused : names::kNotResp3,
                    m_handoff ? Severity::Warning : Severity::Notice);
    e.stream = stream.id;
    e.peerNew = toString(stream.peer);
    e.policy = m_context.settings.policy;
    e.support = Support::Unsupported;
    e.errorText = stream.handshake.refusal().value_or(std::string());
    m_context.publish(std::move(e));
}

/// From here on the old connection only answers what is in flight.
void Connection::retire(StreamPtr old) {
    if (m_ledger.waitingDependsOnOrder()) {
        const auto& limit = m_context.settings.timeouts.drainLimit;
        m_orderingHeldUntil = limit ? m_context.now + *limit : MonoTime::max();
    }
    m_draining.push_back(std::move(old));
    if (!m_draining.back()->hasProbesInFlight()) drained(*m_draining.back());
}

/// The old connection has given all its replies: it is closed by us, in order.
void Connection::drained(Stream& stream) {
    const auto it = std::find_if(m_draining.begin(), m_draining.end(),
                                 [&](const StreamPtr& s) { return s.get() == &stream; });
    if (it == m_draining.end()) return;
    StreamPtr gone = std::move(*it);
    m_draining.erase(it);
    m_context.act(Close{gone->id});
    drainingGone(std::move(gone));
}

/// A retired connection is closed, by us or by the server. What is in flight is taken back.
void Connection::drainingGone(StreamPtr stream) {
    const bool dropped = stream->hasProbesInFlight();
    m_ledger.takeBack(*stream);
    if (m_draining.empty()) m_orderingHeldUntil.reset();
    for (Handoff& handoff : m_finishing) {
        if (handoff.oldStream != stream->id) continue;
        const Duration since = m_context.now - handoff.notified;
        if (!dropped) handoff.event.phases.oldDrained = since;
        handoff.event.phases.oldClosed = since;
        m_context.publish(handoff.event);
    }
    completeHandoffs();
    // One whose new connection has retired in turn can get no first reply any more.
    std::erase_if(m_finishing, [&](Handoff& handoff) {
        if (handoff.newStream != stream->id) return false;
        closeWindows(handoff, false);
        endHandoff(handoff, ResultWord::Superseded, "moved on before the first reply");
        return true;
    });
}

/// The windows of a MOVING end properly when the old connection is closed, not at its grace.
void Connection::completeHandoffs() {
    std::erase_if(m_finishing, [&](Handoff& handoff) {
        if (!handoff.moved()) return false;
        closeWindows(handoff, true);
        if (!handoff.complete()) return false;
        endHandoff(handoff, ResultWord::Ok, {});
        return true;
    });
}

void Connection::closeWindows(Handoff& handoff, bool properly) {
    for (const EventKey window : handoff.windows)
        m_windows.closeMoving(window, properly);
    if (properly && !handoff.windows.empty()) m_afterHandoff = true;
    handoff.windows.clear();
}

void Connection::firstReply(const Stream& stream) {
    if (m_finishing.empty()) return;
    for (Handoff& handoff : m_finishing) {
        if (handoff.newStream != stream.id || handoff.event.phases.firstOk) continue;
        handoff.event.phases.firstOk = m_context.now - handoff.notified;
        m_context.publish(handoff.event);
    }
    completeHandoffs();
}

// ---- loss
// ----------------------------------------------------------------------------------------------------------

/// Whether the loss of the serving connection was announced: to it, to its connection, or (for a
/// control connection, which receives no notifications) to the protected ones of its target.
bool Connection::wasAnnounced(const Stream& stream) const {
    if (m_windows.anyOpen() || m_handoff || stream.movingReceived) return true;
    if (m_identity.role == ProbeRole::Control)
        return m_context.openWindows > 0 || m_context.operations.anyValid(m_context.now);
    // A MOVING without a target may have led back to the node that retires.
    return std::any_of(m_handled.begin(), m_handled.end(), [&](const HandledMoving& handled) {
        return handled.validUntil > m_context.now && handled.oldPeer == stream.peer;
    });
}

void Connection::lost(StreamPtr stream, std::string_view name, const std::string& type,
                      const std::string& text) {
    const MonoTime now = m_context.now;
    Event e = event(EventKind::Disconnect, name,
                    name == names::kDuringMaintenance ? Severity::Warning : Severity::Error);
    e.stream = stream->id;
    e.peerOld = toString(stream->peer);
    e.errorType = type;
    e.errorText = text;
    e.figures = {{"owed", static_cast<std::int64_t>(stream->probes)}};
    m_context.publish(std::move(e));

    m_lastPeer = stream->peer;
    m_orphanSince = now;
    m_ledger.takeBack(*stream);
    if (m_handoff && m_handoff->oldStream == stream->id) {
        m_handoff->event.phases.oldClosed = now - m_handoff->notified;
        m_context.publish(m_handoff->event);
    }
    std::erase_if(m_finishing, [&](Handoff& handoff) {
        if (handoff.newStream != stream->id) return false;
        endHandoff(handoff, ResultWord::Failed,
                   "the new connection was lost before the handoff was complete");
        return true;
    });
    dialAfterLoss(now - stream->opened < kRetry.shortLife);
}

/// Where a MOVING is still valid its target is the better address; both ways are tried, the first that is
/// ready wins. An attempt that is under way may be nearly there: it goes on.
void Connection::dialAfterLoss(bool shortLived) {
    const MonoTime now = m_context.now;
    // At once; but a server that accepts and drops in a loop must not be dialled in a loop.
    if (!shortLived) m_lossBackoff.reset();
    const MonoTime begin = shortLived ? now + m_lossBackoff.next(m_context.jitter) : now;
    const auto newest = std::find_if(m_handled.rbegin(), m_handled.rend(), [&](const HandledMoving& handled) {
        return handled.identity.target && handled.validUntil > now;
    });
    if (!m_handoff && !m_named.active() && newest != m_handled.rend()) {
        m_named = Route{};
        m_named.endpoint = *newest->identity.target;
        m_named.validUntil = newest->validUntil;
        m_named.startAt(begin);
    }
    const bool underWay =
        m_configured.phase == Route::Phase::Dialing || m_configured.phase == Route::Phase::Resolving;
    if (!underWay || m_configured.fixedAddresses) {
        stopRoute(m_configured);
        m_configured = Route{};
        m_configured.endpoint = m_context.settings.endpoint;
        m_configured.startAt(begin);
    }
    m_configured.period = m_handoff ? std::optional(kRetry.pollPeriod) : std::nullopt;
    if (m_named.phase == Route::Phase::Waiting && m_handoff)
        m_named.startAt(now); // nothing to spare any more
    driveRoute(m_named);
    driveRoute(m_configured);
}

} // namespace maintscope::core
