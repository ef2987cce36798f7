// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"

#include <QString>

#include <string>
#include <string_view>

namespace maintscope::model {

/// The stable id of an event: a version 5 UUID derived from the recording and the key.
[[nodiscard]] QString eventId(const std::string& recordingUuid, EventKey key);

/// The key of a derived event, computed from its identity. Above the keys of every target and below those of
/// the client's outlet.
[[nodiscard]] EventKey derivedKey(std::string_view identity);

} // namespace maintscope::model
