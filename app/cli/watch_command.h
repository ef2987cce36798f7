// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// `maintscope watch URL|--demo`; opens an empty window if `arguments` is empty. Creates the application
/// object itself, because it needs one with widgets. Returns the exit code.
int watchCommand(int& argc, char** argv, const QStringList& arguments);

} // namespace maintscope::app
