// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/time.h"

namespace maintscope::ports {

/// The only reader of clocks. Confined to the client thread.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual MonoTime now() const = 0;
    [[nodiscard]] virtual WallTime wallNow() const = 0;
    /// How long the machine has slept in this session: time that now() does not count.
    [[nodiscard]] virtual Duration asleep() const { return Duration::zero(); }
};

} // namespace maintscope::ports
