// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/metrics_server.h"
#include "app/services/recorder_thread.h"
#include "client/types/result.h"
#include "client/types/settings.h"
#include "client/types/time.h"
#include "model/events/calendar_reader.h"
#include "model/verdict/summary.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace maintscope::app {

/// What one run of `record` does.
struct RecordOptions {
    std::vector<TargetSettings> targets;
    std::optional<Duration> length; ///< nullopt: until it is stopped
    QString recording;              ///< file to create; empty: a new file in the default folder
    Rotation rotation;              ///< when the recording continues in a new file
    model::CalendarWindows planned; ///< when maintenance is planned
    QString events;                 ///< NDJSON file; "-" is standard output, empty: none
    QString samples;                ///< CSV file; as `events`
    QString summary;                ///< JSON file; as `events`
    model::VerdictOptions verdict;
    std::optional<MetricsAddress> metrics; ///< where OpenMetrics is served
    /// Ends the run when every connection has handed off and the first replies after it have arrived.
    bool untilHandedOff = false;
};

/// Files and streams that the options name for output, without the recording.
[[nodiscard]] QStringList outputsOf(const RecordOptions& options);

/// Declares the description, the arguments and the options of `record`.
void addRecordOptions(QCommandLineParser& parser);

/// Reads what the parser found. May ask for a password on the terminal. Errors are usage errors.
[[nodiscard]] Result<RecordOptions> readRecordOptions(const QCommandLineParser& parser);

} // namespace maintscope::app
