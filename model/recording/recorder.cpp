// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recorder.h"

#include "model/metrics/rollup_block.h"
#include "model/metrics/sample_block.h"
#include "model/recording/open_files.h"
#include "model/recording/recording_rows.h"
#include "model/recording/recording_schema.h"
#include "model/recording/writer_mark.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// The time that a row of rollups summarises. If the program is killed, the rest is read from the samples, so
/// this only balances the size of the file against the time to open it then.
constexpr Duration kRollupLength = std::chrono::seconds(60);
/// The maximum number of per-connection seconds in a row: with hundreds of connections, rows are written more
/// often.
constexpr std::size_t kRollupSize = 2'048;

QString insertStatement(const QString& verb, const QString& table, const QStringList& columns) {
    QStringList marks(columns.size(), u"?"_s);
    return verb + u" INTO "_s + table + u" ("_s + columns.join(u", "_s) + u") VALUES ("_s +
           marks.join(u", "_s) + u')';
}

QString upsertStatement(const QString& table, const QStringList& columns) {
    QStringList updates;
    for (const QString& column : columns.mid(1))
        updates += column + u"=excluded."_s + column;
    return insertStatement(u"INSERT"_s, table, columns) + u" ON CONFLICT("_s + columns.first() +
           u") DO UPDATE SET "_s + updates.join(u", "_s);
}

} // namespace

struct Recorder::State {
    QString path;
    QString connectionName;
    SessionInfo session;
    std::optional<OpenFile> entry;
    std::unique_ptr<QSqlQuery> insertEvent;
    std::unique_ptr<QSqlQuery> insertSamples;
    std::unique_ptr<QSqlQuery> insertRollup;
    std::unique_ptr<QSqlQuery> setMeta;
    std::vector<Sample> pending;
    RollupBuilder rollup;
    std::int64_t lastSamplesId = 0;
    std::optional<MonoTime> rollupSince;
    MonoTime until{};
    bool inTransaction = false;
    std::optional<Error> failure; ///< the first failure; nothing is written after it
    bool closed = false;

    [[nodiscard]] QSqlDatabase database() const { return QSqlDatabase::database(connectionName, false); }

    Error failed(const QSqlError& error) {
        failure = schema::sqlError(u"The recording cannot be written."_s, path, error);
        return *failure;
    }

    Status run(const QString& statement) {
        QSqlQuery query(database());
        if (query.exec(statement)) return success();
        return failed(query.lastError());
    }

    Status execute(QSqlQuery& query, const QVariantList& values) {
        for (qsizetype i = 0; i < values.size(); ++i)
            query.bindValue(static_cast<int>(i), values[i]);
        if (query.exec()) {
            query.finish();
            return success();
        }
        return failed(query.lastError());
    }

    Status prepare(std::unique_ptr<QSqlQuery>& query, const QString& statement) {
        query = std::make_unique<QSqlQuery>(database());
        if (query->prepare(statement)) return success();
        return failed(query->lastError());
    }

    Status begin() {
        if (inTransaction) return success();
        auto status = run(u"BEGIN IMMEDIATE"_s);
        inTransaction = status.ok();
        return status;
    }

    Status writeMeta(const char* name, const QVariant& value) {
        return execute(*setMeta, {QString::fromLatin1(name), value});
    }

    Status writeTarget(const TargetInfo& target) {
        QSqlQuery query(database());
        if (!query.prepare(upsertStatement(u"targets"_s, schema::targetColumns())))
            return failed(query.lastError());
        return execute(query, rows::targetValues(target));
    }

