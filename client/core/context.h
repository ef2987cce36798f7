// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/backoff.h"
#include "client/core/moving_operations.h"
#include "client/core/step.h"
#include "client/types/secret_mask.h"
#include "client/types/settings.h"

#include <cstdint>
#include <string_view>
#include <utility>

namespace maintscope::core {

/// What all connections of one target share during a step: the time, the way out, the counters that make ids
/// unique.
struct Context {
    Context(const TargetSettings& targetSettings, std::uint64_t seed)
        : settings(targetSettings)
        , jitter(seed) {
        secrets.add(settings.password);
        secrets.add(settings.tls.keyPassphrase);
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    const TargetSettings& settings;
    SecretMask secrets;
    Jitter jitter;
    MovingOperations operations;
    bool helloAnswered = false; ///< by any connection of this session, in whatever words
    bool oneAtATime =
        false; ///< a handshake went through so, after one of several commands at once had failed
    MonoTime now{};
    Output* out = nullptr;
    /// This program has just stalled, and sockets are read before deadlines are judged: replies found now
    /// came in time, but when is unknown.
    bool waking = false;
    Duration stall{}; ///< how long that stall was
    /// Protected connections with an open window: the loss of a control connection meanwhile is
    /// announced.
    int openWindows = 0;

    [[nodiscard]] EventKey newKey() {
        return {(static_cast<std::uint64_t>(settings.id.value) << 48U) | ++m_lastEvent};
    }
    [[nodiscard]] StreamId newStream() { return {++m_lastStream}; }
    [[nodiscard]] ResolveId newResolve() { return {++m_lastResolve}; }
    void act(Action action) { out->actions.push_back(std::move(action)); }
    /// All events go out here, and text of the server leaves its secrets here.
    void publish(Event event) { out->events.push_back(masked(std::move(event))); }
    /// Inserts before what was published since `mark` (the number of events then): a cause precedes its
    /// effects.
    void publishBefore(std::size_t mark, Event event) {
        out->events.insert(out->events.begin() + static_cast<std::ptrdiff_t>(mark), masked(std::move(event)));
    }
    [[nodiscard]] Event event(EventKind kind, std::string_view name, Severity severity) {
        Event e;
        e.key = newKey();
        e.at = now;
        e.kind = kind;
        e.name = name;
        e.severity = severity;
        e.target = settings.id;
        return e;
    }

private:
    [[nodiscard]] Event masked(Event event) const;

    std::uint64_t m_lastEvent = 0;
    std::uint32_t m_lastStream = 0;
    std::uint32_t m_lastResolve = 0;
};

} // namespace maintscope::core
