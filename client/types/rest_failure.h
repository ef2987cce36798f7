// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/presented_certificate.h"
#include "client/types/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace maintscope {

/// Why a REST request did not do what was asked.
enum class RestFailureKind : std::uint8_t {
    BadSettings,       ///< address, certificate file or pin cannot be used; nothing was sent
    Unreachable,       ///< name, route, refused, connection lost
    Untrusted,         ///< chain or pin; no credentials were sent
    NameMismatch,      ///< no credentials were sent
    ClientCertificate, ///< the server wants a client certificate, or another one
    NotAuthorised,     ///< 401: nothing more is sent until the user acts (five failures lock an account)
    Forbidden,         ///< 403
    NotFound,          ///< 404
    BadRequest,        ///< 400, 406, 409, ... : the cluster did not like what was asked
    ServerError,       ///< 5xx
    BadReply,          ///< not HTTP, not JSON, too big, cut off
    Redirected,        ///< to where we do not send credentials
    Timeout,
    NotSupported,      ///< the cluster has no such setting
    ChangedMeanwhile,  ///< what is to be changed is not what the preview showed any more; nothing was sent
    AcceptedNotStored, ///< 2xx, but reading back shows the old value
    Cancelled,
};
[[nodiscard]] std::string_view toString(RestFailureKind value);

struct RestFailure {
    RestFailureKind kind = RestFailureKind::Unreachable;
    int httpStatus = 0;      ///< 0: no reply
    std::string errorCode;   ///< `error_code` of the body
    std::string serverWords; ///< `message` or `description` of the body, else its text; bounded, no secrets
    std::string what;        ///< one sentence
    std::string where;       ///< "PUT https://cluster.example:9443/v1/cluster"
    std::string remedy;      ///< one sentence
    std::optional<PresentedCertificate> certificate; ///< for Untrusted and NameMismatch
};
/// "HTTP 403 update_cluster_denied: words": what the server said; empty without a reply and words.
[[nodiscard]] std::string serverSaid(const RestFailure& failure);
[[nodiscard]] Error toError(const RestFailure& failure);

} // namespace maintscope
