// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QString>

#include <functional>

class QIODevice;

namespace maintscope::app {

/// Whether `path` could be written ("-" is standard output); leaves nothing behind.
[[nodiscard]] Status checkOutput(const QString& path);

/// Writes what `produce` makes to `path`. A file gets its name only when it is whole; what stood there before
/// is replaced then.
[[nodiscard]] Status writeOutput(const QString& path, const std::function<Status(QIODevice&)>& produce);

} // namespace maintscope::app
