// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/exporter.h"

#include "client/types/event_names.h"
#include "model/event_text.h"
#include "model/format.h"
#include "model/json_writer.h"

#include <QIODevice>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

constexpr const char* kEventSchema = "maint-events/1";
constexpr const char* kSampleSchema = "maint-samples/1";

/// The fields of an event in their order; each format says how it writes one.
template <class Writer>
void writeFields(Writer& w, const Event& e, const SessionInfo& session) {
    const TargetInfo* target = findTarget(session, e.target);
    const bool ended = e.end.has_value();
    const Duration length = ended ? *e.end - e.at : Duration{};
    const auto seconds = [](Duration d) { return std::chrono::floor<std::chrono::seconds>(d).count(); };
    w.text("event_id", eventId(session.uuid, e.key).toStdString());
    // What was derived has no place of its own in the recording's order.
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

// ---- CSV (RFC 4180)
// ---------------------------------------------------------------------------------------------------

/// A spreadsheet takes a cell that begins with one of these for a formula.
bool looksLikeFormula(const QString& text) {
    return !text.isEmpty() && QStringView(u"=+-@\t\r").contains(text.front());
}

QByteArray csvCell(std::string_view value) {
    // Control characters of a server would act on the terminal that the file is shown in. Backslashes stay
    // single: the exact bytes are in raw_resp.
    QString text = escapeServerText(value, static_cast<int>(value.size()) + 1).replace(u"\\\\"_s, u"\\"_s);
    if (looksLikeFormula(text)) text.prepend(u'\'');
    const bool quote =
        std::any_of(text.begin(), text.end(), [](QChar c) { return c == u'"' || c == u',' || c == u' '; });
    if (!quote) return text.toUtf8();
    return '"' + text.replace(u'"', u"\"\""_s).toUtf8() + '"';
}

class CsvLine {
public:
    void text(const char*, std::string_view value) { add(csvCell(value)); }
    void number(const char*, std::optional<std::int64_t> value) {
        add(value ? QByteArray::number(static_cast<qlonglong>(*value)) : QByteArray());
    }
    void duration(const char* name, std::optional<Duration> value) {
        number(name, value ? std::optional(value->count()) : std::nullopt);
    }
    void figures(const char*, const std::vector<Figure>& figures) {
        std::string joined;
        for (const Figure& f : figures)
            joined += (joined.empty() ? "" : ";") + f.name + '=' + std::to_string(f.value);
        add(csvCell(joined));
    }
    [[nodiscard]] QByteArray take() { return std::exchange(m_line, {}) + "\r\n"; }

private:
    void add(const QByteArray& cell) {
        if (m_any) m_line += ',';
        m_any = true;
        m_line += cell;
    }
    QByteArray m_line;
    bool m_any = false;
};

/// Only the names, for the header.
class CsvNames {
public:
    void text(const char* name, std::string_view) { m_line.text(name, name); }
    void number(const char* name, std::optional<std::int64_t>) { m_line.text(name, name); }
    void duration(const char* name, std::optional<Duration>) { m_line.text(name, name); }
    void figures(const char* name, const std::vector<Figure>&) { m_line.text(name, name); }
    [[nodiscard]] QByteArray take() { return m_line.take(); }

private:
    CsvLine m_line;
};

/// What ends each line of a CSV file.
template <class Writer>
void writeFileFields(Writer& w, const SessionInfo& session, const char* schema) {
    w.text("app_version", session.appVersion);
    w.text("redacted", "false");
    w.text("schema", schema);
}

// ---- JSON
// -------------------------------------------------------------------------------------------------------------

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

QByteArray jsonEvent(const Event& event, const SessionInfo& session) {
    JsonWriter json;
    json.beginObject();
    JsonFields fields(json);
    writeFields(fields, event, session);
    json.endObject();
    return json.take();
}

void writeHeaderFields(JsonWriter& json, const SessionInfo& session) {
    json.key("schema").value(kEventSchema);
    json.key("app_version").value(session.appVersion);
    json.key("redacted").value(false);
    json.key("recording").value(session.uuid);
    json.key("started_utc").value(formatRfc3339(session.startedWall));
}

// ---- samples
// ----------------------------------------------------------------------------------------------------------

using Peers = std::map<std::pair<std::uint16_t, std::uint32_t>, std::string>;

/// Which endpoint a socket was connected to.
Peers peersOf(const std::vector<Event>& events) {
    Peers peers;
    for (const Event& event : events)
        if ((event.kind == EventKind::Connected || event.kind == EventKind::ConnectAttempt) &&
            event.stream.value != 0 && !event.peerNew.empty())
            peers[{event.target.value, event.stream.value}] = event.peerNew;
    return peers;
}

template <class Writer>
void writeSample(Writer& w, const Sample& s, const SessionInfo& session, const Peers& peers) {
    const bool answered =
        isReply(s.outcome) || s.outcome == Outcome::Error || s.outcome == Outcome::ReplyAfterTimeout;
    const auto known = [answered](Duration value) { return answered ? std::optional(value) : std::nullopt; };
    const auto peer = peers.find({s.target.value, s.stream.value});
    w.text("ts_intended_utc",
           formatRfc3339(session.startedWall + s.intended.time_since_epoch()).toStdString());
    w.number("mono_intended_ns", s.intended.time_since_epoch().count());
    w.number("mono_sent_ns", s.outcome == Outcome::NotSent
                                 ? std::nullopt
                                 : std::optional<std::int64_t>(s.sent.time_since_epoch().count()));
    w.number("mono_done_ns", s.done.time_since_epoch().count());
    w.number("conn_id", s.connection.value);
    w.text("probe_role", toString(s.role));
    w.text("result", toString(s.outcome));
    w.duration("latency_ns", known(s.done - s.sent));
    w.duration("corrected_latency_ns", known(s.done - s.intended));
    w.number("bytes_in", s.bytesIn);
    w.text("peer", peer == peers.end() ? std::string() : peer->second);
    w.number("target_id", s.target.value);
    w.number("carried_over", s.carriedOver ? 1 : 0);
    w.number("censored", s.censored ? 1 : 0);
    writeFileFields(w, session, kSampleSchema);
}

// ---- writing
// ------------------------------------------------------------------------------------------------------------

/// Collects small pieces, remembers the first failure.
class Sink {
public:
    explicit Sink(QIODevice& out)
        : m_out(out) {}
    bool write(const QByteArray& bytes) {
        m_buffer += bytes;
        return m_buffer.size() < kFlushAt || flush();
    }
    Status finish() {
        if (flush()) return success();
        return Error{"The export cannot be written.",
                     {},
                     m_out.errorString().toStdString(),
                     "Check the disk's free space and whether the file may be written."};
    }

private:
    static constexpr qsizetype kFlushAt = 64 * 1024;
    bool flush() {
        if (m_failed) return false;
        m_failed = m_out.write(m_buffer) != m_buffer.size();
        m_buffer.clear();
        return !m_failed;
    }
    QIODevice& m_out;
    QByteArray m_buffer;
    bool m_failed = false;
};

bool touches(const Event& event, const TimeRange& range) {
    if (range.to && event.at >= *range.to) return false;
    return !range.from || event.at >= *range.from || (event.end && *event.end > *range.from);
}

/// The timeline: what was recorded and what follows from it, in the order of time.
std::vector<Event> timelineOf(const Recording& recording, const ExportOptions& options,
                              std::optional<Error>& damage) {
    // Gaps are found in the whole recording, whatever part of it is exported: a range cuts no gap in two.
    const Recording::Events all = recording.allEvents();
    damage = all.damage;
    const std::vector<Event> derived =
        derivedEvents(recording.session(), summarise(recording, options.verdict), all.events);
    std::vector<Event> timeline;
    const auto status = recording.events(options.range, [&timeline](const Event& event) {
        timeline.push_back(event);
        return true;
    });
    if (!status) damage = status.error();
    std::copy_if(derived.begin(), derived.end(), std::back_inserter(timeline),
                 [&options](const Event& event) { return touches(event, options.range); });
    std::stable_sort(timeline.begin(), timeline.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    return timeline;
}

Status exportTimeline(const Recording& recording, const ExportOptions& options, QIODevice& out) {
    std::optional<Error> damage;
    const std::vector<Event> timeline = timelineOf(recording, options, damage);
    const SessionInfo& session = recording.session();
    Sink sink(out);
    if (options.format == ExportFormat::Csv) {
        sink.write(csvHeader());
        for (const Event& event : timeline)
            sink.write(csvLine(event, session));
    } else if (options.format == ExportFormat::Ndjson) {
        sink.write(ndjsonHeader(session));
        for (const Event& event : timeline)
            sink.write(ndjsonLine(event, session));
    } else {
        JsonWriter json;
        json.beginObject();
        writeHeaderFields(json, session);
        json.key("events");
        sink.write(json.take() + '[');
        for (std::size_t i = 0; i < timeline.size(); ++i)
            sink.write((i == 0 ? "\n" : ",\n") + jsonEvent(timeline[i], session));
        sink.write("\n]}\n");
    }
    if (auto status = sink.finish(); !status) return status;
    return damage ? Status(*damage) : success();
}

Status exportSamples(const Recording& recording, const ExportOptions& options, QIODevice& out) {
    const Peers peers = peersOf(recording.allEvents().events);
    const SessionInfo& session = recording.session();
    Sink sink(out);
    CsvNames names;
    writeSample(names, {}, session, peers);
    sink.write(names.take());
    const auto read = recording.samples(options.range, [&](const Sample& sample) {
        CsvLine line;
        writeSample(line, sample, session, peers);
        return sink.write(line.take());
    });
    if (auto status = sink.finish(); !status) return status;
    return read;
}

} // namespace

std::string_view toString(ExportFormat format) {
    switch (format) {
    case ExportFormat::Csv:
        return "csv";
    case ExportFormat::Json:
        return "json";
    case ExportFormat::Ndjson:
        return "ndjson";
    case ExportFormat::Samples:
        return "samples";
    case ExportFormat::Summary:
        return "summary";
    }
    return {};
}

std::optional<ExportFormat> parseExportFormat(std::string_view text) {
    for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Json, ExportFormat::Ndjson,
                                      ExportFormat::Samples, ExportFormat::Summary})
        if (text == toString(format)) return format;
    return std::nullopt;
}

