// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/url_secrets.h"

#include "client/types/ascii.h"
#include "client/types/endpoint.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace maintscope {
namespace {

constexpr std::string_view kMask = "***";
constexpr std::size_t kLongestPort = 5; ///< digits

bool looksLikeScheme(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
               c == '-';
    });
}

struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The password before the last '@'. With a parameter before the '@', that may itself be in a password: then all up
/// to the end.
std::optional<Span> passwordIn(std::string_view url) {
    const std::size_t start = authorityStart(url);
    const auto sign = url.rfind('@');
    if (sign == std::string_view::npos || sign < start) return std::nullopt;
    const auto query = url.find('?', start);
    const auto colon = url.find(':', start);
    const bool inQuery = query < sign && url.substr(query, sign - query).find('=') != std::string_view::npos;
    if (inQuery && query < colon) return std::nullopt; // only the query holds something
    if (colon == std::string_view::npos || colon > sign) return std::nullopt;
    return Span{colon + 1, inQuery ? url.size() : sign};
}

/// What stands in the place of a port and is none: a password whose host is missing.
std::optional<Span> notAPort(std::string_view url) {
    const std::size_t start = authorityStart(url);
    const std::size_t end = std::min(url.find_first_of("/?#", start), url.size());
    const std::string_view authority = url.substr(start, end - start);
    if (authority.find_first_of("@[") != std::string_view::npos || isAddressLiteral(authority))
        return std::nullopt;
    const auto colon = authority.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view port = authority.substr(colon + 1);
    if (port.size() <= kLongestPort || port.find_first_not_of("0123456789:") == std::string_view::npos)
        return std::nullopt;
    return Span{start + colon + 1, end};
}

bool isPasswordParameter(std::string_view name) {
    const std::string small = lower(name);
    constexpr std::array<std::string_view, 4> kNames{"password", "pass", "pwd", "auth"};
    return std::find(kNames.begin(), kNames.end(), small) != kNames.end();
}

} // namespace

std::size_t authorityStart(std::string_view url) {
    if (const auto slashes = url.find("://"); slashes != std::string_view::npos) return slashes + 3;
    if (const auto slash = url.find(":/");
        slash != std::string_view::npos && looksLikeScheme(url.substr(0, slash)))
        return slash + 2;
    return 0;
}

std::string withoutValues(std::string_view query) {
    std::string text;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find_first_of("?#&;", 1), query.size());
        const std::string_view piece = query.substr(0, end);
        query.remove_prefix(end);
        const auto equals = piece.find('=');
        text += equals == std::string_view::npos ? piece.substr(0, 1) : piece.substr(0, equals + 1);
        if (piece.size() > 1) text += kMask;
    }
    return text;
}

std::string withoutPassword(std::string_view url) {
    std::string masked(url);
    auto secret = passwordIn(url);
    if (!secret) secret = notAPort(url);
    if (secret) masked.replace(secret->begin, secret->end - secret->begin, kMask);
    const auto query = masked.find_first_of("?#", authorityStart(masked));
    // Before an '@' it is a part of the user.
    if (query == std::string::npos) return masked;
    return masked.substr(0, query) + withoutValues(std::string_view(masked).substr(query));
}

PastedUrl takePassword(std::string_view url) {
    PastedUrl result{std::string(url), {}};
    if (const auto secret = passwordIn(url)) {
        result.password = Secret(std::string(url.substr(secret->begin, secret->end - secret->begin)));
        result.shown.erase(secret->begin - 1, secret->end - secret->begin + 1);
        return result;
    }
    const auto query = url.find_first_of("?#", authorityStart(url));
    if (query == std::string_view::npos) return result;
    result.shown = url.substr(0, query);
    bool first = true;
    for (std::size_t at = query + 1; at <= url.size();) {
        const std::size_t end = std::min(url.find_first_of("&;", at), url.size());
        const std::string_view piece = url.substr(at, end - at);
        at = end + 1;
        const auto equals = piece.find('=');
        if (equals != std::string_view::npos && isPasswordParameter(piece.substr(0, equals))) {
            result.password = Secret(std::string(piece.substr(equals + 1)));
            continue;
        }
        result.shown += first ? url[query] : '&';
        result.shown += piece;
        first = false;
    }
    return result;
}

} // namespace maintscope
