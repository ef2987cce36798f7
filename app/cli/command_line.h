// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// Runs the command that `arguments` name (without the name of the program). Creates the application object
/// that the command needs. `argc` and `argv` are for Qt. Returns the exit code.
int runCommandLine(int& argc, char** argv, const QStringList& arguments);

} // namespace maintscope::app
