// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/ids.h"
#include "client/types/operation.h"
#include "client/types/settings.h"
#include "client/types/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maintscope::core {

/// One open maintenance window of one connection.
struct Window {
    OperationKind kind = OperationKind::Moving; ///< a completion ends windows of its own kind only
    std::optional<SequenceId> sequence;
    std::string scope; ///< shards or slots as sent; of a MOVING its target
    MonoTime opened{};
    MonoTime cap{}; ///< when it expires if its end never comes
    EventKey event; ///< under which it was published
};

/// Which timeouts are in force on one connection: derived from the set of open windows, never from a counter
/// or a flag, so that duplicates are harmless and one end does not end another window.
///
/// A window ends by its completion, matched by kind and shards, SMIGRATED by overlapping slots; never by
/// sequence id, which differs between opener and closer. Without shards on either side the oldest of the
/// kind is meant. Each has a cap, because completions get lost. After a proper end timeouts stay relaxed
/// for a tail; after an expiry they do not. Source: client/PROTOCOL.md, "Windows".
class MaintenanceWindows {
public:
    explicit MaintenanceWindows(const Timeouts& timeouts)
        : m_timeouts(timeouts) {}

    /// The same window announced again on this connection, if it is open.
    [[nodiscard]] const Window* find(OperationKind kind, std::optional<SequenceId> sequence,
                                     const std::string& scope) const;
    void open(Window window);
    /// A server may open windows without end: beyond this number a further one is merged with the newest of
    /// its kind.
    static constexpr std::size_t kMostOpen = 64;
    [[nodiscard]] bool isFull() const { return m_open.size() >= kMostOpen; }
    /// Extends the cap of the newest window of the kind to `cap` at least, and returns the window.
    [[nodiscard]] const Window* prolongNewest(OperationKind kind, MonoTime cap);

    /// Ends what a completion ends and starts the tail; empty when nothing was open (history, or a
    /// duplicate).
    [[nodiscard]] std::vector<Window> complete(OperationKind kind, const std::string& scope, MonoTime now);
    /// Ends the one window published under `event`, properly (`withTail`) or not.
    [[nodiscard]] std::optional<Window> close(EventKey event, MonoTime now, bool withTail);
    /// Windows whose cap has passed.
    [[nodiscard]] std::vector<Window> expire(MonoTime now);
    [[nodiscard]] std::vector<Window> closeAll();

    [[nodiscard]] bool anyOpen() const { return !m_open.empty(); }
    [[nodiscard]] bool relaxed(MonoTime now) const { return anyOpen() || now < m_tailEnds; }
    [[nodiscard]] bool inTail(MonoTime now) const { return !anyOpen() && now < m_tailEnds; }
    /// Since when timeouts are normal again; the session start if they always were.
    [[nodiscard]] MonoTime normalSince() const {
        return m_tailEnds > m_lastClosed ? m_tailEnds : m_lastClosed;
    }
    /// max(normal, relaxed) while relaxed: relaxing never tightens (redis/jedis#4607).
    [[nodiscard]] Duration effective(MonoTime now) const;
    /// Next cap or end of tail.
    [[nodiscard]] std::optional<MonoTime> nextDeadline(MonoTime now) const;

private:
    Timeouts m_timeouts;
    std::vector<Window> m_open; ///< oldest first
    MonoTime m_tailEnds{};
    MonoTime m_lastClosed{};
};

/// Whether two slot lists ("5,10-20") share a slot. Text that is no slot list shares nothing.
[[nodiscard]] bool slotsOverlap(const std::string& a, const std::string& b);

} // namespace maintscope::core
