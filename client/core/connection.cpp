// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/connection.h"

#include "client/core/retry_policy.h"
#include "client/types/event_names.h"

#include <algorithm>
#include <utility>

namespace maintscope::core {

Connection::Connection(Context& context, Identity identity, IncrTally& tally)
    : m_parts(context, std::move(identity))
    , m_dialler(m_parts)
    , m_handoffs(m_parts, m_dialler)
    , m_notifications(m_parts, m_dialler, m_handoffs)
    , m_optInReport(m_parts)
    , m_traffic(m_parts, tally) {}

void Connection::start() {
    m_started = true;
    m_dialler.start();
}

std::uint64_t Connection::close() {
    if (m_closed) return 0;
    const std::uint64_t dropped = m_traffic.abandonAll();
    m_dialler.stop();
    m_handoffs.close();
    m_notifications.close();
    for (const StreamPtr& stream : m_parts.draining)
        m_parts.context.act(Close{stream->id});
    m_parts.draining.clear();
    if (m_parts.serving) {
        Event e = m_parts.event(EventKind::Disconnect, names::kStopped, Severity::Info);
        e.peerOld = toString(m_parts.serving->peer);
        e.stream = m_parts.serving->id;
        m_parts.publish(std::move(e));
        m_parts.context.act(Close{m_parts.serving->id});
        m_parts.serving.reset();
    }
    m_parts.windows.finish();
    m_traffic.finish();
    m_closed = true;
    publishState();
    return dropped;
}

Stream* Connection::find(StreamId id) const {
    if (m_parts.serving && m_parts.serving->id == id) return m_parts.serving.get();
    for (const StreamPtr& stream : m_parts.draining)
        if (stream->id == id) return stream.get();
    return m_dialler.find(id);
}

ConnectionState Connection::state() const {
    if (m_closed) return ConnectionState::Closed;
    if (!m_started) return ConnectionState::Idle;
    if (!m_parts.serving) return m_parts.handoff ? ConnectionState::Orphan : m_dialler.state();
    if (!m_parts.draining.empty()) return ConnectionState::Draining;
    if (m_parts.handoff) return ConnectionState::Dialing;
    return m_handoffs.inTail() ? ConnectionState::Tail : ConnectionState::Ready;
}

void Connection::publishState() {
    const ConnectionState now = state();
    if (now == m_published) return;
    m_published = now;
    Event e = m_parts.event(EventKind::State, toString(now), Severity::Info);
    if (m_parts.serving) e.stream = m_parts.serving->id;
    m_parts.publish(std::move(e));
}

void Connection::onReceived(StreamId id, std::string_view bytes) {
    Stream* stream = find(id);
    if (stream == nullptr) return;
    stream->lastRead = m_parts.now();
    stream->decoder.feed(bytes);
    handleFrames(*stream);
}

void Connection::handleFrames(Stream& stream) {
    const StreamId id = stream.id;
    // A frame may end the stream (failed handshake, dropped candidate), so it is looked up again before each
    // one.
    for (Stream* s = &stream; s != nullptr; s = find(id)) {
        const auto frame = s->decoder.next();
        if (!frame) {
            if (!s->decoder.error().empty()) breakOff(*s, s->decoder.error());
            return;
        }
        if (frame->value.type == resp::Type::Push) {
            m_notifications.onPush(*s, *frame);
        } else if (s->phase != Stream::Phase::Ready) {
            if (StreamPtr ready = m_dialler.onHandshakeReply(*s, frame->value)) serve(std::move(ready));
        } else {
            onServingReply(*s, *frame);
        }
    }
}

/// What the peer sends cannot be understood any more.
void Connection::breakOff(const Stream& stream, const std::string& text) {
    const StreamId id = stream.id;
    Event e = m_parts.event(EventKind::Error, names::kProtocolError, Severity::Error);
    e.stream = id;
    e.peerOld = toString(stream.peer);
    e.errorType = "protocol_error";
    e.errorText = text;
    m_parts.publish(std::move(e));
    m_parts.context.act(Close{id});
    onClosed({id, CloseCause::Error, "protocol error: " + text});
}

void Connection::onServingReply(Stream& stream, const resp::Frame& frame) {
    const ProbeTraffic::Reply reply = m_traffic.onReply(stream, frame);
    if (!reply.problem.empty()) {
        // Replies have lost their order: from here on every answer would be taken for another command's.
        breakOff(stream, std::string(reply.problem));
        return;
    }
    if (reply.to == PendingReply::What::OptIn) onOptedInAgain(stream, frame.value);
    if (reply.to == PendingReply::What::Probe && !frame.value.isError()) m_handoffs.onReply(stream);
    if (&stream != m_parts.serving.get() && stream.inFlight.empty()) drained(stream);
}

/// A connection that retired meanwhile has a successor that opted in by itself.
void Connection::onOptedInAgain(Stream& stream, const resp::Value& reply) {
    const bool before = stream.handshake.optedIn();
    stream.handshake.onOptIn(reply);
    if (&stream == m_parts.serving.get()) m_optInReport.optedInAgain(stream, before);
}

void Connection::onFlushed(StreamId id) {
    if (Stream* stream = find(id)) m_traffic.onFlushed(*stream);
}

void Connection::onClosed(const Closed& closed) {
    const std::string type = closed.cause == CloseCause::Fin     ? "closed_by_peer"
                             : closed.cause == CloseCause::Reset ? "connection_reset"
                                                                 : "connection_error";
    if (m_parts.serving && m_parts.serving->id == closed.stream) {
        const bool announced = wasAnnounced(*m_parts.serving);
        lost(std::move(m_parts.serving), announced ? names::kDuringMaintenance : names::kUnannounced, type,
             closed.text);
        return;
    }
    const auto retired = std::find_if(m_parts.draining.begin(), m_parts.draining.end(),
                                      [&](const StreamPtr& s) { return s->id == closed.stream; });
    if (retired == m_parts.draining.end()) {
        m_dialler.onClosed(closed.stream, type, closed.text);
        return;
    }
    StreamPtr stream = std::move(*retired);
    m_parts.draining.erase(retired);
    retiredClosed(std::move(stream));
}

void Connection::onTick() {
    if (m_closed) return;
    m_handoffs.drive();
    m_dialler.drive();
    checkSilence();
}

void Connection::onStall(Duration stall) {
    m_traffic.onStall(stall);
    m_dialler.onStall(stall);
}

void Connection::settle() {
    if (m_closed) return;
    m_parts.windows.update();
    if (!m_parts.context.waking) {
        const Duration effective = m_parts.windows.effectiveTimeout();
        m_traffic.schedule();
        if (m_parts.serving) m_traffic.expireInFlight(*m_parts.serving, effective);
        for (std::size_t i = 0; i < m_parts.draining.size();) {
            Stream& stream = *m_parts.draining[i];
            m_traffic.expireInFlight(stream, effective);
            // No reply still in flight can count: the old connection has nothing more to give.
            if (!stream.hasProbesInFlight())
                drained(stream);
            else
                ++i;
        }
        m_traffic.expireWaiting(effective);
    }
    m_traffic.writeWaiting();
    m_parts.windows.update();
    m_handoffs.settle();
    publishState();
}

void Connection::checkSilence() {
    const auto deadline = m_traffic.silenceDeadline();
    if (!deadline || *deadline > m_parts.now() || m_parts.context.waking) return;
    m_parts.context.act(Close{m_parts.serving->id});
    lost(std::move(m_parts.serving), names::kSilent, "silent",
         "the socket is open, but no byte came for " + std::to_string(kRetry.silentTimeouts) +
             " normal timeouts");
}

std::optional<MonoTime> Connection::nextDeadline() const {
    if (m_closed) return std::nullopt;
    std::optional<MonoTime> next = m_traffic.nextDeadline();
    consider(next, m_parts.windows.nextDeadline());
    consider(next, m_dialler.nextDeadline());
    consider(next, m_handoffs.nextDeadline());
    return next;
}

/// A candidate takes over.
void Connection::serve(StreamPtr stream) {
    m_dialler.onConnected();
    m_optInReport.connected(*stream, m_wasReady);

    m_wasReady = true;
    m_parts.orphanSince.reset();
    m_parts.lastPeer = stream->peer;
    StreamPtr old = std::exchange(m_parts.serving, std::move(stream));
    m_handoffs.onSwitched();
    if (old) retire(std::move(old));
    m_handoffs.complete(); // the old one may have been closed before
    // Received before +PONG, and accepted all the same: this node moves, too.
    if (m_parts.serving->earlyMoving) {
        const Moving moving = *std::exchange(m_parts.serving->earlyMoving, std::nullopt);
        static_cast<void>(m_handoffs.onMoving(*m_parts.serving, moving));
    }
}

/// From here on the old connection only answers what is in flight.
void Connection::retire(StreamPtr old) {
    m_traffic.holdOrder();
    m_parts.draining.push_back(std::move(old));
    if (!m_parts.draining.back()->hasProbesInFlight()) drained(*m_parts.draining.back());
}

/// The old connection has answered everything: it is closed by us, in order.
void Connection::drained(Stream& stream) {
    const auto it = std::find_if(m_parts.draining.begin(), m_parts.draining.end(),
                                 [&](const StreamPtr& s) { return s.get() == &stream; });
    if (it == m_parts.draining.end()) return;
    StreamPtr gone = std::move(*it);
    m_parts.draining.erase(it);
    m_parts.context.act(Close{gone->id});
    retiredClosed(std::move(gone));
}

/// A retired connection is closed, by us or by the server. What is in flight is taken back.
void Connection::retiredClosed(StreamPtr stream) {
    const bool dropped = stream->hasProbesInFlight();
    m_traffic.takeBack(*stream);
    if (m_parts.draining.empty()) m_traffic.releaseOrder();
    m_handoffs.onRetiredClosed(*stream, dropped);
}

/// Whether the loss of the serving connection was announced: to it, to its connection, or (for a control
/// connection, which receives no notifications) to the protected ones of its target.
bool Connection::wasAnnounced(const Stream& stream) const {
    if (m_parts.windows.anyOpen() || m_parts.handoff || stream.movingReceived) return true;
    if (m_parts.identity.role == ProbeRole::Control)
        return m_parts.context.openWindows > 0 || m_parts.context.operations.anyValid(m_parts.now());
    // A MOVING without a target may have led back to the node that retires.
    return m_handoffs.announced(stream.peer);
}

void Connection::lost(StreamPtr stream, std::string_view name, const std::string& type,
                      const std::string& text) {
    const MonoTime now = m_parts.now();
    Event e = m_parts.event(EventKind::Disconnect, name,
                            name == names::kDuringMaintenance ? Severity::Warning : Severity::Error);
    e.stream = stream->id;
    e.peerOld = toString(stream->peer);
    e.errorType = type;
    e.errorText = text;
    e.figures = {{"owed", static_cast<std::int64_t>(stream->probes)}};
    m_parts.publish(std::move(e));

    m_parts.lastPeer = stream->peer;
    m_parts.orphanSince = now;
    m_traffic.takeBack(*stream);
    m_handoffs.onLost(*stream);
    m_dialler.onLost(now - stream->opened < kRetry.shortLife, m_handoffs.newestWithTarget());
}

} // namespace maintscope::core
