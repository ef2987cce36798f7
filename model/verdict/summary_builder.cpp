// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/verdict/summary_builder.h"

#include "client/types/event_names.h"
#include "client/types/operation.h"
#include "model/base/time_spans.h"
#include "model/metrics/probe_tally.h"
#include "model/verdict/disruption.h"
#include "model/verdict/verdict.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

namespace maintscope::model {
namespace {

/// Facts that remain valid: known in a range that begins later.
bool isLasting(const Event& event) {
    if (event.kind == EventKind::Recording)
        return event.name != names::kNotRecorded && event.name != names::kClockStep &&
               event.name != names::kTargetStopped;
    return event.kind == EventKind::Alert &&
           (event.name == names::kOptInRefused || event.name == names::kNotResp3);
}

LatencyFigures figures(const LatencyHistogram& histogram, std::uint64_t censored) {
    return {histogram.percentile(50),   histogram.percentile(90), histogram.percentile(99),
            histogram.percentile(99.9), histogram.max(),          censored};
}

/// The complete gaps that touch a range, and the longest of them. `inside`: the result for the replies of the
/// range alone, which includes gaps that are too short to be listed.
Gaps gapsIn(Gaps all, const std::optional<Gap>& inside, MonoTime from, MonoTime to) {
    std::erase_if(all.listed, [&](const Gap& gap) { return gap.to <= from || gap.from >= to; });
    all.longest = inside;
    for (const Gap& gap : all.listed)
        if (gap.connection.value == 0 && (!all.longest || gap.duration() > all.longest->duration()))
            all.longest = gap;
    return all;
}

/// The identity of the operation in a frame; frames with the same identity belong to one operation.
std::string identity(const Event& event) {
    std::string id = event.name;
    const auto append = [&id](const std::string& part) { id += '\x1f' + part; };
    if (event.sequence) append("seq " + std::to_string(event.sequence->value));
    if (event.name == "MOVING") {
        append(event.peerNew);
        // Without a target, the ids of different operations can overlap. Source: Jedis PR 4668.
        if (event.peerNew.empty() || !event.sequence)
            append("conn " + std::to_string(event.connection.value));
        return id;
    }
    if (!event.sequence) {
        append(event.shards);
        append(event.slots);
    }
    return id;
}

/// The data collected for one set of connections (protected or control).
struct Part {
    Part(const TargetInfo& target, ProbeRole role)
        : gaps(target, role)
        , gapsInRange(target, role) {}

    ProbeTally tally;
    LatencyHistogram answered;    ///< corrected latency of replies only
    OutcomeCounts outsideWindows; ///< failures while no operation was announced
    GapFinder gaps;
    GapFinder gapsInRange; ///< uses only the replies of the range

    // By key, with only the counted fields: runs of several days have many events.
    struct Handoff {
        std::optional<Duration> firstOk;
        ResultWord result = ResultWord::None;
    };
    struct Window {
        std::string name;
        MonoTime from{};
        std::optional<MonoTime> to;
        PairState state = PairState::None;
    };
    std::set<std::uint64_t> reconnects;
    std::unordered_map<std::uint64_t, Handoff> handoffs;
    std::unordered_map<std::uint64_t, Window> windows;
    std::unordered_map<std::uint64_t, std::pair<MonoTime, std::optional<MonoTime>>> relaxed;
    std::unordered_map<std::uint64_t, MonoTime> unannounced;
    std::map<std::string, std::set<std::uint64_t>> frames;   ///< name -> keys
    std::map<std::string, std::set<std::string>> operations; ///< name -> identities
    std::unordered_map<std::uint64_t, std::int64_t> pushesSkipped;
    std::unordered_map<std::uint64_t, std::string> disconnects;
    std::unordered_map<std::uint64_t, Duration> dials; ///< successful ones
    bool dialFailed = false;
    Duration latencySum{};
    std::optional<Event> integrity;
};

/// A server can push any number of names; each would be an entry of the summary and a series of the metrics.
std::string countedName(const Part& set, const std::string& name) {
    const std::vector<std::string_view> known = notificationNames();
    const auto isKnown = [&known](const std::string& one) {
        return std::find(known.begin(), known.end(), one) != known.end();
    };
    if (isKnown(name) || set.frames.contains(name)) return name;
    // At most all known ones and the bound: cheap, and asked only for a name that is new.
    const auto unknown = std::count_if(set.frames.begin(), set.frames.end(),
                                       [&](const auto& entry) { return !isKnown(entry.first); });
    return unknown < kMostUnknownNotifications ? name : kOtherNotifications;
}

void countFrame(Part& set, const Event& event) {
    constexpr std::size_t kLongestName = 64;
    const std::string name = countedName(set, event.name.substr(0, kLongestName));
    set.frames[name].insert(event.key.value);
    set.operations[name].insert(identity(event));
}

} // namespace

struct SummaryBuilder::State {
    struct Target {
        explicit Target(TargetInfo targetInfo)
            : info(std::move(targetInfo))
            , protectedPart(info, ProbeRole::Protected)
            , controlPart(info, ProbeRole::Control) {}

