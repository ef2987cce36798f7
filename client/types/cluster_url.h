// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/result.h"
#include "client/types/secret.h"

#include <string>
#include <string_view>

namespace maintscope {

/// The parts of a cluster manager's URL.
struct ClusterUrl {
    Endpoint endpoint;
    std::string user; ///< percent-decoded
    Secret password;  ///< percent-decoded
};

/// Parses `https://[user[:password]@]host[:port][/]` with an optional scheme. IPv6 addresses are in brackets;
/// the port defaults to 9443. Cluster users are e-mail addresses: the last `@` ends the user. Errors give the
/// position (from 1) of the invalid character and never contain the password.
[[nodiscard]] Result<ClusterUrl> parseClusterUrl(std::string_view text);

} // namespace maintscope
