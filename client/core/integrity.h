// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/connection.h"

#include <optional>
#include <vector>

namespace maintscope::core {

/// With --command incr: reads the counter before the first INCR and after the last one, so that its growth
/// can be compared with what was acknowledged. One object per role; the probes of its connections wait for
/// the first reading.
class Integrity {
public:
    Integrity(Context& context, ProbeRole role, const IncrTally& tally)
        : m_context(context)
        , m_role(role)
        , m_tally(tally) {}

    /// Asks, takes answers, and asks again after a loss. `ending`: all probes of the role have ended.
    /// Returns the connection that was asked; null: none.
    Connection* drive(std::vector<std::unique_ptr<Connection>>& connections, bool ending);
    [[nodiscard]] bool baselineKnown() const { return m_baseline.has_value(); }
    [[nodiscard]] bool done() const { return m_done; }
    [[nodiscard]] std::optional<MonoTime> nextDeadline() const {
        return m_asked && !m_done ? std::optional(m_askAgain) : std::nullopt;
    }

private:
    void take(const resp::Value& answer, bool ending);
    void publish(std::optional<std::int64_t> growth, const std::string& problem);

    Context& m_context;
    ProbeRole m_role;
    const IncrTally& m_tally;
    std::optional<std::int64_t> m_baseline;
    bool m_asked = false;
    bool m_done = false;
    MonoTime m_askAgain{};
    int m_finalAttempts = 0;
};

} // namespace maintscope::core
