// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// `maintscope simulate`: runs the simulated cluster until SIGINT or SIGTERM. `arguments` are those after
/// the word "simulate". Prints exactly one line to standard output when everything listens, a JSON object
/// with the keys redis, nodes, rest, rest_user, rest_password, ca_file, control, password; everything else
/// goes to standard error. Needs a QCoreApplication and runs its event loop. Returns the exit code: 0, 64
/// usage, 69 cannot listen.
int simulateCommand(const QStringList& arguments);

} // namespace maintscope::app
