// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/report/report.h"

#include "client/types/event_names.h"
#include "model/base/format.h"
#include "model/events/event_lines.h"
#include "model/events/event_text.h"
#include "model/events/planned_window.h"

#include <QCryptographicHash>
#include <QDate>
#include <QLocale>

#include <algorithm>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// The maximum number of rows; the export of events has all of them.
constexpr std::size_t kMostHandoffs = 100;
constexpr std::size_t kMostEvents = 300;

QString rangeText(const RecordingExtract& source) {
    const WallTime from = source.wall(source.from());
    const WallTime to = source.wall(source.to());
    const auto day = [](WallTime at) {
        return QLocale::c().toString(QDate::fromString(formatDate(at), Qt::ISODate), u"dddd d MMMM yyyy"_s);
    };
    const QString first = day(from) + u", "_s + formatTimeS(from) + u" to "_s;
    return first + (day(from) == day(to) ? QString() : day(to) + u", "_s) + formatTimeS(to) + u" UTC"_s;
}

QString methodText(const std::optional<Method>& method) {
    if (!method) return u"not stated, judged as a rolling upgrade"_s;
    switch (*method) {
    case Method::Rolling:
        return u"rolling upgrade (stated by the user)"_s;
    case Method::InPlace:
        return u"upgrade in place (stated by the user)"_s;
    case Method::Maintenance:
        return u"maintenance mode (stated by the user)"_s;
    case Method::Other:
        return u"other (stated by the user)"_s;
    }
    return {};
}

QString controlText(const Summary& s, const QString& value) {
    return s.control ? u"control "_s + value : QString();
}

