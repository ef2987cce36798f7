// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/connection_parts.h"

namespace maintscope::core {

/// Publishes that a connection is up and whether the server sends it notifications.
class OptInReport {
public:
    explicit OptInReport(ConnectionParts& parts)
        : m_parts(parts) {}

    /// `stream` is about to replace ConnectionParts::serving. `wasReady`: one served before.
    void connected(const Stream& stream, bool wasReady);
    /// The answer to an opt-in on an open connection; `before`: notifications were on.
    void optedInAgain(const Stream& stream, bool before);

private:
    [[nodiscard]] static Support supportOf(const Stream& stream) {
        return stream.handshake.optedIn() ? Support::Supported : Support::Unsupported;
    }
    void publishSupport(const Stream& stream);

    ConnectionParts& m_parts;
    bool m_supportReported = false;
};

} // namespace maintscope::core
