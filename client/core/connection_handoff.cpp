// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/connection.h"
#include "client/core/notification_decoder.h"
#include "client/types/event_names.h"

#include <algorithm>

namespace maintscope::core {
namespace {

/// Where a MOVING names no time: the grace observed on real clusters (facts: StackExchange.Redis PR 3202).
constexpr Duration kUsualGrace = std::chrono::seconds(15);
constexpr Duration kGraceSlack = std::chrono::seconds(5);
constexpr Duration kConfiguredPeriod = std::chrono::seconds(1);
constexpr Duration kLongestJitter = std::chrono::seconds(1);
constexpr Duration kShortLife = std::chrono::seconds(1);
constexpr std::size_t kHandledRemembered = 64;

} // namespace

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
    // A control connection shows what it is told and does nothing about it: that is what it is there for.
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
        m_advertised.next = m_context.now; // what was moved may have taken our proxy along
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
    const auto knownWindow = [&]() -> WindowLog::Link {
        if (m_handoff) return {m_handoff->window, PairState::Open};
        return {};
    };
    if (stream.phase != Stream::Phase::Ready) {
        stream.told = moving;
        if (m_context.operations.isRepeated(moving, m_context.now)) {
            stream.toldRepeated = true;
            return knownWindow();
        }
        // Another MOVING, told to a candidate, is input like any other: the place that we were going to moves
        // on.
        if (m_handoff && m_serving) return startHandoff(*m_serving, moving);
        return {}; // carried out once this stream serves
    }
    if (&stream != m_serving.get())
        return {}; // on a retired connection it says nothing new (redis/jedis#4709)

    const MovingIdentity identity(moving, m_identity.id);
    if (m_handoff) {
        if (m_handoff->identity == identity) return knownWindow();
        const bool older = identity.sequence && m_handoff->identity.sequence &&
                           *identity.sequence < *m_handoff->identity.sequence;
        return older ? knownWindow() : startHandoff(stream, moving);
    }
    const auto handled = std::find_if(m_handled.begin(), m_handled.end(),
                                      [&](const HandledMoving& h) { return h.identity == identity; });
    if (handled != m_handled.end() && handled->validUntil > m_context.now) {
        // Told again on the connection that replaced the first: it retires as well. It moves once more, no
        // oftener (StackExchange.Redis: 12 reconnections from one event).
        if (handled->toldOn == stream.id || handled->handoffs >= 2) return {};
        ++handled->handoffs;
    }
    return startHandoff(stream, moving);
}

WindowLog::Link Connection::startHandoff(Stream& stream, const Moving& moving) {
    const MonoTime now = m_context.now;
    if (m_handoff) {
        m_windows.closeMoving(m_handoff->window, false);
        endHandoff(*m_handoff, ResultWord::Superseded, "a newer MOVING took its place");
        m_handoff.reset();
    }
    stopRoute(m_named);
    stopRoute(m_configured);
    m_poll.reset();

    Handoff handoff;
    handoff.identity = MovingIdentity(moving, m_identity.id);
    handoff.notified = now;
    handoff.grace = moving.grace.value_or(kUsualGrace);
    handoff.halfTime = now + handoff.grace / 2;
    handoff.switchLimit = now + m_context.settings.timeouts.handoff.value_or(
                                    std::max(kUsualGrace, handoff.grace + kGraceSlack));
    handoff.oldStream = stream.id;

    const MonoTime validUntil = now + handoff.grace + kGraceSlack;
    m_context.operations.remember(handoff.identity, validUntil);
    const auto known = std::find_if(m_handled.begin(), m_handled.end(),
                                    [&](const HandledMoving& h) { return h.identity == handoff.identity; });
    if (known == m_handled.end()) {
        if (m_handled.size() >= kHandledRemembered) m_handled.erase(m_handled.begin());
        m_handled.push_back({handoff.identity, stream.id, validUntil, 1});
    } else if (known->validUntil <= now) {
        *known = {handoff.identity, stream.id, validUntil,
                  1}; // expired and announced again: a fresh announcement
    }

    const std::string target = moving.target ? toString(*moving.target) : std::string();
    const WindowLog::Link link =
        m_windows.open(WindowFamily::Moving, moving.sequence, target, moving.grace, validUntil);
    handoff.window = *link.window;

    Event e = event(EventKind::Handoff, "MOVING", Severity::Notice);
    e.stream = stream.id;
    e.sequence = moving.sequence;
    e.announced = moving.grace;
    e.peerOld = toString(stream.peer);
    e.peerNew = target;
    e.pair = link.window;
    e.phases.notified = Duration::zero();
    e.result = ResultWord::Running;
    m_context.publish(e);
    handoff.event = std::move(e);
    m_handoff = std::move(handoff);

    if (moving.target) {
        m_named = Route{};
        m_named.endpoint = *moving.target;
        m_named.backoff = Backoff(std::chrono::milliseconds(250), std::chrono::seconds(2));
        // The same notification reaches every client: a small random delay spares the new endpoint
        // (StackExchange.Redis PR 3203).
        const Duration jitter = m_context.jitter.upTo(std::min(kLongestJitter, m_handoff->grace / 10));
        m_named.startAt(now + jitter);
    } else if (!isAddressLiteral(m_context.settings.endpoint.host)) {
        m_poll.emplace();
        m_poll->next = now;
    }
    onTick(); // what is due at once goes out in this step
    return link;
}

