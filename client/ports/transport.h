// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/endpoint.h"
#include "client/types/ids.h"

#include <string>

namespace maintscope::ports {

/// Opens, writes and closes byte streams. What happens to them is reported by the owner's callbacks as core
/// inputs. Confined to the client thread.
class Transport {
public:
    virtual ~Transport() = default;
    virtual void open(StreamId stream, const Endpoint& address, bool tls, const std::string& serverName) = 0;
    /// Queues and flushes; never blocks.
    virtual void write(StreamId stream, std::string bytes) = 0;
    /// Sends what was written, then closes; nothing is reported about the stream after this.
    virtual void close(StreamId stream) = 0;
    /// Reads and reports what has already arrived on any stream; never waits.
    virtual void drain() {}
};

} // namespace maintscope::ports
