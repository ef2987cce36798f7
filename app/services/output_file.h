// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QString>

#include <functional>

class QIODevice;

namespace maintscope::app {

/// Checks that `path` is writable ("-" is standard output), without creating a file.
[[nodiscard]] Status checkOutput(const QString& path);

/// Writes the output of `produce` to `path`. The file appears under its name when it is complete, and then
/// replaces an existing file.
[[nodiscard]] Status writeOutput(const QString& path, const std::function<Status(QIODevice&)>& produce);

} // namespace maintscope::app
