// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// `maintscope record`: reads the options and calls record(). Returns the exit code.
int recordCommand(const QStringList& arguments);

} // namespace maintscope::app
