// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace maintscope {

/// Host and port. The host is an IPv4 literal, an IPv6 literal without brackets, or a name.
struct Endpoint {
    std::string host;
    std::uint16_t port = 0;
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
    friend bool operator<(const Endpoint& a, const Endpoint& b) {
        return std::tie(a.host, a.port) < std::tie(b.host, b.port);
    }
};

/// "10.0.1.7:12000", "[2001:db8::1]:12000", "db.example.com:12000"; empty for an endpoint without a host.
[[nodiscard]] std::string toString(const Endpoint& endpoint);

/// Accepts the output of toString() and, because servers send it, an IPv6 address without brackets: splits at
/// the last colon. nullopt: no host, host "?", no port, port 0 or out of range. Source: redis-py
/// tests/maint_notifications (unbracketed IPv6), StackExchange.Redis Maintenance (host "?", port 0).
[[nodiscard]] std::optional<Endpoint> parseEndpoint(std::string_view text);

/// True for an IPv4 or IPv6 literal.
[[nodiscard]] bool isAddressLiteral(std::string_view host);

/// True for an address literal that is not routed publicly: RFC 1918, loopback, link-local, IPv6 unique
/// local; an IPv4-mapped address is judged by its IPv4 part; carrier-grade NAT (100.64/10) counts as public.
/// Source: StackExchange.Redis and Lettuce endpoint type detection (peer address rule).
[[nodiscard]] bool isPrivateAddress(std::string_view literal);

} // namespace maintscope
