// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/resp_codec.h"
#include "client/types/notification.h"

namespace maintscope::core {

/// Reads a push in any layout that servers, proxies and test fakes are known to send (client/PROTOCOL.md,
/// "Layouts"). Never fails: what cannot be read becomes Unrecognised with the reason.
[[nodiscard]] MaintenanceNotification decodeNotification(const resp::Value& push);

} // namespace maintscope::core
