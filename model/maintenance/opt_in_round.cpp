// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/maintenance/opt_in_round.h"

#include "client/types/event_names.h"

namespace maintscope::model {

void OptInRound::add(SessionId session, const Event& event) {
    if (event.kind == EventKind::Recording && event.name == names::kOptInAsked) {
        m_asked[session] = static_cast<int>(figure(event, "connections").value_or(0));
        return;
    }
    if (event.role != ProbeRole::Protected || !m_asked.contains(session)) return;
    const bool answer = event.kind == EventKind::Recording && event.name == names::kOptInAgain;
    if (!answer && event.kind != EventKind::Disconnect) return;
    if (!m_settled.insert({session, event.connection}).second) return;
    if (!answer) {
        ++m_lost;
    } else if (event.support == Support::Supported) {
        ++m_optedIn;
    } else {
        ++m_refused;
        if (m_refusal.empty()) m_refusal = event.errorText;
    }
}

int OptInRound::asked() const {
    int all = 0;
    for (const auto& [session, connections] : m_asked)
        all += connections;
    return all;
}

bool OptInRound::done() const {
    return m_over || (static_cast<int>(m_asked.size()) >= m_targets && silent() <= 0);
}

} // namespace maintscope::model
