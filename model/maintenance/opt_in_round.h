// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/ids.h"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace maintscope::model {

/// Tracks the open connections after the SCH switch changes: each is asked to opt in again and either answers
/// or is lost meanwhile (then its successor opts in by itself). Covers all watched targets. Pure: fed with
/// their events from the request on.
class OptInRound {
public:
    OptInRound() = default;
    explicit OptInRound(int targets)
        : m_targets(targets) {}

    /// Unrelated events are ignored.
    void add(SessionId session, const Event& event);
    /// Stops waiting for answers.
    void end() { m_over = true; }

    /// Every target has reported how many connections it asks, and all of them are settled, or end() was
    /// called.
    [[nodiscard]] bool done() const;
    [[nodiscard]] int asked() const;
    [[nodiscard]] int optedIn() const { return m_optedIn; }
    [[nodiscard]] int refused() const { return m_refused; }
    [[nodiscard]] int lost() const { return m_lost; }
    [[nodiscard]] int silent() const { return asked() - m_optedIn - m_refused - m_lost; }
    /// The server's message of the first refusal.
    [[nodiscard]] const std::string& refusal() const { return m_refusal; }

private:
    int m_targets = 0;
    std::map<SessionId, int> m_asked;
    std::set<std::pair<SessionId, ConnectionId>> m_settled;
    int m_optedIn = 0;
    int m_refused = 0;
    int m_lost = 0;
    std::string m_refusal;
    bool m_over = false;
};

} // namespace maintscope::model
