// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "client/types/result.h"
#include "client/types/sample.h"
#include "model/event_ids.h"
#include "model/recording.h"
#include "model/session_info.h"
#include "model/summary.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <string_view>
#include <vector>

class QIODevice;

namespace maintscope::model {

/// Csv, Json and Ndjson are the timeline (maint-events/1), Samples is CSV (maint-samples/1), Summary is JSON
/// (maint-summary/1).
enum class ExportFormat { Csv, Json, Ndjson, Samples, Summary };

[[nodiscard]] std::string_view toString(ExportFormat format); ///< csv, json, ndjson, samples, summary
[[nodiscard]] std::optional<ExportFormat> parseExportFormat(std::string_view text);
/// "events.csv", "events.json", "events.ndjson", "samples.csv", "summary.json": what a file is called by
/// custom.
[[nodiscard]] QString exportFileName(ExportFormat format);

struct ExportOptions {
    ExportFormat format = ExportFormat::Ndjson;
    TimeRange range;
    VerdictOptions verdict;
};

/// Writes one export of a recording, as a stream: memory does not grow with the samples. The bytes follow
/// from the recording and the options alone, so window and command line give the same ones. What the model
/// derives (gaps, unannounced disruptions) is part of the timeline, with ids that are the same each time. An
/// error tells what could not be read or written; what was written before it stays.
Status exportRecording(const Recording& recording, const ExportOptions& options, QIODevice& out);

/// One summary per target. Without a range of everything that is readable; a damaged file gives what its good
/// part says, and the damage is only told by reading it.
[[nodiscard]] std::vector<Summary> summarise(const Recording& recording, const VerdictOptions& options = {},
                                             const TimeRange& range = {});

/// What follows from events and samples and is exported with them: gaps of protected and control connections,
/// and one alert per unannounced disruption. Ascending by time.
[[nodiscard]] std::vector<Event> derivedEvents(const SessionInfo& session,
                                               const std::vector<Summary>& summaries,
                                               const std::vector<Event>& events);

/// The pieces of the timeline formats. Lines end with CRLF in CSV and with a line feed in NDJSON.
[[nodiscard]] QByteArray csvHeader();
[[nodiscard]] QByteArray csvLine(const Event& event, const SessionInfo& session);
[[nodiscard]] QByteArray ndjsonHeader(const SessionInfo& session);
[[nodiscard]] QByteArray ndjsonLine(const Event& event, const SessionInfo& session);

} // namespace maintscope::model
