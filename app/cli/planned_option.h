// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/events/calendar_reader.h"

class QCommandLineParser;

namespace maintscope::app {

/// Declares --planned FILE, which `watch` and `record` share.
void addPlannedOption(QCommandLineParser& parser);
/// The windows of the file; none if the option is not given. Errors are usage errors.
[[nodiscard]] Result<model::CalendarWindows> readPlanned(const QCommandLineParser& parser);

} // namespace maintscope::app
