// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace maintscope::app {

/// Logs the user's actions in the window and their failures.
Q_DECLARE_LOGGING_CATEGORY(lcWindow)

} // namespace maintscope::app
