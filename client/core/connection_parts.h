// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/context.h"
#include "client/core/handoff.h"
#include "client/core/stream.h"
#include "client/core/window_log.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maintscope::core {

/// Which connection of its target this is, and what it sends.
struct ConnectionIdentity {
    ConnectionId id;
    ProbeRole role;
    double phase; ///< of the schedule, [0, 1)
    std::string key;
    bool ownKey; ///< the key was made for this session
    std::string clientName;
};

/// What the classes of one connection share: its sockets, its windows, and the handoff that runs. Confined to
/// the thread that calls Target::step().
struct ConnectionParts {
    ConnectionParts(Context& targetContext, ConnectionIdentity connection)
        : context(targetContext)
        , identity(std::move(connection))
        , windows(targetContext, identity.id, identity.role) {}
    ConnectionParts(const ConnectionParts&) = delete;
    ConnectionParts& operator=(const ConnectionParts&) = delete;

    Context& context;
    const ConnectionIdentity identity;
    WindowLog windows;
    StreamPtr serving;               ///< takes the writes; null while there is none
    std::vector<StreamPtr> draining; ///< retired, with replies in flight
    std::optional<Handoff> handoff;  ///< not switched yet
    Endpoint lastPeer;               ///< of the newest socket that served
    std::optional<MonoTime> orphanSince;

    [[nodiscard]] MonoTime now() const { return context.now; }
    [[nodiscard]] const TargetSettings& settings() const { return context.settings; }
    [[nodiscard]] bool isProtected() const { return identity.role == ProbeRole::Protected; }
    /// Whether it asks the server for notifications.
    [[nodiscard]] bool optsIn() const { return isProtected() && settings().policy != Policy::Never; }
    [[nodiscard]] Event event(EventKind kind, std::string_view name, Severity severity) {
        Event e = context.event(kind, name, severity);
        e.connection = identity.id;
        e.role = identity.role;
        return e;
    }
    void publish(Event event) { context.publish(std::move(event)); }
    void write(const Stream& stream, std::string bytes) { context.act(Write{stream.id, std::move(bytes)}); }
};

/// "5 s", "1500 ms": a limit in the text of an error.
[[nodiscard]] inline std::string inSeconds(Duration duration) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

/// Keeps the earlier of two deadlines.
inline void consider(std::optional<MonoTime>& next, std::optional<MonoTime> candidate) {
    if (candidate && (!next || *candidate < *next)) next = candidate;
}

} // namespace maintscope::core
