// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/verdict/summary.h"

#include "client/types/operation.h"
#include "model/base/format.h"
#include "model/base/json_writer.h"

#include <QStringList>

#include <algorithm>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

void writeLatency(JsonWriter& json, std::string_view name, const LatencyHistogram& histogram,
                  const LatencyFigures& latency, bool withCensored) {
    json.key(name).beginObject();
    const auto write = [&](std::string_view figureName, Duration value) {
        json.key(figureName);
        if (histogram.empty())
            json.null();
        else
            json.value(value.count());
    };
    write("p50", latency.p50);
    write("p90", latency.p90);
    write("p99", latency.p99);
    write("p999", latency.p999);
    write("max", latency.max);
    if (withCensored) json.key("censored").value(latency.censored);
    json.endObject();
}

void writeGaps(JsonWriter& json, const Summary& s) {
    json.key("longest_gap_ns");
    if (s.gaps.longest)
        json.value(s.gaps.longest->duration().count());
    else
        json.null();
    json.key("gaps").beginArray();
    for (const Gap& gap : s.gaps.listed) {
        json.beginObject();
        json.key("start_utc").value(formatRfc3339(s.started + (gap.from - s.startedMono)));
        json.key("duration_ns").value(gap.duration().count());
        json.key("covered").value(gap.covered);
        json.key("open").value(gap.open);
        json.key("conn_id");
        if (gap.connection.value == 0)
            json.null();
        else
            json.value(int(gap.connection.value));
        json.endObject();
    }
    json.endArray();
}

void writeSummary(JsonWriter& json, const Summary& s) {
    json.beginObject();
    json.key("schema").value("maint-summary/1");
    json.key("app_version").value(s.appVersion);
    json.key("target").value(s.target);
    json.key("started_utc").value(formatRfc3339(s.started));
    json.key("duration_ns").value(s.duration.count());
    json.key("policy").value(toString(s.policy));
    json.key("support").value(toString(s.support));
    json.key("endpoint_type").value(s.endpointType);
    json.key("sent").value(s.counts.sent());
    json.key("ok").value(s.counts.ok);
    json.key("late").value(s.counts.late);
    json.key("timeouts").value(s.counts.timeouts);
    json.key("errors").value(s.counts.errors);
    json.key("unknown").value(s.counts.unknown);
    json.key("not_sent").value(s.counts.notSent);
    json.key("carried_over").value(s.carriedOver);
    json.key("connections").value(s.connections);
    json.key("reconnects").value(s.reconnects);
    json.key("handoffs").beginObject();
    json.key("attempted").value(s.handoffs.attempted);
    json.key("completed").value(s.handoffs.completed);
    json.key("failed").value(s.handoffs.failed);
    const bool anyDone = s.handoffs.completed > 0;
    json.key("p50_ns").value(anyDone ? std::optional(s.handoffs.p50.count()) : std::nullopt);
    json.key("max_ns").value(anyDone ? std::optional(s.handoffs.max.count()) : std::nullopt);
    json.endObject();
    json.key("notifications").beginObject();
    // The names that a summary always has come first, in the order of the protocol.
    const std::vector<std::string_view> known = notificationNames();
    for (const std::string_view name : known)
        if (const auto found = s.notifications.find(std::string(name)); found != s.notifications.end())
            json.key(name).value(found->second);
    for (const auto& [name, count] : s.notifications)
        if (std::find(known.begin(), known.end(), name) == known.end()) json.key(name).value(count);
    json.endObject();
    json.key("frames").value(s.frames);
    json.key("windows").beginObject();
    json.key("closed").value(s.windows.closed);
    json.key("expired").value(s.windows.expired);
    json.key("open").value(s.windows.open);
    json.endObject();
    json.key("relaxed_ns").value(s.relaxed.count());
    writeGaps(json, s);
    json.key("unannounced").value(s.unannounced);
    writeLatency(json, "latency_ns", s.latencyHistogram, s.latency, false);
    writeLatency(json, "corrected_ns", s.correctedHistogram, s.corrected, true);
    json.key("not_measured_ns").value(s.notMeasured.count());
    json.key("not_recorded").value(s.notRecorded);
    json.key("local_stall_max_ns").value(s.localStallMax.count());
    json.key("integrity");
    if (s.integrity) {
        json.beginObject();
        json.key("acknowledged").value(s.integrity->acknowledged);
        json.key("server_count").value(s.integrity->serverCount);
        json.key("lost").value(s.integrity->lost);
        json.key("duplicated").value(s.integrity->duplicated);
        json.endObject();
    } else {
        json.null();
    }
    json.key("verdict").value(toString(s.verdict));
    json.key("reasons").beginArray();
    for (const std::string& reason : s.reasons)
        json.value(reason);
    json.endArray();
    if (s.control) {
        json.key("control");
        writeSummary(json, *s.control);
    }
    json.endObject();
}

} // namespace

bool touches(const Event& event, const TimeRange& range) {
    if (range.to && event.at >= *range.to) return false;
    return !range.from || event.at >= *range.from || (event.end && *event.end > *range.from);
}

QByteArray summaryJson(const std::vector<Summary>& summaries, const SessionInfo& session) {
    JsonWriter json(JsonWriter::Style::Indented);
    if (summaries.size() == 1) {
        writeSummary(json, summaries.front());
    } else {
        json.beginObject();
        json.key("schema").value("maint-summary/1");
        json.key("app_version").value(session.appVersion);
        json.key("targets").beginArray();
        for (const Summary& summary : summaries)
            writeSummary(json, summary);
        json.endArray();
        json.endObject();
    }
    return json.take() + '\n';
}

int announced(const Summary& summary, OperationKind kind) {
    const auto found = summary.notifications.find(std::string(name(kind)));
    return found == summary.notifications.end() ? 0 : found->second;
}

QString summarySentence(const Summary& s) {
    const auto plural = [](std::uint64_t count, const QString& one, const QString& many) {
        return formatCount(static_cast<std::int64_t>(count)) + u' ' + (count == 1 ? one : many);
    };
    QStringList parts;
    for (const OperationFacts& facts : kOperations)
        if (const int count = announced(s, facts.kind))
            parts += formatCount(count) + u' ' + operationName(facts.kind);
    if (parts.isEmpty()) parts += u"no maintenance announced"_s;
    if (s.handoffs.attempted > 0) {
        parts += plural(static_cast<std::uint64_t>(s.handoffs.completed), u"handoff"_s, u"handoffs"_s);
        if (s.handoffs.failed > 0)
            parts += plural(static_cast<std::uint64_t>(s.handoffs.failed), u"handoff failed"_s,
                            u"handoffs failed"_s);
        if (s.handoffs.completed > 0) parts += u"slowest "_s + formatDuration(s.handoffs.max);
    }
    parts += plural(s.counts.failed(), u"failed command"_s, u"failed commands"_s) + u" of "_s +
             formatCount(static_cast<std::int64_t>(s.counts.sent() + s.counts.notSent));
    if (s.counts.late > 0) parts += plural(s.counts.late, u"late reply"_s, u"late replies"_s);
    if (s.gaps.longest) parts += u"longest gap "_s + formatDuration(s.gaps.longest->duration());
    parts += plural(static_cast<std::uint64_t>(s.unannounced), u"unannounced disruption"_s,
                    u"unannounced disruptions"_s);
    return parts.join(u", "_s);
}

} // namespace maintscope::model
