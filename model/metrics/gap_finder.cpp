// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/gap_finder.h"

#include "client/types/event_names.h"

#include <algorithm>

namespace maintscope::model {
namespace {

Duration thresholdFor(Duration interval) {
    return std::max<Duration>(std::chrono::milliseconds(200), 3 * interval);
}

} // namespace

GapFinder::GapFinder(const TargetInfo& target, ProbeRole role)
    : m_target(target.id)
    , m_role(role)
    , m_interval(probeInterval(target))
    , m_setThreshold(thresholdFor(probeInterval(target) / std::max<int>(1, target.probe.connections)))
    , m_connectionThreshold(thresholdFor(probeInterval(target))) {}

void GapFinder::reply(Track& track, ConnectionId connection, MonoTime at, Duration threshold) {
    if (!track.lastReply) {
        track.lastReply = at;
        return;
    }
    const MonoTime last = *track.lastReply;
    if (at <= last) return;
    track.lastReply = at;
    const Duration gap = at - last;
    if (gap > threshold) {
        track.candidates.push_back({last, at, connection, false, false});
    } else if (gap > track.longest) {
        track.longest = gap;
        track.longestFrom = last;
    }
}

void GapFinder::add(const Sample& sample) {
    if (sample.target != m_target || sample.role != m_role) return;
    m_lastSlot = std::max(m_lastSlot.value_or(sample.intended), sample.intended);
    if (!isReply(sample.outcome)) return;
    reply(m_set, ConnectionId{}, sample.done, m_setThreshold);
    reply(m_connections[sample.connection], sample.connection, sample.done, m_connectionThreshold);
}

void GapFinder::add(const Event& event) {
    if (event.kind == EventKind::NotMeasured && (event.target.value == 0 || event.target == m_target)) {
        m_notMeasured[event.key.value] = {event.at, event.end, event.connection};
        return;
    }
    if (event.target != m_target) return;
    if (event.kind == EventKind::Window && event.role == ProbeRole::Protected)
        m_windows[event.key.value] = {event.at, event.end, event.connection};
    if (event.kind == EventKind::Recording && event.name == names::kTargetStopped) {
        m_stopped = event.at;
        m_aborted = event.errorType == "aborted";
    }
}

bool GapFinder::isCovered(const Gap& gap) const {
    const bool anyConnection = gap.connection.value == 0 || m_role == ProbeRole::Control;
    return std::any_of(m_windows.begin(), m_windows.end(), [&](const auto& entry) {
        const Span& window = entry.second;
        return (anyConnection || window.connection == gap.connection) && window.from < gap.to &&
               (!window.to || *window.to > gap.from);
    });
}

void GapFinder::appendMeasuredParts(const Gap& gap, std::vector<Gap>& out) const {
    std::vector<Span> holes;
    for (const auto& [key, span] : m_notMeasured)
        if (span.from < gap.to && (!span.to || *span.to > gap.from)) holes.push_back(span);
    std::sort(holes.begin(), holes.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
    Gap rest = gap;
    for (const Span& hole : holes) {
        if (hole.from > rest.from) {
            Gap part = rest;
            part.to = hole.from;
            part.open = false;
            out.push_back(part);
        }
        rest.from = std::max(rest.from, std::min(hole.to.value_or(rest.to), rest.to));
    }
    if (rest.to > rest.from) out.push_back(rest);
}

/// A target stops once its last replies are in or given up: the schedule ended before, after its last slot.
MonoTime GapFinder::scheduleEnd(MonoTime until) const {
    if (!m_stopped) return until;
    if (m_aborted || !m_lastSlot) return *m_stopped;
    return std::min(*m_stopped, *m_lastSlot + m_interval);
}

Gaps GapFinder::gaps(MonoTime until) const {
    Gaps result;
    const MonoTime end = scheduleEnd(until);
    const auto partsOf = [&](const Track& track, ConnectionId connection) {
        std::vector<Gap> parts;
        for (const Gap& gap : track.candidates)
            appendMeasuredParts(gap, parts);
        if (track.lastReply && end > *track.lastReply)
            appendMeasuredParts({*track.lastReply, end, connection, true, false}, parts);
        for (Gap& part : parts)
            part.covered = isCovered(part);
        return parts;
    };
    const auto list = [&](const std::vector<Gap>& parts, Duration threshold) {
        std::copy_if(parts.begin(), parts.end(), std::back_inserter(result.listed),
                     [threshold](const Gap& gap) { return gap.duration() > threshold; });
    };

    const std::vector<Gap> ofSet = partsOf(m_set, ConnectionId{});
    if (m_set.longest > Duration{}) {
        Gap gap{m_set.longestFrom, m_set.longestFrom + m_set.longest, {}, false, false};
        gap.covered = isCovered(gap);
        result.longest = gap;
    }
    for (const Gap& gap : ofSet)
        if (!result.longest || gap.duration() > result.longest->duration()) result.longest = gap;

    list(ofSet, m_setThreshold);
    for (const auto& [connection, track] : m_connections)
        list(partsOf(track, connection), m_connectionThreshold);
    std::stable_sort(result.listed.begin(), result.listed.end(),
                     [](const Gap& a, const Gap& b) { return a.from < b.from; });
    return result;
}

} // namespace maintscope::model
