// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"
#include "client/types/settings.h"
#include "model/events/calendar_reader.h"

#include <QStringList>

#include <optional>
#include <vector>

class QApplication;

namespace maintscope::app {

/// What the window opens at its start; nothing: the first screen.
struct WindowOptions {
    std::vector<TargetSettings> targets;
    std::optional<RestSettings> rest; ///< initial content of the SCH form
    QStringList recordings;           ///< files to open
    model::CalendarWindows planned;   ///< planned windows of the targets
    bool demo = false;                ///< watch the simulated cluster
};

/// Shows the window and runs until it is closed. Returns the exit code of the program.
int runWindow(QApplication& application, const WindowOptions& options);

} // namespace maintscope::app
