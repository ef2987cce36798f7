// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/verdict/comparison.h"

#include "model/base/format.h"
#include "model/session/timeline.h"

#include <algorithm>
#include <cmath>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

constexpr QChar kMinus(0x2212);

QString count(std::uint64_t value) {
    return formatCount(static_cast<std::int64_t>(value));
}

QString signedText(const QString& magnitude, bool negative, bool zero) {
    if (zero) return u"0"_s;
    return (negative ? QString(kMinus) : u"+"_s) + magnitude;
}

QString countDelta(std::uint64_t a, std::uint64_t b) {
    return signedText(count(a > b ? a - b : b - a), a < b, a == b);
}

QString durationDelta(Duration a, Duration b) {
    return signedText(formatDuration(a > b ? a - b : b - a), a < b, a == b);
}

ComparisonRow counts(const QString& metric, std::uint64_t a, std::uint64_t b) {
    return {.metric = metric, .a = count(a), .b = count(b), .delta = countDelta(a, b)};
}

ComparisonRow durations(const QString& metric, std::optional<Duration> a, std::optional<Duration> b,
                        const QString& absent) {
    return {.metric = metric,
            .a = a ? formatDuration(*a) : absent,
            .b = b ? formatDuration(*b) : absent,
            .delta = a && b ? durationDelta(*a, *b) : kNoValue};
}

