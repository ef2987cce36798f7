// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/event_ids.h"
#include "model/base/format.h"
#include "model/base/json_writer.h"
#include "model/events/event_text.h"
#include "model/events/planned_window.h"
#include "model/export/export_sink.h"
#include "model/export/export_writers.h"
#include "model/metrics/per_second_rollup.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

constexpr const char* kTraceSchema = "maint-trace/1";

/// Lanes of a target; connections follow from kFirstConnection on.
enum Lane : int { kAnnounced = 1, kFindings = 2, kCluster = 3, kFirstConnection = 10 };

/// One line per trace event. Times are microseconds with a fraction; the wall clock is in the arguments,
/// because a trace cannot pass it to its viewer (google/perfetto#700).
class Trace {
public:
    Trace(const RecordingExtract& source, Sink& sink)
        : m_source(source)
        , m_sink(sink) {}

    void begin() {
        JsonWriter other;
        other.beginObject().key("schema").value(kTraceSchema);
        other.key("app_version").value(m_source.session().appVersion);
        other.key("redacted").value(m_source.redacted());
        other.key("start_utc").value(formatRfc3339(m_source.session().startedWall)).endObject();
        m_sink.write("{\"displayTimeUnit\":\"ms\",\"otherData\":" + other.take() + ",\"traceEvents\":[");
    }
    void end() { m_sink.write("\n]}\n"); }

    /// Names and sorts a process (target) or thread (lane).
    void name(const char* what, int pid, std::optional<int> tid, const QString& text, int order) {
        for (const bool sorting : {false, true}) {
            const QByteArray kind = what + QByteArray(sorting ? "_sort_index" : "_name");
            JsonWriter json;
            json.beginObject().key("ph").value("M").key("name").value(kind.constData()).key("pid").value(pid);
            if (tid) json.key("tid").value(*tid);
            json.key("args").beginObject();
            if (sorting)
                json.key("sort_index").value(order);
            else
                json.key("name").value(text);
            json.endObject().endObject();
            line(json);
        }
    }

    JsonWriter& open(const char* phase, std::string_view name, std::string_view category, MonoTime at,
                     int pid, int tid) {
        m_json = JsonWriter();
        m_json.beginObject().key("ph").value(phase).key("name").value(name).key("cat").value(category);
        m_json.key("ts")
            .microseconds(at.time_since_epoch().count())
            .key("pid")
            .value(pid)
            .key("tid")
            .value(tid);
        return m_json;
    }
    void close() {
        m_json.endObject();
        line(m_json);
    }
    void args(const Event& event) {
        m_json.key("args").beginObject();
        m_json.key("ts_utc").value(formatRfc3339(event.wall));
        m_json.key("event_id").value(eventId(m_source.session().uuid, event.key));
        m_json.key("text").value(eventText(event));
        if (event.sequence) m_json.key("notification_seq").value(event.sequence->value);
        if (!event.peerOld.empty()) m_json.key("peer_old").value(event.peerOld);
        if (!event.peerNew.empty()) m_json.key("peer_new").value(event.peerNew);
        if (event.result != ResultWord::None) m_json.key("result").value(toString(event.result));
        if (event.pairState != PairState::None) m_json.key("pair_state").value(toString(event.pairState));
        m_json.endObject();
    }

private:
    void line(JsonWriter& json) {
        m_sink.write((m_any ? ",\n" : "\n") + json.take());
        m_any = true;
    }
    const RecordingExtract& m_source;
    Sink& m_sink;
    JsonWriter m_json;
    bool m_any = false;
};

int laneOf(const Event& event) {
    switch (event.kind) {
    case EventKind::Gap:
    case EventKind::Alert:
    case EventKind::Note:
    case EventKind::LocalStall:
    case EventKind::NotMeasured:
        if (event.connection.value == 0) return kFindings;
        break;
    case EventKind::RestChange:
    case EventKind::DnsChange:
    case EventKind::Recording:
        return kCluster;
    default:
        break;
    }
    return event.connection.value == 0 ? kAnnounced : kFirstConnection + event.connection.value;
}

/// Spans of one lane overlap, so they are asynchronous: B, E and X must nest or they leave their track
/// (google/perfetto#4280). One constant name per kind, because the first one names the track.
void writeSpan(Trace& trace, const Event& event, MonoTime until, int pid) {
    const int tid = laneOf(event);
    const std::string kind(toString(event.kind));
    const std::string name = event.kind == EventKind::Window      ? event.name
                             : event.kind == EventKind::Recording ? std::string("planned")
                                                                  : kind;
    const QString id = u"0x"_s + QString::number(event.key.value, 16);
    trace.open("b", name, kind, event.at, pid, tid).key("id").value(id);
    trace.args(event);
    trace.close();
    trace.open("e", name, kind, event.end.value_or(until), pid, tid).key("id").value(id);
    trace.close();
}

