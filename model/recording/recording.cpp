// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recording.h"

#include "client/types/event_names.h"
#include "model/metrics/sample_block.h"
#include "model/recording/block_bounds.h"
#include "model/recording/open_files.h"
#include "model/recording/recording_files.h"
#include "model/recording/recording_rows.h"
#include "model/recording/recording_schema.h"
#include "model/recording/row_walk.h"
#include "model/recording/writer_mark.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QUrl>
#include <QUuid>
#include <QVariant>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string_view>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// Longer texts were not written by this program.
constexpr int kLongestText = 64 * 1024;
/// A recording with more targets was not written by this program.
constexpr int kMostTargets = 1'024;
/// The number of seconds without a commit after which a file counts as no longer written.
constexpr qint64 kSurelyWritten = 60;
constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

qlonglong boundOf(const std::optional<MonoTime>& time, std::int64_t otherwise) {
    return time ? time->time_since_epoch().count() : otherwise;
}

/// The columns of an event, with texts cut to the length that this program writes.
QString boundedEventColumns() {
    static const QStringList kTexts{u"raw"_s,    u"text"_s,  u"error_text"_s, u"figures"_s,  u"name"_s,
                                    u"shards"_s, u"slots"_s, u"peer_old"_s,   u"peer_new"_s, u"error_type"_s};
    QStringList columns;
    for (const QString& column : schema::eventColumns())
        columns += kTexts.contains(column) ? u"substr(%1,1,%2)"_s.arg(column).arg(kLongestText) : column;
    return columns.join(u", "_s);
}

/// An open span touches everything after its beginning.
bool isOfRange(const Event& event, const TimeRange& range) {
    if (range.to && event.at >= *range.to) return false;
    if (!range.from || event.at >= *range.from) return true;
    if (event.end) return *event.end > *range.from;
    return event.kind == EventKind::Window || event.kind == EventKind::Handoff ||
           event.kind == EventKind::Relaxed || event.kind == EventKind::ConnectAttempt;
}

/// How to read a file in a read-only folder, where SQLite cannot create an index of the log.
enum class Access {
    Normal,
    Immutable, ///< no writer and no log
    Copy,      ///< there is a log: both files are copied first
    Truncated, ///< the file is shorter than its header says
};

} // namespace

struct Recording::State {
    explicit State(OpenFile openFile)
        : entry(std::move(openFile)) {}
    ~State() { disconnect(); }

    QString path;
    OpenFile entry;
    QString connectionName;
    std::optional<QTemporaryDir> copy;
    SessionInfo session;
    bool complete = false;
    MonoTime until{};
    int part = 1;
    std::string keptName;
    std::string writer;

    [[nodiscard]] QSqlDatabase database() const { return QSqlDatabase::database(connectionName, false); }

    [[nodiscard]] Error readError(const QSqlQuery& query) const { return rowError(path, query); }
    [[nodiscard]] Error damaged(const QString& detail) const {
        return {"The recording is damaged.", path.toStdString(), detail.toStdString(),
                "The readable part is shown."};
    }

    void disconnect() {
        if (connectionName.isEmpty()) return;
        if (QSqlDatabase db = database(); db.isOpen()) db.close();
        QSqlDatabase::removeDatabase(connectionName);
        connectionName.clear();
    }

