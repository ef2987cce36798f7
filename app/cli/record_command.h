// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/exit_code.h"
#include "app/services/metrics_server.h"
#include "app/services/recorder_thread.h"
#include "client/types/result.h"
#include "client/types/settings.h"
#include "client/types/time.h"
#include "model/events/calendar_reader.h"
#include "model/verdict/summary.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace maintscope::app {

/// What one recording run is to do.
struct RecordOptions {
    std::vector<TargetSettings> targets;
    std::optional<Duration> length; ///< nullopt: until asked to stop
    QString recording;              ///< file to create; empty: a new one in the default folder
    Rotation rotation;              ///< when the recording goes on in a new file
    model::CalendarWindows planned; ///< when maintenance is planned
    QString events;                 ///< NDJSON, "-" is standard output; empty: none. So the next two
    QString samples;
    QString summary;
    model::VerdictOptions verdict;
    std::optional<MetricsAddress> metrics; ///< serve OpenMetrics there
    /// Ends when every connection has handed off and what followed from it is over.
    bool untilHandedOff = false;
};

[[nodiscard]] ExitCode exitCodeOf(model::Verdict verdict);

/// Reads what stands behind the word "record". Errors are usage errors.
[[nodiscard]] Result<RecordOptions> readRecordOptions(const QStringList& arguments);

/// `maintscope record`: probes, prints the timeline, records; at the end writes the outputs and returns the
/// exit code by verdict. SIGINT, SIGTERM and SIGHUP end the schedule and await the replies; a second one
/// aborts. Needs a QCoreApplication and runs an event loop.
int recordCommand(const QStringList& arguments);
int record(const RecordOptions& options);

} // namespace maintscope::app
