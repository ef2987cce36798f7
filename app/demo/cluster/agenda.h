// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/cluster/cluster_effects.h"
#include "client/types/time.h"

#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace maintscope::demo {

/// The tasks that the simulated cluster has yet to do, by time. Pure: the caller passes the time. A task may
/// add further tasks.
class Agenda {
public:
    using Task = std::function<void(MonoTime, Effects&)>;

    /// `speed` divides every simulated duration.
    explicit Agenda(double speed)
        : m_speed(speed) {}

    [[nodiscard]] Duration scaled(Duration duration) const {
        return Duration(std::llround(static_cast<double>(duration.count()) / m_speed));
    }
    void at(MonoTime when, Task task) { m_tasks.emplace(when, std::move(task)); }

    /// Runs the tasks that are due.
    void advance(MonoTime now, Effects& out) {
        while (!m_tasks.empty() && m_tasks.begin()->first <= now) {
            const Task task = std::move(m_tasks.extract(m_tasks.begin()).mapped());
            task(now, out);
        }
    }
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const {
        return m_tasks.empty() ? std::nullopt : std::optional(m_tasks.begin()->first);
    }
    [[nodiscard]] std::size_t size() const { return m_tasks.size(); }

private:
    double m_speed;
    std::multimap<MonoTime, Task> m_tasks;
};

} // namespace maintscope::demo
