// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// `maintscope check URL [--rest URL] [--json]`: checks end to end whether a connection is protected.
/// `arguments` are those after the word "check". The steps and the verdict go to standard output. Needs a
/// QCoreApplication and runs its event loop. Returns the exit code: 0 ready, 1 ready with a note
/// (also: no notifications under policy auto or never), 2 not ready (or policy required was refused),
/// 64 usage, 69 unreachable, 76 untrusted certificate, 77 not authorised.
int checkCommand(const QStringList& arguments);

} // namespace maintscope::app