void Connection::driveHandoffs() {
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
    // From half the grace the configured endpoint is dialled, too: at once, beside a running attempt, outside
    // any backoff.
    if (now >= m_handoff->halfTime && !m_configured.active()) {
        m_configured = Route{};
        m_configured.endpoint = m_context.settings.endpoint;
        m_configured.period = kConfiguredPeriod;
        m_configured.startAt(now);
    }
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

// ---- switch
// --------------------------------------------------------------------------------------------------------

void Connection::adopt(StreamPtr stream) {
    const MonoTime now = m_context.now;
    stopRoute(m_named);
    stopRoute(m_configured);
    m_configured.endpoint = m_context.settings.endpoint;
    m_configured.period.reset();
    m_configured.backoff.reset();
    m_configured.attempts = 0;
    m_poll.reset();
    const bool handsOff = m_handoff.has_value();

    Event connected = event(EventKind::Connected,
                            handsOff || m_serving ? names::kSwitched
                            : m_wasReady          ? names::kReconnected
                                                  : names::kConnected,
                            Severity::Info);
    connected.stream = stream->id;
    connected.peerOld = toString(m_serving ? m_serving->peer : m_lastPeer);
    connected.peerNew = toString(stream->peer);
    connected.policy = m_context.settings.policy;
    connected.figures = {{"opted_in", stream->handshake.optedIn() ? 1 : 0},
                         {"resp", stream->handshake.resp3() ? 3 : 2}};

    const bool asked = m_identity.role == ProbeRole::Protected && m_context.settings.policy != Policy::Never;
    if (asked) connected.support = stream->handshake.optedIn() ? Support::Supported : Support::Unsupported;
    m_context.publish(std::move(connected));
    if (asked && !m_supportTold) {
        m_supportTold = true;
        Event e = event(EventKind::Recording, names::kSupport, Severity::Info);
        e.policy = m_context.settings.policy;
        e.support = stream->handshake.optedIn() ? Support::Supported : Support::Unsupported;
        e.errorText = stream->handshake.refusal().value_or(std::string());
        m_context.publish(std::move(e));
        Event type =
            event(EventKind::Recording,
                  std::string(names::kEndpointTypePrefix) + std::string(toString(stream->endpointType)),
                  Severity::Info);
        m_context.publish(std::move(type));
    }
    if (asked && !stream->handshake.optedIn()) {
        const bool noResp3 = !stream->handshake.resp3();
        Event e = event(EventKind::Alert, noResp3 ? names::kNotResp3 : names::kOptInRefused,
                        handsOff ? Severity::Warning : Severity::Notice);
        e.stream = stream->id;
        e.peerNew = toString(stream->peer);
        e.policy = m_context.settings.policy;
        e.support = Support::Unsupported;
        e.errorText = stream->handshake.refusal().value_or(std::string());
        m_context.publish(std::move(e));
    }

    m_wasReady = true;
    m_lastFailure = NotReadyCause::None;
    m_orphanSince.reset();
    m_lastPeer = stream->peer;
    m_advertised.next = now + kAdvertisedPeriod;
    StreamPtr old = std::exchange(m_serving, std::move(stream));

    if (handsOff) {
        Handoff handoff = *std::exchange(m_handoff, std::nullopt);
        handoff.newStream = m_serving->id;
        handoff.event.peerNew = toString(m_serving->peer);
        handoff.event.phases.optedIn = now - handoff.notified;
        m_context.publish(handoff.event);
        m_finishing.push_back(std::move(handoff));
    }
    if (old) {
        if (m_ledger.waitingDependsOnOrder() && m_context.settings.timeouts.drainLimit)
            m_drainLimit = now + *m_context.settings.timeouts.drainLimit;
        else if (m_ledger.waitingDependsOnOrder())
            m_drainLimit = MonoTime::max();
        m_draining.push_back(std::move(old));
        if (!m_draining.back()->owesProbes()) drained(*m_draining.back());
    }
    // A MOVING told before +PONG that is not the one just carried out: this place moves, too.
    if (m_serving->told && (!m_serving->toldRepeated || !handsOff)) {
        const Moving moving = *std::exchange(m_serving->told, std::nullopt);
        static_cast<void>(onMoving(*m_serving, moving));
    }
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

/// A retired connection is closed, by us or by the server. What it still owed is taken back.
void Connection::drainingGone(StreamPtr stream) {
    const bool owed = stream->owesProbes();
    m_ledger.takeBack(*stream);
    for (Handoff& handoff : m_finishing) {
        if (handoff.oldStream != stream->id) continue;
        const Duration since = m_context.now - handoff.notified;
        if (!owed) handoff.event.phases.oldDrained = since;
        handoff.event.phases.oldClosed = since;
        m_context.publish(handoff.event);
    }
    if (m_draining.empty()) m_drainLimit.reset();
    completeHandoffs();
}

/// The window of a MOVING ends properly when its handoff is complete, not at its grace.
void Connection::completeHandoffs() {
    std::erase_if(m_finishing, [&](Handoff& handoff) {
        if (!handoff.complete()) return false;
        m_windows.closeMoving(handoff.window, true);
        m_afterHandoff = true;
        endHandoff(handoff, ResultWord::Ok, {});
        return true;
    });
}

void Connection::firstReply(const Stream& stream) {
    for (Handoff& handoff : m_finishing) {
        if (handoff.newStream != stream.id || handoff.event.phases.firstOk) continue;
        handoff.event.phases.firstOk = m_context.now - handoff.notified;
        m_context.publish(handoff.event);
    }
    completeHandoffs();
}

// ---- loss
// ----------------------------------------------------------------------------------------------------------

void Connection::lost(StreamPtr stream, std::string_view name, const std::string& type,
                      const std::string& text) {
    const MonoTime now = m_context.now;
    Event e = event(EventKind::Disconnect, name,
                    name == names::kDuringMaintenance ? Severity::Warning : Severity::Error);
    e.stream = stream->id;
    e.peerOld = toString(stream->peer);
    e.errorType = type;
    e.errorText = text;
    e.figures = {{"owed", static_cast<std::int64_t>(stream->owed.size() - stream->abandoned)}};
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

    // Where a MOVING is still valid its target is the better address; both ways are tried, the first that is
    // ready wins.
    if (!m_handoff) {
        for (const HandledMoving& handled : m_handled) {
            if (!handled.identity.target || handled.validUntil <= now || m_named.active()) continue;
            m_named = Route{};
            m_named.endpoint = *handled.identity.target;
            m_named.validUntil = handled.validUntil;
            m_named.startAt(now);
        }
    }
    stopRoute(m_configured);
    const std::optional<Duration> period = m_handoff ? std::optional(kConfiguredPeriod) : std::nullopt;
    m_configured = Route{};
    m_configured.endpoint = m_context.settings.endpoint;
    m_configured.period = period;
    // At once; but a server that accepts and drops in a loop must not be dialled in a loop.
    const bool shortLived = now - stream->opened < kShortLife;
    if (!shortLived) m_lossBackoff.reset();
    m_configured.startAt(shortLived ? now + m_lossBackoff.next(m_context.jitter) : now);
    driveRoute(m_named);
    driveRoute(m_configured);
}

} // namespace maintscope::core
