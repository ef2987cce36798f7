// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/session_info.h"
#include "model/verdict/summary.h"

#include <QByteArray>

#include <cstdint>
#include <vector>

namespace maintscope::model {

/// The content type for a scraper.
inline constexpr const char* kOpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Totals since the start of the session, or of the range, as OpenMetrics text: for the export and for
/// `record --metrics` alike. Names are those that the official clients use where they have one, so that one
/// panel shows application and probe; ours begin with maint_. Holds no secret and no user.
/// `omitted`: samples that are not in it, because the reader was behind.
/// Source: OpenTelemetry semantic conventions (db metrics), redis-py redis/observability/metrics.py.
[[nodiscard]] QByteArray openMetrics(const SessionInfo& session, const std::vector<Summary>& summaries,
                                     std::uint64_t omitted = 0);

} // namespace maintscope::model
