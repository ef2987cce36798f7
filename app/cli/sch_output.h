// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"

#include <QString>

#include <string_view>
#include <vector>

// What `maintscope sch` prints: results to standard output, errors to standard error.
namespace maintscope::app::sch {

inline const QString kSch = QStringLiteral("sch");
inline const QString kSchema = QStringLiteral("maint-sch/1");

/// Text of a server, escaped for a terminal.
[[nodiscard]] QString said(std::string_view words);
void print(const QString& line = {});

/// Prints the error, and the certificate if it is the cause. Returns the exit code of the program.
[[nodiscard]] int complainOf(const RestFailure& failure);
void printReading(const RestSettings& settings, const ClusterReading& reading);
/// One JSON object (schema maint-sch/1).
void printJson(const RestSettings& settings, const ClusterReading& reading);
void printStep(const RestStep& step);
void printDiff(const std::vector<FieldDiff>& lines);
/// Prints the new state and what it means for open connections.
void printAfterwards(const ClusterReading& now);

} // namespace maintscope::app::sch
