// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/connection_parts.h"
#include "client/core/dialler.h"
#include "client/core/handoffs.h"
#include "client/core/retry_policy.h"

#include <cstdint>
#include <optional>

namespace maintscope::core {

/// Publishes each push of the server as a notification and carries it out: MOVING begins a handoff, the
/// others open and close windows. A control connection only publishes.
class NotificationHandler {
public:
    NotificationHandler(ConnectionParts& parts, Dialler& dialler, Handoffs& handoffs)
        : m_parts(parts)
        , m_dialler(dialler)
        , m_handoffs(handoffs) {}

    void onPush(Stream& stream, const resp::Frame& frame);
    /// Publishes how many pushes were skipped, if it has not been.
    void close();

private:
    [[nodiscard]] bool withinBudget();
    void skip(const Stream& stream);

    ConnectionParts& m_parts;
    Dialler& m_dialler;
    Handoffs& m_handoffs;
    double m_budget = kRetry.pushBurst; ///< pushes that may still come
    MonoTime m_budgetAt{};
    std::optional<Event> m_skipped; ///< while the server pushes more than that
    std::int64_t m_skippedCount = 0;
    MonoTime m_skippedPublished{};
};

} // namespace maintscope::core
