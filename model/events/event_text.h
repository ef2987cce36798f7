// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"

#include <QString>

namespace maintscope::model {

/// One English sentence that describes the event, generated from its fields (or its own text, if it has one).
/// Server text is escaped and quoted. Contains neither the time nor the connection of the event, because both
/// are shown next to it; the only times in it are those that the event announces.
[[nodiscard]] QString eventText(const Event& event);

/// The label of the column "Connection": "conn 2", "control 1"; empty for the target as a whole. Control
/// connections are numbered after the protected ones internally and from 1 on the screen, so the number of
/// protected connections is required; 0: unknown, the number is shown unchanged.
[[nodiscard]] QString connectionLabel(ConnectionId connection, ProbeRole role, int protectedConnections = 0);

/// "notification", "handoff", ... as readable words: "connect attempt".
[[nodiscard]] QString kindLabel(EventKind kind);

/// "old → new", only one of them, or empty.
[[nodiscard]] QString endpointChange(const Event& event);

} // namespace maintscope::model
