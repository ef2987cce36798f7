// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace maintscope::app {

/// `maintscope profile list|show NAME|clone NAME [NEW]|import FILE|export [FILE]`: saved connections, without
/// secrets. `arguments` are those after the word "profile". Returns the exit code: 0 done, 2 an entry was
/// not imported, 64 usage, 73 cannot write.
int profileCommand(const QStringList& arguments);

} // namespace maintscope::app