QString joined(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

std::vector<ReportFigure> figuresOf(const Summary& s, const Slo& slo) {
    const auto gap = [](const Summary& of) {
        return of.gaps.longest ? formatDuration(of.gaps.longest->duration()) : kNoValue;
    };
    const auto p99 = [](const Summary& of) {
        const auto value = PercentileCurve(of).at(99);
        return value ? formatDuration(*value) : of.counts.failed() > 0 ? u"failed"_s : kNoValue;
    };
    const auto number = [](std::uint64_t value) { return formatCount(static_cast<std::int64_t>(value)); };
    const Summary& control = s.control ? *s.control : s;
    return {
        {gap(s), u"longest time without a reply"_s,
         joined({controlText(s, gap(control)), slo.gap ? u"limit "_s + formatSetting(*slo.gap) : QString()})},
        {number(s.counts.failed()), u"failed commands of "_s + number(s.counts.sent() + s.counts.notSent),
         joined({controlText(s, number(control.counts.failed())),
                 slo.errors ? u"limit "_s + number(*slo.errors) : QString()})},
        {p99(s), u"99 of 100 replies were faster"_s,
         joined({controlText(s, p99(control)), slo.p99 ? u"limit "_s + formatSetting(*slo.p99) : QString()})},
        {formatCount(s.unannounced), u"unannounced disruptions"_s,
         controlText(s, formatCount(control.unannounced))}};
}

/// The planned windows, independent of what happened.
QString plannedText(const RecordingExtract& source) {
    constexpr std::size_t kMostWindows = 3;
    const auto windows = plannedWindows(source.events(), source.session().startedWall);
    QStringList parts;
    for (const PlannedWindow& window : windows) {
        if (parts.size() == kMostWindows) {
            parts += u"and "_s + formatCount(static_cast<std::int64_t>(windows.size() - kMostWindows)) +
                     u" more"_s;
            break;
        }
        const bool oneDay = formatDate(window.from) == formatDate(window.to);
        const bool today = oneDay && formatDate(window.from) == formatDate(source.wall(source.from()));
        parts +=
            (today ? QString() : formatDate(window.from) + u' ') + formatTimeS(window.from) + u" to "_s +
            (oneDay ? QString() : formatDate(window.to) + u' ') + formatTimeS(window.to) + u" UTC"_s +
            (window.label.isEmpty() ? QString() : u", "_s + escapeServerText(window.label.toStdString()));
    }
    return parts.isEmpty() ? u"not stated"_s : parts.join(u"; "_s);
}

/// The label of the only planned window in this time, by which the reader knows the change.
QString ticketOf(const RecordingExtract& source) {
    std::vector<PlannedWindow> windows = plannedWindows(source.events(), source.session().startedWall);
    std::erase_if(windows, [&source](const PlannedWindow& window) {
        return window.from >= source.wall(source.to()) || window.to <= source.wall(source.from());
    });
    if (windows.size() != 1 || windows.front().label.isEmpty()) return {};
    return u", "_s + escapeServerText(windows.front().label.toStdString());
}

std::vector<ReportFact> scopeOf(const RecordingExtract& source, const TargetInfo& target, const Summary& s) {
    const auto text = [](std::string_view value) { return escapeServerText(value); };
    const bool control = target.probe.control;
    const QString connections = formatCount(target.probe.connections);
    QString probe = QString::fromStdString(std::string(toString(target.probe.command))).toUpper() + u", "_s +
                    connections + (control ? u" + "_s + connections : QString()) + u" connections, "_s +
                    QString::number(target.probe.ratePerSecond) + u"/s each"_s;
    const std::int64_t measured =
        s.duration.count() > 0 ? 1'000 - s.notMeasured.count() * 1'000 / s.duration.count() : 0;
    QString share = QString::number(measured / 10);
    if (measured % 10 != 0) share += u'.' + QString::number(measured % 10);
    return {
        {u"Target"_s, text(target.name)},
        {u"Environment"_s, text(toString(target.environment))},
        {u"Endpoint"_s, text(toString(target.endpoint)) + (target.tls ? u", TLS"_s : QString())},
        {u"Method"_s, methodText(source.options().verdict.method)},
        {u"Planned"_s, plannedText(source)},
        {u"Observed"_s, formatTimeS(s.started) + u" to "_s + formatTimeS(s.started + s.duration) + u" UTC"_s},
        {u"Notifications"_s,
         u"policy "_s + text(toString(s.policy)) + u", "_s + text(toString(s.support)) + u" by the server"_s},
        {u"Endpoint type"_s, text(s.endpointType)},
        {u"Probe"_s, probe},
        {u"Timeout"_s,
         formatSetting(target.timeouts.normal) + u", relaxed "_s + formatSetting(target.timeouts.relaxed)},
        {u"Measured"_s,
         share + u" %, local stall at most "_s + formatDuration(s.localStallMax) +
             (s.notRecorded > 0 ? u", not recorded "_s + formatCount(static_cast<std::int64_t>(s.notRecorded))
                                : QString())}};
}

/// The time from a notification to the loss of a connection without a handoff.
QString leadTime(const RecordingExtract& source, const Band& band, MonoTime end, TargetId target) {
    std::optional<MonoTime> first;
    for (const Event& event : source.events())
        if (event.kind == EventKind::Disconnect && event.target == target && event.name != names::kStopped &&
            event.role == ProbeRole::Control && event.at >= band.from && event.at < end)
            first = std::min(first.value_or(event.at), event.at);
    return first ? formatDuration(*first - band.from) : kNoValue;
}

/// Of the whole set; of a single connection only if the others got replies.
QString longestGapIn(const Summary& s, MonoTime from, MonoTime to) {
    Duration ofSet{};
    Duration ofOne{};
    for (const Gap& gap : s.gaps.listed)
        if (gap.from < to && gap.to > from) {
            Duration& longest = gap.connection.value == 0 ? ofSet : ofOne;
            longest = std::max(longest, gap.duration());
        }
    if (ofSet > Duration{}) return formatDuration(ofSet);
    return ofOne > Duration{} ? formatDuration(ofOne) : u"none"_s;
}

ReportTable operationsOf(const RecordingExtract& source, const Timeline& timeline, const Summary& s) {
    ReportTable table;
    table.title = u"Maintenance operations"_s;
    table.columns = {{{}, true, false},
                     {u"Operation"_s, false, false},
                     {u"Announced"_s, true, false},
                     {u"Closed"_s, true, false},
                     {u"Lead time"_s, true, true},
                     {u"Slowest handoff"_s, true, true},
                     {u"Protected gap"_s, true, true},
                     {u"Control gap"_s, true, true}};
    table.whenEmpty = u"No operation was announced in this time."_s;
    table.note = u"Lead time: from the notification to the first loss of a connection without a handoff. "
                 "Gaps are listed above max(200 ms, 3 probe intervals)."_s;
    const TargetInfo& target = timeline.target();
    for (const Band& band : timeline.bands()) {
        if (band.from >= source.to() || band.to.value_or(source.to()) < source.from()) continue;
        const MonoTime close = band.to.value_or(source.to());
        // Connections without notifications are affected only after the grace period.
        const MonoTime end = std::max(close, band.deadline.value_or(close) + kAfterDeadline);
        Duration slowest{};
        for (const ConnectionLane& lane : timeline.lanes())
            for (const HandoffSpan& handoff : lane.handoffs)
                if (handoff.phases.firstOk && handoff.from >= band.from && handoff.from <= close)
                    slowest = std::max(slowest, *handoff.phases.firstOk);
        const QString closed = band.state == PairState::Capped ? u"never"_s
                               : band.to                       ? formatTimeMs(source.wall(*band.to))
                                                               : u"still open"_s;
        const bool moving = band.kind == OperationKind::Moving;
        table.rows.push_back({QString::number(table.rows.size() + 1), operationName(band),
                              formatTimeMs(source.wall(band.from)), closed,
                              leadTime(source, band, end, target.id),
                              moving && slowest > Duration{} ? formatDuration(slowest) : kNoValue,
                              longestGapIn(s, band.from, close),
                              s.control ? longestGapIn(*s.control, band.from, end) : kNoValue});
        table.marks.emplace_back(band.kind);
    }
    return table;
}

ReportTable handoffsOf(const RecordingExtract& source, const Timeline& timeline) {
    ReportTable table;
    table.title = u"Handoffs, phase by phase"_s;
    table.columns = {
        {u"Received"_s, true, false},   {u"Connection"_s, false, false}, {u"From, to"_s, true, false},
        {u"Connecting"_s, true, true},  {u"Opted in"_s, true, true},     {u"First reply"_s, true, true},
        {u"Old drained"_s, true, true}, {u"Old closed"_s, true, true},   {u"Result"_s, false, false}};
    table.whenEmpty = u"There was no handoff."_s;
    table.note =
        u"Times are relative to the receipt of MOVING. The old connection served until the first reply on "
        "the new one."_s;
    const auto phase = [](const std::optional<Duration>& value) {
        return value ? formatDuration(*value) : kNoValue;
    };
    std::vector<std::pair<const ConnectionLane*, const HandoffSpan*>> handoffs;
    for (const ConnectionLane& lane : timeline.lanes())
        for (const HandoffSpan& handoff : lane.handoffs)
            if (handoff.from >= source.from() && handoff.from < source.to())
                handoffs.emplace_back(&lane, &handoff);
    std::stable_sort(handoffs.begin(), handoffs.end(),
                     [](const auto& a, const auto& b) { return a.second->from < b.second->from; });
    for (const auto& [lane, span] : handoffs) {
        const HandoffSpan& handoff = *span;
        if (table.rows.size() == kMostHandoffs) {
            table.note += u" Only the first "_s + formatCount(kMostHandoffs) + u" are listed."_s;
            return table;
        }
        const HandoffPhases& p = handoff.phases;
        QString peers = escapeServerText(handoff.peerOld);
        if (!handoff.peerNew.empty()) peers += u" → "_s + escapeServerText(handoff.peerNew);
        table.rows.push_back({formatTimeMs(source.wall(handoff.from)), lane->label, peers,
                              phase(p.connecting), phase(p.optedIn), phase(p.firstOk), phase(p.oldDrained),
                              phase(p.oldClosed), QString::fromLatin1(toString(handoff.result).data())});
    }
    return table;
}

ReportTable eventsTable(const QString& title, const RecordingExtract& source,
                        const std::vector<Event>& events, const QString& whenEmpty) {
    ReportTable table;
    table.title = title;
    table.columns = {{u"Time, UTC"_s, true, false},
                     {u"Kind"_s, false, false},
                     {u"Connection"_s, false, false},
                     {u"What happened"_s, false, false}};
    table.whenEmpty = whenEmpty;
    for (const Event& event : events) {
        if (table.rows.size() == kMostEvents) {
            table.note = u"The first "_s + formatCount(kMostEvents) + u" of "_s +
                         formatCount(static_cast<std::int64_t>(events.size())) +
                         u"; all are in the export of events."_s;
            break;
        }
        const TargetInfo* target = findTarget(source.session(), event.target);
        table.rows.push_back(
            {formatTimeMs(event.wall), kindLabel(event.kind),
             connectionLabel(event.connection, event.role, target ? target->probe.connections : 0),
             eventText(event)});
    }
    return table;
}

std::vector<Event> ofKind(const std::vector<Event>& events, EventKind kind) {
    std::vector<Event> result;
    std::copy_if(events.begin(), events.end(), std::back_inserter(result),
                 [kind](const Event& event) { return event.kind == kind; });
    return result;
}

QString checksumOf(const RecordingExtract& source, const std::vector<Event>& timeline) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(ndjsonHeader(source.session(), source.redacted()));
    for (const Event& event : timeline)
        hash.addData(ndjsonLine(event, source.session()));
    return QString::fromLatin1(hash.result().toHex());
}

