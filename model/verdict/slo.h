// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/verdict/summary.h"

#include <QString>

namespace maintscope::model {

/// "gap=2s,errors=0,p99=50ms": limits set by the user, in any order. Errors name `option`.
[[nodiscard]] Result<Slo> parseSlo(const QString& text, const QString& option);

} // namespace maintscope::model
