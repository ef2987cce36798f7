// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/types/result.h"

#include <QSqlDatabase>
#include <QString>
#include <QVariantList>

#include <cstdint>
#include <functional>
#include <optional>

class QSqlQuery;

namespace maintscope::model {

/// Which rows of a recording's table are visited.
struct RowQuery {
    QString table;
    QString id;          ///< the column that orders them: a whole number, unique
    QString columns;     ///< behind the id
    QString where;       ///< begins with " AND"; may hold marks, for `values`
    QVariantList values; ///< of the marks
};

/// What came of a walk.
struct RowWalk {
    std::optional<Error> damage; ///< the first
    bool tailLost = false;
    bool stopped = false; ///< by the visitor
};

/// Gets the id and the row; false: stop.
using RowVisitor = std::function<bool(std::int64_t, const QSqlQuery&)>;

/// Visits the rows by ascending id, starting after `after`. Continues behind damaged pages.
/// `path`: of the recording, for errors. Runs on the thread of the database.
RowWalk walkRows(const QSqlDatabase& database, const QString& path, const RowQuery& rows, std::int64_t after,
                 const RowVisitor& visit);

/// A row cannot be read.
[[nodiscard]] Error rowError(const QString& path, const QSqlQuery& query);

} // namespace maintscope::model
