// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"
#include "model/verdict/summary.h"

#include <QCommandLineParser>

namespace maintscope::app {

/// --slo and --method, shared by `record` and `export`.
void addVerdictOptions(QCommandLineParser& parser);
[[nodiscard]] Result<model::VerdictOptions> readVerdictOptions(const QCommandLineParser& parser);

} // namespace maintscope::app
