// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/cluster_url.h"

#include "client/types/ascii.h"
#include "client/types/cluster.h"
#include "client/types/target_url.h"
#include "client/types/url_secrets.h"

#include <algorithm>
#include <utility>

namespace maintscope {
namespace {

constexpr std::string_view kClusterForm = "Write it as https://host:9443.";
constexpr std::string_view kHttps = "https";
constexpr std::string_view kRedisAsLong = "redis"; // as long as "https": places in errors stay true

bool equalLower(std::string_view a, std::string_view lower) {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
    });
}

Error unreadable(std::string_view text, std::string detail, std::string_view remedy = kClusterForm) {
    return Error{"The address of the cluster manager is invalid.", withoutPassword(text), std::move(detail),
                 std::string(remedy)};
}

bool namesPort(std::string_view authority) {
    authority.remove_prefix(std::min(authority.size(), authority.rfind('@') + 1)); // npos + 1 is 0
    const auto bracket = authority.rfind(']');
    return authority.find(':', bracket == std::string_view::npos ? 0 : bracket) != std::string_view::npos;
}

} // namespace

Result<ClusterUrl> parseClusterUrl(std::string_view text) {
    text = trimmed(text);
    if (text.empty())
        return Error{"The address of the cluster manager is missing.", {}, {}, std::string(kClusterForm)};
    std::string rest(text);
    std::size_t start = 0;
    if (const auto slashes = text.find("://"); slashes != std::string_view::npos) {
        const std::string_view scheme = text.substr(0, slashes);
        if (equalLower(scheme, "http"))
            return unreadable(text, "at character 1, the password would be sent without encryption",
                              "Use https://. The default HTTPS port is 9443.");
        if (equalLower(scheme, "redis") || equalLower(scheme, "rediss"))
            return unreadable(text,
                              "at character 1, this is the URL of a database, not of a cluster manager");
        if (!equalLower(scheme, kHttps))
            return unreadable(text, "at character 1, \"" + std::string(scheme) + "://\" is not https://");
        start = slashes + 3;
        rest.replace(0, kHttps.size(), kRedisAsLong);
    }
    // "/v1/cluster" is often pasted along: the path is ours to choose.
    if (const auto path = rest.find_first_of("/?#", start);
        path != std::string::npos && rest.find('@', path) == std::string::npos)
        rest.resize(path);

    // After the scheme, the rules are those of a database URL.
    Result<TargetUrl> parsed = parseTargetUrl(rest);
    if (!parsed) {
        const bool aboutForm = parsed.error().remedy.find("redis") != std::string::npos;
        std::string remedy = aboutForm ? std::string(kClusterForm) : parsed.error().remedy;
        if (const auto port = remedy.find(":6379"); port != std::string::npos)
            remedy.replace(port, 5, ":9443");
        return unreadable(text, parsed.error().detail, remedy);
    }
    ClusterUrl url{parsed->endpoint, parsed->user, std::move(parsed->password)};
    if (!namesPort(std::string_view(rest).substr(start))) url.endpoint.port = kClusterManagerPort;
    return url;
}

} // namespace maintscope
