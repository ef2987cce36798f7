// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/target.h"

#include <optional>
#include <utility>

namespace maintscope::io {

/// What a TargetDriver drives: core::Target, or a script in tests.
class Stepper {
public:
    virtual ~Stepper() = default;
    virtual void step(const core::Input& input, MonoTime now, core::Output& out) = 0;
    [[nodiscard]] virtual std::optional<MonoTime> nextDeadline() const = 0;
    [[nodiscard]] virtual bool finished() const = 0;
};

class CoreStepper final : public Stepper {
public:
    explicit CoreStepper(core::Target target)
        : m_target(std::move(target)) {}
    void step(const core::Input& input, MonoTime now, core::Output& out) override {
        m_target.step(input, now, out);
    }
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const override { return m_target.nextDeadline(); }
    [[nodiscard]] bool finished() const override { return m_target.finished(); }
    [[nodiscard]] const core::Target& target() const { return m_target; }

private:
    core::Target m_target;
};

} // namespace maintscope::io
