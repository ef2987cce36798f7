// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>

#include <cstdint>

namespace maintscope::demo {

/// An address and port of this machine whose connections are never answered, as behind a firewall that drops
/// packets: a listening socket whose accept queue is full, so that the kernel drops every further SYN. Ends
/// with the object; attempts that are pending then are refused, or accepted by the next listener.
class BlackHole {
public:
    BlackHole(const QHostAddress& address, std::uint16_t port);
    ~BlackHole();
    BlackHole(const BlackHole&) = delete;
    BlackHole& operator=(const BlackHole&) = delete;

private:
    int m_listener = -1;
    int m_filler = -1;
};

} // namespace maintscope::demo
