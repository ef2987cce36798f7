// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// `maintscope export RECORDING --format csv|json|ndjson|samples|summary [--out FILE|-]`. Returns the exit
/// code: 0, 64 usage or a recording that cannot be read, 73 cannot write.
int exportCommand(const QStringList& arguments);

} // namespace maintscope::app