    Status connect() {
        QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, connectionName);
        db.setDatabaseName(path);
        db.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
        if (!db.open()) return schema::sqlError(u"The recording cannot be created."_s, path, db.lastError());
        return success();
    }

    Status configure() {
        // Readers see every commit while the file is written; FULL, because committed data must survive a
        // power failure. A cache of half a megabyte (SQLite's default is 2) is enough: rows are only
        // appended.
        for (const QString& statement :
             {u"PRAGMA application_id=%1"_s.arg(schema::kApplicationId),
              u"PRAGMA user_version=%1"_s.arg(schema::kVersion), u"PRAGMA journal_mode=WAL"_s,
              u"PRAGMA synchronous=FULL"_s, u"PRAGMA cache_size=-512"_s})
            if (auto status = run(statement); !status) return status;
        return success();
    }

    Status prepareAll() {
        if (auto status = prepare(insertEvent, upsertStatement(u"events"_s, schema::eventColumns())); !status)
            return status;
        if (auto status = prepare(insertSamples, u"INSERT INTO samples (id, first_ns, last_ns, count, data) "
                                                 "VALUES (?, ?, ?, ?, ?)"_s);
            !status)
            return status;
        if (auto status =
                prepare(insertRollup,
                        u"INSERT INTO rollups (first_s, last_s, samples_to, data) VALUES (?, ?, ?, ?)"_s);
            !status)
            return status;
        return prepare(setMeta, upsertStatement(u"meta"_s, {u"name"_s, u"value"_s}));
    }

    Status setUp(int part) {
        if (auto status = configure(); !status) return status;
        if (auto status = begin(); !status) return status;
        for (const QString& statement : schema::tables())
            if (auto status = run(statement); !status) return status;
        if (auto status = prepareAll(); !status) return status;
        const std::array<std::pair<const char*, QVariant>, 7> meta{{
            {schema::kUuid, rows::textOrBytes(session.uuid)},
            {schema::kStartedWall, rows::number(session.startedWall.time_since_epoch().count())},
            {schema::kAppVersion, rows::textOrBytes(session.appVersion)},
            {schema::kUntil, rows::number(0)},
            {schema::kComplete, 0},
            {schema::kPart, part},
            {schema::kWriter, rows::textOrBytes(writerMark())},
        }};
        for (const auto& [name, value] : meta)
            if (auto status = writeMeta(name, value); !status) return status;
        for (const TargetInfo& target : session.targets)
            if (auto status = writeTarget(target); !status) return status;
        inTransaction = false;
        return run(u"COMMIT"_s);
    }

    Status writeBlock(std::span<const Sample> samples) {
        const auto [first, last] =
            std::minmax_element(samples.begin(), samples.end(),
                                [](const Sample& a, const Sample& b) { return a.intended < b.intended; });
        const std::string bytes = encodeSamples(samples);
        const auto status =
            execute(*insertSamples,
                    {rows::number(++lastSamplesId), rows::number(first->intended.time_since_epoch().count()),
                     rows::number(last->intended.time_since_epoch().count()),
                     rows::number(static_cast<std::int64_t>(samples.size())),
                     QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))});
        if (!status) return status;
        for (const Sample& sample : samples)
            rollup.add(sample);
        return success();
    }

    Status writePending() {
        std::span<const Sample> rest(pending);
        while (!rest.empty()) {
            const std::size_t count = std::min(rest.size(), kSamplesPerBlock);
            if (auto status = writeBlock(rest.first(count)); !status) return status;
            rest = rest.subspan(count);
        }
        pending.clear();
        return success();
    }

    /// All pending data is in rows of samples at this point.
    Status writeRollup() {
        rollupSince = until;
        if (rollup.empty()) return success();
        const QVariant first = rows::number(rollup.firstSecond());
        const QVariant last = rows::number(rollup.lastSecond());
        const std::string bytes = rollup.take();
        return execute(*insertRollup, {first, last, rows::number(lastSamplesId),
                                       QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))});
    }

    [[nodiscard]] bool rollupIsDue() {
        if (!rollupSince) rollupSince = until;
        return until - *rollupSince >= kRollupLength || rollup.size() >= kRollupSize;
    }

    void disconnect() {
        insertEvent.reset();
        insertSamples.reset();
        insertRollup.reset();
        setMeta.reset();
        if (QSqlDatabase db = database(); db.isOpen()) db.close();
        QSqlDatabase::removeDatabase(connectionName);
    }
    void removeConnection() {
        disconnect();
        entry.reset();
    }
};

Recorder::Recorder(std::unique_ptr<State> state)
    : m_state(std::move(state)) {}

