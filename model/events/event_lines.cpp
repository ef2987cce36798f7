// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/event_lines.h"

#include "model/base/csv_line.h"
#include "model/base/event_ids.h"
#include "model/base/format.h"
#include "model/base/json_writer.h"
#include "model/events/event_text.h"

namespace maintscope::model {
namespace {

constexpr const char* kEventSchema = "maint-events/1";

/// The fields of an event in their order; each format determines how to write one.
template <class Writer>
void writeFields(Writer& w, const Event& e, const SessionInfo& session) {
    const TargetInfo* target = findTarget(session, e.target);
    const bool ended = e.end.has_value();
    const Duration length = ended ? *e.end - e.at : Duration{};
    const auto seconds = [](Duration d) { return std::chrono::floor<std::chrono::seconds>(d).count(); };
    w.text("event_id", eventId(session.uuid, e.key).toStdString());
    // Derived events have no position in the order of the recording.
    w.number("seq_no", e.seqNo == 0 ? std::nullopt : std::optional(static_cast<std::int64_t>(e.seqNo)));
    w.text("ts_utc", formatRfc3339(e.wall).toStdString());
    w.number("mono_ns", e.at.time_since_epoch().count());
    w.number("clock_step_ns", e.clockStep.count());
    w.text("end_utc", ended ? formatRfc3339(e.wall + length).toStdString() : std::string());
    w.number("end_mono_ns", ended ? std::optional(e.end->time_since_epoch().count()) : std::nullopt);
    w.number("duration_ns", ended ? std::optional(length.count()) : std::nullopt);
    w.text("kind", toString(e.kind));
    w.text("name", e.name);
    w.text("severity", toString(e.severity));
    w.number("target_id", e.target.value == 0 ? std::nullopt : std::optional<std::int64_t>(e.target.value));
    w.text("target_name", target ? target->name : std::string());
    w.text("environment", target ? toString(target->environment) : std::string_view());
    w.number("conn_id",
             e.connection.value == 0 ? std::nullopt : std::optional<std::int64_t>(e.connection.value));
    w.text("probe_role", toString(e.role));
    w.number("notification_seq", e.sequence ? std::optional(e.sequence->value) : std::nullopt);
    w.number("announced_s", e.announced ? std::optional<std::int64_t>(seconds(*e.announced)) : std::nullopt);
    w.text("deadline_utc", e.announced ? formatRfc3339(e.wall + *e.announced).toStdString() : std::string());
    w.text("peer_old", e.peerOld);
    w.text("peer_new", e.peerNew);
    w.text("slots", e.slots);
    w.text("pair_id", e.pair ? eventId(session.uuid, *e.pair).toStdString() : std::string());
    w.text("pair_state", toString(e.pairState));
    w.duration("phase_notified_ns", e.phases.notified);
    w.duration("phase_connecting_ns", e.phases.connecting);
    w.duration("phase_opted_in_ns", e.phases.optedIn);
    w.duration("phase_first_ok_ns", e.phases.firstOk);
    w.duration("phase_old_drained_ns", e.phases.oldDrained);
    w.duration("phase_old_closed_ns", e.phases.oldClosed);
    w.duration("timeout_before_ns", e.timeoutBefore);
    w.duration("timeout_effective_ns", e.timeoutEffective);
    w.number("attempt", e.attempt ? std::optional<std::int64_t>(*e.attempt) : std::nullopt);
    w.text("result", toString(e.result));
    w.text("error_type", e.errorType);
    w.text("error_text", e.errorText);
    w.text("policy", e.policy ? toString(*e.policy) : std::string_view());
    w.text("support", e.support ? toString(*e.support) : std::string_view());
    const QByteArray raw = QByteArray(e.raw.data(), static_cast<qsizetype>(e.raw.size())).toBase64();
    w.text("raw_resp", std::string_view(raw.constData(), static_cast<std::size_t>(raw.size())));
    w.text("text", eventText(e).toStdString());
    w.text("shards", e.shards);
    w.figures("figures", e.figures);
}

class JsonFields {
public:
    explicit JsonFields(JsonWriter& json)
        : m_json(json) {}
    void text(const char* name, std::string_view value) { m_json.key(name).textOrNull(value); }
    void number(const char* name, std::optional<std::int64_t> value) { m_json.key(name).value(value); }
    void duration(const char* name, std::optional<Duration> value) {
        number(name, value ? std::optional(value->count()) : std::nullopt);
    }
    void figures(const char* name, const std::vector<Figure>& figures) {
        m_json.key(name).beginObject();
        for (const Figure& f : figures)
            m_json.key(f.name).value(f.value);
        m_json.endObject();
    }

private:
    JsonWriter& m_json;
};

} // namespace

QByteArray jsonEvent(const Event& event, const SessionInfo& session) {
    JsonWriter json;
    json.beginObject();
    JsonFields fields(json);
    writeFields(fields, event, session);
    json.endObject();
    return json.take();
}

void writeHeaderFields(JsonWriter& json, const SessionInfo& session, bool redacted) {
    json.key("schema").value(kEventSchema);
    json.key("app_version").value(session.appVersion);
    json.key("redacted").value(redacted);
    json.key("recording").value(session.uuid);
    json.key("started_utc").value(formatRfc3339(session.startedWall));
}

QByteArray csvHeader() {
    CsvNames names;
    const SessionInfo none;
    writeFields(names, Event{}, none);
    writeFileFields(names, none, false, kEventSchema);
    return names.take();
}

QByteArray csvLine(const Event& event, const SessionInfo& session, bool redacted) {
    CsvLine line;
    writeFields(line, event, session);
    writeFileFields(line, session, redacted, kEventSchema);
    return line.take();
}

QByteArray ndjsonHeader(const SessionInfo& session, bool redacted) {
    JsonWriter json;
    json.beginObject();
    writeHeaderFields(json, session, redacted);
    json.endObject();
    return json.take() + '\n';
}

QByteArray ndjsonLine(const Event& event, const SessionInfo& session) {
    return jsonEvent(event, session) + '\n';
}

} // namespace maintscope::model
