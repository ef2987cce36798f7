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

// The part of the cluster manager's REST interface that the program uses: the requests and the meaning of the
// replies. Pure. Source of every path and field: redis/docs operate/rs/references/rest-api.
//
// The needed fields are copied from the cluster object, which is then discarded and never logged or stored:
// until 8.2 it could contain an SMTP password. `fields` is documented for databases only, so it is not sent
// here.
namespace maintscope::io {

/// Requests a token with the credentials of the Authorization header. Source: redis/docs
/// rest-api/requests/users/authorize.
[[nodiscard]] HttpRequest authorizeRequest(const Endpoint& endpoint);
[[nodiscard]] HttpRequest readClusterRequest(const Endpoint& endpoint);
[[nodiscard]] HttpRequest readRoleRequest(const Endpoint& endpoint);
[[nodiscard]] HttpRequest readNodesRequest(const Endpoint& endpoint);
/// With `?fields=`: a complete database object may contain passwords in plain text.
[[nodiscard]] HttpRequest readDatabasesRequest(const Endpoint& endpoint);
[[nodiscard]] HttpRequest changeClusterRequest(const Endpoint& endpoint, const ClusterChange& change,
                                               bool dryRun);
[[nodiscard]] HttpRequest requestFor(RestStage stage, const Endpoint& endpoint, const ClusterChange& change);

/// "Basic ..." (RFC 7617).
[[nodiscard]] std::string basicAuthorization(std::string_view user, const Secret& password);

/// The schemes under which a token is sent, in the order in which they are tried: the page of refresh_jwt
/// shows the first, the page about switching basic authentication off says bearer token.
inline constexpr std::array<std::string_view, 2> kTokenSchemes{"JWT", "Bearer"};

/// "GET https://cluster.example:9443/v1/cluster": used as the `where` of failures.
[[nodiscard]] std::string describe(const HttpRequest& request);

/// A value from the reply, or the reason why there is none.
template <class T>
using Parsed = std::variant<T, RestFailure>;

/// name, the three settings, httpStatus. A missing key is NotSupported; a value of another type is Unknown.
[[nodiscard]] Parsed<ClusterReading> parseCluster(const HttpReply& reply, const std::string& where);
/// The token; only characters that are valid in a header.
[[nodiscard]] Parsed<Secret> parseToken(const HttpReply& reply, const std::string& where);
/// The name of the role.
[[nodiscard]] Parsed<std::string> parseRole(const HttpReply& reply, const std::string& where);
struct NodeVersions {
    int nodes = 0;
    std::optional<std::string> lowest; ///< numerically: 8.0.10-64 is above 8.0.2-17
};
[[nodiscard]] Parsed<NodeVersions> parseNodes(const HttpReply& reply, const std::string& where);
/// The databases, at most 1024 of them and 64 endpoints of each.
[[nodiscard]] Parsed<std::vector<DatabaseReading>> parseDatabases(const HttpReply& reply,
                                                                  const std::string& where);
/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7: the only form in use today).
[[nodiscard]] std::optional<WallTime> parseHttpDate(std::string_view text);

/// Why the request failed, for a status other than 2xx; nullopt for 2xx.
[[nodiscard]] std::optional<RestFailure> failureOf(RestStage stage, const HttpReply& reply,
                                                   const std::string& where);

/// The error message of a reply on one line: `message` or `description` of the JSON (both spellings are
/// documented), otherwise the text of the body; without control characters, at most 300 characters.
struct ServerWords {
    std::string errorCode;
    std::string text;
};
[[nodiscard]] ServerWords serverWords(const HttpReply& reply);

/// The failure for a setting that the cluster does not have; it names the version that introduced the
/// setting.
[[nodiscard]] std::optional<RestFailure>
checkSupported(const ClusterReading& reading, const ClusterChange& change, const std::string& where);

/// The target of a 307 or 308; nullopt for another status, without an https location, or with user
/// information in it.
struct RedirectTarget {
    Endpoint endpoint;
    std::string target; ///< path and query
};
[[nodiscard]] std::optional<RedirectTarget> redirectOf(const HttpReply& reply, const Endpoint& from);

} // namespace maintscope::io
