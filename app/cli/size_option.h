// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QString>

#include <cstdint>

namespace maintscope::app {

/// Reads a size such as 500MB or 1.5GB and returns bytes; MB and GB are powers of 1000. At least 1 MB. The
/// error names `option`.
[[nodiscard]] Result<std::uint64_t> parseSize(const QString& text, const QString& option);

} // namespace maintscope::app
