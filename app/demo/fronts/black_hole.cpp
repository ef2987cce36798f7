// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/fronts/black_hole.h"

#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace maintscope::demo {

namespace {

struct SocketAddress {
    sockaddr_storage bytes{};
    socklen_t length = 0;
    int family = AF_INET;
    [[nodiscard]] const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&bytes); }
};

SocketAddress socketAddress(const QHostAddress& address, std::uint16_t port) {
    SocketAddress result;
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        const Q_IPV6ADDR octets = address.toIPv6Address();
        std::memcpy(&v6.sin6_addr, &octets, sizeof v6.sin6_addr);
        std::memcpy(&result.bytes, &v6, sizeof v6);
        result.length = sizeof v6;
        result.family = AF_INET6;
        return result;
    }
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    v4.sin_addr.s_addr = htonl(address.toIPv4Address());
    std::memcpy(&result.bytes, &v4, sizeof v4);
    result.length = sizeof v4;
    return result;
}

} // namespace

BlackHole::BlackHole(const QHostAddress& address, std::uint16_t port) {
    const SocketAddress where = socketAddress(address, port);
    m_listener = ::socket(where.family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (m_listener < 0) return;
    const int on = 1;
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    // Without room for a queue one connection still fits in; ours takes the place.
    if (::bind(m_listener, where.data(), where.length) != 0 || ::listen(m_listener, 0) != 0) return;
    m_filler = ::socket(where.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_filler >= 0) (void)::connect(m_filler, where.data(), where.length);
}

BlackHole::~BlackHole() {
    if (m_filler >= 0) ::close(m_filler);
    if (m_listener >= 0) ::close(m_listener);
}

} // namespace maintscope::demo
