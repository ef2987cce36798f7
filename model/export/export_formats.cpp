// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/export/export_formats.h"

#include "model/export/export_writers.h"

#include <QtGlobal>

#include <algorithm>

namespace maintscope::model {

#define TR(text) QT_TRANSLATE_NOOP("ExportDialog", text)

const std::vector<ExportFormatRow>& exportFormats() {
    static const std::vector<ExportFormatRow> formats{
        {ExportFormat::Csv, "csv", "events.csv", false, writeTimeline, ExportGroup::Data, TR("Events, &CSV"),
         TR("for a spreadsheet; one line per event")},
        {ExportFormat::Json, "json", "events.json", false, writeTimeline, ExportGroup::Data,
         TR("Events, &JSON"), TR("one document with all events")},
        {ExportFormat::Ndjson, "ndjson", "events.ndjson", false, writeTimeline, ExportGroup::Data,
         TR("Events, N&DJSON"), TR("one JSON object per line, a header first")},
        {ExportFormat::Samples, "samples", "samples.csv", false, writeSamples, ExportGroup::Data,
         TR("&Samples, CSV"), TR("every probe with its times and outcome")},
        {ExportFormat::Rollup, "rollup", "rollup.csv", false, writeRollup, ExportGroup::Data,
         TR("Seconds, CS&V"), TR("counts and percentiles, one line per second")},
        {ExportFormat::Summary, "summary", "summary.json", false, writeSummary, ExportGroup::Data,
         TR("S&ummary, JSON"), TR("counts, gaps, handoffs and the verdict")},
        {ExportFormat::Png, "png", "timeline.png", true, nullptr, ExportGroup::Picture, TR("Picture, P&NG"),
         TR("lanes and charts, at twice the resolution")},
        {ExportFormat::Svg, "svg", "timeline.svg", true, nullptr, ExportGroup::Picture, TR("Picture, S&VG"),
         TR("the same, to be scaled and searched")},
        {ExportFormat::Html, "html", "report.html", true, writeReport, ExportGroup::Report,
         TR("&Report, HTML"), TR("verdict, timeline and evidence in one page")},
        {ExportFormat::Pdf, "pdf", "report.pdf", true, nullptr, ExportGroup::Report, TR("Report, &PDF"),
         TR("the same on A4 pages")},
        {ExportFormat::Md, "md", "report.md", false, writeReport, ExportGroup::Report,
         TR("Report, &Markdown"), TR("for a ticket or a wiki")},
        {ExportFormat::Perfetto, "perfetto", "trace.json", false, writePerfetto, ExportGroup::OtherPrograms,
         TR("&Trace, JSON"), TR("for ui.perfetto.dev and chrome://tracing")},
        {ExportFormat::OpenMetrics, "openmetrics", "metrics.txt", false, writeOpenMetrics,
         ExportGroup::OtherPrograms, TR("&OpenMetrics"), TR("totals with the names that clients use")},
        {ExportFormat::Hlog, "hlog", "latency.hlog", false, writeHlog, ExportGroup::OtherPrograms,
         TR("&HdrHistogram log"), TR("latency per second, for HDR tools")},
        {ExportFormat::Percentiles, "percentiles", "latency.hgrm", false, writePercentiles,
         ExportGroup::OtherPrograms, TR("Percentile table"),
         TR("for plotters of HdrHistogram; overlays runs")},
        {ExportFormat::Ics, "ics", "operations.ics", false, writeIcs, ExportGroup::OtherPrograms,
         TR("C&alendar, iCalendar"), TR("one entry per operation")},
    };
    return formats;
}

#undef TR

const ExportFormatRow& exportFormat(ExportFormat format) {
    return *std::find_if(exportFormats().begin(), exportFormats().end(),
                         [format](const ExportFormatRow& row) { return row.format == format; });
}

std::string_view toString(ExportFormat format) {
    return exportFormat(format).word;
}

std::optional<ExportFormat> parseExportFormat(std::string_view text) {
    for (const ExportFormatRow& row : exportFormats())
        if (text == row.word) return row.format;
    return std::nullopt;
}

QString exportFileName(ExportFormat format) {
    return QString::fromLatin1(exportFormat(format).fileName);
}

} // namespace maintscope::model
