// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/metric_store.h"

#include "client/types/event_names.h"
#include "model/base/seconds.h"

#include <algorithm>
#include <bit>

namespace maintscope::model {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;
/// A view that was away for longer draws everything again.
constexpr std::size_t kChangesKept = 4'096;
/// 136 years, in seconds: twice that is still a number of nanoseconds.
constexpr std::int64_t kLongestColumn = std::int64_t{1} << 32;
/// How often the memory is looked at, in samples or seconds added.
constexpr std::uint32_t kCheckInterval = 1'024;

std::int64_t endSecondOf(MonoTime at) {
    return -floorDiv(-at.time_since_epoch().count(), kSecondNs);
}

MonoTime beginOfSecond(std::int64_t second) {
    constexpr std::int64_t kMost = INT64_MAX / kSecondNs;
    return MonoTime(std::chrono::seconds(std::clamp(second, -kMost, kMost)));
}

std::int64_t secondsOf(Duration length) {
    return std::chrono::duration_cast<std::chrono::seconds>(length).count();
}

std::vector<HeatCount> heatOf(const LatencyHistogram& latency) {
    std::vector<HeatCount> rows;
    for (std::size_t i = 0; i < latency.bucketCount(); ++i) {
        const auto bucket = latency.bucket(i);
        const int row = heat::rowOf(bucket.high);
        if (rows.empty() || rows.back().row != row) rows.push_back({row, 0});
        rows.back().count += bucket.count;
    }
    return rows;
}

} // namespace

