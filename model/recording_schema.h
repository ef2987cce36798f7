// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QSqlError>
#include <QString>
#include <QStringList>

#include <string_view>

/// What recorder and reader agree on. A file has one writer at most and any number of readers.
namespace maintscope::model::schema {

/// "Msco": tells a recording from other SQLite files (PRAGMA application_id).
inline constexpr int kApplicationId = 0x4d73636f;
/// PRAGMA user_version. Rises when an older program could misread a file.
inline constexpr int kVersion = 1;

/// Statements that make an empty file a recording.
[[nodiscard]] const QStringList& tables();

/// Columns of the table `events`, in the order in which both sides bind and read them.
[[nodiscard]] const QStringList& eventColumns();
[[nodiscard]] const QStringList& targetColumns();

/// What SQLite refused, in words that tell what to do next.
[[nodiscard]] Error sqlError(const QString& what, const QString& path, const QSqlError& error);

} // namespace maintscope::model::schema
