// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/extract/export_options.h"

#include <algorithm>
#include <array>

namespace maintscope::model {
namespace {

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

} // namespace maintscope::model
