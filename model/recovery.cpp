// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recovery.h"

#include "model/format.h"

#include <QStringList>

#include <algorithm>

namespace maintscope::model {

using Qt::Literals::StringLiterals::operator""_s;

void RecoveryTally::add(std::int64_t id, std::span<const Sample> samples) {
    if (samples.empty()) return;
    const auto [first, last] =
        std::minmax_element(samples.begin(), samples.end(),
                            [](const Sample& a, const Sample& b) { return a.intended < b.intended; });
    if (id > m_lastId + 1) {
        m_recovery.lostBlocks += static_cast<std::uint64_t>(id - m_lastId - 1);
        m_recovery.lostBefore += std::max(Duration{}, first->intended - m_lastSlot.value_or(kSessionStart));
    }
    m_lastId = id;
    m_lastSlot = std::max(m_lastSlot.value_or(last->intended), last->intended);
}

Recovery RecoveryTally::finish(Recovery::Ending ending, MonoTime until, bool tailLost,
                               bool eventsLost) const {
    Recovery recovery = m_recovery;
    recovery.ending = ending;
    recovery.eventsLost = eventsLost;
    if (tailLost) {
        ++recovery.lostBlocks;
        recovery.lostAtEnd = std::max(Duration{}, until - m_lastSlot.value_or(kSessionStart));
    }
    recovery.restored =
        std::max(Duration{}, (until - kSessionStart) - recovery.lostAtEnd - recovery.lostBefore);
    return recovery;
}

QString recoveryText(const Recovery& r) {
    if (r.ending == Recovery::Ending::BeingWritten || (r.ending == Recovery::Ending::Closed && !r.damaged()))
        return {};
    QStringList sentences;
    if (r.ending == Recovery::Ending::CutOff)
        sentences += u"The program was stopped before it could close this recording."_s;
    if (r.lostAtEnd > Duration{}) {
        sentences += u"Last %1 could not be recovered; %2 restored."_s.arg(formatDuration(r.lostAtEnd),
                                                                           formatDuration(r.restored));
    } else if (r.ending == Recovery::Ending::CutOff) {
        sentences += u"%1 restored; at most the last second is missing."_s.arg(formatDuration(r.restored));
    }
    if (r.lostBefore > Duration{})
        sentences += u"The file is damaged: %1 in the midst of it could not be recovered."_s.arg(
            formatDuration(r.lostBefore));
    if (r.eventsLost) sentences += u"Some events could not be recovered."_s;
    if (r.damaged() && sentences.isEmpty()) sentences += u"The file is damaged."_s;
    return sentences.join(u' ');
}

} // namespace maintscope::model
