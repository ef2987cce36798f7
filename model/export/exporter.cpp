// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/export/exporter.h"

#include "model/export/export_formats.h"
#include "model/export/export_sink.h"
#include "model/report/report_html.h"

#include <QIODevice>

namespace maintscope::model {

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
        const Report report = makeReport(source, *source.stores());
        Sink sink(out);
        sink.write(source.options().format == ExportFormat::Md ? reportMarkdown(report)
                                                               : reportHtml(report, {}));
        if (Status written = sink.finish(); !written) return written;
        return source.damage();
    }
    case ExportFormat::Png:
    case ExportFormat::Svg:
    case ExportFormat::Pdf:
        return Error{"This format contains pictures, which this build cannot paint.",
                     std::string(toString(source.options().format)),
                     {},
                     "Use html or md for a report without pictures, or a build with the window."};
    }
    return success();
}

Status exportRecording(const RecordingRun& recording, const ExportOptions& options, QIODevice& out) {
    return exportSource(ExportSource(recording, options), out);
}

} // namespace maintscope::model
