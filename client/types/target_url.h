// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/result.h"
#include "client/types/secret.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace maintscope {

/// What a URL says about a database.
struct TargetUrl {
    Endpoint endpoint;
    bool tls = false;
    std::string user; ///< percent-decoded; empty: the server's default user
    Secret password;  ///< percent-decoded
};

inline constexpr std::uint16_t kDefaultRedisPort = 6379;

/// Reads `redis://`, `rediss://` (TLS) or a bare `host[:port]`, each with `[user[:password]@]` before the
/// host; IPv6 addresses stand in brackets; the port defaults to 6379; the only path accepted is `/0`. User
/// and password may be percent-encoded; the last `@` ends them, so a user that is an e-mail address works
/// unencoded. Errors name the character (from 1) where reading stopped and never hold the password.
[[nodiscard]] Result<TargetUrl> parseTargetUrl(std::string_view text);

/// The same text with its password replaced by "***"; for messages, logs and fields that show what was
/// pasted.
[[nodiscard]] std::string withoutPassword(std::string_view url);

/// `rediss://user@host:port` of the parts, without the password; the user is percent-encoded where needed.
[[nodiscard]] std::string toString(const TargetUrl& url);

} // namespace maintscope
