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

/// With what the window begins; nothing: the first screen.
struct WindowOptions {
    std::vector<TargetSettings> targets;
    std::optional<RestSettings> rest; ///< what the form for the cluster's switch begins with
    QStringList recordings;           ///< files to be looked at
    model::CalendarWindows planned;   ///< when maintenance of the targets is planned
    bool demo = false;                ///< the simulated cluster
};

/// Shows the window and runs until it is closed. Returns the exit code of the program.
int runWindow(QApplication& application, const WindowOptions& options);

} // namespace maintscope::app
