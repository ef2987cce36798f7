// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/row_walk.h"

#include "model/recording/recording_schema.h"

#include <QSqlQuery>

#include <limits>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// The number of damaged places to skip before the rest is abandoned.
constexpr int kMostDamagedPlaces = 1'000;
constexpr std::int64_t kLastId = std::numeric_limits<std::int64_t>::max();

/// The first readable id after `after`; nullopt if there is none.
std::optional<std::int64_t> nextReachable(const QSqlDatabase& database, const RowQuery& rows,
                                          std::int64_t after) {
    QSqlQuery query(database);
    query.setForwardOnly(true);
    query.prepare(u"SELECT %2 FROM %1 WHERE %2 > ? ORDER BY %2 LIMIT 1"_s.arg(rows.table, rows.id));
    bool ended = false;
    const auto reach = [&](std::uint64_t step) -> std::optional<std::int64_t> {
        query.bindValue(0, QVariant::fromValue<qlonglong>(after + static_cast<std::int64_t>(step)));
        if (!query.exec()) return std::nullopt;
        if (query.next()) return query.value(0).toLongLong();
        ended = ended || !query.lastError().isValid();
        return std::nullopt;
    };
    // The distance to INT64_MAX, within range: real ids are far below.
    const auto farthest = static_cast<std::uint64_t>(after < 0 ? kLastId : kLastId - after);
    std::uint64_t failed = 0;
    std::uint64_t step = 0;
    std::optional<std::int64_t> found = reach(0);
    while (!found && !ended && step < farthest / 2) {
        failed = step;
        step = step == 0 ? 1 : step * 2;
        found = reach(step);
    }
    if (!found) return std::nullopt;
    // There may be more rows between the last failed and the first successful step.
    while (step - failed > 1) {
        const std::uint64_t middle = failed + (step - failed) / 2;
        if (const auto nearer = reach(middle)) {
            found = nearer;
            step = middle;
        } else {
            failed = middle;
        }
    }
    return found;
}

} // namespace

Error rowError(const QString& path, const QSqlQuery& query) {
    return schema::sqlError(u"The recording cannot be read to its end."_s, path, query.lastError());
}

RowWalk walkRows(const QSqlDatabase& database, const QString& path, const RowQuery& rows, std::int64_t after,
                 const RowVisitor& visit) {
    RowWalk result;
    const auto prepared = [&](const QString& comparison) {
        QSqlQuery query(database);
        query.setForwardOnly(true);
        query.prepare(u"SELECT "_s + rows.id + u", "_s + rows.columns + u" FROM "_s + rows.table +
                      u" WHERE "_s + rows.id + comparison + rows.where + u" ORDER BY "_s + rows.id);
        return query;
    };
    const auto runs = [&](QSqlQuery& query, std::int64_t from) {
        query.bindValue(0, QVariant::fromValue<qlonglong>(from));
        for (qsizetype i = 0; i < rows.values.size(); ++i)
            query.bindValue(static_cast<int>(i + 1), rows.values[i]);
        return query.exec();
    };
    QSqlQuery following = prepared(u" > ?"_s);
    for (int places = 0; places < kMostDamagedPlaces; ++places) {
        bool good = runs(following, after);
        while (good && following.next()) {
            after = following.value(0).toLongLong();
            if (visit(after, following)) continue;
            result.stopped = true;
            return result;
        }
        good = good && !following.lastError().isValid();
        if (good) return result;
        if (!result.damage) result.damage = rowError(path, following);
        following.finish();
        const auto next = nextReachable(database, rows, after);
        if (!next) break;
        // Its id is readable; the content may not be.
        QSqlQuery single = prepared(u" = ?"_s);
        if (runs(single, *next) && single.next() && !visit(*next, single)) {
            result.stopped = true;
            return result;
        }
        after = *next;
    }
    result.tailLost = true;
    return result;
}

} // namespace maintscope::model
