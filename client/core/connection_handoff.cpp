// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/connection.h"
#include "client/core/notification_decoder.h"
#include "client/types/event_names.h"

#include <algorithm>

namespace maintscope::core {

// ---- notifications
// -------------------------------------------------------------------------------------------------

void Connection::onPush(Stream& stream, const resp::Frame& frame) {
    const MaintenanceNotification notification = decodeNotification(frame.value);
    const std::size_t mark = m_context.out->events.size();
    Event e = event(EventKind::Notification, notificationName(notification), Severity::Notice);
    e.stream = stream.id;
    e.peerOld = toString(stream.peer.host.empty() ? stream.address : stream.peer);
    e.raw = frame.raw;
    const MonoTime cap = m_context.now + m_context.settings.timeouts.windowCap;
    const bool history = stream.phase != Stream::Phase::Ready;
    // A control connection shows what it receives and does nothing about it: that is its purpose.
    const bool acts = m_identity.role == ProbeRole::Protected;

    const auto opened = [&](WindowFamily family, std::optional<SequenceId> sequence, const std::string& scope,
                            std::optional<Duration> announced) {
        e.sequence = sequence;
        e.announced = announced;
        if (!acts) return WindowLog::Link{};
        return m_windows.open(family, sequence, scope, announced, cap);
    };
    const auto completed = [&](WindowFamily family, std::optional<SequenceId> sequence,
                               const std::string& scope) {
        e.sequence = sequence;
        // Before the connection is ready a completion is the retained last one, replayed to every opt-in,
        // hours old perhaps: history that ends nothing (facts: StackExchange.Redis
        // ServerMaintenanceEvent.md).
        if (history || !acts) return WindowLog::Link{std::nullopt, PairState::OrphanClose};
        checkAdvertisedSoon(); // what was moved may have taken our proxy along
        return m_windows.complete(family, scope);
    };
    const WindowLog::Link link =
        std::visit(Overload{
                       [&](const Moving& m) {
                           e.sequence = m.sequence;
                           e.announced = m.grace;
                           if (m.target) e.peerNew = toString(*m.target);
                           return acts ? onMoving(stream, m) : WindowLog::Link{};
                       },
                       [&](const Migrating& m) {
                           e.shards = m.shards;
                           return opened(WindowFamily::Migrating, m.sequence, m.shards, m.startsIn);
                       },
                       [&](const FailingOver& m) {
                           e.shards = m.shards;
                           return opened(WindowFamily::FailingOver, m.sequence, m.shards, m.startsIn);
                       },
                       [&](const Smigrating& m) {
                           e.slots = m.slots;
                           return opened(WindowFamily::Smigrating, m.sequence, m.slots, std::nullopt);
                       },
                       [&](const Migrated& m) {
                           e.shards = m.shards;
                           return completed(WindowFamily::Migrating, m.sequence, m.shards);
                       },
                       [&](const FailedOver& m) {
                           e.shards = m.shards;
                           return completed(WindowFamily::FailingOver, m.sequence, m.shards);
                       },
                       [&](const Smigrated& m) {
                           std::string slots;
                           for (const SlotMove& move : m.moves)
                               slots += (slots.empty() ? "" : ",") + move.slots;
                           e.slots = slots;
                           return completed(WindowFamily::Smigrating, m.sequence, slots);
                       },
                       [&](const Unrecognised& u) {
                           e.severity = Severity::Info;
                           e.errorType = "unrecognised";
                           e.errorText = u.reason;
                           return WindowLog::Link{};
                       },
                   },
                   notification);
    e.pair = link.window;
    e.pairState = link.state;
    m_context.publishBefore(mark, std::move(e));
}

WindowLog::Link Connection::onMoving(Stream& stream, const Moving& moving) {
    if (stream.phase != Stream::Phase::Ready) return onMovingBeforeReady(stream, moving);
    // On a retired connection it says nothing new (redis/jedis#4709).
    if (&stream != m_serving.get()) return {};
    stream.movingReceived = true;
    HandledMoving* handled = findHandled(MovingIdentity(moving, m_identity.id));
    if (handled != nullptr && handled->firstStream == stream.id) return linkToHandoff();
    if (m_handoff) return changeHandoff(stream, moving);
    if (handled != nullptr) {
        // Received again on the connection that replaced the first: it retires as well. It moves once more,
        // no oftener (StackExchange.Redis: 12 reconnections from one event).
        if (handled->handoffs >= kRetry.mostHandoffsPerMoving) return {};
        ++handled->handoffs;
    }
    return startHandoff(stream, moving);
}

WindowLog::Link Connection::onMovingBeforeReady(Stream& stream, const Moving& moving) {
    stream.earlyMoving = moving;
    stream.earlyMovingRepeated |= m_context.operations.isRepeated(moving, m_context.now);
    const bool mine = m_handoff && m_handoff->identity.isSameOperation(moving);
    const bool news =
        m_handoff && m_serving && !mine && findHandled(MovingIdentity(moving, m_identity.id)) == nullptr;
    // Another MOVING on a candidate is input like any other: the node that we were going to moves, too.
    // Without a handoff it is carried out once this stream serves.
    if (news) return changeHandoff(*m_serving, moving);
    return stream.earlyMovingRepeated ? linkToHandoff() : WindowLog::Link{};
}

/// One that this connection has dealt with and that is still valid.
HandledMoving* Connection::findHandled(const MovingIdentity& identity) {
    const auto it = std::find_if(m_handled.begin(), m_handled.end(), [&](const HandledMoving& h) {
        return h.identity == identity && h.validUntil > m_context.now;
    });
    return it == m_handled.end() ? nullptr : &*it;
}

WindowLog::Link Connection::linkToHandoff() const {
    if (!m_handoff || m_handoff->windows.empty()) return {};
    return {m_handoff->windows.back(), PairState::Open};
}

/// A second MOVING while a handoff runs. An older one, or the same operation without its target, adds
/// nothing. A newer one to the same place, or without a target, joins: the attempts that run go on, DNS is
/// asked besides. Another target redirects.
WindowLog::Link Connection::changeHandoff(Stream& stream, const Moving& moving) {
    const MovingIdentity& running = m_handoff->identity;
    const bool older = moving.sequence && running.sequence && *moving.sequence < *running.sequence;
    const bool nothingNew = !moving.target && running.isSameOperation(moving);
    if (older || nothingNew) return linkToHandoff();
    if (moving.target && moving.target != running.target) return startHandoff(stream, moving);
    return joinHandoff(stream, moving);
}

WindowLog::Link Connection::startHandoff(Stream& stream, const Moving& moving) {
    const MonoTime now = m_context.now;
    MonoTime halfTime = MonoTime::max();
    if (m_handoff) {
        // However often it is redirected: once half of the first grace has passed, the configured endpoint is
        // dialled.
        halfTime = m_handoff->halfTime;
        closeWindows(*m_handoff, false);
        endHandoff(*m_handoff, ResultWord::Superseded, "a newer MOVING took its place");
        m_handoff.reset();
    }
    stopRoute(m_named);
    if (halfTime > now) stopRoute(m_configured);
    m_poll.reset();

    Handoff handoff;
    handoff.identity = MovingIdentity(moving, m_identity.id);
    handoff.notified = now;
    handoff.grace = moving.grace.value_or(kRetry.usualGrace);
    handoff.halfTime = std::min(halfTime, halfTimeOf(moving));
    handoff.switchLimit = switchLimitOf(moving);
    handoff.oldStream = stream.id;
    const WindowLog::Link link = noteMoving(stream, moving);
    handoff.windows.push_back(*link.window);

    Event e = event(EventKind::Handoff, "MOVING", Severity::Notice);
    e.stream = stream.id;
    e.sequence = moving.sequence;
    e.announced = moving.grace;
    e.peerOld = toString(stream.peer);
    if (moving.target) e.peerNew = toString(*moving.target);
    e.pair = link.window;
    e.phases.notified = Duration::zero();
    e.result = ResultWord::Running;
    m_context.publish(e);
    handoff.event = std::move(e);
    m_handoff = std::move(handoff);

    if (moving.target)
        dialNamed(*moving.target);
    else
        startPoll();
    driveHandoff(); // what is due at once goes out in this step
    driveRoute(m_named);
    driveRoute(m_configured);
    return link;
}

WindowLog::Link Connection::joinHandoff(Stream& stream, const Moving& moving) {
    const WindowLog::Link link = noteMoving(stream, moving);
    if (link.window && std::find(m_handoff->windows.begin(), m_handoff->windows.end(), *link.window) ==
                           m_handoff->windows.end())
        m_handoff->windows.push_back(*link.window);
    m_handoff->halfTime = std::min(m_handoff->halfTime, halfTimeOf(moving));
    m_handoff->switchLimit = std::max(m_handoff->switchLimit, switchLimitOf(moving));
    if (!moving.target) startPoll();
    return link;
}

/// Remembers a MOVING that is carried out, for as long as it may be received again, and opens its window.
WindowLog::Link Connection::noteMoving(const Stream& stream, const Moving& moving) {
    const MonoTime validUntil = m_context.now + moving.grace.value_or(kRetry.usualGrace) + kRetry.graceSlack;
    const MovingIdentity identity(moving, m_identity.id);
    m_context.operations.remember(identity, validUntil);
    if (findHandled(identity) == nullptr) {
        // An expired one that is announced again is a fresh announcement.
        std::erase_if(m_handled, [&](const HandledMoving& h) { return h.identity == identity; });
        if (m_handled.size() >= kRetry.handledRemembered) m_handled.erase(m_handled.begin());
        m_handled.push_back({identity, stream.id, stream.peer, validUntil, 1});
    }
    return m_windows.open(WindowFamily::Moving, moving.sequence,
                          moving.target ? toString(*moving.target) : std::string(), moving.grace, validUntil);
}

/// When the configured endpoint is dialled, too. A named target has a short head start however small the
/// grace is: the configured endpoint may well be the node that retires.
MonoTime Connection::halfTimeOf(const Moving& moving) const {
    const Duration half = moving.grace.value_or(kRetry.usualGrace) / kRetry.configuredShare;
    return m_context.now + (moving.target ? std::max(half, kRetry.headStart) : half);
}

MonoTime Connection::switchLimitOf(const Moving& moving) const {
    const Duration grace = moving.grace.value_or(kRetry.usualGrace);
    return m_context.now + m_context.settings.timeouts.handoff.value_or(
                               std::max(kRetry.usualGrace, grace + kRetry.graceSlack));
}

void Connection::dialNamed(const Endpoint& target) {
    m_named = Route{};
    m_named.endpoint = target;
    m_named.backoff = Backoff(kRetry.namedRoute);
    // The same notification reaches every client: a small random delay spares the new endpoint
    // (StackExchange.Redis PR 3203).
    m_named.startAt(m_context.now + m_context.jitter.upTo(std::min(kRetry.longestJitter,
                                                                   m_handoff->grace / kRetry.jitterOfGrace)));
}

void Connection::driveHandoff() {
    if (!m_handoff) return;
    const MonoTime now = m_context.now;
    if (now >= m_handoff->switchLimit) {
        endHandoff(*m_handoff, ResultWord::Expired, "no new connection was ready in time");
        m_handoff.reset();
        stopRoute(m_named);
        m_poll.reset();
        if (m_serving)
            stopRoute(m_configured);
        else
            m_configured.period.reset();
        return;
    }
    if (now >= m_handoff->halfTime) dialConfiguredToo();
}

/// From half the grace on the configured endpoint is dialled: at once, beside a running attempt, outside any
/// backoff, then every second.
void Connection::dialConfiguredToo() {
    if (m_configured.active() && !m_configured.fixedAddresses) return;
    if (m_configured.phase == Route::Phase::Dialing) { // to an address that DNS newly gave: the name is next
        m_configured.fixedAddresses = false;
        m_configured.addresses.clear();
        m_configured.nextAddress = 0;
        return;
    }
    m_configured = Route{};
    m_configured.endpoint = m_context.settings.endpoint;
    m_configured.period = kRetry.pollPeriod;
    m_configured.startAt(m_context.now);
}

void Connection::endHandoff(Handoff& handoff, ResultWord result, const std::string& text) {
    handoff.event.result = result;
    handoff.event.end = m_context.now;
    if (result == ResultWord::Expired || result == ResultWord::Failed) {
        handoff.event.severity = Severity::Error;
        handoff.event.errorType = "handoff";
    }
    handoff.event.errorText = text;
    m_context.publish(handoff.event);
}

} // namespace maintscope::core
