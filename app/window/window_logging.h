// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace maintscope::app {

/// What the user does with the window, and what it could not do.
Q_DECLARE_LOGGING_CATEGORY(lcWindow)

} // namespace maintscope::app