QStringList methodLines(const RecordingExtract& source) {
    QStringList lines{
        u"Open loop: each connection has a fixed schedule, and every probe that was due counts, whether it "
        "was sent or not. Latency is measured from the write to the reply; corrected latency from the time "
        "at which the probe was due, so a stall affects every probe that it delayed (no coordinated "
        "omission)."_s,
        u"A probe ends as ok, late (answered after the normal timeout, within the relaxed one), timeout, "
        "error (an error reply of the server), unknown (lost in flight and not safe to repeat) or not_sent. "
        "The last four are failures. In percentiles of all commands, a failed one ranks worse than any "
        "latency."_s,
        u"A gap is the longest time between two consecutive replies of all protected connections together; "
        "it is covered if it overlaps an announced operation. A loss without an announcement is an "
        "unannounced disruption."_s,
        u"FAIL: lost or duplicated writes, errors, timeouts, commands lost or not sent, or more than 1 s "
        "without a reply while no operation was announced. WARN: not supported by the server, an expired "
        "window, losses without an announcement. INCONCLUSIVE: more than 1 % not measured, a changed system "
        "clock, or no reply at all. Control connections do not affect the verdict."_s,
        u"An upgrade in place drops connections by design: timeouts and lost commands within an announced "
        u"window are not failures. Blocking commands and pub/sub are not probed. Times are UTC; durations "
        u"come "
        "from a "
        "monotonic clock."_s};
    if (!source.complete())
        lines += u"The recording was not closed properly or was still being written: its last second may be "
                 "missing."_s;
    return lines;
}

} // namespace

