// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/verdict/summary.h"

#include <QCommandLineParser>

namespace maintscope::app {

/// Declares --slo and --method, which `record` and `export` share.
void addVerdictOptions(QCommandLineParser& parser);
/// Errors are usage errors.
[[nodiscard]] Result<model::VerdictOptions> readVerdictOptions(const QCommandLineParser& parser);

} // namespace maintscope::app
