// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"

#include <QString>

#include <string>
#include <string_view>

namespace maintscope::model {

/// Stable id of an event: the UUID of version 5 that follows from the recording and the key.
[[nodiscard]] QString eventId(const std::string& recordingUuid, EventKey key);

/// Key of something that was derived, from what identifies it. Above the keys of every target and below those
/// that the client's outlet gives.
[[nodiscard]] EventKey derivedKey(std::string_view identity);

} // namespace maintscope::model