QString exportFileName(ExportFormat format) {
    switch (format) {
    case ExportFormat::Csv:
        return u"events.csv"_s;
    case ExportFormat::Json:
        return u"events.json"_s;
    case ExportFormat::Ndjson:
        return u"events.ndjson"_s;
    case ExportFormat::Samples:
        return u"samples.csv"_s;
    case ExportFormat::Summary:
        return u"summary.json"_s;
    }
    return {};
}

QByteArray csvHeader() {
    CsvNames names;
    const SessionInfo none;
    writeFields(names, Event{}, none);
    writeFileFields(names, none, kEventSchema);
    return names.take();
}

QByteArray csvLine(const Event& event, const SessionInfo& session) {
    CsvLine line;
    writeFields(line, event, session);
    writeFileFields(line, session, kEventSchema);
    return line.take();
}

QByteArray ndjsonHeader(const SessionInfo& session) {
    JsonWriter json;
    json.beginObject();
    writeHeaderFields(json, session);
    json.endObject();
    return json.take() + '\n';
}

QByteArray ndjsonLine(const Event& event, const SessionInfo& session) {
    return jsonEvent(event, session) + '\n';
}

std::vector<Event> derivedEvents(const SessionInfo& session, const std::vector<Summary>& summaries,
                                 const std::vector<Event>& events) {
    std::vector<Event> derived;
    const auto wallOf = [&session](MonoTime at) { return session.startedWall + at.time_since_epoch(); };
    const auto addGaps = [&](const Summary& summary, TargetId target, ProbeRole role) {
        for (const Gap& gap : summary.gaps.listed) {
            Event e;
            e.kind = EventKind::Gap;
            e.name = "gap";
            e.severity = gap.covered ? Severity::Notice : Severity::Warning;
            e.at = gap.from;
            e.wall = wallOf(gap.from);
            e.end = gap.to;
            e.target = target;
            e.connection = gap.connection;
            e.role = role;
            e.pairState = gap.covered ? PairState::Closed : PairState::None;
            e.result = gap.open ? ResultWord::Running : ResultWord::None;
            e.key = derivedKey("gap/" + std::to_string(target.value) + '/' + std::string(toString(role)) +
                               '/' + std::to_string(gap.connection.value) + '/' +
                               std::to_string(gap.from.time_since_epoch().count()));
            derived.push_back(std::move(e));
        }
    };
    for (std::size_t i = 0; i < summaries.size() && i < session.targets.size(); ++i) {
        const TargetId target = session.targets[i].id;
        addGaps(summaries[i], target, ProbeRole::Protected);
        if (summaries[i].control) addGaps(*summaries[i].control, target, ProbeRole::Control);
        for (const Disruption& disruption : unannouncedDisruptions(events, target, ProbeRole::Protected)) {
            Event e;
            e.kind = EventKind::Alert;
            e.name = "unannounced_disruption";
            e.severity = Severity::Error;
            e.at = disruption.from;
            e.wall = wallOf(disruption.from);
            e.end = disruption.to;
            e.target = target;
            e.figures = {{"connections_lost", disruption.losses}};
            e.text = "unannounced disruption: " + std::to_string(disruption.losses) +
                     (disruption.losses == 1 ? " connection" : " connections") +
                     " lost while nothing announced was open";
            e.key = derivedKey("unannounced/" + std::to_string(target.value) + '/' +
                               std::to_string(disruption.from.time_since_epoch().count()));
            derived.push_back(std::move(e));
        }
    }
    std::stable_sort(derived.begin(), derived.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    return derived;
}

std::vector<Summary> summarise(const Recording& recording, const VerdictOptions& options,
                               const TimeRange& range) {
    SummaryBuilder builder(recording.session());
    // Windows first: whether a failure lies inside one is asked of every failure.
    static_cast<void>(recording.events(range, [&builder](const Event& event) {
        builder.add(event);
        return true;
    }));
    static_cast<void>(recording.samples(range, [&builder](const Sample& sample) {
        builder.add(sample);
        return true;
    }));
    return builder.summaries(range.to ? std::min(*range.to, recording.until()) : recording.until(), options);
}

Status exportRecording(const Recording& recording, const ExportOptions& options, QIODevice& out) {
    switch (options.format) {
    case ExportFormat::Csv:
    case ExportFormat::Json:
    case ExportFormat::Ndjson:
        return exportTimeline(recording, options, out);
    case ExportFormat::Samples:
        return exportSamples(recording, options, out);
    case ExportFormat::Summary: {
        Sink sink(out);
        sink.write(summaryJson(summarise(recording, options.verdict, options.range), recording.session()));
        return sink.finish();
    }
    }
    return success();
}

} // namespace maintscope::model
