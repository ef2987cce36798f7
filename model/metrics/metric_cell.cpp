// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/metrics/metric_cell.h"

#include "model/base/varint.h"

#include <array>
#include <vector>

namespace maintscope::model {
namespace {

/// Counts beside `ok`, in the order of their bits and bytes.
constexpr std::array kOthers{&OutcomeCounts::late, &OutcomeCounts::timeouts, &OutcomeCounts::errors,
                             &OutcomeCounts::unknown, &OutcomeCounts::notSent};
/// More probes than anybody sends; keeps sums of a stranger's numbers from wrapping around.
constexpr std::uint64_t kMostProbes = std::uint64_t{1} << 48;

Error damagedCell(const char* why) {
    return {"A slice of the metrics cannot be read.", {}, why, {}};
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

void MetricCell::add(const Sample& sample) {
    counts.add(sample.outcome);
    if (isReply(sample.outcome) && !sample.censored) latency.add(sample.done - sample.sent);
}

void MetricCell::merge(const MetricCell& other) {
    counts.add(other.counts);
    latency.merge(other.latency);
}

MetricCell MetricCell::sum(std::span<const MetricCell* const> parts) {
    MetricCell total;
    std::vector<const LatencyHistogram*> latencies;
    latencies.reserve(parts.size());
    for (const MetricCell* part : parts) {
        total.counts.add(part->counts);
        latencies.push_back(&part->latency);
    }
    total.latency = LatencyHistogram::sum(latencies);
    return total;
}

void MetricCell::appendTo(std::string& bytes) const {
    unsigned present = 0;
    for (std::size_t i = 0; i < kOthers.size(); ++i)
        if (counts.*kOthers[i] > 0) present |= 1U << i;
    bytes.push_back(static_cast<char>(present));
    putVarint(bytes, counts.ok);
    for (const auto& other : kOthers)
        if (counts.*other > 0) putVarint(bytes, counts.*other);
    latency.appendTo(bytes);
}

Result<MetricCell> MetricCell::readFrom(VarintReader& reader) {
    MetricCell cell;
    const std::uint64_t present = reader.next();
    if (present >> kOthers.size() != 0) return damagedCell("bad outcomes");
    cell.counts.ok = reader.next();
    for (std::size_t i = 0; i < kOthers.size(); ++i) {
        if ((present >> i & 1U) == 0) continue;
        cell.counts.*kOthers[i] = reader.next();
        if (cell.counts.*kOthers[i] == 0) return damagedCell("bad outcomes");
    }
    if (!reader.ok() || cell.counts.ok > kMostProbes || cell.counts.late > kMostProbes ||
        cell.counts.failed() > kMostProbes)
        return damagedCell("bad counts");
    auto latency = LatencyHistogram::readFrom(reader);
    if (!latency) return latency.error();
    // Censored replies have no latency, so there may be fewer latencies than replies, never more.
    if (latency->count() > cell.counts.ok + cell.counts.late)
        return damagedCell("more latencies than replies");
    cell.latency = std::move(*latency);
    return cell;
}

} // namespace maintscope::model
