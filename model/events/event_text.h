// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <QString>

namespace maintscope::model {

/// One English sentence that says what happened, made from the fields of the event (or its own text, where it
/// has one). Server words are escaped and quoted. Holds neither the time nor the connection of the event:
/// those stand beside it. The one exception are times that the event announces.
[[nodiscard]] QString eventText(const Event& event);

/// What stands in the column "Connection": "conn 2", "control 1"; empty for the target as a whole.
/// Control connections are numbered after the protected ones on the wire and from 1 on the screen, so the
/// number of protected connections is needed; 0: not known, the number is shown as it is.
[[nodiscard]] QString connectionLabel(ConnectionId connection, ProbeRole role, int protectedConnections = 0);

/// "notification", "handoff", ... as words for people: "connect attempt".
[[nodiscard]] QString kindLabel(EventKind kind);

/// "old → new", one of them alone, or empty.
[[nodiscard]] QString endpointChange(const Event& event);

} // namespace maintscope::model
