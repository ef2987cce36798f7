// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/types/endpoint.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>

namespace maintscope {
namespace {

std::optional<std::array<unsigned char, 16>> v6Bytes(std::string_view host) {
    std::array<unsigned char, 16> bytes{};
    const std::string text(host.substr(0, host.find('%')));
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
    return bytes;
}

std::optional<std::array<unsigned char, 4>> v4Bytes(std::string_view host) {
    std::array<unsigned char, 4> bytes{};
    if (inet_pton(AF_INET, std::string(host).c_str(), bytes.data()) != 1) return std::nullopt;
    return bytes;
}

bool isPrivateV4(unsigned char a, unsigned char b) {
    return a == 10 || a == 127 || (a == 172 && (b & 0xf0) == 16) || (a == 192 && b == 168) ||
           (a == 169 && b == 254);
}

} // namespace

std::string toString(const Endpoint& endpoint) {
    if (endpoint.host.empty()) return {};
    const bool bracket = endpoint.host.find(':') != std::string::npos;
    return (bracket ? "[" + endpoint.host + "]" : endpoint.host) + ":" + std::to_string(endpoint.port);
}

std::optional<Endpoint> parseEndpoint(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    if (host.size() >= 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) return std::nullopt;
    if (host.empty() || host == "?" || host.find_first_of(" \t\r\n[]") != std::string_view::npos)
        return std::nullopt;
    if (host.find(':') != std::string_view::npos && !v6Bytes(host)) return std::nullopt;
    return Endpoint{std::string(host), port};
}

bool isAddressLiteral(std::string_view host) {
    return v4Bytes(host).has_value() || v6Bytes(host).has_value();
}

bool isPrivateAddress(std::string_view literal) {
    if (const auto v4 = v4Bytes(literal)) return isPrivateV4((*v4)[0], (*v4)[1]);
    const auto v6 = v6Bytes(literal);
    if (!v6) return false;
    const auto& b = *v6;
    constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    bool mapped = true;
    for (std::size_t i = 0; i < kMapped.size(); ++i)
        mapped = mapped && b[i] == kMapped[i];
    if (mapped) return isPrivateV4(b[12], b[13]);
    bool loopback = b[15] == 1;
    for (std::size_t i = 0; i < 15; ++i)
        loopback = loopback && b[i] == 0;
    return loopback || (b[0] & 0xfe) == 0xfc || (b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
}

} // namespace maintscope
