// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/core/target.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace maintscope::test {

/// Watches every step of one core::Target and keeps the first thing that must never happen, whatever the
/// server does: two sockets that take writes, too many sockets, a probe that ends twice, a state that does
/// not fit, a claim that is taken back.
class Audit {
public:
    explicit Audit(const TargetSettings& settings)
        : m_timeouts(settings.timeouts) {}

    void step(const core::Input& input, MonoTime now, const core::Output& out, const core::Target& target);
    /// Empty while all is well.
    [[nodiscard]] const std::string& violation() const { return m_violation; }
    void fail(const std::string& text, MonoTime now);
    [[nodiscard]] bool gaveUpOrder(std::uint16_t connection) const {
        return m_gaveUpOrder.contains(connection);
    }
    /// 0: not dialled by this target.
    [[nodiscard]] std::uint16_t connectionOf(StreamId stream) const;

private:
    using Slot = std::pair<std::uint16_t, std::int64_t>; ///< connection, intended time

    void event(const Event& e, MonoTime now);
    void action(const core::Action& action, MonoTime now);
    void sample(const Sample& s, MonoTime now);
    void forget(StreamId stream);
    void checkSockets(MonoTime now);
    void checkStates(MonoTime now);

    Timeouts m_timeouts;
    std::string m_violation;
    std::map<std::uint32_t, std::uint16_t> m_connectionOf; ///< every stream ever dialled
    std::set<std::uint32_t> m_dialling, m_retired;
    std::map<std::uint16_t, std::uint32_t> m_serving;
    std::map<std::uint16_t, std::string> m_states;
    std::map<std::uint64_t, MonoTime> m_ended; ///< spans, by key
    std::map<std::uint16_t, std::set<std::uint64_t>> m_relaxed;
    std::set<std::uint16_t> m_wasRelaxed; ///< before this step
    std::set<Slot> m_done, m_timedOut;
    std::set<std::uint16_t> m_gaveUpOrder;
    bool m_changed = false; ///< sockets or states, in this step
    MonoTime m_lastTick{};
    int m_idleTicks = 0;
};

} // namespace maintscope::test
