// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/io/rest/rest_http.h"
#include "client/types/cluster.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The cluster manager's REST interface as far as we use it: what to send, what a reply means. Pure. Source of
// every path and field: redis/docs operate/rs/references/rest-api.
//
// The cluster object is picked from and dropped at once, never logged or kept: until 8.2 it could hold an
// SMTP password. `fields` is documented for databases only, so it is not sent here.
namespace maintscope::io {

/// Asks for a token with the credentials of the Authorization header. Source: redis/docs
/// rest-api/requests/users/authorize.
[[nodiscard]] HttpRequest authorizeRequest(const Endpoint& endpoint);
[[nodiscard]] HttpRequest readClusterRequest(const Endpoint& endpoint);
[[nodiscard]] HttpRequest readRoleRequest(const Endpoint& endpoint);
[[nodiscard]] HttpRequest readNodesRequest(const Endpoint& endpoint);
/// With `?fields=`: a whole database object may hold passwords in clear.
[[nodiscard]] HttpRequest readDatabasesRequest(const Endpoint& endpoint);
[[nodiscard]] HttpRequest changeClusterRequest(const Endpoint& endpoint, const ClusterChange& change,
                                               bool dryRun);
[[nodiscard]] HttpRequest requestFor(RestStage stage, const Endpoint& endpoint, const ClusterChange& change);

/// "Basic ..." (RFC 7617).
[[nodiscard]] std::string basicAuthorization(std::string_view user, const Secret& password);

/// The schemes under which a token is sent, in the order in which they are tried: the page of refresh_jwt
/// shows the first, the page about switching basic authentication off says bearer token.
inline constexpr std::array<std::string_view, 2> kTokenSchemes{"JWT", "Bearer"};

/// "GET https://cluster.example:9443/v1/cluster": what failures name as where.
[[nodiscard]] std::string describe(const HttpRequest& request);

/// A value that the reply holds, or why it holds none.
template <class T>
using Parsed = std::variant<T, RestFailure>;

/// name, the three settings, httpStatus. A missing key is NotSupported; a value of another type is Unknown.
[[nodiscard]] Parsed<ClusterReading> parseCluster(const HttpReply& reply, const std::string& where);
/// The token; only letters that fit into a header.
[[nodiscard]] Parsed<Secret> parseToken(const HttpReply& reply, const std::string& where);
/// The role's name.
[[nodiscard]] Parsed<std::string> parseRole(const HttpReply& reply, const std::string& where);
struct NodeVersions {
    int nodes = 0;
    std::optional<std::string> lowest; ///< numerically: 8.0.10-64 is above 8.0.2-17
};
[[nodiscard]] Parsed<NodeVersions> parseNodes(const HttpReply& reply, const std::string& where);
/// The databases, at most 1024 of them and 64 endpoints of each.
[[nodiscard]] Parsed<std::vector<DatabaseReading>> parseDatabases(const HttpReply& reply,
                                                                  const std::string& where);
/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7: the one form that is sent today).
[[nodiscard]] std::optional<WallTime> parseHttpDate(std::string_view text);

/// Why a reply with a status other than 2xx did not do what was asked; nullopt for 2xx.
[[nodiscard]] std::optional<RestFailure> failureOf(RestStage stage, const HttpReply& reply,
                                                   const std::string& where);

/// What a reply says about an error, one line: `message` or `description` of the JSON (both spellings are
/// documented), else the text of the body, without control characters and at most 300 characters long.
struct ServerWords {
    std::string errorCode;
    std::string text;
};
[[nodiscard]] ServerWords serverWords(const HttpReply& reply);

/// Absent for a setting that the cluster does not have: the failure says since which version it exists.
[[nodiscard]] std::optional<RestFailure>
checkSupported(const ClusterReading& reading, const ClusterChange& change, const std::string& where);

/// Where a 307 or 308 leads; nullopt: not one of them, no or no https location, or one with user information.
struct RedirectTarget {
    Endpoint endpoint;
    std::string target; ///< path and query
};
[[nodiscard]] std::optional<RedirectTarget> redirectOf(const HttpReply& reply, const Endpoint& from);

} // namespace maintscope::io
