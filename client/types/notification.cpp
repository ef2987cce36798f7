// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/notification.h"

namespace maintscope {

std::string notificationName(const MaintenanceNotification& notification) {
    return std::visit(Overload{
                          [](const Moving&) -> std::string { return "MOVING"; },
                          [](const Migrating&) -> std::string { return "MIGRATING"; },
                          [](const Migrated&) -> std::string { return "MIGRATED"; },
                          [](const FailingOver&) -> std::string { return "FAILING_OVER"; },
                          [](const FailedOver&) -> std::string { return "FAILED_OVER"; },
                          [](const Smigrating&) -> std::string { return "SMIGRATING"; },
                          [](const Smigrated&) -> std::string { return "SMIGRATED"; },
                          [](const Unrecognised& u) -> std::string { return u.name; },
                      },
                      notification);
}

} // namespace maintscope