/// Thousandths of a percent, so that one failure in 100 000 is still visible.
std::optional<std::int64_t> availability(const Summary& s) {
    const std::uint64_t all = s.counts.sent() + s.counts.notSent;
    if (all == 0) return std::nullopt;
    return static_cast<std::int64_t>((s.counts.ok + s.counts.late) * 100'000 / all);
}

QString percentText(std::int64_t thousandths) {
    const std::int64_t magnitude = std::abs(thousandths);
    return QString::number(magnitude / 1'000) + u'.' +
           QString::number(magnitude % 1'000).rightJustified(3, u'0') + u" %"_s;
}

ComparisonRow availabilityRow(const Summary& a, const Summary& b) {
    const auto left = availability(a);
    const auto right = availability(b);
    ComparisonRow row{.metric = u"availability"_s,
                      .a = left ? percentText(*left) : kNoValue,
                      .b = right ? percentText(*right) : kNoValue,
                      .delta = kNoValue};
    if (left && right) row.delta = signedText(percentText(*left - *right), *left < *right, *left == *right);
    return row;
}

std::optional<Duration> longestGap(const Summary& s) {
    return s.gaps.longest ? std::optional(s.gaps.longest->duration()) : std::nullopt;
}

ComparisonGroup impact(const Summary& a, const Summary& b) {
    ComparisonGroup group{u"Impact"_s, {}};
    group.rows.push_back(durations(u"longest gap"_s, longestGap(a), longestGap(b), kNoValue));
    group.rows.back().strong = true;
    group.rows.push_back(counts(u"failed commands"_s, a.counts.failed(), b.counts.failed()));
    group.rows.back().strong = true;
    const auto part = [&](const QString& metric, std::uint64_t left, std::uint64_t right) {
        group.rows.push_back(counts(metric, left, right));
        group.rows.back().part = true;
    };
    part(u"timeouts"_s, a.counts.timeouts, b.counts.timeouts);
    part(u"errors from the server"_s, a.counts.errors, b.counts.errors);
    part(u"lost in flight"_s, a.counts.unknown, b.counts.unknown);
    part(u"could not be sent"_s, a.counts.notSent, b.counts.notSent);
    group.rows.push_back(counts(u"commands sent"_s, a.counts.sent(), b.counts.sent()));
    group.rows.push_back(availabilityRow(a, b));
    group.rows.push_back(counts(u"late replies"_s, a.counts.late, b.counts.late));
    group.rows.push_back(counts(u"unannounced disruptions"_s, static_cast<std::uint64_t>(a.unannounced),
                                static_cast<std::uint64_t>(b.unannounced)));
    return group;
}

ComparisonGroup connections(const Summary& a, const Summary& b) {
    const auto handoffs = [](const Summary& s) {
        return s.handoffs.attempted == 0
                   ? kNoValue
                   : formatCount(s.handoffs.completed) + u" of "_s + formatCount(s.handoffs.attempted);
    };
    const auto timed = [](const Summary& s, Duration value) {
        return s.handoffs.completed == 0 ? std::nullopt : std::optional(value);
    };
    return {u"Connections"_s,
            {{.metric = u"handoffs"_s, .a = handoffs(a), .b = handoffs(b), .delta = kNoValue},
             durations(u"handoff p50"_s, timed(a, a.handoffs.p50), timed(b, b.handoffs.p50), kNoValue),
             durations(u"handoff slowest"_s, timed(a, a.handoffs.max), timed(b, b.handoffs.max), kNoValue),
             counts(u"reconnections"_s, static_cast<std::uint64_t>(a.reconnects),
                    static_cast<std::uint64_t>(b.reconnects))}};
}

ComparisonGroup latency(const Summary& a, const Summary& b) {
    ComparisonGroup group{u"Corrected latency"_s, {}};
    const PercentileCurve left(a);
    const PercentileCurve right(b);
    const std::pair<const char16_t*, double> ranks[] = {
        {u"p50", 50}, {u"p90", 90}, {u"p99", 99}, {u"p99.9", 99.9}, {u"p99.99", 99.99}};
    for (const auto& [name, percent] : ranks) {
        ComparisonRow row =
            durations(QString::fromUtf16(name), left.at(percent), right.at(percent), u"failed"_s);
        if (left.count() == 0) row.a = kNoValue;
        if (right.count() == 0) row.b = kNoValue;
        // Commands at this rank failed on one side only: this is the most important row.
        row.strong = left.count() > 0 && right.count() > 0 &&
                     left.at(percent).has_value() != right.at(percent).has_value();
        group.rows.push_back(row);
    }
    const auto longest = [](const Summary& s) {
        return s.answeredHistogram.empty() ? std::nullopt : std::optional(s.answeredHistogram.max());
    };
    group.rows.push_back(durations(u"longest reply"_s, longest(a), longest(b), kNoValue));
    return group;
}

} // namespace

PercentileCurve::PercentileCurve(const Summary& summary)
    : m_answered(summary.answeredHistogram)
    , m_failed(summary.counts.failed()) {}

std::optional<Duration> PercentileCurve::at(double percent) const {
    const std::uint64_t all = count();
    if (all == 0) return std::nullopt;
    const double wanted = std::clamp(percent, 0.0, 100.0) / 100.0 * static_cast<double>(all);
    const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::ceil(wanted - 1e-9)), 1, all);
    if (rank > m_answered.count()) return std::nullopt;
    return m_answered.percentile(100.0 * static_cast<double>(rank) / static_cast<double>(m_answered.count()));
}

double PercentileCurve::failsFrom() const {
    return count() == 0 ? 100.0
                        : 100.0 * static_cast<double>(m_answered.count()) / static_cast<double>(count());
}

std::vector<ComparisonGroup> compare(const Summary& a, const Summary& b) {
    return {impact(a, b),
            connections(a, b),
            latency(a, b),
            {u"Observer"_s,
             {durations(u"not measured"_s, a.notMeasured, b.notMeasured, kNoValue),
              durations(u"local stall, longest"_s, a.localStallMax, b.localStallMax, kNoValue)}}};
}

