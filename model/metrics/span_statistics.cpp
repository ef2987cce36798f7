// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/span_statistics.h"

#include "client/types/event_names.h"
#include "model/base/time_spans.h"

#include <algorithm>
#include <utility>

namespace maintscope::model {
namespace {

/// How far back the last reply before the span is looked for at first; then four times as far, and so on.
constexpr Duration kLookBack = std::chrono::seconds(15);

struct SpanSet {
    SpanSet(const TargetInfo& target, ProbeRole role)
        : gaps(target, role) {}
    SpanFigures figures;
    GapFinder gaps;
    bool repliedBefore = false; ///< then its first gap begins with the span
};

bool isIn(MonoTime at, MonoTime from, MonoTime to) {
    return at >= from && at < to;
}

/// Probes of before the span that are answered in it are no older than this.
Duration longestAnswer(const TargetInfo& target) {
    return std::max({kLookBack, target.timeouts.normal, target.timeouts.relaxed}) + std::chrono::seconds(5);
}

Status lookBack(const TargetInfo& target, MonoTime from, const SampleSource& samples, SpanSet& protectedSet,
                SpanSet* control) {
    MonoTime end = from;
    for (Duration step = longestAnswer(target); end > kSessionStart; step *= 4) {
        const MonoTime begin = end - kSessionStart > step ? end - step : kSessionStart;
        const Status status = samples({begin, end}, [&](const Sample& sample) {
            if (sample.target != target.id || !isReply(sample.outcome) || sample.done >= from) return true;
            SpanSet* set = sample.role == ProbeRole::Protected ? &protectedSet : control;
            if (set) set->repliedBefore = true;
            return !protectedSet.repliedBefore || (control && !control->repliedBefore);
        });
        if (!status) return status;
        if (protectedSet.repliedBefore && (!control || control->repliedBefore)) break;
        end = begin;
    }
    return success();
}

void finish(SpanSet& set, MonoTime to, const std::vector<TimeSpan>& windows) {
    set.figures.longestGap = set.gaps.gaps(to).longest;
    if (!set.figures.longestGap) return;
    const Gap& gap = *set.figures.longestGap;
    std::vector<TimeSpan> covering;
    for (const TimeSpan& window : windows)
        covering.emplace_back(std::max(window.first, gap.from), std::min(window.second, gap.to));
    set.figures.longestGapCovered = unionLength(std::move(covering));
}

} // namespace

Result<SpanStatistics> spanStatistics(const TargetInfo& target, MonoTime from, MonoTime to,
                                      const std::vector<Event>& events, const SampleSource& samples) {
    SpanStatistics result{from, std::max(from, to), {}, {}, {}};
    SpanSet protectedSet(target, ProbeRole::Protected);
    SpanSet controlSet(target, ProbeRole::Control);
    std::vector<TimeSpan> notMeasured;
    std::vector<TimeSpan> windows;
    for (const Event& event : events) {
        const bool ours = event.target == target.id;
        if (!ours && event.target.value != 0) continue;
        if (event.kind == EventKind::NotMeasured)
            notMeasured.emplace_back(std::max(event.at, from), std::min(event.end.value_or(to), to));
        if (event.at <= to) {
            protectedSet.gaps.add(event);
            controlSet.gaps.add(event);
        }
        if (!ours) continue;
        SpanFigures& figures = event.role == ProbeRole::Protected ? protectedSet.figures : controlSet.figures;
        if (event.kind == EventKind::Window && event.role == ProbeRole::Protected)
            windows.emplace_back(event.at, event.end.value_or(to));
        if (event.kind == EventKind::Connected && event.name == names::kReconnected &&
            isIn(event.at, from, to))
            ++figures.reconnects;
        if (event.kind == EventKind::Handoff && event.phases.firstOk &&
            isIn(event.at + *event.phases.firstOk, from, to))
            ++figures.handoffs;
    }
    result.notMeasured = unionLength(std::move(notMeasured));

    SpanSet* control = target.probe.control ? &controlSet : nullptr;
    if (const Status status = lookBack(target, from, samples, protectedSet, control); !status)
        return status.error();
    for (SpanSet* set : {&protectedSet, &controlSet})
        if (set->repliedBefore) set->gaps.startAt(from);
    const MonoTime first = std::min(from, std::max(kSessionStart, from - longestAnswer(target)));
    const Status status = samples({first, to}, [&](const Sample& sample) {
        if (sample.target != target.id) return true;
        SpanSet& set = sample.role == ProbeRole::Protected ? protectedSet : controlSet;
        if (sample.intended >= from) set.figures.probes.add(sample);
        // A reply that came outside of the span ends no gap within it.
        if (!isReply(sample.outcome) || isIn(sample.done, from, to)) set.gaps.add(sample);
        return true;
    });
    if (!status) return status.error();

    finish(protectedSet, to, windows);
    finish(controlSet, to, windows);
    result.protectedSet = std::move(protectedSet.figures);
    if (control) result.control = std::move(controlSet.figures);
    return result;
}

} // namespace maintscope::model
