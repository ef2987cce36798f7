// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/context.h"
#include "client/core/maintenance_windows.h"
#include "client/types/notification.h"

namespace maintscope::core {

/// The maintenance windows of one connection and what is published about them: a span per window, a span per
/// stretch of relaxed timeouts and per tail.
class WindowLog {
public:
    WindowLog(Context& context, ConnectionId connection, ProbeRole role);

    struct Link {
        std::optional<EventKey> window;
        PairState state = PairState::None;
    };
    /// Opens a window, or finds the one that is open already (the same announcement again).
    Link open(OperationKind kind, std::optional<SequenceId> sequence, const std::string& scope,
              std::optional<Duration> announced, MonoTime cap);
    /// Closes what a completion ends. OrphanClose when nothing was open.
    Link complete(OperationKind kind, const std::string& scope);
    /// Ends the window of a MOVING: properly, with a tail, or because a newer one took its place.
    void closeMoving(EventKey window, bool properly);
    /// Ends whatever is due and publishes changes of the timeout in force. To be called at the end of every
    /// step.
    void update();
    /// The recording ends: windows still open stay open in the record.
    void finish();

    [[nodiscard]] bool anyOpen() const { return m_windows.anyOpen(); }
    [[nodiscard]] bool relaxed() const { return m_windows.relaxed(m_context.now); }
    [[nodiscard]] bool inTail() const { return m_windows.inTail(m_context.now); }
    [[nodiscard]] Duration effectiveTimeout() const { return m_windows.effective(m_context.now); }
    [[nodiscard]] MonoTime normalSince() const { return m_windows.normalSince(); }
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const {
        return m_windows.nextDeadline(m_context.now);
    }

private:
    enum class Mode { Normal, Relaxed, Tail };
    [[nodiscard]] Event event(EventKind kind, std::string_view name, Severity severity);
    void end(const Window& window, PairState state);

    Context& m_context;
    ConnectionId m_connection;
    ProbeRole m_role;
    MaintenanceWindows m_windows;
    std::vector<Event> m_openEvents; ///< as published, by window
    Mode m_mode = Mode::Normal;
    std::optional<Event> m_span; ///< relaxed or tail, while it lasts
    bool m_counted = false;
};

} // namespace maintscope::core
