// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/target_url.h"

#include "client/types/ascii.h"
#include "client/types/url_secrets.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <numeric>
#include <optional>
#include <vector>

namespace maintscope {
namespace {

constexpr std::string_view kRedis = "redis";
constexpr std::string_view kRediss = "rediss";
constexpr std::string_view kTargetForm = "Write it as redis://host:port, or rediss://host:port for TLS.";

/// Levenshtein distance: distinguishes a typing error from another scheme.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row[b.size()];
}

/// nullopt: a '%' that is not followed by two hexadecimal digits.
std::optional<std::string> percentDecoded(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i];
            continue;
        }
        if (i + 2 >= text.size() || hexDigit(text[i + 1]) < 0 || hexDigit(text[i + 2]) < 0)
            return std::nullopt;
        result += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
        i += 2;
    }
    return result;
}

std::string percentEncoded(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            result += c;
            continue;
        }
        result += '%';
        result += kHex[byte >> 4U];
        result += kHex[byte & 0x0fU];
    }
    return result;
}

class Parser {
public:
    explicit Parser(std::string_view text)
        : m_text(text) {}

    Result<TargetUrl> run() {
        if (m_text.empty())
            return Error{"The URL is missing.",
                         {},
                         {},
                         "Enter the address of the database, for example redis://localhost:6379."};
        if (auto failed = readScheme()) return *failed;
        if (auto failed = cutTail()) return *failed;
        if (auto failed = readUser()) return *failed;
        if (auto failed = readHost()) return *failed;
        return std::move(m_url);
    }

private:
    using Failure = std::optional<Error>;

    [[nodiscard]] Error at(std::size_t offset, const std::string& detail, std::string remedy) const {
        return Error{"The URL is invalid.", withoutPassword(m_text),
                     "at character " + std::to_string(offset + 1) + ", " + detail, std::move(remedy)};
    }

    Failure readScheme() {
        const auto slashes = m_text.find("://");
        m_start = authorityStart(m_text);
        if (slashes == std::string_view::npos) {
            if (m_start > 0)
                return at(m_start - 1,
                          "one slash is missing after \"" + std::string(m_text.substr(0, m_start - 1)) + "\"",
                          std::string(kTargetForm));
            for (const std::string_view scheme : {kRedis, kRediss})
                if (lower(m_text.substr(0, scheme.size() + 2)) == std::string(scheme) + "//")
                    return at(scheme.size(), "\":\" is missing after \"" + std::string(scheme) + "\"",
                              std::string(kTargetForm));
            const auto colon = m_text.find(':');
            const std::string word = lower(m_text.substr(0, colon == std::string_view::npos ? 0 : colon));
            if (word == kRedis || word == kRediss) {
                // redis:6379 is a host named "redis" with a port; anything else is a scheme without slashes.
                const auto rest = m_text.substr(colon + 1);
                if (rest.find_first_not_of("0123456789") != std::string_view::npos || rest.empty())
                    return at(colon + 1,
                              "\"//\" is missing after "
                              "\"" +
                                  word + ":\"",
                              std::string(kTargetForm));
            }
            return std::nullopt;
        }
        const std::string scheme = lower(m_text.substr(0, slashes));
        if (scheme == kRedis || scheme == kRediss) {
            m_url.tls = scheme == kRediss;
            return std::nullopt;
        }
        const std::string quoted = "\"" + std::string(m_text.substr(0, slashes)) + "://\"";
        if (scheme == "http" || scheme == "https")
            return at(0, quoted + " is a web address, not a database",
                      "Enter the address of the cluster manager separately; a database has the form "
                      "redis://host:port.");
        if (scheme == "unix" || scheme.starts_with("redis-") || scheme.starts_with("redis+") ||
            scheme.starts_with("rediss+"))
            return at(0, quoted + " is not supported; only TCP and TLS to one endpoint are supported",
                      std::string(kTargetForm));
        const std::size_t plain = distance(scheme, kRedis);
        const std::size_t tls = distance(scheme, kRediss);
        if (std::min(plain, tls) <= 2)
            return at(0,
                      quoted + " is not a valid scheme; did you mean \"" +
                          std::string(tls < plain ? kRediss : kRedis) + "://\"?",
                      std::string(kTargetForm));
        return at(0, quoted + " is not the scheme of a Redis database", std::string(kTargetForm));
    }

    /// Takes path, query and fragment off; they begin at the first of "/?#".
    Failure cutTail() {
        m_end = m_text.find_first_of("/?#", m_start);
        if (m_end == std::string_view::npos) {
            m_end = m_text.size();
            return std::nullopt;
        }
        const std::string_view tail = m_text.substr(m_end);
        const std::size_t sign = tail.find('@');
        if (sign != std::string_view::npos && tail.substr(0, sign).find('=') == std::string_view::npos)
            return at(m_end, std::string("there is a \"") + tail.front() + "\" before the \"@\"",
                      "In a user name or password, write / as %2F, ? as %3F and # as %23.");
        if (tail == "/" || tail == "/0") return std::nullopt;
        if (tail.front() == '/' && tail.find_first_not_of("0123456789", 1) == std::string_view::npos)
            return at(m_end, "database " + std::string(tail.substr(1)) + " is requested",
                      "Only database 0 can be probed: remove the number. Handoffs apply to the endpoint, not "
                      "to a database number.");
        const std::size_t query = std::min(tail.find_first_of("?#"), tail.size());
        const std::string quoted = std::string(tail.substr(0, query)) + withoutValues(tail.substr(query));
        return at(m_end, "\"" + quoted + "\" is not part of an address",
                  "Remove it; options have their own fields.");
    }

