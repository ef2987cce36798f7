// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/per_second_rollup.h"

#include "client/types/event_names.h"
#include "model/base/seconds.h"

#include <algorithm>

namespace maintscope::model {
namespace {

/// A probe ends at its relaxed deadline at the latest, and few will set more than minutes.
constexpr std::int64_t kLateBy = 600;

} // namespace

SecondCell& PerSecondRollup::cell(std::int64_t second, TargetId target, ProbeRole role) {
    SecondCell& found = m_cells[{second, target.value, role}];
    found.second = second;
    found.target = target;
    found.role = role;
    return found;
}

void PerSecondRollup::add(const Event& event) {
    if (event.kind != EventKind::Connected) return;
    if (event.name == names::kReconnected) ++cell(secondOf(event.at), event.target, event.role).reconnects;
    if (event.name == names::kSwitched) ++cell(secondOf(event.at), event.target, event.role).handoffs;
}

void PerSecondRollup::add(const Sample& sample) {
    if (sample.outcome == Outcome::ReplyAfterTimeout) return;
    SecondCell& due = cell(secondOf(sample.intended), sample.target, sample.role);
    due.counts.add(sample.outcome);
    const bool reply = isReply(sample.outcome);
    if (!(reply && sample.censored)) {
        if (reply) due.latency.add(sample.done - sample.sent);
        due.corrected.add(sample.done - sample.intended);
    }
    if (reply) {
        const auto [last, first] = m_lastReply.try_emplace({sample.target.value, sample.role}, sample.done);
        const Duration gap = sample.done - last->second;
        for (std::int64_t s = secondOf(last->second); !first && s <= secondOf(sample.done); ++s) {
            SecondCell& touched = cell(s, sample.target, sample.role);
            touched.longestGap = std::max(touched.longestGap, gap);
        }
        last->second = std::max(last->second, sample.done);
    }
    const std::int64_t now = secondOf(sample.done);
    if (now <= m_latest) return;
    m_latest = now;
    std::int64_t settled = m_latest - kLateBy;
    for (const auto& [set, at] : m_lastReply)
        settled = std::min(settled, secondOf(at)); // the gap that runs may touch the seconds after it
    handOver(settled);
}

void PerSecondRollup::handOver(std::int64_t before) {
    while (!m_cells.empty() && std::get<0>(m_cells.begin()->first) < before) {
        m_visit(m_cells.begin()->second);
        m_cells.erase(m_cells.begin());
    }
}

void PerSecondRollup::finish() {
    for (const auto& [key, cell] : m_cells)
        m_visit(cell);
    m_cells.clear();
}

} // namespace maintscope::model