    Status connect(Access access) {
        disconnect();
        QString name = path;
        QString options = u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"_s;
        if (access == Access::Immutable) {
            QUrl url = QUrl::fromLocalFile(QFileInfo(path).absoluteFilePath());
            url.setQuery(u"immutable=1"_s);
            name = url.toString(QUrl::FullyEncoded);
            options += u";QSQLITE_OPEN_URI"_s;
        } else if (access == Access::Copy) {
            copy.emplace();
            name = copy->filePath(u"copy.maintscope"_s);
            if (!QFile::copy(path, name) || !QFile::copy(path + u"-wal"_s, name + u"-wal"_s))
                return Error{"The recording cannot be opened.", path.toStdString(),
                             "its folder is read-only, and there is not enough space for a copy",
                             "Copy it, together with the file that ends in -wal, to a writable folder."};
        }
        connectionName = u"recording-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
        QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, connectionName);
        db.setDatabaseName(name);
        db.setConnectOptions(options);
        if (!db.open()) return schema::sqlError(u"The recording cannot be opened."_s, path, db.lastError());
        QSqlQuery query(db);
        for (const QString& pragma : {u"PRAGMA trusted_schema=OFF"_s, u"PRAGMA query_only=ON"_s,
                                      u"PRAGMA cell_size_check=ON"_s, u"PRAGMA mmap_size=0"_s})
            if (!query.exec(pragma))
                return schema::sqlError(u"The recording cannot be opened."_s, path, query.lastError());
        // Without this, SQLite rejects such a file completely. Nothing can be written anyway: the file is
        // open for reading only. Source: sqlite3 btree.c, lockBtree().
        if (access == Access::Truncated) query.exec(u"PRAGMA writable_schema=ON"_s);
        return success();
    }

    /// Only tables with exactly the recorder's definition are read: an untrusted view, computed column or
    /// index would execute its expressions. Other tables are ignored.
    Status checkSchema() {
        QSqlQuery query(database());
        query.setForwardOnly(true);
        if (!query.exec(u"SELECT name, sql FROM sqlite_schema WHERE tbl_name IN "
                        "('meta','targets','events','samples','rollups') AND name NOT LIKE "
                        "'sqlite_autoindex%' LIMIT 100"_s))
            return readError(query);
        QStringList found;
        while (query.next())
            found += query.value(1).toString();
        if (query.lastError().isValid()) return readError(query);
        if (found.isEmpty())
            return Error{"This recording is empty.", path.toStdString(),
                         "it was abandoned before anything was recorded, or copied without its log",
                         "If there is a file that ends in -wal next to the original, copy it, too."};
        QStringList expected = schema::tables(entry.version());
        std::sort(found.begin(), found.end());
        std::sort(expected.begin(), expected.end());
        if (found != expected) return damaged(u"its tables are not those that Maintscope creates"_s);
        return success();
    }

    Status readMeta() {
        session = {};
        if (auto status = checkSchema(); !status) return status;
        QSqlQuery query(database());
        query.setForwardOnly(true);
        if (!query.exec(u"SELECT name, substr(value,1,%1) FROM meta LIMIT 100"_s.arg(kLongestText)))
            return readError(query);
        QMap<QString, QVariant> meta;
        while (query.next())
            meta[query.value(0).toString()] = query.value(1);
        if (query.lastError().isValid()) return readError(query);
        const auto value = [&meta](const char* name) { return meta.value(QString::fromLatin1(name)); };
        session.uuid = rows::bytesOf(value(schema::kUuid));
        session.appVersion = rows::bytesOf(value(schema::kAppVersion));
        session.startedWall = WallTime(rows::duration(value(schema::kStartedWall)).value_or(Duration{}));
        until = MonoTime(rows::duration(value(schema::kUntil)).value_or(Duration{}));
        complete = value(schema::kComplete).toInt() != 0;
        part = std::max(1, value(schema::kPart).toInt());
        keptName = rows::bytesOf(value(schema::kKeptName));
        writer = rows::bytesOf(value(schema::kWriter));

        if (!query.exec(u"SELECT "_s + schema::targetColumns().join(u", "_s) +
                        u" FROM targets ORDER BY id LIMIT "_s + QString::number(kMostTargets)))
            return readError(query);
        while (query.next())
            session.targets.push_back(rows::targetOf(query));
        return query.lastError().isValid() ? Status(readError(query)) : success();
    }

    RowWalk walk(const QString& table, const QString& id, const QString& columns, const QString& where,
                 const QVariantList& values, std::int64_t after, const RowVisitor& visit) const {
        return walkRows(database(), path, {table, id, columns, where, values}, after, visit);
    }

    RowWalk walkBlocks(const QString& where, const QVariantList& values, std::int64_t after,
                       const std::function<bool(std::int64_t, std::vector<Sample>&&)>& visit) const {
        std::optional<Error> undecodable;
        bool lastUndecodable = false;
        RowWalk result =
            walk(u"samples"_s, u"id"_s, u"CASE WHEN length(data) <= %1 THEN data END"_s.arg(kLargestBlock),
                 where, values, after, [&](std::int64_t id, const QSqlQuery& row) {
                     const QByteArray data = row.value(1).toByteArray();
                     auto samples = decodeSamples({data.constData(), static_cast<std::size_t>(data.size())});
                     lastUndecodable = !samples;
                     if (samples) return visit(id, std::move(*samples));
                     if (!undecodable)
                         undecodable = damaged(QString::fromStdString(toString(samples.error())));
                     return true;
                 });
        if (!result.damage) result.damage = undecodable;
        result.tailLost = result.tailLost || lastUndecodable;
        return result;
    }

    BlockBounds bounds;

    /// The rows that may contain probes of the range, from first to last.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> rowsOf(const TimeRange& range) {
        if (!range.from && !range.to) return {1, kLast};
        const RowWalk rest = walk(u"samples"_s, u"id"_s, u"first_ns, last_ns"_s, {}, {}, bounds.known(),
                                  [this](std::int64_t id, const QSqlQuery& row) {
                                      bounds.add(id, MonoTime(Duration(row.value(1).toLongLong())),
                                                 MonoTime(Duration(row.value(2).toLongLong())));
                                      return true;
                                  });
        if (rest.damage) bounds.giveUp();
        return bounds.rowsOf(range).value_or(std::pair(std::int64_t{1}, kLast));
    }
};

