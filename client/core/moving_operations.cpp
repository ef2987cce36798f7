// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/core/moving_operations.h"

#include "client/core/retry_policy.h"

#include <algorithm>

namespace maintscope::core {

void MovingOperations::remember(const MovingIdentity& identity, MonoTime validUntil) {
    const auto it = std::find_if(m_entries.begin(), m_entries.end(),
                                 [&](const Entry& e) { return e.identity == identity; });
    if (it != m_entries.end()) {
        it->validUntil = std::max(it->validUntil, validUntil);
        return;
    }
    if (m_entries.size() >= kRetry.operationsRemembered) m_entries.erase(m_entries.begin());
    m_entries.push_back({identity, validUntil});
}

bool MovingOperations::isRepeated(const Moving& moving, MonoTime now) const {
    return std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& e) {
        return e.validUntil > now && e.identity.isSameOperation(moving);
    });
}

bool MovingOperations::anyValid(MonoTime now) const {
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&](const Entry& e) { return e.validUntil > now; });
}

} // namespace maintscope::core