Result<std::unique_ptr<Recorder>> Recorder::open(const QString& path, const SessionInfo& session, int part) {
    if (auto status = createRecordingFile(path); !status) return status.error();
    auto state = std::make_unique<State>();
    state->path = path;
    state->session = session;
    state->connectionName = u"recorder-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::unique_ptr<Recorder> recorder(new Recorder(std::move(state)));
    State& s = *recorder->m_state;
    s.entry = OpenFile::forWriting(path);
    if (auto status = s.connect(); !status) {
        s.closed = true;
        return status.error();
    }
    if (auto status = s.setUp(part); !status) {
        s.closed = true;
        s.removeConnection();
        for (const QString& file : recordingFilesOf(path)) // nothing was recorded yet
            QFile::remove(file);
        return status.error();
    }
    return recorder;
}

Recorder::~Recorder() {
    if (!m_state->closed) static_cast<void>(close());
    m_state->removeConnection();
}

Status Recorder::write(const Batch& batch) {
    State& s = *m_state;
    if (s.failure) return *s.failure;
    if (!batch.events.empty()) {
        if (auto status = s.begin(); !status) return status;
        for (const Event& event : batch.events)
            if (auto status = s.execute(*s.insertEvent, rows::eventValues(event, s.session.uuid)); !status)
                return status;
    }
    // Samples are collected until the commit: the larger a block, the smaller the file.
    s.pending.insert(s.pending.end(), batch.samples.begin(), batch.samples.end());
    s.until = std::max(s.until, batch.until);
    return success();
}

Status Recorder::commit() {
    State& s = *m_state;
    if (s.failure) return *s.failure;
    if (auto status = s.begin(); !status) return status;
    if (auto status = s.writePending(); !status) return status;
    if (s.closed || s.rollupIsDue())
        if (auto status = s.writeRollup(); !status) return status;
    if (auto status = s.writeMeta(schema::kUntil, rows::number(s.until.time_since_epoch().count())); !status)
        return status;
    s.inTransaction = false;
    return s.run(u"COMMIT"_s);
}

Status Recorder::close() {
    State& s = *m_state;
    if (s.closed) return success();
    s.closed = true;
    if (s.failure) {
        // Committed data is complete; the file is marked as not properly closed.
        QSqlQuery(s.database()).exec(u"ROLLBACK"_s);
        s.removeConnection();
        return success(); // the failure was reported when it happened
    }
    auto status = s.begin();
    if (status) status = s.writeMeta(schema::kComplete, 1);
    if (status) status = commit();
    // A single file without a log is easier to copy and send. While another process reads it, the log stays
    // with its data.
    if (status) QSqlQuery(s.database()).exec(u"PRAGMA journal_mode=DELETE"_s);
    s.removeConnection();
    return status;
}

bool Recorder::isAtItsPath() const {
    return m_state->entry->isAt(m_state->path);
}

/// SQLite goes on with the file that it has open, whatever became of its name: all of it can still be copied.
Status Recorder::moveTo(const QString& path) {
    State& s = *m_state;
    if (auto status = commit(); !status) return status;
    if (auto status = createRecordingFile(path); !status) return status;
    {
        QSqlQuery copy(s.database());
        copy.prepare(u"VACUUM INTO ?"_s);
        copy.bindValue(0, path);
        if (!copy.exec()) {
            QFile::remove(path);
            return schema::sqlError(u"The recording cannot be copied."_s, path, copy.lastError());
        }
    }
    s.disconnect();
    // SQLite leaves the log of a file that is gone. All of it is in the copy.
    if (!QFileInfo::exists(s.path))
        for (const QString& file : recordingFilesOf(s.path))
            QFile::remove(file);
    s.path = path;
    s.entry = OpenFile::forWriting(path);
    auto status = s.connect();
    if (status) status = s.configure();
    if (status) status = s.prepareAll();
    if (!status) s.failure = status.error();
    return status;
}

const QString& Recorder::path() const {
    return m_state->path;
}

std::uint64_t Recorder::size() const {
    const auto sizeOf = [](const QString& file) {
        return static_cast<std::uint64_t>(std::max<qint64>(0, QFileInfo(file).size()));
    };
    return sizeOf(m_state->path) + sizeOf(m_state->path + u"-wal"_s);
}

} // namespace maintscope::model
