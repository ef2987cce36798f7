// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// `maintscope recordings list|prune|keep`: lists, keeps and prunes recordings. `arguments`
/// are those after the word "recordings". Needs a QCoreApplication. Returns the exit code: 0, 64 usage, 73 a
/// file cannot be changed or removed.
int recordingsCommand(const QStringList& arguments);

} // namespace maintscope::app
