// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/base/session_info.h"

#include <QByteArray>

namespace maintscope::model {

/// The parts of the timeline formats. Lines end with CRLF in CSV and with a line feed in NDJSON.
[[nodiscard]] QByteArray csvHeader();
[[nodiscard]] QByteArray csvLine(const Event& event, const SessionInfo& session, bool redacted = false);
[[nodiscard]] QByteArray ndjsonHeader(const SessionInfo& session, bool redacted = false);
[[nodiscard]] QByteArray ndjsonLine(const Event& event, const SessionInfo& session);
/// The fields of an event as one JSON object, without an end of line.
[[nodiscard]] QByteArray jsonEvent(const Event& event, const SessionInfo& session);
/// Writes the fields of the file itself into an open object.
void writeHeaderFields(class JsonWriter& json, const SessionInfo& session, bool redacted);

} // namespace maintscope::model
