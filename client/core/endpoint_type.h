// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/settings.h"

#include <string_view>

namespace maintscope::core {

/// What to ask for when the user chose "auto": the scope from the connected peer's address (no extra lookup,
/// right behind split DNS), the form from TLS (a name is needed to verify a certificate). Source: Lettuce
/// MaintNotificationsConfig and StackExchange.Redis, which decide from the peer address.
[[nodiscard]] inline EndpointType resolveEndpointType(EndpointType wanted, std::string_view peerAddress,
                                                      bool tls) {
    if (wanted != EndpointType::Auto) return wanted;
    if (isPrivateAddress(peerAddress)) return tls ? EndpointType::InternalFqdn : EndpointType::InternalIp;
    return tls ? EndpointType::ExternalFqdn : EndpointType::ExternalIp;
}

} // namespace maintscope::core
