// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/events/calendar_reader.h"

class QCommandLineParser;

namespace maintscope::app {

/// Adds `--planned FILE`: the same for everything that measures.
void addPlannedOption(QCommandLineParser& parser);
/// No windows where the option was not given. Errors are usage errors.
[[nodiscard]] Result<model::CalendarWindows> readPlanned(const QCommandLineParser& parser);

} // namespace maintscope::app
