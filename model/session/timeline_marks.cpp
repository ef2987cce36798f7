// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/timeline_marks.h"

#include <algorithm>

namespace maintscope::model {
namespace {

/// Failures closer than this are merged.
constexpr Duration kSameTrouble = std::chrono::seconds(1);

std::vector<LaneMark> marksOfConnection(const ConnectionLane& lane, MonoTime now) {
    std::vector<LaneMark> marks;
    for (const EndpointChange& change : lane.changes)
        if (change.cause != ChangeCause::Connected) marks.push_back({change.key, change.at, change.at});
    for (const Drop& drop : lane.drops)
        if (!drop.ours) marks.push_back({drop.key, drop.at, drop.at});
    for (const Failures& run : lane.failures)
        marks.push_back({run.key, run.from, run.to.value_or(now)});
    for (const Attempt& attempt : lane.attempts)
        if (attempt.result == ResultWord::Failed)
            marks.push_back({attempt.key, attempt.from, attempt.to.value_or(now)});
    return marks;
}

} // namespace

std::vector<LaneMark> marksOf(const Timeline& timeline, const MarkRow& row, MonoTime now) {
    std::vector<LaneMark> marks;
    switch (row.lane) {
    case MarkLane::Operations:
        for (const Band& band : timeline.bands())
            if (rowOf(band.kind) == row.operation)
                marks.push_back({band.key, band.from, band.to.value_or(now)});
        break;
    case MarkLane::Findings:
        for (const Finding& finding : timeline.findings())
            marks.push_back({finding.key, finding.at, finding.at});
        for (const NoteMark& note : timeline.notes())
            marks.push_back({note.key, note.at, note.to.value_or(note.at)});
        break;
    case MarkLane::Connection:
        if (row.connection < timeline.lanes().size())
            marks = marksOfConnection(timeline.lanes()[row.connection], now);
        break;
    case MarkLane::Relaxed:
        for (const RelaxedSpan& span : timeline.relaxedUnion())
            marks.push_back({span.key, span.from, span.to.value_or(now)});
        break;
    case MarkLane::Dns:
        for (const DnsMark& mark : timeline.dns())
            marks.push_back({mark.key, mark.at, mark.at});
        break;
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const LaneMark& a, const LaneMark& b) { return a.from < b.from; });
    return marks;
}

std::optional<LaneMark> nextMark(const std::vector<LaneMark>& marks, std::optional<EventKey> current,
                                 MonoTime at, bool forward) {
    auto known = marks.end();
    if (current)
        known = std::find_if(marks.begin(), marks.end(),
                             [&](const LaneMark& mark) { return mark.key == *current; });
    if (forward) {
        const auto next = known != marks.end()
                              ? known + 1
                              : std::find_if(marks.begin(), marks.end(),
                                             [&](const LaneMark& mark) { return mark.from > at; });
        return next == marks.end() ? std::nullopt : std::optional(*next);
    }
    const auto end =
        known != marks.end()
            ? known
            : std::find_if(marks.begin(), marks.end(), [&](const LaneMark& mark) { return mark.from >= at; });
    return end == marks.begin() ? std::nullopt : std::optional(*(end - 1));
}

std::vector<Trouble> troublesOf(const Timeline& timeline, const std::vector<Gap>& gaps, MonoTime now) {
    std::vector<Trouble> all;
    for (const ConnectionLane& lane : timeline.lanes()) {
        if (lane.role != ProbeRole::Protected) continue;
        for (const Gap& gap : gaps)
            if (gap.connection == lane.connection) all.push_back({gap.from, gap.to});
        for (const Failures& run : lane.failures)
            all.push_back({run.from, run.to.value_or(now)});
        for (const Drop& drop : lane.drops)
            if (!drop.ours && !drop.announced) all.push_back({drop.at, drop.at});
    }
    std::sort(all.begin(), all.end(), [](const Trouble& a, const Trouble& b) { return a.from < b.from; });
    std::vector<Trouble> merged;
    for (const Trouble& trouble : all) {
        if (!merged.empty() && trouble.from <= merged.back().to + kSameTrouble)
            merged.back().to = std::max(merged.back().to, trouble.to);
        else
            merged.push_back(trouble);
    }
    return merged;
}

std::optional<Trouble> nextTrouble(const std::vector<Trouble>& troubles, MonoTime at, bool forward) {
    if (forward) {
        for (const Trouble& trouble : troubles)
            if (trouble.from > at) return trouble;
        return std::nullopt;
    }
    for (auto trouble = troubles.rbegin(); trouble != troubles.rend(); ++trouble)
        if (trouble->from < at) return *trouble;
    return std::nullopt;
}

} // namespace maintscope::model
