// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/exporter.h"

#include "model/event_ids.h"
#include "model/export_formats.h"
#include "model/export_sink.h"
#include "model/export_source.h"
#include "model/report_html.h"
#include "model/session_models.h"

#include <QIODevice>

#include <algorithm>
#include <array>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

struct FormatNames {
    ExportFormat format;
    const char* word;
    const char* fileName;
};
constexpr std::array kFormats{
    FormatNames{ExportFormat::Csv, "csv", "events.csv"},
    FormatNames{ExportFormat::Json, "json", "events.json"},
    FormatNames{ExportFormat::Ndjson, "ndjson", "events.ndjson"},
    FormatNames{ExportFormat::Samples, "samples", "samples.csv"},
    FormatNames{ExportFormat::Rollup, "rollup", "rollup.csv"},
    FormatNames{ExportFormat::Summary, "summary", "summary.json"},
    FormatNames{ExportFormat::Png, "png", "timeline.png"},
    FormatNames{ExportFormat::Svg, "svg", "timeline.svg"},
    FormatNames{ExportFormat::Html, "html", "report.html"},
    FormatNames{ExportFormat::Pdf, "pdf", "report.pdf"},
    FormatNames{ExportFormat::Md, "md", "report.md"},
    FormatNames{ExportFormat::Perfetto, "perfetto", "trace.json"},
    FormatNames{ExportFormat::OpenMetrics, "openmetrics", "metrics.txt"},
    FormatNames{ExportFormat::Hlog, "hlog", "latency.hlog"},
    FormatNames{ExportFormat::Percentiles, "percentiles", "latency.hgrm"},
    FormatNames{ExportFormat::Ics, "ics", "operations.ics"},
};

const FormatNames& namesOf(ExportFormat format) {
    return *std::find_if(kFormats.begin(), kFormats.end(),
                         [format](const FormatNames& names) { return names.format == format; });
}

} // namespace

const std::vector<ExportFormat>& allExportFormats() {
    static const std::vector<ExportFormat> all = [] {
        std::vector<ExportFormat> formats;
        for (const FormatNames& names : kFormats)
            formats.push_back(names.format);
        return formats;
    }();
    return all;
}

std::string_view toString(ExportFormat format) {
    return namesOf(format).word;
}

std::optional<ExportFormat> parseExportFormat(std::string_view text) {
    for (const FormatNames& names : kFormats)
        if (text == names.word) return names.format;
    return std::nullopt;
}

QString exportFileName(ExportFormat format) {
    return QString::fromLatin1(namesOf(format).fileName);
}

bool isPainted(ExportFormat format) {
    return format == ExportFormat::Png || format == ExportFormat::Svg || format == ExportFormat::Pdf ||
           format == ExportFormat::Html;
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

std::vector<Summary> summarise(const RecordingRun& recording, const VerdictOptions& options,
                               const TimeRange& range) {
    return ExportSource(recording, {.range = range, .verdict = options}).summaries();
}

Status exportSource(const ExportSource& source, QIODevice& out) {
    switch (source.options().format) {
    case ExportFormat::Csv:
    case ExportFormat::Json:
    case ExportFormat::Ndjson:
        return writeTimeline(source, out);
    case ExportFormat::Samples:
        return writeSamples(source, out);
    case ExportFormat::Rollup:
        return writeRollup(source, out);
    case ExportFormat::Summary: {
        Sink sink(out);
        sink.write(summaryJson(source.summaries(), source.session()));
        return sink.finish();
    }
    case ExportFormat::Perfetto:
        return writePerfetto(source, out);
    case ExportFormat::OpenMetrics:
        return writeOpenMetrics(source, out);
    case ExportFormat::Hlog:
        return writeHlog(source, out);
    case ExportFormat::Percentiles:
        return writePercentiles(source, out);
    case ExportFormat::Ics:
        return writeIcs(source, out);
    case ExportFormat::Html: // with pictures where there is a painter
    case ExportFormat::Md: {
        const Report report = makeReport(source, *sessionModels(source));
        Sink sink(out);
        sink.write(source.options().format == ExportFormat::Md ? reportMarkdown(report)
                                                               : reportHtml(report, {}));
        if (Status written = sink.finish(); !written) return written;
        return source.damage();
    }
    case ExportFormat::Png:
    case ExportFormat::Svg:
    case ExportFormat::Pdf:
        return Error{"This form is painted, and this build has no painter.",
                     std::string(toString(source.options().format)),
                     {},
                     "Take html or md for a report without pictures, or the build with the window."};
    }
    return success();
}

Status exportRecording(const RecordingRun& recording, const ExportOptions& options, QIODevice& out) {
    return exportSource(ExportSource(recording, options), out);
}

} // namespace maintscope::model