    Failure readUser() {
        const auto sign = m_text.substr(m_start, m_end - m_start).rfind('@');
        if (sign == std::string_view::npos) return std::nullopt;
        const std::string_view userInfo = m_text.substr(m_start, sign);
        const auto colon = userInfo.find(':');
        const auto user = percentDecoded(userInfo.substr(0, colon));
        const auto password =
            percentDecoded(colon == std::string_view::npos ? std::string_view{} : userInfo.substr(colon + 1));
        if (!user || !password)
            return at(m_start, "a \"%\" in the user or password is not followed by two hexadecimal digits",
                      "Write a percent sign as %25.");
        m_url.user = *user;
        m_url.password = Secret(*password);
        m_start += sign + 1;
        return std::nullopt;
    }

    Failure readHost() {
        const std::string_view authority = m_text.substr(m_start, m_end - m_start);
        if (authority.empty()) return at(m_start, "the host is missing", std::string(kTargetForm));
        std::string_view host;
        std::size_t portAt = std::string_view::npos; // offset in authority of what follows the colon
        if (authority.front() == '[') {
            const auto close = authority.find(']');
            if (close == std::string_view::npos)
                return at(m_start, "the bracket is not closed",
                          "Write an IPv6 address as [2001:db8::1]:6379.");
            host = authority.substr(1, close - 1);
            if (host.find(':') == std::string_view::npos || !isAddressLiteral(host))
                return at(m_start + 1, "\"" + std::string(host) + "\" is not an IPv6 address",
                          "Use brackets for IPv6 addresses only.");
            if (close + 1 < authority.size()) {
                if (authority[close + 1] != ':')
                    return at(m_start + close + 1, "a \":\" and the port are expected after the bracket",
                              "Write an IPv6 address as [2001:db8::1]:6379.");
                portAt = close + 2;
            }
        } else {
            const auto colon = authority.find(':');
            if (colon != std::string_view::npos && authority.find(':', colon + 1) != std::string_view::npos) {
                if (isAddressLiteral(authority))
                    return at(m_start, "an IPv6 address needs brackets",
                              "Write [" + std::string(authority) + "]:6379.");
                return at(m_start + authority.find(':', colon + 1), "there is a second \":\"",
                          "Use one colon between host and port, and brackets around an IPv6 address.");
            }
            host = authority.substr(0, colon);
            if (colon != std::string_view::npos) portAt = colon + 1;
        }
        if (host.empty()) return at(m_start, "the host is missing", std::string(kTargetForm));
        const auto bad = std::find_if(host.begin(), host.end(), [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte <= 0x20 || byte == 0x7f ||
                   std::string_view("[]@\\\"'<>^`{|},;!$&()*+=").find(c) != std::string_view::npos;
        });
        if (bad != host.end())
            return at(static_cast<std::size_t>(bad - m_text.begin()),
                      *bad == ' ' ? std::string("the host contains a space")
                                  : std::string("a host cannot contain \"") + *bad + "\"",
                      std::string(kTargetForm));
        m_url.endpoint.host = host;
        m_url.endpoint.port = kDefaultRedisPort;
        if (portAt == std::string_view::npos) return std::nullopt;

        const std::string_view digits = authority.substr(portAt);
        if (digits.empty())
            return at(m_start + portAt, "the port is missing after the colon",
                      "Enter a port from 1 to 65535, or remove the colon.");
        unsigned long port = 0;
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
        // Longer than a port it may be a password whose host is missing.
        constexpr std::size_t kLongestPort = 5;
        if (problem == std::errc::invalid_argument || end != digits.data() + digits.size())
            return at(m_start + portAt,
                      (digits.size() > kLongestPort ? "what follows the colon"
                                                    : "\"" + std::string(digits) + "\"") +
                          " is not a port number",
                      "Enter a port from 1 to 65535; a password stands before an \"@\".");
        if (problem != std::errc{} || port == 0 || port > 65535)
            return at(m_start + portAt, "port " + std::string(digits) + " is out of range",
                      "Enter a port from 1 to 65535.");
        m_url.endpoint.port = static_cast<std::uint16_t>(port);
        return std::nullopt;
    }

    std::string_view m_text;
    std::size_t m_start = 0; ///< of what is not yet read
    std::size_t m_end = 0;   ///< of the authority
    TargetUrl m_url;
};

} // namespace

Result<TargetUrl> parseTargetUrl(std::string_view text) {
    return Parser(trimmed(text)).run();
}

std::string toString(const TargetUrl& url) {
    return std::string(url.tls ? kRediss : kRedis) + "://" +
           (url.user.empty() ? "" : percentEncoded(url.user) + "@") + toString(url.endpoint);
}

} // namespace maintscope
