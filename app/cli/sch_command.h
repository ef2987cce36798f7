// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// `maintscope sch get|on|off|restore FILE`: reads or changes the cluster's settings for maintenance
/// notifications over REST. `arguments` are those after the word "sch". Results go to standard output,
/// errors to standard error. Needs a QCoreApplication and runs its event loop. Returns the exit code: 0
/// done (`get`: in any state), 2 the cluster did not accept or not store the change, 64 usage, 69
/// unreachable, 76 untrusted certificate, 77 not authorised.
int schCommand(const QStringList& arguments);

} // namespace maintscope::app