        TargetInfo info;
        Part protectedPart;
        Part controlPart;
        std::optional<MonoTime> started;
        WallTime startedWall{};
        std::optional<MonoTime> stopped;
        Support support = Support::Unknown;
        bool refused = false;
        std::string endpointType;

        Part& part(ProbeRole role) { return role == ProbeRole::Protected ? protectedPart : controlPart; }
        /// `counts`: false outside the range of the summary.
        void add(const Event& event, bool counts);
        void add(const Sample& sample, bool counts);
        [[nodiscard]] bool inAnnouncedWindow(const Sample& sample) const;
    };

    SessionInfo session;
    TimeRange range;
    std::vector<std::unique_ptr<Target>> targets;
    /// Data about the whole program.
    std::unordered_map<std::uint64_t, std::pair<MonoTime, std::optional<MonoTime>>> notMeasured;
    std::unordered_map<std::uint64_t, Duration> stalls;
    std::unordered_map<std::uint64_t, std::uint64_t> notRecorded;
    std::set<std::uint64_t> clockSteps;

    [[nodiscard]] Summary summaryOf(const Target& target, ProbeRole role, MonoTime until,
                                    const VerdictOptions& options) const;
};

void SummaryBuilder::State::Target::add(const Event& event, bool counts) {
    Part& set = part(event.role);
    protectedPart.gaps.add(event);
    controlPart.gaps.add(event);
    protectedPart.gapsInRange.add(event);
    controlPart.gapsInRange.add(event);
    if (!counts && !isLasting(event)) return;
    switch (event.kind) {
    case EventKind::Notification:
        countFrame(set, event);
        break;
    case EventKind::Window:
        set.windows[event.key.value] = {event.name, event.at, event.end, event.pairState};
        break;
    case EventKind::Handoff:
        set.handoffs[event.key.value] = {event.phases.firstOk, event.result};
        break;
    case EventKind::Disconnect:
        set.disconnects[event.key.value] = event.name;
        if (isUnannounced(event)) set.unannounced[event.key.value] = event.at;
        break;
    case EventKind::Connected:
        if (event.name == names::kReconnected) set.reconnects.insert(event.key.value);
        break;
    case EventKind::Relaxed:
        set.relaxed[event.key.value] = {event.at, event.end};
        break;
    case EventKind::ConnectAttempt:
        if (event.result == ResultWord::Ok && event.end) set.dials[event.key.value] = *event.end - event.at;
        set.dialFailed |= event.result == ResultWord::Failed;
        break;
    case EventKind::Alert:
        if (event.name == names::kPushesSkipped)
            set.pushesSkipped[event.key.value] =
                std::max<std::int64_t>(1, figure(event, "count").value_or(1));
        if (event.role == ProbeRole::Protected &&
            (event.name == names::kOptInRefused || event.name == names::kNotResp3)) {
            refused = true;
            if (support == Support::Unknown) support = Support::Unsupported;
        }
        break;
    case EventKind::Recording:
        if (event.name == names::kTargetStarted) {
            started = event.at;
            startedWall = event.wall;
        } else if (event.name == names::kTargetStopped) {
            stopped = event.at;
        } else if (event.name == names::kSupport && event.support) {
            support = *event.support;
        } else if (event.name == names::kIntegrity) {
            set.integrity = event;
        } else if (event.name.starts_with(names::kEndpointTypePrefix)) {
            endpointType = event.name.substr(names::kEndpointTypePrefix.size());
        }
        break;
    case EventKind::Timeout:
    case EventKind::Error:
    case EventKind::Gap:
    case EventKind::DnsChange:
    case EventKind::RestChange:
    case EventKind::Note:
    case EventKind::LocalStall:
    case EventKind::NotMeasured:
    case EventKind::State:
        break;
    }
}

bool SummaryBuilder::State::Target::inAnnouncedWindow(const Sample& sample) const {
    return std::any_of(protectedPart.windows.begin(), protectedPart.windows.end(),
                       [&sample](const auto& entry) {
                           const Part::Window& window = entry.second;
                           return window.from < sample.done && (!window.to || *window.to > sample.intended);
                       });
}

void SummaryBuilder::State::Target::add(const Sample& sample, bool counts) {
    Part& set = part(sample.role);
    set.gaps.add(sample);
    if (counts) set.gapsInRange.add(sample);
    if (!counts || sample.outcome == Outcome::ReplyAfterTimeout) return;
    set.tally.add(sample);
    const bool reply = isReply(sample.outcome);
    if (!reply && !inAnnouncedWindow(sample)) set.outsideWindows.add(sample.outcome);
    if (!reply || sample.censored) return;
    set.latencySum += sample.done - sample.sent;
    set.answered.add(sample.done - sample.intended);
}

SummaryBuilder::SummaryBuilder(const SessionInfo& session, const TimeRange& range)
    : m_state(std::make_unique<State>()) {
    m_state->session = session;
    m_state->range = range;
    for (const TargetInfo& target : session.targets)
        m_state->targets.push_back(std::make_unique<State::Target>(target));
}
SummaryBuilder::~SummaryBuilder() = default;
SummaryBuilder::SummaryBuilder(SummaryBuilder&&) noexcept = default;
SummaryBuilder& SummaryBuilder::operator=(SummaryBuilder&&) noexcept = default;

void SummaryBuilder::add(const Event& event) {
    State& s = *m_state;
    const std::uint64_t key = event.key.value;
    // An open span extends into every range that begins after it.
    const bool lastsInto =
        event.kind == EventKind::Window && !event.end && (!s.range.to || event.at < *s.range.to);
    const bool counts = touches(event, s.range) || lastsInto;
    for (const auto& target : s.targets)
        if (event.target == target->info.id ||
            (event.target.value == 0 && event.kind == EventKind::NotMeasured))
            target->add(event, counts);
    if (!counts) return;
    if (event.kind == EventKind::NotMeasured) s.notMeasured[key] = {event.at, event.end};
    if (event.kind == EventKind::LocalStall)
        s.stalls[key] = event.end ? *event.end - event.at : Duration(figure(event, "stall_ns").value_or(0));
    if (event.kind == EventKind::Recording && event.name == names::kNotRecorded)
        s.notRecorded[key] =
            static_cast<std::uint64_t>(std::max<std::int64_t>(0, figure(event, "samples").value_or(0)) +
                                       std::max<std::int64_t>(0, figure(event, "events").value_or(0)));
    if (event.kind == EventKind::Recording && event.name == names::kClockStep) s.clockSteps.insert(key);
}

void SummaryBuilder::add(const Sample& sample) {
    const TimeRange& range = m_state->range;
    const bool counts =
        (!range.from || sample.intended >= *range.from) && (!range.to || sample.intended < *range.to);
    for (const auto& target : m_state->targets)
        if (sample.target == target->info.id) target->add(sample, counts);
}

Summary SummaryBuilder::State::summaryOf(const Target& target, ProbeRole role, MonoTime until,
                                         const VerdictOptions& options) const {
    const Part& set = role == ProbeRole::Protected ? target.protectedPart : target.controlPart;
    const MonoTime started = target.started.value_or(kSessionStart);
    const MonoTime begin = std::max(started, range.from.value_or(started));
    const MonoTime last = target.stopped.value_or(until);
    const MonoTime end = std::max(begin, std::min(last, range.to.value_or(last)));

    Summary summary;
    summary.appVersion = session.appVersion;
    summary.target = target.info.name;
    summary.started = (target.started ? target.startedWall : session.startedWall) + (begin - started);
    summary.startedMono = begin;
    summary.duration = end - begin;
    summary.policy = role == ProbeRole::Protected ? target.info.policy : Policy::Never;
    summary.support = target.support;
    summary.endpointType =
        target.endpointType.empty() ? std::string(toString(target.info.endpointType)) : target.endpointType;
    summary.counts = set.tally.counts;
    summary.carriedOver = set.tally.carriedOver;
    summary.connections = target.info.probe.connections;
    summary.reconnects = static_cast<int>(set.reconnects.size());

    LatencyHistogram& handoffTimes = summary.handoffHistogram;
    for (const auto& [key, handoff] : set.handoffs) {
        ++summary.handoffs.attempted;
        if (handoff.firstOk) {
            ++summary.handoffs.completed;
            handoffTimes.add(*handoff.firstOk);
            summary.handoffSum += *handoff.firstOk;
        } else if (handoff.result == ResultWord::Failed || handoff.result == ResultWord::Expired) {
            ++summary.handoffs.failed;
        }
    }
    summary.handoffs.p50 = handoffTimes.percentile(50);
    summary.handoffs.max = handoffTimes.max();

    for (const std::string_view name : notificationNames())
        summary.notifications[std::string(name)] = 0;
    for (const auto& [name, identities] : set.operations)
        summary.notifications[name] = static_cast<int>(identities.size());
    for (const auto& [name, keys] : set.frames) {
        summary.framesByName[name] = static_cast<int>(keys.size());
        summary.frames += static_cast<int>(keys.size());
    }
    for (const auto& [key, name] : set.disconnects)
        ++summary.disconnects[name];
    for (const auto& [key, length] : set.dials) {
        summary.dialHistogram.add(length);
        summary.dialSum += length;
    }

    for (const auto& [key, window] : set.windows) {
        if (window.state == PairState::Capped)
            ++summary.windows.expired;
        else if (window.to)
            ++summary.windows.closed;
        else {
            ++summary.windows.open;
            ++summary.openWindows[window.name];
        }
    }

    const auto clipped = [&](const auto& spans) {
        std::vector<TimeSpan> result;
        for (const auto& [key, span] : spans)
            result.emplace_back(std::max(span.first, begin), std::min(span.second.value_or(end), end));
        return result;
    };
    summary.relaxed = unionLength(clipped(set.relaxed));
    summary.notMeasuredSpans = clipped(notMeasured);
    std::sort(summary.notMeasuredSpans.begin(), summary.notMeasuredSpans.end());
    summary.notMeasured = unionLength(summary.notMeasuredSpans);
    summary.gaps = set.gaps.gaps(last);
    if (range.from || range.to)
        summary.gaps = gapsIn(std::move(summary.gaps), set.gapsInRange.gaps(end).longest, begin, end);

    std::vector<MonoTime> losses;
    for (const auto& [key, at] : set.unannounced)
        losses.push_back(at);
    summary.unannounced = static_cast<int>(disruptionsOf(std::move(losses)).size());

    summary.latency = figures(set.tally.latency, 0);
    summary.corrected = figures(set.tally.corrected, set.tally.censored);
    for (const auto& [key, count] : notRecorded)
        summary.notRecorded += count;
    for (const auto& [key, length] : stalls)
        summary.localStallMax = std::max(summary.localStallMax, length);

    if (set.integrity) {
        IntegrityFigures integrity;
        integrity.acknowledged = figure(*set.integrity, "acknowledged").value_or(0);
        if (const auto grown = figure(*set.integrity, "server_count")) {
            const std::int64_t unresolved = figure(*set.integrity, "unresolved").value_or(0);
            integrity.serverCount = *grown;
            integrity.lost = std::max<std::int64_t>(0, integrity.acknowledged - *grown);
            integrity.duplicated = std::max<std::int64_t>(0, *grown - integrity.acknowledged - unresolved);
            summary.integrity = integrity;
        }
    }
    summary.latencySum = set.latencySum;
    summary.latencyHistogram = set.tally.latency;
    summary.correctedHistogram = set.tally.corrected;
    summary.answeredHistogram = set.answered;

    VerdictFacts facts;
    facts.failuresOutsideWindows = set.outsideWindows;
    for (const auto& [key, count] : set.pushesSkipped)
        facts.pushesSkipped += count;
    facts.clockSteps = static_cast<int>(clockSteps.size());
    facts.refused = role == ProbeRole::Protected && target.info.policy == Policy::Required &&
                    (target.refused || target.support == Support::Unsupported);
    facts.underWay = !set.dialFailed && set.dials.empty();
    judge(summary, facts, options);
    return summary;
}

std::vector<Summary> SummaryBuilder::summaries(MonoTime until, const VerdictOptions& options) const {
    std::vector<Summary> result;
    for (const auto& target : m_state->targets) {
        Summary summary = m_state->summaryOf(*target, ProbeRole::Protected, until, options);
        if (target->info.probe.control)
            summary.control = std::make_shared<const Summary>(
                m_state->summaryOf(*target, ProbeRole::Control, until, options));
        result.push_back(std::move(summary));
    }
    return result;
}

} // namespace maintscope::model
