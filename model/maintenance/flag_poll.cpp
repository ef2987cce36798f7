// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/maintenance/flag_poll.h"

#include <algorithm>

namespace maintscope::model {

void FlagPoll::begin(MonoTime now) {
    m_on = true;
    m_pause = kPause;
    m_due = now + m_pause;
}

void FlagPoll::stop() {
    m_on = false;
    m_due.reset();
}

void FlagPoll::onEnded(const std::optional<RestFailure>& failure, MonoTime now) {
    if (!m_on) return;
    if (failure && failure->kind == RestFailureKind::NotAuthorised) return stop();
    // The user must examine a certificate that is no longer the trusted one.
    if (failure &&
        (failure->kind == RestFailureKind::Untrusted || failure->kind == RestFailureKind::NameMismatch))
        return stop();
    m_pause = failure ? std::min(2 * m_pause, kLongestPause) : kPause;
    m_due = now + m_pause;
}

} // namespace maintscope::model