Recording::Recording(std::unique_ptr<State> state)
    : m_state(std::move(state)) {}
Recording::~Recording() = default;

Result<std::unique_ptr<Recording>> Recording::open(const QString& path) {
    auto entry = OpenFile::forReading(path);
    if (!entry) return entry.error();
    auto state = std::make_unique<State>(std::move(*entry));
    state->path = path;
    const auto attempt = [&state](Access access) {
        auto status = state->connect(access);
        return status ? state->readMeta() : status;
    };
    auto status = attempt(Access::Normal);
    const bool cannotOpen = !status && (status.error().detail.find("unable to open") != std::string::npos ||
                                        status.error().detail.find("readonly") != std::string::npos);
    if (cannotOpen) {
        const bool hasLog = QFileInfo(path + u"-wal"_s).size() > 0;
        status = attempt(hasLog ? Access::Copy : Access::Immutable);
    }
    if (!status && status.error().detail.find("malformed") != std::string::npos)
        status = attempt(Access::Truncated);
    if (!status) return status.error();
    return std::unique_ptr<Recording>(new Recording(std::move(state)));
}

const SessionInfo& Recording::session() const {
    return m_state->session;
}

bool Recording::complete() const {
    return m_state->complete;
}

MonoTime Recording::until() const {
    return m_state->until;
}

int Recording::part() const {
    return m_state->part;
}

std::optional<MonoTime> Recording::begin() const {
    if (part() == 1) return kSessionStart;
    // A later file begins with events about the running targets.
    QSqlQuery query(m_state->database());
    query.prepare(u"SELECT min(mono_ns) FROM events WHERE name = ? AND kind = ?"_s);
    query.addBindValue(rows::textOrBytes(names::kTargetStarted));
    query.addBindValue(rows::textOrBytes(toString(EventKind::Recording)));
    if (!query.exec() || !query.next()) return std::nullopt;
    const auto first = rows::duration(query.value(0));
    return first ? std::optional(MonoTime(*first)) : std::nullopt;
}

bool Recording::hasEvent(EventKey key) const {
    QSqlQuery query(m_state->database());
    query.prepare(u"SELECT 1 FROM events WHERE key = ?"_s);
    query.addBindValue(rows::number(static_cast<std::int64_t>(key.value)));
    return query.exec() && query.next();
}

const std::string& Recording::keptName() const {
    return m_state->keptName;
}

Status Recording::events(const TimeRange& range, const EventVisitor& visit, EventOrder order) const {
    const bool byTime = order == EventOrder::Time;
    const auto placeOf = [byTime](const Event& event) {
        return std::pair(byTime ? event.at : kSessionStart, event.seqNo);
    };
    QSqlQuery query(m_state->database());
    query.setForwardOnly(true);
    const QString where =
        u"mono_ns < ? AND (mono_ns >= ? OR end_mono_ns > ? OR (end_mono_ns IS NULL AND kind "
        "IN ('window', 'handoff', 'relaxed', 'connect_attempt')))"_s;
    query.prepare(u"SELECT "_s + boundedEventColumns() + u" FROM events WHERE "_s + where +
                  (byTime ? u" ORDER BY mono_ns, seq_no"_s : u" ORDER BY seq_no"_s));
    const qlonglong from = boundOf(range.from, kFirst);
    query.addBindValue(boundOf(range.to, kLast));
    query.addBindValue(from);
    query.addBindValue(from);
    std::optional<Error> damage;
    std::optional<std::pair<MonoTime, std::uint64_t>> visited; ///< up to this place
    if (query.exec()) {
        while (query.next()) {
            const auto event = rows::eventOf(query);
            if (!event) {
                damage = m_state->damaged(u"an event contains a value that no recorder writes"_s);
                continue;
            }
            visited = placeOf(*event);
            if (!visit(*event)) return success();
        }
    }
    if (!query.lastError().isValid()) return damage ? Status(*damage) : success();

    // The index or the table is damaged: the rest is read row by row.
    damage = m_state->readError(query);
    query.finish();
    std::vector<Event> rest;
    m_state->walk(u"events"_s, u"key"_s, boundedEventColumns(), {}, {}, kFirst,
                  [&](std::int64_t, const QSqlQuery& row) {
                      const auto event = rows::eventOf(row, 1);
                      if (event && isOfRange(*event, range) && (!visited || placeOf(*event) > *visited))
                          rest.push_back(*event);
                      return true;
                  });
    std::sort(rest.begin(), rest.end(),
              [&placeOf](const Event& a, const Event& b) { return placeOf(a) < placeOf(b); });
    for (const Event& event : rest)
        if (!visit(event)) break;
    return *damage;
}

