// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metric_store.h"

#include "client/types/event_names.h"

#include <algorithm>

namespace maintscope::model {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;

/// Seconds in one cell of a level: 1, 4, 16, ...
constexpr std::int64_t cellSeconds(int level) {
    return std::int64_t{1} << (2 * level);
}

constexpr std::int64_t floorDiv(std::int64_t value, std::int64_t by) {
    const std::int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

std::int64_t secondOf(MonoTime at) {
    return floorDiv(at.time_since_epoch().count(), kSecondNs);
}

std::int64_t endSecondOf(MonoTime at) {
    return -floorDiv(-at.time_since_epoch().count(), kSecondNs);
}

MonoTime timeOf(std::int64_t second) {
    return MonoTime(std::chrono::seconds(second));
}

} // namespace

void OutcomeCounts::add(Outcome outcome) {
    switch (outcome) {
    case Outcome::Ok:
        ++ok;
        break;
    case Outcome::Late:
        ++late;
        break;
    case Outcome::Timeout:
        ++timeouts;
        break;
    case Outcome::Error:
        ++errors;
        break;
    case Outcome::Unknown:
        ++unknown;
        break;
    case Outcome::NotSent:
        ++notSent;
        break;
    case Outcome::ReplyAfterTimeout:
        break; // counted when it timed out
    }
}

void OutcomeCounts::add(const OutcomeCounts& other) {
    ok += other.ok;
    late += other.late;
    timeouts += other.timeouts;
    errors += other.errors;
    unknown += other.unknown;
    notSent += other.notSent;
}

void MetricStore::add(const Sample& sample) {
    if (sample.outcome == Outcome::ReplyAfterTimeout) return;
    Series& series = m_series[{sample.target.value, sample.role}];
    const std::int64_t second = secondOf(sample.intended);
    const bool measured = isReply(sample.outcome) && !sample.censored;
    for (int level = 0; level < kLevels; ++level) {
        Level& cells = series.levels[static_cast<std::size_t>(level)];
        const std::int64_t number = floorDiv(second, cellSeconds(level));
        // Nearly every sample goes into the newest cell.
        Cell& cell =
            !cells.empty() && cells.rbegin()->first == number ? cells.rbegin()->second : cells[number];
        cell.counts.add(sample.outcome);
        if (measured) cell.latency.add(sample.done - sample.sent);
    }
    ++m_revision;
}

void MetricStore::addStep(Series& series, const Event& event, MonoTime at, int reconnects, int handoffs) {
    if (!series.steps.insert(event.key.value).second) return;
    auto& points = series.cumulative;
    const auto after =
        std::upper_bound(points.begin(), points.end(), at,
                         [](MonoTime time, const CumulativePoint& point) { return time < point.at; });
    CumulativePoint point{at, 0, 0};
    if (after != points.begin()) {
        point.reconnects = std::prev(after)->reconnects;
        point.handoffs = std::prev(after)->handoffs;
    }
    for (auto later = points.insert(after, point); later != points.end(); ++later) {
        later->reconnects += reconnects;
        later->handoffs += handoffs;
    }
}

void MetricStore::add(const Event& event) {
    const bool reconnect = event.kind == EventKind::Connected && event.name == names::kReconnected;
    const bool handoff = event.kind == EventKind::Handoff && event.phases.firstOk.has_value();
    if (!reconnect && !handoff) return;
    Series& series = m_series[{event.target.value, event.role}];
    if (reconnect) addStep(series, event, event.at, 1, 0);
    if (handoff) addStep(series, event, event.at + *event.phases.firstOk, 0, 1);
    ++m_revision;
}

void MetricStore::clear() {
    m_series.clear();
    ++m_revision;
}

const MetricStore::Series* MetricStore::find(TargetId target, ProbeRole role) const {
    const auto found = m_series.find({target.value, role});
    return found == m_series.end() ? nullptr : &found->second;
}

MetricStore::Cell MetricStore::collect(const Series& series, std::int64_t first, std::int64_t end) {
    Cell sum;
    const Level& seconds = series.levels[0];
    if (seconds.empty()) return sum;
    first = std::max(first, seconds.begin()->first);
    end = std::min(end, seconds.rbegin()->first + 1);
    while (first < end) {
        int level = 0;
        while (level + 1 < kLevels && first % cellSeconds(level + 1) == 0 &&
               first + cellSeconds(level + 1) <= end)
            ++level;
        const Level& cells = series.levels[static_cast<std::size_t>(level)];
        const auto cell = cells.lower_bound(floorDiv(first, cellSeconds(level)));
        // Nothing of this level follows, so nothing of any level follows before `end`.
        if (cell == cells.end()) break;
        if (cell->first == floorDiv(first, cellSeconds(level))) {
            sum.counts.add(cell->second.counts);
            sum.latency.merge(cell->second.latency);
        }
        first += cellSeconds(level);
    }
    return sum;
}

Duration MetricStore::columnLength(MonoTime from, MonoTime to, int width) {
    std::int64_t seconds = 1;
    const std::int64_t span = endSecondOf(to) - secondOf(from);
    while (seconds * std::max(1, width) < span)
        seconds *= 2;
    return std::chrono::seconds(seconds);
}

std::vector<Column> MetricStore::columns(TargetId target, ProbeRole role, MonoTime from, MonoTime to,
                                         int width) const {
    std::vector<Column> columns;
    const Series* series = find(target, role);
    if (!series || to <= from || width < 1 || series->levels[0].empty()) return columns;
    const std::int64_t length =
        std::chrono::duration_cast<std::chrono::seconds>(columnLength(from, to, width)).count();
    // Only where there is data: a view of a week over an hour of recording costs an hour.
    const std::int64_t first = std::max(secondOf(from), series->levels[0].begin()->first);
    const std::int64_t end = std::min(endSecondOf(to), series->levels[0].rbegin()->first + 1);
    for (std::int64_t at = floorDiv(first, length) * length; at < end; at += length) {
        const Cell cell = collect(*series, at, at + length);
        if (cell.counts == OutcomeCounts{}) continue;
        Column column{timeOf(at), timeOf(at + length), !cell.latency.empty(), {}, {}, {}, cell.counts};
        if (column.hasLatency) {
            column.p50 = cell.latency.percentile(50);
            column.p99 = cell.latency.percentile(99);
            column.max = cell.latency.max();
        }
        columns.push_back(column);
    }
    return columns;
}

LatencyHistogram MetricStore::latency(TargetId target, ProbeRole role, MonoTime from, MonoTime to) const {
    const Series* series = find(target, role);
    return series ? collect(*series, secondOf(from), endSecondOf(to)).latency : LatencyHistogram{};
}

OutcomeCounts MetricStore::counts(TargetId target, ProbeRole role, MonoTime from, MonoTime to) const {
    const Series* series = find(target, role);
    return series ? collect(*series, secondOf(from), endSecondOf(to)).counts : OutcomeCounts{};
}

const std::vector<CumulativePoint>& MetricStore::cumulative(TargetId target, ProbeRole role) const {
    static const std::vector<CumulativePoint> kNone;
    const Series* series = find(target, role);
    return series ? series->cumulative : kNone;
}

} // namespace maintscope::model
