// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maintscope::app {

/// Runs without arguments and without a display: records the simulated cluster during one maintenance window,
/// and prints the timeline and the verdict. Returns 0 if the run completes, whatever the verdict,
/// otherwise 70. Needs a QCoreApplication.
int demoRun();

} // namespace maintscope::app