QStringList comparisonCaveats(const Summary& a, const Summary& b) {
    QStringList caveats{u"One window on each side: the difference is descriptive, not statistical."_s};
    const auto longest = [](const Summary& s) { return s.answeredHistogram.max(); };
    const auto shorter = [&](const QString& name, const Summary& s, const Summary& other) {
        if (longest(s) < longest(other) && s.counts.timeouts > other.counts.timeouts && other.counts.late > 0)
            caveats +=
                name +
                u" has the shorter longest reply only because its timeouts were not relaxed: replies that "
                "arrived late on the other side were failures on this one."_s;
    };
    shorter(u"A"_s, a, b);
    shorter(u"B"_s, b, a);
    const std::uint64_t left = a.counts.sent() + a.counts.notSent;
    const std::uint64_t right = b.counts.sent() + b.counts.notSent;
    if (std::max(left, right) > 0 && std::min(left, right) * 10 < std::max(left, right) * 9)
        caveats += u"The two sides differ in size (n = "_s + count(left) + u" and "_s + count(right) +
                   u"): compare shares, not counts."_s;
    for (const auto& [name, summary] : {std::pair(u"A"_s, &a), std::pair(u"B"_s, &b)})
        if (summary->notMeasured > summary->duration / 100)
            caveats += name + u" was not measured for "_s + formatDuration(summary->notMeasured) +
                       u": the state during that time is unknown."_s;
    if (std::min(left, right) < 10'000)
        caveats += u"With fewer than 10 000 commands, p99.99 is the slowest command."_s;
    return caveats;
}

QString failureShare(const Summary& summary) {
    const std::uint64_t failed = summary.counts.failed();
    const std::uint64_t all = summary.counts.sent() + summary.counts.notSent;
    if (failed == 0) return u"none of "_s + count(all) + u" failed"_s;
    return u"1 of "_s + count(std::max<std::uint64_t>(1, all / failed)) + u" failed"_s;
}

std::optional<MonoTime> alignmentZero(const std::vector<Event>& events, TargetId target, Alignment alignment,
                                      int band) {
    if (alignment == Alignment::WallClock) return kSessionStart;
    std::vector<MonoTime> begins;
    for (const Event& event : events)
        if (event.kind == EventKind::Window && event.target == target) begins.push_back(event.at);
    std::sort(begins.begin(), begins.end());
    // Several connections receive the notification of one operation within a short time.
    constexpr Duration kTogether = std::chrono::seconds(2);
    std::vector<MonoTime> operations;
    for (const MonoTime at : begins)
        if (operations.empty() || at - operations.back() > kTogether) operations.push_back(at);
    const auto wanted = static_cast<std::size_t>(alignment == Alignment::Band ? std::max(0, band) : 0);
    return wanted < operations.size() ? std::optional(operations[wanted]) : std::nullopt;
}

AlignedRanges alignedRanges(const std::vector<Event>& a, TargetId targetA, MonoTime endA,
                            const std::vector<Event>& b, TargetId targetB, MonoTime endB, Alignment wanted,
                            int band) {
    /// The time around one operation that is compared: before it, and the recovery after it.
    constexpr Duration kBefore = std::chrono::seconds(10);
    constexpr Duration kAfter = std::chrono::seconds(60);
    AlignedRanges ranges;
    ranges.alignment = Alignment::WallClock;
    const auto zeroA = alignmentZero(a, targetA, wanted, band);
    const auto zeroB = alignmentZero(b, targetB, wanted, band);
    if (wanted == Alignment::WallClock || !zeroA || !zeroB) return ranges;
    ranges.alignment = wanted;
    ranges.zeroA = *zeroA;
    ranges.zeroB = *zeroB;
    Duration before = std::min(ranges.zeroA - kSessionStart, ranges.zeroB - kSessionStart);
    Duration after = std::min(endA - ranges.zeroA, endB - ranges.zeroB);
    if (wanted == Alignment::Band) {
        before = std::min(before, kBefore);
        after = std::min(after, kAfter);
    }
    ranges.a = {ranges.zeroA - before, ranges.zeroA + after};
    ranges.b = {ranges.zeroB - before, ranges.zeroB + after};
    return ranges;
}

QString alignmentText(Alignment alignment) {
    switch (alignment) {
    case Alignment::FirstNotification:
        return u"Aligned on the first notification; the range before and after it is covered by both "
               "recordings."_s;
    case Alignment::WallClock:
        return u"Complete recordings, aligned by wall clock."_s;
    case Alignment::Band:
        return u"Aligned on one operation, from 10 s before to 60 s after its announcement."_s;
    }
    return {};
}

} // namespace maintscope::model
