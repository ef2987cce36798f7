// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/export/exporter.h"

#include "model/export/export_formats.h"
#include "model/export/export_sink.h"
#include "model/export/export_writers.h"
#include "model/report/report_html.h"

#include <QIODevice>

namespace maintscope::model {

Status writeSummary(const RecordingExtract& source, QIODevice& out) {
    Sink sink(out);
    sink.write(summaryJson(source.summaries(), source.session()));
    return sink.finish();
}

Status writeReport(const RecordingExtract& source, QIODevice& out) {
    const Report report = makeReport(source, *source.stores());
    Sink sink(out);
    sink.write(source.options().format == ExportFormat::Md ? reportMarkdown(report) : reportHtml(report, {}));
    if (Status written = sink.finish(); !written) return written;
    return source.damage();
}

Status exportExtract(const RecordingExtract& source, QIODevice& out) {
    const ExportFormatRow& format = exportFormat(source.options().format);
    if (format.write) return format.write(source, out);
    return Error{"This format contains pictures, which this build cannot paint.",
                 format.word,
                 {},
                 "Use html or md for a report without pictures, or a build with the window."};
}

Status exportRecording(const RecordingRun& recording, const ExportOptions& options, QIODevice& out) {
    return exportExtract(RecordingExtract(recording, options), out);
}

} // namespace maintscope::model
