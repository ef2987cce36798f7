// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/result.h"
#include "client/types/secret.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace maintscope {

/// The parts of a database URL.
struct TargetUrl {
    Endpoint endpoint;
    bool tls = false;
    std::string user; ///< percent-decoded; empty: the server's default user
    Secret password;  ///< percent-decoded
};

inline constexpr std::uint16_t kDefaultRedisPort = 6379;

/// Parses `redis://`, `rediss://` (TLS) or a bare `host[:port]`, each with an optional `[user[:password]@]`
/// before the host. IPv6 addresses are in brackets; the port defaults to 6379; the only path accepted is
/// `/0`. User and password may be percent-encoded; the last `@` ends them, so a user that is an e-mail
/// address works unencoded. Errors give the position (from 1) of the invalid character and never contain the
/// password.
[[nodiscard]] Result<TargetUrl> parseTargetUrl(std::string_view text);

/// `rediss://user@host:port` of the parts, without the password; the user is percent-encoded where needed.
[[nodiscard]] std::string toString(const TargetUrl& url);

} // namespace maintscope