Status Recording::samples(const TimeRange& range, const SampleVisitor& visit) const {
    const auto [firstRow, lastRow] = m_state->rowsOf(range);
    const auto walk =
        m_state->walkBlocks(u" AND id <= ? AND last_ns >= ? AND first_ns < ?"_s,
                            {rows::number(lastRow), boundOf(range.from, kFirst), boundOf(range.to, kLast)},
                            firstRow - 1, [&](std::int64_t, std::vector<Sample>&& samples) {
                                for (const Sample& sample : samples) {
                                    if (range.from && sample.intended < *range.from) continue;
                                    if (range.to && sample.intended >= *range.to) continue;
                                    if (!visit(sample)) return false;
                                }
                                return true;
                            });
    return walk.damage && !walk.stopped ? Status(*walk.damage) : success();
}

Recording::Events Recording::allEvents() const {
    Events result;
    const auto status = events({}, [&result](const Event& event) {
        result.events.push_back(event);
        return true;
    });
    if (!status) result.damage = status.error();
    return result;
}

Recording::Rows<Recording::Rollup> Recording::rollups(std::int64_t after, int limit) const {
    Rows<Rollup> result;
    if (m_state->entry.version() < 2 || limit < 1) {
        result.atEnd = true;
        return result;
    }
    const auto walk = m_state->walk(
        u"rollups"_s, u"id"_s,
        u"samples_to, CASE WHEN length(data) <= %1 THEN data END"_s.arg(kLargestRollup), {}, {}, after,
        [&](std::int64_t id, const QSqlQuery& row) {
            const QByteArray data = row.value(2).toByteArray();
            auto seconds = decodeRollup({data.constData(), static_cast<std::size_t>(data.size())});
            // An unreadable row is missing from the metrics, so no later row may cover its
            // samples.
            if (!seconds) return false;
            result.rows.push_back({id, row.value(1).toLongLong(), std::move(*seconds)});
            return static_cast<int>(result.rows.size()) < limit;
        });
    result.tailLost = walk.tailLost || walk.damage.has_value();
    result.atEnd = !walk.stopped || static_cast<int>(result.rows.size()) < limit;
    return result;
}

Recording::Rows<Recording::Block> Recording::blocks(std::int64_t after, int limit) const {
    Rows<Block> result;
    if (limit < 1) return result;
    // Bounds read on the way to the end stay known.
    const bool noted = after == m_state->bounds.known();
    const auto walk = m_state->walkBlocks({}, {}, after, [&](std::int64_t id, std::vector<Sample>&& samples) {
        if (noted) m_state->bounds.add(id, samples);
        result.rows.push_back({id, std::move(samples)});
        return static_cast<int>(result.rows.size()) < limit;
    });
    if (noted && walk.damage) m_state->bounds.giveUp();
    result.tailLost = walk.tailLost;
    result.atEnd = !walk.stopped;
    return result;
}

Recovery::Ending Recording::ending() const {
    if (m_state->complete) return Recovery::Ending::Closed;
    const QString& path = m_state->path;
    if (!m_state->writer.empty())
        return isWrittenBy(m_state->writer, path) ? Recovery::Ending::BeingWritten : Recovery::Ending::CutOff;
    // The first version has no mark, but its writer commits twice per second. Readers touch the other files
    // next to it, and a clock that was set back puts file times in the future.
    for (const QString& file : {path, path + u"-wal"_s})
        if (const QDateTime at = QFileInfo(file).lastModified();
            at.isValid() && std::abs(at.secsTo(QDateTime::currentDateTime())) < kSurelyWritten)
            return Recovery::Ending::BeingWritten;
    return Recovery::Ending::CutOff;
}

Recovery Recording::examineSamples(std::optional<MonoTime> from, bool eventsLost) const {
    RecoveryTally tally(from);
    const auto walk = m_state->walkBlocks({}, {}, 0, [&](std::int64_t id, std::vector<Sample>&& samples) {
        tally.add(id, samples);
        return true;
    });
    return tally.finish(ending(), until(), walk.tailLost, eventsLost);
}

Recovery Recording::examine() const {
    return examineSamples(begin(), allEvents().damage.has_value());
}

std::vector<TimeSpan> Recording::lostSpans(std::optional<MonoTime> from) const {
    return examineSamples(from, false).lostSpans;
}

} // namespace maintscope::model
