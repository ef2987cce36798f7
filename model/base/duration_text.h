// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "client/types/time.h"

#include <QString>

namespace maintscope::model {

/// "500ms", "1s", "1.5s", "2m", "1h": a positive number and its unit, at most a year. Errors name `option`.
[[nodiscard]] Result<Duration> parseDuration(const QString& text, const QString& option);

} // namespace maintscope::model
