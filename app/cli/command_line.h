// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// Runs the program as its arguments ask (without the program's own name). Makes the application object, of
/// the kind that the command needs. `argc` and `argv` are Qt's. Returns the exit code.
int runCommandLine(int& argc, char** argv, const QStringList& arguments);

} // namespace maintscope::app
