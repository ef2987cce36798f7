// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/record_options.h"
#include "app/services/exit_code.h"
#include "model/verdict/summary.h"

namespace maintscope::app {

[[nodiscard]] ExitCode exitCodeOf(model::Verdict verdict);

/// Probes, prints the timeline and records; at the end writes the outputs and returns the exit code of the
/// verdict. SIGINT, SIGTERM and SIGHUP end the run and wait for pending replies; a second signal aborts, and
/// SIGTERM and SIGHUP leave kQuitPatience for all of it.
/// Needs a QCoreApplication and runs an event loop.
int record(const RecordOptions& options);

} // namespace maintscope::app
