// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/step.h"
#include "client/types/settings.h"
#include "client/types/time.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace maintscope::core {

/// The whole client of one database: all its connections, protected and control. Pure: no socket, no timer,
/// no clock, no thread; bytes and times go in, actions come out. Confined to the thread that calls step().
class Target {
public:
    /// `seed` feeds the jitter; equal input and seed give equal output.
    Target(TargetSettings settings, std::uint64_t seed);
    ~Target();
    Target(Target&&) noexcept;
    Target& operator=(Target&&) noexcept;

    /// Appends to `out`. `now` never goes backwards.
    void step(const Input& input, MonoTime now, Output& out);
    /// When step(Tick{}) is due; nullopt: nothing happens without input.
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const;

    /// True once Stop has been carried out: no reply is in flight any more, all streams are closed.
    [[nodiscard]] bool finished() const;
    /// True once any protected connection has been ready.
    [[nodiscard]] bool wasReady() const;
    [[nodiscard]] NotReadyCause notReadyCause() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace maintscope::core
