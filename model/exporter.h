// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/result.h"
#include "client/types/sample.h"
#include "model/event_ids.h"
#include "model/recording_run.h"
#include "model/session_info.h"
#include "model/summary.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <string_view>
#include <vector>

class QIODevice;

namespace maintscope::model {

class ExportSource;

/// Csv, Json and Ndjson are the timeline (maint-events/1), Samples (maint-samples/1) and Rollup, one line per
/// second (maint-rollup/1), are CSV, Summary is JSON (maint-summary/1). Png and Svg are the live view as a
/// picture, Html, Pdf and Md the report. Perfetto is a trace for ui.perfetto.dev, OpenMetrics the totals,
/// Hlog an HdrHistogram log, Percentiles its table of percentiles, Ics the operations as a calendar.
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

[[nodiscard]] const std::vector<ExportFormat>& allExportFormats();
[[nodiscard]] std::string_view
toString(ExportFormat format); ///< the word of the command line: csv, json, ...
[[nodiscard]] std::optional<ExportFormat> parseExportFormat(std::string_view text);
/// "events.csv", "summary.json", "report.html", ...: what a file is called by custom.
[[nodiscard]] QString exportFileName(ExportFormat format);
/// Needs fonts and a painter, which this room does not have: ui/export_pictures.h writes it.
[[nodiscard]] bool isPainted(ExportFormat format);

struct ExportOptions {
    ExportFormat format = ExportFormat::Ndjson;
    TimeRange range;
    VerdictOptions verdict;
    bool redact = false; ///< see model/redaction.h
};

/// Writes one export of a recording, all its files together, as a stream: memory does not grow with the
/// samples. The bytes follow from the recording and the options alone, so window and command line give the
/// same ones. What the model derives (gaps, unannounced disruptions) is part of the timeline, with ids that
/// are the same each time. An error tells what could not be read or written; what was written before it
/// stays.
Status exportRecording(const RecordingRun& recording, const ExportOptions& options, QIODevice& out);
/// The same, where the source has been read already.
Status exportSource(const ExportSource& source, QIODevice& out);

/// One summary per target. Without a range of everything that is readable; a damaged file gives what its good
/// part says, and the damage is only told by reading it.
[[nodiscard]] std::vector<Summary> summarise(const RecordingRun& recording,
                                             const VerdictOptions& options = {}, const TimeRange& range = {});

/// What follows from events and samples and is exported with them: gaps of protected and control connections,
/// and one alert per unannounced disruption. Ascending by time.
[[nodiscard]] std::vector<Event> derivedEvents(const SessionInfo& session,
                                               const std::vector<Summary>& summaries,
                                               const std::vector<Event>& events);

/// The pieces of the timeline formats. Lines end with CRLF in CSV and with a line feed in NDJSON.
[[nodiscard]] QByteArray csvHeader();
[[nodiscard]] QByteArray csvLine(const Event& event, const SessionInfo& session, bool redacted = false);
[[nodiscard]] QByteArray ndjsonHeader(const SessionInfo& session, bool redacted = false);
[[nodiscard]] QByteArray ndjsonLine(const Event& event, const SessionInfo& session);

} // namespace maintscope::model