Report makeReport(const RecordingExtract& source, const SessionStores& stores) {
    Report report;
    const SessionInfo& session = source.session();
    report.appVersion = QString::fromStdString(session.appVersion);
    report.redacted = source.redacted();
    report.range = rangeText(source);
    for (std::size_t i = 0; i < std::min(stores.targets().size(), source.summaries().size()); ++i) {
        const Summary& summary = source.summaries()[i];
        const Timeline& timeline = stores.targets()[i]->timeline();
        TargetReport part;
        part.index = i;
        part.name = escapeServerText(session.targets[i].name);
        part.summary = summary;
        part.verdict = QString::fromLatin1(toString(summary.verdict).data()).toUpper();
        part.sentence = impactSentence(summary);
        for (const std::string& reason : summary.reasons)
            part.reasons += reasonText(reason);
        part.figures = figuresOf(summary, source.options().verdict.slo);
        part.scope = scopeOf(source, session.targets[i], summary);
        part.operations = operationsOf(source, timeline, summary);
        part.handoffs = handoffsOf(source, timeline);
        part.findings = findingsTable(source, summary, timeline);
        if (summary.control) {
            part.control = compare(summary, *summary.control);
            part.controlCaveats = comparisonCaveats(summary, *summary.control);
        }
        report.targets.push_back(std::move(part));
    }
    if (!report.targets.empty()) report.title = report.targets.front().name;
    if (source.options().verdict.method == Method::Rolling) report.title += u", rolling upgrade"_s;
    if (source.options().verdict.method == Method::InPlace) report.title += u", upgrade in place"_s;
    report.title += ticketOf(source);
    if (report.targets.size() > 1)
        report.title +=
            u" and "_s + formatCount(static_cast<std::int64_t>(report.targets.size()) - 1) + u" more"_s;

    std::vector<Event> timeline;
    source.timeline([&timeline](const Event& event) { timeline.push_back(event); });
    report.checksum = checksumOf(source, timeline);
    report.changes = eventsTable(u"Configuration changes made with this program"_s, source,
                                 ofKind(timeline, EventKind::RestChange), u"None."_s);
    report.notes = eventsTable(u"Notes"_s, source, ofKind(timeline, EventKind::Note), u"None."_s);
    report.method = methodLines(source);
    std::vector<Event> shown = timeline;
    std::erase_if(shown, [](const Event& event) { return event.kind == EventKind::State; });
    report.appendix = eventsTable(u"Appendix: events"_s, source, shown, u"None."_s);
    return report;
}

} // namespace maintscope::model