namespace heat {

// An octave is [2^k, 2^(k+1)) us. In the first two there are fewer whole us than rows: some rows stay empty.
int rowOf(Duration latency) {
    const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(1, (latency.count() + 999) / 1'000));
    const int octave = static_cast<int>(std::bit_width(us)) - 1;
    const std::uint64_t quarter = (octave >= 2 ? us >> (octave - 2) : us << (2 - octave)) & 3U;
    return std::min(4 * octave + static_cast<int>(quarter), kRows - 1);
}

Duration lowOf(int row) {
    const std::int64_t quarters = std::int64_t{4 + row % 4} << (row / 4);
    // The first whole us of the row, less one, because values were rounded up to whole us.
    return std::chrono::microseconds((quarters + 3) / 4 - 1);
}

} // namespace heat

// Changes

void MetricStore::ChangeLog::note(std::uint64_t revision, std::int64_t second) {
    // A later change of an earlier second makes the changes behind it irrelevant.
    while (!m_entries.empty() && m_entries.back().second >= second)
        m_entries.pop_back();
    if (m_entries.size() >= kChangesKept) {
        // The oldest half becomes one entry: a question from before it gets the earliest second.
        const auto half = static_cast<std::ptrdiff_t>(kChangesKept / 2);
        const Entry merged{m_entries[static_cast<std::size_t>(half)].revision, m_entries.front().second};
        m_entries.erase(m_entries.begin(), m_entries.begin() + half);
        m_entries.front() = merged;
    }
    m_entries.push_back({revision, second});
}

std::optional<std::int64_t> MetricStore::ChangeLog::earliestAfter(std::uint64_t revision) const {
    const auto first =
        std::upper_bound(m_entries.begin(), m_entries.end(), revision,
                         [](std::uint64_t r, const Entry& entry) { return r < entry.revision; });
    return first == m_entries.end() ? std::nullopt : std::optional(first->second);
}

std::optional<MonoTime> MetricStore::changedSince(const MetricKey& key, std::uint64_t revision) const {
    if (revision < m_clearedAt) return MonoTime::min();
    const Series* series = find(key);
    if (!series) return std::nullopt;
    const auto second = series->changes.earliestAfter(revision);
    return second ? std::optional(beginOfSecond(*second)) : std::nullopt;
}

// Taking in

void MetricStore::add(const Sample& sample) {
    if (sample.outcome == Outcome::ReplyAfterTimeout) return;
    const std::int64_t second = secondOf(sample.intended);
    ++m_revision;
    const auto addTo = [&](ConnectionId connection) {
        Series& series = m_series[{sample.target, sample.role, connection}];
        series.cells.add(second, sample);
        series.changes.note(m_revision, second);
    };
    addTo(ConnectionId{});
    if (sample.connection.value != 0) addTo(sample.connection);
    keepToLimit();
}

void MetricStore::add(const MetricKey& key, std::int64_t second, const MetricCell& cell) {
    if (cell.empty()) return;
    ++m_revision;
    const auto addTo = [&](ConnectionId connection) {
        Series& series = m_series[{key.target, key.role, connection}];
        series.cells.add(second, MetricCell(cell));
        series.changes.note(m_revision, second);
    };
    addTo(ConnectionId{});
    if (key.connection.value != 0) addTo(key.connection);
    keepToLimit();
}

void MetricStore::add(std::vector<RollupSecond> seconds) {
    ++m_revision;
    const auto addTo = [&](const MetricKey& key, std::int64_t second, MetricCell&& cell) {
        if (cell.empty()) return;
        Series& series = m_series[key];
        series.cells.add(second, std::move(cell));
        series.changes.note(m_revision, second);
    };
    std::vector<const RollupSecond*> bySet;
    bySet.reserve(seconds.size());
    for (const RollupSecond& one : seconds)
        bySet.push_back(&one);
    const auto place = [](const RollupSecond& one) {
        return std::tuple(one.key.target.value, one.key.role, one.second);
    };
    std::stable_sort(bySet.begin(), bySet.end(), [&place](const RollupSecond* a, const RollupSecond* b) {
        return place(*a) < place(*b);
    });
    std::vector<const MetricCell*> parts;
    for (auto first = bySet.begin(); first != bySet.end();) {
        parts.clear();
        auto next = first;
        for (; next != bySet.end() && place(**next) == place(**first); ++next)
            parts.push_back(&(*next)->cell);
        addTo({(*first)->key.target, (*first)->key.role, {}}, (*first)->second, MetricCell::sum(parts));
        first = next;
    }
    for (RollupSecond& one : seconds)
        if (one.key.connection.value != 0) addTo(one.key, one.second, std::move(one.cell));
    m_untilCheck += static_cast<std::uint32_t>(seconds.size());
    keepToLimit();
}

void MetricStore::keepToLimit() {
    if (++m_untilCheck < kCheckInterval) return;
    m_untilCheck = 0;
    while (bytes() > m_limit) {
        bool forgot = false;
        for (auto& [key, series] : m_series)
            forgot = series.cells.forgetOldest() || forgot;
        if (!forgot) return;
    }
}

std::size_t MetricStore::bytes() const {
    std::size_t sum = 0;
    for (const auto& [key, series] : m_series)
        sum += series.cells.bytes();
    return sum;
}

void MetricStore::addStep(const Event& event, MonoTime at, int reconnects, int handoffs) {
    Steps& steps = m_steps[{event.target.value, event.role}];
    if (!steps.known.insert(event.key.value).second) return;
    auto& points = steps.points;
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

void MetricStore::addNotMeasured(const Event& event) {
    NotMeasured& known = m_notMeasured[event.target.value];
    known.spans[event.key.value] = {event.at, event.end};
    known.merged.clear();
    for (const auto& [key, span] : known.spans)
        if (span.to && *span.to > span.from) known.merged.push_back({span.from, *span.to});
    std::sort(known.merged.begin(), known.merged.end(),
              [](const Extent& a, const Extent& b) { return a.from < b.from; });
    std::size_t last = 0;
    for (std::size_t i = 1; i < known.merged.size(); ++i) {
        if (known.merged[i].from <= known.merged[last].to)
            known.merged[last].to = std::max(known.merged[last].to, known.merged[i].to);
        else
            known.merged[++last] = known.merged[i];
    }
    if (!known.merged.empty()) known.merged.resize(last + 1);
    for (auto& [key, series] : m_series)
        if (event.target.value == 0 || key.target == event.target)
            series.changes.note(m_revision, secondOf(event.at));
}

void MetricStore::add(const Event& event) {
    if (event.kind == EventKind::NotMeasured) {
        ++m_revision;
        addNotMeasured(event);
        return;
    }
    const bool reconnect = event.kind == EventKind::Connected && event.name == names::kReconnected;
    const bool handoff = event.kind == EventKind::Handoff && event.phases.firstOk.has_value();
    if (!reconnect && !handoff) return;
    if (reconnect) addStep(event, event.at, 1, 0);
    if (handoff) addStep(event, event.at + *event.phases.firstOk, 0, 1);
    ++m_revision;
}

void MetricStore::clear() {
    m_series.clear();
    m_steps.clear();
    m_notMeasured.clear();
    m_clearedAt = ++m_revision;
}

const MetricStore::Series* MetricStore::find(const MetricKey& key) const {
    const auto found = m_series.find(key);
    return found == m_series.end() ? nullptr : &found->second;
}

std::optional<MetricStore::Extent> MetricStore::extent(const MetricKey& key) const {
    const Series* series = find(key);
    if (!series || series->cells.empty()) return std::nullopt;
    return Extent{beginOfSecond(series->cells.firstSecond()), beginOfSecond(series->cells.lastSecond() + 1)};
}

std::vector<ConnectionId> MetricStore::connections(TargetId target, ProbeRole role) const {
    std::vector<ConnectionId> ids;
    for (auto it = m_series.upper_bound({target, role, ConnectionId{}});
         it != m_series.end() && it->first.target == target && it->first.role == role; ++it)
        ids.push_back(it->first.connection);
    return ids;
}

double MetricStore::notMeasuredShare(TargetId target, MonoTime from, MonoTime to) const {
    const auto overlap = [&](std::uint16_t of) {
        Duration sum{};
        const auto known = m_notMeasured.find(of);
        if (known == m_notMeasured.end()) return sum;
        const auto& spans = known->second.merged;
        auto span = std::lower_bound(spans.begin(), spans.end(), from,
                                     [](const Extent& s, MonoTime time) { return s.to <= time; });
        for (; span != spans.end() && span->from < to; ++span)
            sum += std::min(span->to, to) - std::max(span->from, from);
        return sum;
    };
    // What concerns all targets and what concerns one of them do not overlap: one clock was stopped.
    const Duration sum = std::min(overlap(0) + overlap(target.value), to - from);
    return static_cast<double>(sum.count()) / static_cast<double>((to - from).count());
}

Duration MetricStore::columnLength(const MetricKey& key, MonoTime from, MonoTime to, int width) const {
    std::int64_t seconds = 1;
    const std::int64_t span = endSecondOf(to) - secondOf(from);
    while (seconds < kLongestColumn &&
           seconds < span / std::max(1, width) + (span % std::max(1, width) > 0 ? 1 : 0))
        seconds *= 2;
    // Where the oldest seconds were forgotten, columns are as fine as what is left.
    if (const Series* series = find(key); series && !series->cells.empty()) {
        const std::int64_t first = std::max(secondOf(from), series->cells.firstSecond());
        seconds = std::max(seconds, MetricSeries::cellSeconds(series->cells.finestLevel(first)));
    }
    return std::chrono::seconds(seconds);
}

std::optional<Column> MetricStore::column(const MetricKey& key, MonoTime from, Duration length) const {
    MetricCell cell;
    if (const Series* series = find(key))
        cell = series->cells.collect(secondOf(from), secondOf(from) + secondsOf(length));
    Column column = columnOf(key, from, length, cell);
    return cell.empty() && column.notMeasured <= 0 ? std::nullopt : std::optional(std::move(column));
}

Column MetricStore::columnOf(const MetricKey& key, MonoTime from, Duration length,
                             const MetricCell& cell) const {
    Column column{from, from + length, false, {}, {}, {}, {}, {}, 0};
    column.notMeasured = notMeasuredShare(key.target, column.from, column.to);
    column.counts = cell.counts;
    column.hasLatency = !cell.latency.empty();
    if (column.hasLatency) {
        column.p50 = cell.latency.percentile(50);
        column.p99 = cell.latency.percentile(99);
        column.max = cell.latency.max();
        column.heat = heatOf(cell.latency);
    }
    return column;
}

std::vector<Column> MetricStore::columns(const MetricKey& key, MonoTime from, MonoTime to, int width) const {
    std::vector<Column> columns;
    const Series* series = find(key);
    if (!series || to <= from || width < 1 || series->cells.empty()) return columns;
    const Duration length = columnLength(key, from, to, width);
    const std::int64_t seconds = secondsOf(length);
    // Only where there is data: a view of a week over an hour of recording costs an hour.
    const std::int64_t first = std::max(secondOf(from), series->cells.firstSecond());
    const std::int64_t end = std::min(endSecondOf(to), series->cells.lastSecond() + 1);
    for (std::int64_t at = floorDiv(first, seconds) * seconds; at < end; at += seconds)
        if (auto made = column(key, beginOfSecond(at), length)) columns.push_back(std::move(*made));
    return columns;
}

MetricCell MetricStore::cell(const MetricKey& key, MonoTime from, MonoTime to) const {
    const Series* series = find(key);
    if (!series || series->cells.empty() || to <= from) return {};
    const std::int64_t first = std::max(secondOf(from), series->cells.firstSecond());
    const std::int64_t end = std::min(endSecondOf(to), series->cells.lastSecond() + 1);
    if (end <= first) return {};
    const std::int64_t finest = MetricSeries::cellSeconds(series->cells.finestLevel(first));
    return series->cells.collect(floorDiv(first, finest) * finest, -floorDiv(-end, finest) * finest);
}

LatencyHistogram MetricStore::latency(TargetId target, ProbeRole role, MonoTime from, MonoTime to) const {
    return cell({target, role, {}}, from, to).latency;
}

OutcomeCounts MetricStore::counts(TargetId target, ProbeRole role, MonoTime from, MonoTime to) const {
    return cell({target, role, {}}, from, to).counts;
}

const std::vector<CumulativePoint>& MetricStore::cumulative(TargetId target, ProbeRole role) const {
    static const std::vector<CumulativePoint> kNone;
    const auto found = m_steps.find({target.value, role});
    return found == m_steps.end() ? kNone : found->second.points;
}

} // namespace maintscope::model
