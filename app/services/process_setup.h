// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maintscope::app {

/// Prepares the process; call it first, before any file is opened.
///
/// Standard input, output and error exist afterwards: where one was closed, reading finds the end and writing
/// fails, instead of going to a file that got its number. SIGPIPE and SIGXFSZ are ignored, so that a write to
/// a closed pipe or past a limit fails and is reported. No core dump is written and no debugger of the same
/// user may attach, because passwords are in the memory; MAINTSCOPE_DEBUGGER=1 and builds with a sanitizer
/// leave that as it is.
void setUpProcess();

} // namespace maintscope::app
