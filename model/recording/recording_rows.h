// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/event.h"
#include "model/base/session_info.h"

#include <QVariant>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

class QSqlQuery;

/// Rows of a recording to values and back: the one place that knows what stands in which column. Columns are
/// those of schema::eventColumns() and schema::targetColumns().
namespace maintscope::model::rows {

/// Text where it is text; bytes that are not UTF-8, or hold a zero, are kept as they are.
[[nodiscard]] QVariant textOrBytes(std::string_view value);
[[nodiscard]] QVariant number(std::int64_t value);
[[nodiscard]] QVariantList eventValues(const Event& event, const std::string& recordingUuid);
[[nodiscard]] QVariantList targetValues(const TargetInfo& target);

[[nodiscard]] std::string bytesOf(const QVariant& value);
[[nodiscard]] std::optional<std::int64_t> integer(const QVariant& value);
/// nullopt also for what is farther away than kFarthestTime.
[[nodiscard]] std::optional<Duration> duration(const QVariant& value);
/// The event whose columns begin at `column`. nullopt: it holds what no recorder writes.
[[nodiscard]] std::optional<Event> eventOf(const QSqlQuery& row, int column = 0);
[[nodiscard]] TargetInfo targetOf(const QSqlQuery& row);

} // namespace maintscope::model::rows
