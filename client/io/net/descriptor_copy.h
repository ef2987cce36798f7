// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cerrno>
#include <cstddef>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

namespace maintscope::io {

/// A second descriptor of a socket. Qt closes its own before it reports a loss, and with it goes the kernel's
/// knowledge of how the connection ended.
class DescriptorCopy {
public:
    DescriptorCopy() = default;
    ~DescriptorCopy() { reset(); }
    DescriptorCopy(const DescriptorCopy&) = delete;
    DescriptorCopy& operator=(const DescriptorCopy&) = delete;

    void copy(qintptr descriptor) {
        reset();
        m_descriptor = fcntl(static_cast<int>(descriptor), F_DUPFD_CLOEXEC, 0);
    }
    void reset() {
        if (m_descriptor >= 0) ::close(m_descriptor);
        m_descriptor = -1;
    }
    /// The bytes that the kernel still holds: a failed write makes Qt close its socket, even with unread
    /// bytes.
    [[nodiscard]] ssize_t read(char* to, std::size_t size) const {
        return m_descriptor < 0 ? -1 : ::recv(m_descriptor, to, size, MSG_DONTWAIT);
    }
    /// After a reset the connection is gone; after a FIN our half of it is still there. A reset that answers
    /// what we sent after the FIN is not how it ended: the kernel notes that one as a broken pipe.
    [[nodiscard]] bool wasReset() const {
        tcp_info info{};
        socklen_t size = sizeof info;
        if (m_descriptor < 0 || getsockopt(m_descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
            return false;
        int error = 0;
        size = sizeof error;
        getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
        return info.tcpi_state == TCP_CLOSE && error != EPIPE;
    }

private:
    int m_descriptor = -1;
};

} // namespace maintscope::io
