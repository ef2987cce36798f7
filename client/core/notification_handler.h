// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/connection_parts.h"
#include "client/core/dialler.h"
#include "client/core/handoffs.h"

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

private:
    ConnectionParts& m_parts;
    Dialler& m_dialler;
    Handoffs& m_handoffs;
};

} // namespace maintscope::core
