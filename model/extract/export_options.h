// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/time_range.h"
#include "model/verdict/summary.h"

namespace maintscope::model {

/// Csv, Json and Ndjson are the timeline (maint-events/1), Samples (maint-samples/1) and Rollup, one line per
/// second (maint-rollup/1), are CSV, Summary is JSON (maint-summary/1). Png and Svg are the live view as a
/// picture, Html, Pdf and Md the report. Perfetto is a trace for ui.perfetto.dev, OpenMetrics the totals,
/// Hlog an HdrHistogram log, Percentiles its table of percentiles, Ics the operations as a calendar.
/// What each is called, and who writes it: model/export/export_formats.cpp.
enum class ExportFormat {
    Csv,
    Json,
    Ndjson,
    Samples,
    Rollup,
    Summary,
    Png,
    Svg,
    Html,
    Pdf,
    Md,
    Perfetto,
    OpenMetrics,
    Hlog,
    Percentiles,
    Ics
};

struct ExportOptions {
    ExportFormat format = ExportFormat::Ndjson;
    TimeRange range;
    VerdictOptions verdict;
    bool redact = false; ///< see model/extract/redaction.h
};

} // namespace maintscope::model
