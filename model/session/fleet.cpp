// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/fleet.h"

#include "model/base/format.h"

#include <algorithm>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;
using namespace std::chrono_literals;

/// Later data no longer changes a cell: a probe counts in the minute in which it was due.
constexpr int kOpenMinutes = 3;

std::int64_t minuteOf(WallTime time) {
    return std::chrono::floor<std::chrono::minutes>(time.time_since_epoch()).count();
}

Minute worstIn(const FleetInput& input, MonoTime from, MonoTime to) {
    const TargetId target = input.timeline->target().id;
    const OutcomeCounts counts = input.metrics->counts(target, ProbeRole::Protected, from, to);
    const auto overlaps = [&](const Gap& gap) { return gap.from < to && gap.to > from; };
    if (counts.failed() > 0 || std::any_of(input.gaps.begin(), input.gaps.end(), overlaps))
        return {MinuteState::Failure};
    Minute worst{counts.sent() > 0 ? MinuteState::Healthy : MinuteState::NotMeasured};
    for (const Band& band : input.timeline->bands()) {
        if (band.from >= to || band.to.value_or(input.now) <= from) continue;
        const OperationKind kind = rowOf(band.kind);
        if (worst.state != MinuteState::Maintenance || factsOf(kind).weight > factsOf(worst.operation).weight)
            worst = {MinuteState::Maintenance, kind};
    }
    return worst;
}

/// Seconds up to two minutes, short enough for a table.
QString seconds(Duration value) {
    return formatDuration(std::chrono::ceil<std::chrono::seconds>(std::max(value, Duration::zero())));
}

QString lastNotice(const FleetInput& input) {
    const std::vector<Band>& bands = input.timeline->bands();
    if (bands.empty()) return u"never"_s;
    const Band& band = bands.back();
    return operationName(band.kind) + u' ' + formatTimeS(input.start + band.from.time_since_epoch());
}

void describeState(TargetRow& row, const FleetInput& input) {
    const TargetStatus& status = input.status;
    const std::optional<Duration> left = status.deadline && *status.deadline > input.now
                                             ? std::optional(*status.deadline - input.now)
                                             : std::nullopt;
    switch (status.state) {
    case TargetState::Failing: {
        row.rank = TargetRank::Failing;
        const bool open = !input.gaps.empty() && input.gaps.back().open;
        const Duration down = open ? input.now - input.gaps.back().from : Duration::zero();
        row.state = open ? u"DOWN "_s + seconds(down) : u"FAILING"_s;
        row.aside = open ? seconds(down) : QString();
        if (open)
            row.trouble = u"unreachable since "_s +
                          formatTimeS(input.start + input.gaps.back().from.time_since_epoch()) + u" UTC"_s;
        return;
    }
    case TargetState::HandoffRunning:
        row.rank = TargetRank::HandingOff;
        row.state = left ? u"HANDOFF "_s + seconds(*left) + u" left"_s : u"HANDOFF"_s;
        row.aside = left ? seconds(*left) : QString();
        return;
    case TargetState::MaintenanceAnnounced:
        row.rank = TargetRank::Announced;
        row.state = u"ANNOUNCED"_s;
        row.aside = left ? seconds(*left) : QString();
        return;
    case TargetState::Connecting:
        row.rank = TargetRank::NotMeasured;
        row.state = u"CONNECTING"_s;
        return;
    case TargetState::Stopped:
        row.rank = TargetRank::NotMeasured;
        row.state = u"NOT MEASURED"_s;
        row.aside = u"stopped"_s;
        return;
    case TargetState::Healthy:
        break;
    }
    if (status.policy != Policy::Never && status.support == Support::Unsupported) {
        row.rank = TargetRank::NotProtected;
        row.state = u"NOT SUPPORTED"_s;
    } else if (status.optedIn < status.connections) {
        row.rank = TargetRank::NotProtected;
        row.state = u"NOT OPTED IN"_s;
    } else {
        row.rank = TargetRank::Healthy;
        row.state = u"HEALTHY"_s;
    }
}

} // namespace

QString rankWord(TargetRank rank) {
    switch (rank) {
    case TargetRank::Failing:
        return u"failing"_s;
    case TargetRank::HandingOff:
        return u"handoff running"_s;
    case TargetRank::Announced:
        return u"maintenance announced"_s;
    case TargetRank::NotProtected:
        return u"not protected"_s;
    case TargetRank::NotMeasured:
        return u"not measured"_s;
    case TargetRank::Healthy:
        return u"healthy"_s;
    }
    return {};
}

std::vector<Minute> MinuteCells::upTo(const FleetInput& input) {
    const std::int64_t first = minuteOf(input.start);
    const std::int64_t last = minuteOf(input.start + input.now.time_since_epoch());
    const std::int64_t begin = std::max(first, last - kFleetMinutes + 1);
    // Cells are kept up to m_last; the last few of them and what follows are looked at again.
    std::int64_t next = begin;
    if (!m_cells.empty()) {
        const std::int64_t keptFirst = m_last - static_cast<std::int64_t>(m_cells.size()) + 1;
        next = std::max(begin, std::max(keptFirst, m_last - kOpenMinutes + 1));
        while (!m_cells.empty() && m_last >= next) {
            m_cells.pop_back();
            --m_last;
        }
    }
    for (std::int64_t minute = next; minute <= last; ++minute) {
        const Duration offset = std::chrono::minutes(minute) - input.start.time_since_epoch();
        const MonoTime from = kSessionStart + offset;
        m_cells.push_back(worstIn(input, std::max(from, kSessionStart), from + 1min));
        m_last = minute;
    }
    while (static_cast<int>(m_cells.size()) > kFleetMinutes)
        m_cells.pop_front();
    return {m_cells.begin(), m_cells.end()};
}

TargetRow targetRow(SessionId id, const FleetInput& input, MinuteCells& cells) {
    const TargetInfo& target = input.timeline->target();
    TargetRow row;
    row.id = id;
    row.name = escapeServerText(target.name, 80);
    row.environment = target.environment;
    row.endpoint = QString::fromStdString(toString(target.endpoint));
    describeState(row, input);
    row.flag = input.status.support == Support::Supported ? u"on"_s : kNoValue;
    row.optIn = u"%1/%2"_s.arg(input.status.optedIn).arg(input.status.connections);
    row.lastNotice = lastNotice(input);

    const MonoTime recent = std::max(kSessionStart, input.now - kFleetRecent);
    const OutcomeCounts counts = input.metrics->counts(target.id, ProbeRole::Protected, recent, input.now);
    row.failed = counts.failed();
    row.measured = counts.sent() + counts.notSent > 0;
    if (const LatencyHistogram latency =
            input.metrics->latency(target.id, ProbeRole::Protected, recent, input.now);
        !latency.empty())
        row.p99 = latency.percentile(99);
    const MonoTime old = input.now - std::chrono::minutes(kFleetMinutes);
    for (const Gap& gap : input.gaps)
        if (gap.to > old) row.gap = std::max(row.gap.value_or(Duration::zero()), gap.duration());
    row.cells = cells.upTo(input);
    row.lastMinute = cells.lastMinute();
    return row;
}

} // namespace maintscope::model
