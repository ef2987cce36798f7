// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/notification_handler.h"

#include "client/core/notification_decoder.h"
#include "client/types/event_names.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace maintscope::core {

bool NotificationHandler::withinBudget() {
    const std::chrono::duration<double> passed = m_parts.now() - m_budgetAt;
    m_budgetAt = m_parts.now();
    m_budget = std::min<double>(kRetry.pushBurst, m_budget + passed.count() * kRetry.pushesPerSecond);
    if (m_budget < 1) return false;
    m_budget -= 1;
    return true;
}

/// One event for all that is skipped until the server falls silent for long enough to refill the budget.
void NotificationHandler::skip(const Stream& stream) {
    ++m_skippedCount;
    if (!m_skipped) {
        m_skipped = m_parts.event(EventKind::Alert, names::kPushesSkipped, Severity::Error);
        m_skipped->stream = stream.id;
        m_skipped->peerOld = toString(stream.peer.host.empty() ? stream.address : stream.peer);
    } else if (m_parts.now() - m_skippedPublished < std::chrono::seconds(1)) {
        return;
    }
    m_skippedPublished = m_parts.now();
    m_skipped->figures = {{"count", m_skippedCount}};
    m_parts.publish(*m_skipped);
}

void NotificationHandler::close() {
    if (!m_skipped) return;
    m_skipped->figures = {{"count", m_skippedCount}};
    m_parts.publish(*std::exchange(m_skipped, std::nullopt));
    m_skippedCount = 0;
}

void NotificationHandler::onPush(Stream& stream, const resp::Frame& frame) {
    if (!withinBudget()) return skip(stream);
    if (m_skipped && m_budget > kRetry.pushBurst / 2) close();
    const MaintenanceNotification notification = decodeNotification(frame.value);
    const std::size_t mark = m_parts.context.out->events.size();
    Event e = m_parts.event(EventKind::Notification, notificationName(notification), Severity::Notice);
    e.stream = stream.id;
    e.peerOld = toString(stream.peer.host.empty() ? stream.address : stream.peer);
    e.raw = frame.raw;
    const MonoTime cap = m_parts.now() + m_parts.settings().timeouts.windowCap;
    const bool history = stream.phase != Stream::Phase::Ready;
    // A control connection shows what it receives and does nothing about it: that is its purpose.
    const bool acts = m_parts.isProtected();

    const auto opened = [&](OperationKind kind, std::optional<SequenceId> sequence, const std::string& scope,
                            std::optional<Duration> announced) {
        e.sequence = sequence;
        e.announced = announced;
        if (!acts) return WindowLog::Link{};
        return m_parts.windows.open(kind, sequence, scope, announced, cap);
    };
    const auto completed = [&](OperationKind kind, std::optional<SequenceId> sequence,
                               const std::string& scope) {
        e.sequence = sequence;
        // Before the connection is ready a completion is the retained last one, replayed to every opt-in,
        // hours old perhaps: history that ends nothing (facts: StackExchange.Redis
        // ServerMaintenanceEvent.md).
        if (history || !acts) return WindowLog::Link{std::nullopt, PairState::OrphanClose};
        m_dialler.checkAdvertisedSoon(); // what was moved may have taken our proxy along
        return m_parts.windows.complete(kind, scope);
    };
    const WindowLog::Link link =
        std::visit(Overload{
                       [&](const Moving& m) {
                           e.sequence = m.sequence;
                           e.announced = m.grace;
                           if (m.target) e.peerNew = toString(*m.target);
                           return acts ? m_handoffs.onMoving(stream, m) : WindowLog::Link{};
                       },
                       [&]<AnnouncesShards N>(const N& m) {
                           e.shards = m.shards;
                           return opened(N::kOperation, m.sequence, m.shards, m.startsIn);
                       },
                       [&](const Smigrating& m) {
                           e.slots = m.slots;
                           return opened(OperationKind::Smigrating, m.sequence, m.slots, std::nullopt);
                       },
                       [&]<EndsShards N>(const N& m) {
                           e.shards = m.shards;
                           return completed(N::kOperation, m.sequence, m.shards);
                       },
                       [&](const Smigrated& m) {
                           std::string slots;
                           for (const SlotMove& move : m.moves)
                               slots += (slots.empty() ? "" : ",") + move.slots;
                           e.slots = slots;
                           return completed(OperationKind::Smigrating, m.sequence, slots);
                       },
                       [&](const Unrecognised& u) {
                           m_parts.context.secrets.maskText(e.name); // it is the server's word
                           e.severity = Severity::Info;
                           e.errorType = "unrecognised";
                           e.errorText = u.reason;
                           return WindowLog::Link{};
                       },
                   },
                   notification);
    e.pair = link.window;
    e.pairState = link.state;
    m_parts.context.publishBefore(mark, std::move(e));
}

} // namespace maintscope::core
