// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace maintscope::app {

/// Makes a folder and the regular files in it readable by their owner alone, and creates the folder and
/// `file` (empty) in it if they are missing. Qt keeps the permissions of a settings file that exists when it
/// writes it anew. Errors are ignored: where permissions cannot be changed, nothing else can be done.
void makePrivate(const QString& folder, const QString& file);

} // namespace maintscope::app
