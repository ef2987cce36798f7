// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maintscope::app {

/// What the program does without arguments and without a display: runs the simulated cluster, records it
/// through one maintenance window, prints timeline and verdict. Exit code 0 when the run completed, whatever
/// the verdict; 70 when it did not. Needs a QCoreApplication.
int demoRun();

} // namespace maintscope::app
