// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// `maintscope watch URL|--demo`, and the window alone when `arguments` are empty. Makes the application
/// object itself, since it needs one with widgets. Returns the exit code.
int watchCommand(int& argc, char** argv, const QStringList& arguments);

} // namespace maintscope::app