/// An arrow from MOVING to the first reply on the new endpoint. Arrows end in slices, so each end has a slice
/// of one microsecond.
void writeArrow(Trace& trace, const Event& handoff, int pid) {
    if (!handoff.phases.firstOk) return;
    constexpr Duration kSlice = std::chrono::microseconds(1);
    const int tid = laneOf(handoff);
    const QString id = u"0x"_s + QString::number(handoff.key.value, 16);
    const MonoTime ends[] = {handoff.at, handoff.at + *handoff.phases.firstOk};
    for (const bool last : {false, true}) {
        trace.open("X", last ? "first reply" : "MOVING", "handoff", ends[last], pid, tid)
            .key("dur")
            .microseconds(kSlice.count());
        trace.close();
        JsonWriter& json = trace.open(last ? "f" : "s", "handoff", "handoff", ends[last], pid, tid);
        json.key("id").value(id);
        if (last) json.key("bp").value("e"); // ends in the slice around it, not in the next one
        trace.close();
    }
}

void nameLanes(Trace& trace, const TargetInfo& target) {
    const int pid = target.id.value;
    trace.name("process", pid, std::nullopt, QString::fromStdString(target.name), pid);
    trace.name("thread", pid, kAnnounced, u"announced"_s, kAnnounced);
    trace.name("thread", pid, kFindings, u"findings"_s, kFindings);
    trace.name("thread", pid, kCluster, u"cluster, DNS, recording"_s, kCluster);
    const int connections = target.probe.connections;
    for (int i = 1; i <= connections * (target.probe.control ? 2 : 1); ++i) {
        const ConnectionId id{static_cast<std::uint16_t>(i)};
        const ProbeRole role = i > connections ? ProbeRole::Control : ProbeRole::Protected;
        trace.name("thread", pid, kFirstConnection + i, connectionLabel(id, role, connections),
                   kFirstConnection + i);
    }
}

bool isSpan(EventKind kind) {
    return kind == EventKind::Window || kind == EventKind::Handoff || kind == EventKind::Relaxed ||
           kind == EventKind::ConnectAttempt || kind == EventKind::Gap || kind == EventKind::NotMeasured ||
           kind == EventKind::LocalStall || kind == EventKind::Timeout || kind == EventKind::Error;
}

void writeEvent(Trace& trace, const Event& event, const RecordingExtract& source) {
    if (event.kind == EventKind::State) return;
    const int pid = event.target.value == 0 && !source.session().targets.empty()
                        ? source.session().targets.front().id.value
                        : event.target.value;
    if (plannedWindow(event, source.session().startedWall)) {
        // A planned window may begin before the session and end after it, and would dominate the view.
        Event inside = event;
        inside.at = std::max(event.at, source.from());
        inside.end = std::min(*event.end, source.to());
        if (*inside.end > inside.at) writeSpan(trace, inside, source.to(), pid);
        return;
    }
    if (isSpan(event.kind) && (event.end || event.kind == EventKind::Window)) {
        writeSpan(trace, event, source.to(), pid);
        if (event.kind == EventKind::Handoff) writeArrow(trace, event, pid);
        return;
    }
    trace.open("i", event.name, toString(event.kind), event.at, pid, laneOf(event)).key("s").value("t");
    trace.args(event);
    trace.close();
}

void writeCounter(Trace& trace, const SecondCell& cell) {
    const MonoTime at{std::chrono::seconds(cell.second)};
    const char* role = cell.role == ProbeRole::Control ? " (control)" : "";
    const auto counter = [&](const char* what, const char* unit, auto write) {
        JsonWriter& json = trace.open("C", what + std::string(role), "metrics", at, cell.target.value, 0);
        json.key("args").beginObject().key(unit);
        write(json);
        json.endObject();
        trace.close();
    };
    if (!cell.latency.empty())
        counter("p99 latency", "ms", [&cell](JsonWriter& json) {
            json.microseconds(cell.latency.percentile(99).count() / 1'000);
        });
    counter("failed probes", "per_second", [&cell](JsonWriter& json) { json.value(cell.counts.failed()); });
}

} // namespace

Status writePerfetto(const RecordingExtract& source, QIODevice& out) {
    Sink sink(out);
    Trace trace(source, sink);
    trace.begin();
    for (const TargetInfo& target : source.session().targets)
        nameLanes(trace, target);
    source.timeline([&](const Event& event) { writeEvent(trace, event, source); });
    PerSecondRollup cells([&trace](const SecondCell& cell) { writeCounter(trace, cell); });
    const Status read = source.samples([&cells](const Sample& sample) {
        cells.add(sample);
        return true;
    });
    cells.finish();
    trace.end();
    if (auto status = sink.finish(); !status) return status;
    return read ? source.damage() : read;
}

} // namespace maintscope::model
