// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/export_job.h"

#include "model/export/export_formats.h"
#include "model/extract/recording_extract.h"
#include "model/report/report_html.h"
#include "model/verdict/comparison.h"

#ifdef MAINTSCOPE_HAS_WINDOW
#include "ui/export/export_pictures.h"
#endif

#include <QIODevice>

namespace maintscope::app {
namespace {

/// Reading the whole recording only to find the notifications costs a pass over all samples.
model::AlignedRanges ranges(const model::RecordingRun& first, const model::RecordingRun& second) {
    const auto target = [](const model::RecordingRun& recording) {
        return recording.session().targets.empty() ? TargetId{1} : recording.session().targets.front().id;
    };
    return model::alignedRanges(first.allEvents().events, target(first), first.until(),
                                second.allEvents().events, target(second), second.until(),
                                model::Alignment::FirstNotification);
}

} // namespace

Status writeExport(const model::RecordingRun& recording, const model::ExportOptions& options,
                   QIODevice& out) {
    const model::RecordingExtract source(recording, options);
#ifdef MAINTSCOPE_HAS_WINDOW
    if (model::exportFormat(options.format).painted) return ui::exportPainted(source, out);
#endif
    return model::exportExtract(source, out);
}

Status writeComparison(const model::RecordingRun& first, const model::RecordingRun& second,
                       const model::ExportOptions& options, QIODevice& out) {
    const model::AlignedRanges aligned = ranges(first, second);
    model::ExportOptions optionsA = options;
    model::ExportOptions optionsB = options;
    optionsA.range = aligned.a;
    optionsB.range = aligned.b;
    const model::RecordingExtract a(first, optionsA);
    const model::RecordingExtract b(second, optionsB);
    model::ComparisonPage page = model::comparisonPage(a, b, aligned.alignment);
#ifdef MAINTSCOPE_HAS_WINDOW
    if (options.format == model::ExportFormat::Html) ui::addPictures(page, a, b);
#endif
    const QByteArray bytes =
        options.format == model::ExportFormat::Md ? comparisonMarkdown(page) : comparisonHtml(page);
    if (out.write(bytes) != bytes.size())
        return Error{.what = "The export cannot be written.",
                     .where = {},
                     .detail = out.errorString().toStdString(),
                     .remedy = "Check the free space of the disk and the permissions of the file."};
    const Status damage = a.damage();
    return damage ? b.damage() : damage;
}

} // namespace maintscope::app
