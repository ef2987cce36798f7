// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/notification.h"

namespace maintscope {

std::string notificationName(const MaintenanceNotification& notification) {
    return std::visit(Overload{
                          [](const auto& known) { return std::string(known.kName); },
                          [](const Unrecognised& u) -> std::string { return u.name; },
                      },
                      notification);
}

} // namespace maintscope
