// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/result.h"
#include "client/types/secret.h"

#include <string>
#include <string_view>

namespace maintscope {

/// What a URL says about a cluster manager.
struct ClusterUrl {
    Endpoint endpoint;
    std::string user; ///< percent-decoded
    Secret password;  ///< percent-decoded
};

/// Reads `https://[user[:password]@]host[:port][/]` or the same without the scheme; IPv6 addresses stand in
/// brackets; the port defaults to 9443. Cluster users are e-mail addresses: the last `@` ends the user.
/// Errors name the character (from 1) where reading stopped and never hold the password.
[[nodiscard]] Result<ClusterUrl> parseClusterUrl(std::string_view text);

} // namespace maintscope
