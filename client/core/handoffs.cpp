// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/handoffs.h"

#include "client/core/retry_policy.h"

#include <algorithm>
#include <utility>

namespace maintscope::core {

WindowLog::Link Handoffs::onMoving(Stream& stream, const Moving& moving) {
    if (stream.phase != Stream::Phase::Ready) return onMovingBeforeReady(stream, moving);
    // On a retired connection it says nothing new (redis/jedis#4709).
    if (&stream != m_parts.serving.get()) return {};
    stream.movingReceived = true;
    HandledMoving* handled = findHandled(MovingIdentity(moving, m_parts.identity.id));
    if (handled != nullptr && handled->firstStream == stream.id) return linkToRunning();
    if (m_parts.handoff) return change(stream, moving);
    if (handled != nullptr) {
        // Received again on the connection that replaced the first: it retires as well. It moves once more,
        // not more often (StackExchange.Redis: 12 reconnections from one event).
        if (handled->handoffs >= kRetry.mostHandoffsPerMoving) return {};
        ++handled->handoffs;
    }
    return start(stream, moving);
}

WindowLog::Link Handoffs::onMovingBeforeReady(Stream& stream, const Moving& moving) {
    stream.earlyMoving = moving;
    stream.earlyMovingRepeated |= m_parts.context.operations.isRepeated(moving, m_parts.now());
    const bool mine = m_parts.handoff && m_parts.handoff->identity.isSameOperation(moving);
    const bool news = m_parts.handoff && m_parts.serving && !mine &&
                      findHandled(MovingIdentity(moving, m_parts.identity.id)) == nullptr;
    // Another MOVING on a candidate is input like any other: the node that we were going to moves, too.
    // Without a handoff it is carried out once this stream serves.
    if (news) return change(*m_parts.serving, moving);
    return stream.earlyMovingRepeated ? linkToRunning() : WindowLog::Link{};
}

/// One that this connection has dealt with and that is still valid.
HandledMoving* Handoffs::findHandled(const MovingIdentity& identity) {
    const auto it = std::find_if(m_handled.begin(), m_handled.end(), [&](const HandledMoving& h) {
        return h.identity == identity && h.validUntil > m_parts.now();
    });
    return it == m_handled.end() ? nullptr : &*it;
}

WindowLog::Link Handoffs::linkToRunning() const {
    if (!m_parts.handoff || m_parts.handoff->windows.empty()) return {};
    return {m_parts.handoff->windows.back(), PairState::Open};
}

/// A second MOVING while a handoff runs. An older one, or the same operation without its target, adds
/// nothing. A newer one to the same place, or without a target, joins: the running attempts continue, and DNS
/// is asked as well. Another target redirects.
WindowLog::Link Handoffs::change(Stream& stream, const Moving& moving) {
    const MovingIdentity& running = m_parts.handoff->identity;
    const bool older = moving.sequence && running.sequence && *moving.sequence < *running.sequence;
    const bool nothingNew = !moving.target && running.isSameOperation(moving);
    if (older || nothingNew) return linkToRunning();
    if (moving.target && moving.target != running.target) return start(stream, moving);
    return join(stream, moving);
}

WindowLog::Link Handoffs::start(Stream& stream, const Moving& moving) {
    const MonoTime now = m_parts.now();
    MonoTime halfTime = MonoTime::max();
    if (m_parts.handoff) {
        // However often it is redirected: once half of the first grace has passed, the configured endpoint is
        // dialled.
        halfTime = m_parts.handoff->halfTime;
        closeWindows(*m_parts.handoff, false);
        endRunning(ResultWord::Superseded, "a newer MOVING took its place");
    }
    m_dialler.clearForHandoff(halfTime > now);

    Handoff handoff;
    handoff.identity = MovingIdentity(moving, m_parts.identity.id);
    handoff.notified = now;
    handoff.grace = moving.grace.value_or(kRetry.usualGrace);
    handoff.halfTime = std::min(halfTime, halfTimeOf(moving));
    handoff.switchLimit = switchLimitOf(moving);
    handoff.oldStream = stream.id;
    const WindowLog::Link link = remember(stream, moving);
    handoff.windows.push_back(*link.window);
    m_parts.handoff = std::move(handoff);
    publishStart(stream, moving, link);

    m_dialler.beginHandoff(moving.target);
    drive(); // what is due at once goes out in this step
    m_dialler.driveRoutes();
    return link;
}

void Handoffs::publishStart(const Stream& stream, const Moving& moving, const WindowLog::Link& link) {
    Event e = m_parts.event(EventKind::Handoff, "MOVING", Severity::Notice);
    e.stream = stream.id;
    e.sequence = moving.sequence;
    e.announced = moving.grace;
    e.peerOld = toString(stream.peer);
    if (moving.target) e.peerNew = toString(*moving.target);
    e.pair = link.window;
    e.phases.notified = Duration::zero();
    e.result = ResultWord::Running;
    m_parts.publish(e);
    m_parts.handoff->event = std::move(e);
}

WindowLog::Link Handoffs::join(Stream& stream, const Moving& moving) {
    const WindowLog::Link link = remember(stream, moving);
    if (link.window && std::find(m_parts.handoff->windows.begin(), m_parts.handoff->windows.end(),
                                 *link.window) == m_parts.handoff->windows.end())
        m_parts.handoff->windows.push_back(*link.window);
    m_parts.handoff->halfTime = std::min(m_parts.handoff->halfTime, halfTimeOf(moving));
    m_parts.handoff->switchLimit = std::max(m_parts.handoff->switchLimit, switchLimitOf(moving));
    if (!moving.target) m_dialler.pollDns();
    return link;
}

/// Remembers a MOVING that is carried out, for as long as it may be received again, and opens its window.
WindowLog::Link Handoffs::remember(const Stream& stream, const Moving& moving) {
    const MonoTime validUntil = m_parts.now() + moving.grace.value_or(kRetry.usualGrace) + kRetry.graceSlack;
    const MovingIdentity identity(moving, m_parts.identity.id);
    m_parts.context.operations.remember(identity, validUntil);
    if (findHandled(identity) == nullptr) {
        // An expired one that is announced again is a fresh announcement.
        std::erase_if(m_handled, [&](const HandledMoving& h) { return h.identity == identity; });
        if (m_handled.size() >= kRetry.handledRemembered) m_handled.erase(m_handled.begin());
        m_handled.push_back({identity, stream.id, stream.peer, validUntil, 1});
    }
    return m_parts.windows.open(OperationKind::Moving, moving.sequence,
                                moving.target ? toString(*moving.target) : std::string(), moving.grace,
                                validUntil);
}

/// When the configured endpoint is dialled, too. A named target has a short head start however small the
/// grace is: the configured endpoint may well be the node that retires.
MonoTime Handoffs::halfTimeOf(const Moving& moving) const {
    const Duration half = moving.grace.value_or(kRetry.usualGrace) / kRetry.configuredShare;
    return m_parts.now() + (moving.target ? std::max(half, kRetry.headStart) : half);
}

MonoTime Handoffs::switchLimitOf(const Moving& moving) const {
    const Duration grace = moving.grace.value_or(kRetry.usualGrace);
    return m_parts.now() + m_parts.settings().timeouts.handoff.value_or(
                               std::max(kRetry.usualGrace, grace + kRetry.graceSlack));
}

void Handoffs::drive() {
    if (!m_parts.handoff) return;
    if (m_parts.now() >= m_parts.handoff->switchLimit) {
        endRunning(ResultWord::Expired, "no new connection was ready in time");
        m_dialler.onHandoffExpired();
        return;
    }
    if (m_parts.now() >= m_parts.handoff->halfTime) m_dialler.dialConfiguredToo();
}

void Handoffs::onSwitched() {
    if (!m_parts.handoff) return;
    Handoff handoff = *std::exchange(m_parts.handoff, std::nullopt);
    handoff.newStream = m_parts.serving->id;
    handoff.event.peerNew = toString(m_parts.serving->peer);
    handoff.event.phases.optedIn = m_parts.now() - handoff.notified;
    m_parts.publish(handoff.event);
    m_finishing.push_back(std::move(handoff));
}

void Handoffs::onReply(const Stream& stream) {
    if (m_finishing.empty()) return;
    for (Handoff& handoff : m_finishing) {
        if (handoff.newStream != stream.id || handoff.event.phases.firstOk) continue;
        handoff.event.phases.firstOk = m_parts.now() - handoff.notified;
        m_parts.publish(handoff.event);
    }
    complete();
}

void Handoffs::onRetiredClosed(const Stream& stream, bool dropped) {
    for (Handoff& handoff : m_finishing) {
        if (handoff.oldStream != stream.id) continue;
        const Duration since = m_parts.now() - handoff.notified;
        if (!dropped) handoff.event.phases.oldDrained = since;
        handoff.event.phases.oldClosed = since;
        m_parts.publish(handoff.event);
    }
    complete();
    // One whose new connection has retired in turn can get no first reply any more.
    std::erase_if(m_finishing, [&](Handoff& handoff) {
        if (handoff.newStream != stream.id) return false;
        closeWindows(handoff, false);
        end(handoff, ResultWord::Superseded, "moved on before the first reply");
        return true;
    });
}

void Handoffs::onLost(const Stream& stream) {
    if (m_parts.handoff && m_parts.handoff->oldStream == stream.id) {
        m_parts.handoff->event.phases.oldClosed = m_parts.now() - m_parts.handoff->notified;
        m_parts.publish(m_parts.handoff->event);
    }
    std::erase_if(m_finishing, [&](Handoff& handoff) {
        if (handoff.newStream != stream.id) return false;
        end(handoff, ResultWord::Failed, "the new connection was lost before the handoff was complete");
        return true;
    });
}

/// The windows of a MOVING end properly when the old connection is closed, not at its grace.
void Handoffs::complete() {
    std::erase_if(m_finishing, [&](Handoff& handoff) {
        if (!handoff.moved()) return false;
        closeWindows(handoff, true);
        if (!handoff.complete()) return false;
        end(handoff, ResultWord::Ok, {});
        return true;
    });
}

void Handoffs::closeWindows(Handoff& handoff, bool properly) {
    for (const EventKey window : handoff.windows)
        m_parts.windows.closeMoving(window, properly);
    if (properly && !handoff.windows.empty()) m_afterHandoff = true;
    handoff.windows.clear();
}

void Handoffs::close() {
    if (m_parts.handoff) endRunning(ResultWord::Running, "the recording ended before the switch");
    for (Handoff& handoff : m_finishing) {
        handoff.event.end = m_parts.now();
        m_parts.publish(handoff.event);
    }
    m_finishing.clear();
}

void Handoffs::settle() {
    if (!m_parts.windows.relaxed()) m_afterHandoff = false;
}

bool Handoffs::announced(const Endpoint& peer) const {
    return std::any_of(m_handled.begin(), m_handled.end(), [&](const HandledMoving& handled) {
        return handled.validUntil > m_parts.now() && handled.oldPeer == peer;
    });
}

const HandledMoving* Handoffs::newestWithTarget() const {
    const auto newest = std::find_if(m_handled.rbegin(), m_handled.rend(), [&](const HandledMoving& handled) {
        return handled.identity.target && handled.validUntil > m_parts.now();
    });
    return newest == m_handled.rend() ? nullptr : &*newest;
}

std::optional<MonoTime> Handoffs::nextDeadline() const {
    std::optional<MonoTime> next;
    if (!m_parts.handoff) return next;
    if (!m_dialler.dialsConfigured()) consider(next, m_parts.handoff->halfTime);
    consider(next, m_parts.handoff->switchLimit);
    return next;
}

void Handoffs::endRunning(ResultWord result, const std::string& text) {
    end(*m_parts.handoff, result, text);
    m_parts.handoff.reset();
}

void Handoffs::end(Handoff& handoff, ResultWord result, const std::string& text) {
    handoff.event.result = result;
    handoff.event.end = m_parts.now();
    if (result == ResultWord::Expired || result == ResultWord::Failed) {
        handoff.event.severity = Severity::Error;
        handoff.event.errorType = "handoff";
    }
    handoff.event.errorText = text;
    m_parts.publish(handoff.event);
}

} // namespace maintscope::core
