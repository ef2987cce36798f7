// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QByteArray>

namespace maintscope::model {

/// Whether the environment names the user's folder: `variable` (XDG_DATA_HOME, XDG_CONFIG_HOME) or HOME, absolute and
/// in UTF-8. Without one Qt takes "/", and with other bytes another folder. `what`: what is kept there, in the plural.
[[nodiscard]] Status checkUserFolder(const char* variable, const char* what);

} // namespace maintscope::model
