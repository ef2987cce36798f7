// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QSqlError>
#include <QString>
#include <QStringList>

#include <string_view>

/// What recorder and reader agree on. A file has one writer at most and any number of readers.
/// Version 1: meta, targets, events, samples. Version 2 adds rollups: the metrics summed up by second.
namespace maintscope::model::schema {

/// "Msco": distinguishes a recording from other SQLite files (PRAGMA application_id).
inline constexpr int kApplicationId = 0x4d73636f;
/// PRAGMA user_version. Rises when an older program could misread a file.
inline constexpr int kVersion = 2;

/// Statements that make an empty file a recording of `version`.
[[nodiscard]] QStringList tables(int version = kVersion);
/// Statements that bring a recording of `version` to the next one. Data of the past is left as it is: readers
/// understand every version.
[[nodiscard]] QStringList migration(int version);

/// Columns of the table `events`, in the order in which both sides bind and read them.
[[nodiscard]] const QStringList& eventColumns();
[[nodiscard]] const QStringList& targetColumns();

/// Names in the table `meta`.
inline constexpr const char* kUuid = "uuid";
inline constexpr const char* kStartedWall = "started_wall_ns";
inline constexpr const char* kAppVersion = "app_version";
inline constexpr const char* kUntil = "until_ns";     ///< how far the client had come at the last commit
inline constexpr const char* kComplete = "complete";  ///< 1: closed in order
inline constexpr const char* kKeptName = "kept_name"; ///< given by the user; such a file is never pruned
inline constexpr const char* kPart = "part";          ///< from 1; higher in files of a rotated recording
inline constexpr const char* kWriter =
    "writer"; ///< the process that writes, see model/recording/writer_mark.h

/// What SQLite refused, in words that tell what to do next.
[[nodiscard]] Error sqlError(const QString& what, const QString& path, const QSqlError& error);

} // namespace maintscope::model::schema
