// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/cluster.h"

#include <QString>

#include <string_view>
#include <vector>

// What `maintscope sch` prints: results to standard output, complaints to standard error.
namespace maintscope::app::sch {

inline const QString kSch = QStringLiteral("sch");
inline const QString kSchema = QStringLiteral("maint-sch/1");

/// What a server said, for a terminal.
[[nodiscard]] QString said(std::string_view words);
void print(const QString& line = {});

/// With the certificate that was refused, if that is why. Returns the exit code of the program.
[[nodiscard]] int complainOf(const RestFailure& failure);
void printReading(const RestSettings& settings, const ClusterReading& reading);
/// One JSON object (schema maint-sch/1).
void printJson(const RestSettings& settings, const ClusterReading& reading);
void printStep(const RestStep& step);
void printDiff(const std::vector<FieldDiff>& lines);
/// What is so now, and what that means for connections that are open.
void printAfterwards(const ClusterReading& now);

} // namespace maintscope::app::sch
