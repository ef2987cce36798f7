// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QString>

#include <cstdint>

namespace maintscope::app {

/// "500MB", "1.5GB": a positive number of bytes in powers of a thousand, as sizes are shown, at least one
/// megabyte. Errors name `option`.
[[nodiscard]] Result<std::uint64_t> parseSize(const QString& text, const QString& option);

} // namespace maintscope::app
