// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/export/openmetrics.h"

#include "client/types/event_names.h"
#include "model/base/format.h"
#include "model/export/export_sink.h"
#include "model/export/export_writers.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace maintscope::model {
namespace {

using Label = std::pair<std::string_view, std::string>;
using Labels = std::vector<Label>;

/// The boundaries of OpenTelemetry's db.client.operation.duration, and two smaller ones from redis-py.
struct Boundary {
    Duration upTo;
    const char* text;
};
using std::chrono::microseconds;
constexpr std::array kBoundaries{
    Boundary{microseconds(100), "0.0001"},     Boundary{microseconds(500), "0.0005"},
    Boundary{microseconds(1'000), "0.001"},    Boundary{microseconds(5'000), "0.005"},
    Boundary{microseconds(10'000), "0.01"},    Boundary{microseconds(50'000), "0.05"},
    Boundary{microseconds(100'000), "0.1"},    Boundary{microseconds(500'000), "0.5"},
    Boundary{microseconds(1'000'000), "1.0"},  Boundary{microseconds(5'000'000), "5.0"},
    Boundary{microseconds(10'000'000), "10.0"}};

QByteArray escaped(const std::string& value) {
    // Control characters in a name would steer the terminal on which the metrics are read.
    QByteArray text = escapeControls(QString::fromStdString(value), LineFeeds::Kept).toUtf8();
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
}

/// Nanoseconds as seconds, exactly.
QByteArray seconds(Duration value) {
    const auto count = static_cast<qlonglong>(value.count());
    QByteArray fraction = QByteArray::number(count % 1'000'000'000).rightJustified(9, '0');
    while (fraction.size() > 1 && fraction.endsWith('0'))
        fraction.chop(1);
    return QByteArray::number(count / 1'000'000'000) + '.' + fraction;
}

/// Writes one family after the other; each is described once, before its first point.
class Text {
public:
    void family(const char* name, const char* type, const char* unit, const char* help) {
        m_name = name;
        m_bytes += "# TYPE " + m_name + ' ' + type + '\n';
        if (*unit != '\0') m_bytes += "# UNIT " + m_name + ' ' + unit + '\n';
        m_bytes += "# HELP " + m_name + ' ' + help + '\n';
    }
    void point(const char* suffix, const Labels& labels, const QByteArray& value) {
        m_bytes += m_name + suffix;
        if (labels.empty()) {
            m_bytes += ' ' + value + '\n';
            return;
        }
        char separator = '{';
        for (const auto& [name, text] : labels) {
            m_bytes += separator + QByteArray(name.data(), static_cast<qsizetype>(name.size())) + "=\"" +
                       escaped(text) + '"';
            separator = ',';
        }
        m_bytes += "} " + value + '\n';
    }
    void histogram(const Labels& labels, const LatencyHistogram& histogram, Duration sum) {
        std::uint64_t below = 0;
        std::size_t next = 0;
        for (const Boundary& boundary : kBoundaries) {
            while (next < histogram.bucketCount() && histogram.bucket(next).low < boundary.upTo)
                below += histogram.bucket(next++).count;
            bucket(labels, boundary.text, below);
        }
        bucket(labels, "+Inf", histogram.count());
        point("_count", labels, QByteArray::number(static_cast<qulonglong>(histogram.count())));
        point("_sum", labels, seconds(sum));
    }
    [[nodiscard]] QByteArray take() { return m_bytes + "# EOF\n"; }

private:
    void bucket(Labels labels, const char* upTo, std::uint64_t count) {
        labels.emplace_back("le", upTo);
        point("_bucket", labels, QByteArray::number(static_cast<qulonglong>(count)));
    }
    QByteArray m_name;
    QByteArray m_bytes;
};

QByteArray number(std::uint64_t value) {
    return QByteArray::number(static_cast<qulonglong>(value));
}
QByteArray number(int value) {
    return QByteArray::number(value);
}

/// One set of connections, and what names it in every point.
struct Set {
    const Summary* summary = nullptr;
    const TargetInfo* target = nullptr;
    Labels labels;
};

std::vector<Set> setsOf(const SessionInfo& session, const std::vector<Summary>& summaries) {
    std::vector<Set> sets;
    for (std::size_t i = 0; i < std::min(summaries.size(), session.targets.size()); ++i) {
        const TargetInfo& target = session.targets[i];
        const auto add = [&](const Summary& summary, ProbeRole role) {
            sets.push_back({&summary,
                            &target,
                            {{"db_system_name", "redis"},
                             {"server_address", target.endpoint.host},
                             {"server_port", std::to_string(target.endpoint.port)},
                             {"maint_target", target.name},
                             {"maint_probe_role", std::string(toString(role))}}});
        };
        add(summaries[i], ProbeRole::Protected);
        if (summaries[i].control) add(*summaries[i].control, ProbeRole::Control);
    }
    return sets;
}

Labels with(Labels labels, std::initializer_list<Label> more) {
    labels.insert(labels.end(), more);
    return labels;
}

std::string operationName(ProbeCommand command) {
    std::string name(toString(command));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return name;
}

void writeClientFamilies(Text& text, const std::vector<Set>& sets) {
    text.family("db_client_operation_duration_seconds", "histogram", "seconds",
                "Time from the write of a probe to its reply, for probes with a reply.");
    for (const Set& set : sets)
        text.histogram(with(set.labels, {{"db_operation_name", operationName(set.target->probe.command)}}),
                       set.summary->latencyHistogram, set.summary->latencySum);
    text.family("db_client_connection_create_time_seconds", "histogram", "seconds",
                "Time to open a connection, from the name resolution to the first reply.");
    for (const Set& set : sets)
        text.histogram(set.labels, set.summary->dialHistogram, set.summary->dialSum);
    text.family("redis_client_maintenance_notifications", "counter", "",
                "Maintenance notifications received.");
    for (const Set& set : sets)
        for (const auto& [name, count] : set.summary->framesByName)
            text.point("_total", with(set.labels, {{"redis_client_connection_notification", name}}),
                       number(count));
    text.family("redis_client_connection_handoff", "counter", "", "Completed handoffs.");
    for (const Set& set : sets)
        text.point("_total", set.labels, number(set.summary->handoffs.completed));
    text.family("redis_client_maintenance_handoff_duration_seconds", "histogram", "seconds",
                "Time from MOVING to the first reply on the new endpoint.");
    for (const Set& set : sets)
        text.histogram(set.labels, set.summary->handoffHistogram, set.summary->handoffSum);
    text.family(
        "redis_client_connection_relaxed_timeout", "gauge", "",
        "Connections whose timeouts are currently relaxed, by the notification that opened the window.");
    for (const Set& set : sets)
        for (const auto& [name, count] : set.summary->openWindows)
            text.point("", with(set.labels, {{"redis_client_connection_notification", name}}), number(count));
    text.family("redis_client_errors", "counter", "", "Probes that failed.");
    for (const Set& set : sets) {
        const OutcomeCounts& counts = set.summary->counts;
        const auto point = [&](const char* type, const char* category, std::uint64_t count) {
            text.point("_total",
                       with(set.labels, {{"error_type", type}, {"redis_client_errors_category", category}}),
                       number(count));
        };
        point("timeout", "network", counts.timeouts);
        point("server_error", "server", counts.errors);
        point("lost_in_flight", "network", counts.unknown);
        point("not_sent", "network", counts.notSent);
    }
    text.family("redis_client_connection_closed", "counter", "",
                "Serving connections that were closed or lost.");
    for (const Set& set : sets)
        for (const auto& [name, count] : set.summary->disconnects) {
            const char* reason = name == names::kStopped  ? "application_close"
                                 : name == names::kSilent ? "healthcheck_failed"
                                                          : "server_close";
            text.point(
                "_total",
                with(set.labels, {{"redis_client_connection_close_reason", reason}, {"maint_cause", name}}),
                number(count));
        }
}

void writeOwnFamilies(Text& text, const std::vector<Set>& sets) {
    text.family("maint_probes", "counter", "", "Probes by result.");
    for (const Set& set : sets) {
        const OutcomeCounts& counts = set.summary->counts;
        const std::pair<const char*, std::uint64_t> results[] = {
            {"ok", counts.ok},        {"late", counts.late},       {"timeout", counts.timeouts},
            {"error", counts.errors}, {"unknown", counts.unknown}, {"not_sent", counts.notSent}};
        for (const auto& [result, count] : results)
            text.point("_total", with(set.labels, {{"result", result}}), number(count));
    }
    text.family("maint_probe_gap_seconds_max", "gauge", "", "Longest time between two replies.");
    for (const Set& set : sets)
        if (set.summary->gaps.longest)
            text.point("", set.labels, seconds(set.summary->gaps.longest->duration()));
    text.family("maint_unannounced_disruptions", "counter", "",
                "Connections lost while no operation was announced; losses within a second count once.");
    for (const Set& set : sets)
        text.point("_total", set.labels, number(set.summary->unannounced));
    text.family("maint_window_open", "gauge", "", "Maintenance windows that are currently open, by kind.");
    for (const Set& set : sets)
        for (const OperationFacts& facts : kOperations) {
            const std::string kind(facts.name);
            const auto found = set.summary->openWindows.find(kind);
            text.point("", with(set.labels, {{"kind", kind}}),
                       number(found == set.summary->openWindows.end() ? 0 : found->second));
        }
    text.family("maint_reconnects", "counter", "",
                "Connections made again after a loss; handoffs not counted.");
    for (const Set& set : sets)
        text.point("_total", set.labels, number(set.summary->reconnects));
    text.family("maint_not_measured_seconds", "counter", "seconds",
                "Time in which this program was not running.");
    for (const Set& set : sets)
        text.point("_total", set.labels, seconds(set.summary->notMeasured));
    text.family("maint_verdict", "stateset", "", "The verdict so far.");
    for (const Set& set : sets)
        for (const Verdict verdict : {Verdict::Pass, Verdict::Warn, Verdict::Fail, Verdict::Inconclusive})
            text.point("", with(set.labels, {{"maint_verdict", std::string(toString(verdict))}}),
                       number(set.summary->verdict == verdict ? 1 : 0));
    text.family("maint_observed_seconds", "gauge", "seconds", "How long has been observed.");
    for (const Set& set : sets)
        text.point("", set.labels, seconds(set.summary->duration));
}

} // namespace

QByteArray openMetrics(const SessionInfo& session, const std::vector<Summary>& summaries,
                       std::uint64_t omitted) {
    const std::vector<Set> sets = setsOf(session, summaries);
    Text text;
    text.family("maint_probe", "info", "", "This program and the session that it describes.");
    text.point("_info",
               {{"schema", "maint-openmetrics/1"},
                {"app_version", session.appVersion},
                {"started_utc", formatRfc3339(session.startedWall).toStdString()}},
               "1");
    writeClientFamilies(text, sets);
    writeOwnFamilies(text, sets);
    text.family("maint_samples_omitted", "counter", "",
                "Probes that are not counted here: the reader was behind.");
    text.point("_total", {}, number(omitted));
    return text.take();
}

Status writeOpenMetrics(const RecordingExtract& source, QIODevice& out) {
    Sink sink(out);
    sink.write(openMetrics(source.session(), source.summaries()));
    if (auto status = sink.finish(); !status) return status;
    return source.damage();
}

} // namespace maintscope::model
