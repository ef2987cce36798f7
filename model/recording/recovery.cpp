// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recovery.h"

#include "client/types/event_names.h"
#include "model/base/event_ids.h"
#include "model/base/format.h"

#include <QStringList>

#include <algorithm>
#include <string>

namespace maintscope::model {

using Qt::Literals::StringLiterals::operator""_s;

void RecoveryTally::add(std::int64_t id, std::span<const Sample> samples) {
    if (samples.empty()) return;
    const auto [first, last] =
        std::minmax_element(samples.begin(), samples.end(),
                            [](const Sample& a, const Sample& b) { return a.intended < b.intended; });
    // Probes are recorded when they end: those that ended between two blocks are in the blocks between them.
    const auto [firstEnd, lastEnd] = std::minmax_element(
        samples.begin(), samples.end(), [](const Sample& a, const Sample& b) { return a.done < b.done; });
    if (id > m_lastId + 1) {
        m_recovery.lostBlocks += static_cast<std::uint64_t>(id - m_lastId - 1);
        m_recovery.lostBefore += std::max(Duration{}, first->intended - m_lastSlot.value_or(m_begin));
        if (m_lastEnd && firstEnd->done > *m_lastEnd)
            m_recovery.lostSpans.emplace_back(*m_lastEnd, firstEnd->done);
    }
    m_lastId = id;
    m_lastSlot = std::max(m_lastSlot.value_or(last->intended), last->intended);
    m_lastEnd = std::max(m_lastEnd.value_or(lastEnd->done), lastEnd->done);
}

Recovery RecoveryTally::finish(Recovery::Ending ending, MonoTime until, bool tailLost,
                               bool eventsLost) const {
    Recovery recovery = m_recovery;
    recovery.ending = ending;
    recovery.eventsLost = eventsLost;
    if (tailLost) {
        ++recovery.lostBlocks;
        recovery.lostAtEnd = std::max(Duration{}, until - m_lastSlot.value_or(m_begin));
        if (m_lastEnd && until > *m_lastEnd) recovery.lostSpans.emplace_back(*m_lastEnd, until);
    }
    recovery.restored = std::max(Duration{}, (until - m_begin) - recovery.lostAtEnd - recovery.lostBefore);
    return recovery;
}

std::vector<Event> lostEvents(const std::vector<TimeSpan>& lost, WallTime sessionStart) {
    std::vector<Event> events;
    for (const auto& [from, to] : lost) {
        Event event;
        event.key = derivedKey("lost/" + std::to_string(from.time_since_epoch().count()));
        event.kind = EventKind::NotMeasured;
        event.severity = Severity::Warning;
        event.name = names::kNotMeasured;
        event.at = from;
        event.wall = sessionStart + from.time_since_epoch();
        event.end = to;
        event.text = "not measured: " + formatDuration(to - from).toStdString() +
                     " of the recording cannot be read, the file is damaged";
        events.push_back(std::move(event));
    }
    return events;
}

Recovery together(const Recovery& first, const Recovery& second) {
    Recovery both = second;
    if (first.ending == Recovery::Ending::CutOff && second.ending == Recovery::Ending::Closed)
        both.ending = first.ending;
    both.restored += first.restored;
    both.lostBefore += first.lostBefore + first.lostAtEnd; // its end is in the middle of the run
    both.lostBlocks += first.lostBlocks;
    both.eventsLost = first.eventsLost || second.eventsLost;
    both.lostSpans.insert(both.lostSpans.begin(), first.lostSpans.begin(), first.lostSpans.end());
    return both;
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
        sentences += u"The file is damaged: %1 in the middle of it could not be recovered."_s.arg(
            formatDuration(r.lostBefore));
    if (r.eventsLost) sentences += u"Some events could not be recovered."_s;
    if (r.damaged() && sentences.isEmpty()) sentences += u"The file is damaged."_s;
    return sentences.join(u' ');
}

} // namespace maintscope::model
