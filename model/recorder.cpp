// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recorder.h"

#include "model/event_ids.h"
#include "model/event_text.h"
#include "model/json_writer.h"
#include "model/recording_schema.h"
#include "model/sample_block.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStandardPaths>
#include <QStringDecoder>
#include <QUuid>
#include <QVariant>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// A folder or file is ours alone: a recording names hosts and users.
constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

/// Text where it is text; bytes that are not UTF-8 are kept as they are.
QVariant textOrBytes(std::string_view value) {
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArrayView(value.data(), static_cast<qsizetype>(value.size())));
    // SQLite ends a text at its first zero.
    if (decoder.hasError() || value.find('\0') != std::string_view::npos)
        return QByteArray(value.data(), static_cast<qsizetype>(value.size()));
    return text;
}

QVariant optionalText(std::string_view value) {
    return value.empty() ? QVariant() : textOrBytes(value);
}

QVariant number(std::int64_t value) {
    return QVariant::fromValue<qlonglong>(value);
}

QVariant nanoseconds(const std::optional<Duration>& value) {
    return value ? number(value->count()) : QVariant();
}

QVariant keyNumber(EventKey key) {
    return number(static_cast<std::int64_t>(key.value)); // the same 64 bits
}

QString figuresJson(const std::vector<Figure>& figures) {
    JsonWriter json;
    json.beginObject();
    for (const Figure& f : figures)
        json.key(f.name).value(f.value);
    json.endObject();
    return QString::fromUtf8(json.bytes());
}

QVariantList eventValues(const Event& e, const std::string& recordingUuid) {
    return {
        keyNumber(e.key),
        eventId(recordingUuid, e.key),
        number(static_cast<std::int64_t>(e.seqNo)),
        number(e.at.time_since_epoch().count()),
        e.end ? number(e.end->time_since_epoch().count()) : QVariant(),
        number(e.wall.time_since_epoch().count()),
        number(e.clockStep.count()),
        textOrBytes(toString(e.kind)),
        textOrBytes(e.name),
        textOrBytes(toString(e.severity)),
        int(e.target.value),
        int(e.connection.value),
        number(e.stream.value),
        textOrBytes(toString(e.role)),
        e.sequence ? number(e.sequence->value) : QVariant(),
        nanoseconds(e.announced),
        optionalText(e.peerOld),
        optionalText(e.peerNew),
        optionalText(e.slots),
        optionalText(e.shards),
        e.pair ? keyNumber(*e.pair) : QVariant(),
        optionalText(toString(e.pairState)),
        nanoseconds(e.phases.notified),
        nanoseconds(e.phases.connecting),
        nanoseconds(e.phases.optedIn),
        nanoseconds(e.phases.firstOk),
        nanoseconds(e.phases.oldDrained),
        nanoseconds(e.phases.oldClosed),
        nanoseconds(e.timeoutBefore),
        nanoseconds(e.timeoutEffective),
        e.attempt ? QVariant(*e.attempt) : QVariant(),
        optionalText(toString(e.result)),
        optionalText(e.errorType),
        optionalText(e.errorText),
        e.policy ? textOrBytes(toString(*e.policy)) : QVariant(),
        e.support ? textOrBytes(toString(*e.support)) : QVariant(),
        e.raw.empty() ? QVariant() : QVariant(QByteArray(e.raw.data(), static_cast<qsizetype>(e.raw.size()))),
        e.figures.empty() ? QVariant() : QVariant(figuresJson(e.figures)),
        eventText(e),
    };
}

QVariantList targetValues(const TargetInfo& t) {
    return {
        int(t.id.value),
        textOrBytes(t.name),
        textOrBytes(toString(t.environment)),
        textOrBytes(t.endpoint.host),
        int(t.endpoint.port),
        optionalText(t.user),
        int(t.tls),
        textOrBytes(toString(t.policy)),
        textOrBytes(toString(t.endpointType)),
        number(t.timeouts.normal.count()),
        number(t.timeouts.relaxed.count()),
        number(t.timeouts.connect.count()),
        nanoseconds(t.timeouts.handoff),
        nanoseconds(t.timeouts.drainLimit),
        number(t.timeouts.tail.count()),
        number(t.timeouts.windowCap.count()),
        int(t.probe.connections),
        t.probe.ratePerSecond,
        textOrBytes(toString(t.probe.command)),
        optionalText(t.probe.key),
        int(t.probe.control),
    };
}

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

std::string systemWords(int error) {
    return std::strerror(error);
}

Status makeFolder(const QString& folder) {
    if (QFileInfo(folder).isDir()) return success();
    const QString parent = QFileInfo(folder).absolutePath();
    if (!QDir().mkpath(parent) || ::mkdir(QFile::encodeName(folder).constData(), kFolderMode) != 0) {
        const int error = errno;
        if (error == EEXIST && QFileInfo(folder).isDir()) return success();
        return Error{"The recording folder cannot be created.", folder.toStdString(), systemWords(error),
                     "Choose a folder that you may write, or give a file with --out."};
    }
    return success();
}

/// Creates the file, so that nobody else's is ever taken and its mode is right from the first byte.
Status createFile(const QString& path) {
    const int file =
        ::open(QFile::encodeName(path).constData(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, kFileMode);
    if (file >= 0) {
        ::close(file);
        return success();
    }
    const int error = errno;
    if (error == EEXIST)
        return Error{"The recording file exists already and is not overwritten.", path.toStdString(),
                     systemWords(error), "Choose another name, or move that file away."};
    return Error{"The recording cannot be created.", path.toStdString(), systemWords(error),
                 "Choose a folder that exists and that you may write, with some space left."};
}

} // namespace

struct Recorder::State {
    QString path;
    QString connectionName;
    SessionInfo session;
    std::unique_ptr<QSqlQuery> insertEvent;
    std::unique_ptr<QSqlQuery> insertSamples;
    std::unique_ptr<QSqlQuery> setMeta;
    std::vector<Sample> pending;
    MonoTime until{};
    bool inTransaction = false;
    bool closed = false;

    [[nodiscard]] QSqlDatabase database() const { return QSqlDatabase::database(connectionName, false); }

    Status run(const QString& statement) {
        QSqlQuery query(database());
        if (query.exec(statement)) return success();
        return schema::sqlError(u"The recording cannot be written."_s, path, query.lastError());
    }

    Status execute(QSqlQuery& query, const QVariantList& values) {
        for (qsizetype i = 0; i < values.size(); ++i)
            query.bindValue(static_cast<int>(i), values[i]);
        if (query.exec()) {
            query.finish();
            return success();
        }
        return schema::sqlError(u"The recording cannot be written."_s, path, query.lastError());
    }

    Status prepare(std::unique_ptr<QSqlQuery>& query, const QString& statement) {
        query = std::make_unique<QSqlQuery>(database());
        if (query->prepare(statement)) return success();
        return schema::sqlError(u"The recording cannot be written."_s, path, query->lastError());
    }

    Status begin() {
        if (inTransaction) return success();
        auto status = run(u"BEGIN IMMEDIATE"_s);
        inTransaction = status.ok();
        return status;
    }

    Status writeMeta(const QString& name, const QVariant& value) { return execute(*setMeta, {name, value}); }

    Status writeTarget(const TargetInfo& target) {
        QSqlQuery query(database());
        if (!query.prepare(upsertStatement(u"targets"_s, schema::targetColumns())))
            return schema::sqlError(u"The recording cannot be written."_s, path, query.lastError());
        return execute(query, targetValues(target));
    }

    Status setUp() {
        // Readers see every commit while it is written; FULL, because what is committed must survive a power
        // cut.
        for (const QString& statement : {u"PRAGMA application_id=%1"_s.arg(schema::kApplicationId),
                                         u"PRAGMA user_version=%1"_s.arg(schema::kVersion),
                                         u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s})
            if (auto status = run(statement); !status) return status;
        if (auto status = begin(); !status) return status;
        for (const QString& statement : schema::tables())
            if (auto status = run(statement); !status) return status;
        if (auto status = prepare(insertEvent, upsertStatement(u"events"_s, schema::eventColumns())); !status)
            return status;
        if (auto status = prepare(insertSamples, u"INSERT INTO samples (first_ns, last_ns, count, data) "
                                                 "VALUES (?, ?, ?, ?)"_s);
            !status)
            return status;
        if (auto status = prepare(setMeta, upsertStatement(u"meta"_s, {u"name"_s, u"value"_s})); !status)
            return status;
        const std::array<std::pair<QString, QVariant>, 5> meta{{
            {u"uuid"_s, textOrBytes(session.uuid)},
            {u"started_wall_ns"_s, number(session.startedWall.time_since_epoch().count())},
            {u"app_version"_s, textOrBytes(session.appVersion)},
            {u"until_ns"_s, number(0)},
            {u"complete"_s, 0},
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
        return execute(*insertSamples, {number(first->intended.time_since_epoch().count()),
                                        number(last->intended.time_since_epoch().count()),
                                        number(static_cast<std::int64_t>(samples.size())),
                                        QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))});
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

    void removeConnection() {
        insertEvent.reset();
        insertSamples.reset();
        setMeta.reset();
        if (QSqlDatabase db = database(); db.isOpen()) db.close();
        QSqlDatabase::removeDatabase(connectionName);
    }
};

Recorder::Recorder(std::unique_ptr<State> state)
    : m_state(std::move(state)) {}

Result<std::unique_ptr<Recorder>> Recorder::open(const QString& path, const SessionInfo& session) {
    if (auto status = makeFolder(QFileInfo(path).absolutePath()); !status) return status.error();
    if (auto status = createFile(path); !status) return status.error();
    auto state = std::make_unique<State>();
    state->path = path;
    state->session = session;
    state->connectionName = u"recorder-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::unique_ptr<Recorder> recorder(new Recorder(std::move(state)));
    State& s = *recorder->m_state;
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, s.connectionName);
        db.setDatabaseName(path);
        db.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
        if (!db.open()) {
            s.closed = true;
            return schema::sqlError(u"The recording cannot be created."_s, path, db.lastError());
        }
    }
    if (auto status = s.setUp(); !status) {
        s.closed = true;
        s.removeConnection();
        for (const QString& suffix : {u""_s, u"-wal"_s, u"-shm"_s}) // nothing was recorded yet
            QFile::remove(path + suffix);
        return status.error();
    }
    return recorder;
}

Recorder::~Recorder() {
    if (!m_state->closed) static_cast<void>(close());
    m_state->removeConnection();
}

Status Recorder::addTarget(const TargetInfo& target) {
    if (auto status = m_state->begin(); !status) return status;
    return m_state->writeTarget(target);
}

Status Recorder::write(const Batch& batch) {
    State& s = *m_state;
    if (!batch.events.empty()) {
        if (auto status = s.begin(); !status) return status;
        for (const Event& event : batch.events)
            if (auto status = s.execute(*s.insertEvent, eventValues(event, s.session.uuid)); !status)
                return status;
    }
    // Samples wait for the commit: the larger a block, the smaller the file.
    s.pending.insert(s.pending.end(), batch.samples.begin(), batch.samples.end());
    s.until = std::max(s.until, batch.until);
    return success();
}

Status Recorder::commit() {
    State& s = *m_state;
    if (auto status = s.begin(); !status) return status;
    if (auto status = s.writePending(); !status) return status;
    if (auto status = s.writeMeta(u"until_ns"_s, number(s.until.time_since_epoch().count())); !status)
        return status;
    s.inTransaction = false;
    return s.run(u"COMMIT"_s);
}

Status Recorder::close() {
    State& s = *m_state;
    if (s.closed) return success();
    s.closed = true;
    auto status = s.begin();
    if (status) status = s.writeMeta(u"complete"_s, 1);
    if (status) status = commit();
    // One single file, without a log beside it, can be copied and mailed.
    if (status) status = s.run(u"PRAGMA journal_mode=DELETE"_s);
    s.removeConnection();
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

QString defaultRecordingFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           u"/maintscope/recordings"_s;
}

QString recordingPath(const QString& folder, WallTime started, const QString& targetName) {
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(started.time_since_epoch()).count();
    QString name = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(u"yyyy-MM-ddTHH-mm-ss.zzzZ"_s);
    QString label;
    for (const QChar c : targetName.left(40))
        label += c.isLetterOrNumber() || c == u'.' || c == u'-' ? c : QChar(u'-');
    if (!label.isEmpty()) name += u'-' + label;
    return folder + u'/' + name + u".maintscope"_s;
}

Status checkRecordable(const QString& path) {
    const QString folder = QFileInfo(path).absolutePath();
    if (auto status = makeFolder(folder); !status) return status;
    if (QFileInfo::exists(path))
        return Error{"The recording file exists already and is not overwritten.", path.toStdString(),
                     systemWords(EEXIST), "Choose another name, or move that file away."};
    if (::access(QFile::encodeName(folder).constData(), W_OK | X_OK) != 0)
        return Error{"The recording cannot be created.", path.toStdString(), systemWords(errno),
                     "Choose a folder that exists and that you may write."};
    return success();
}

} // namespace maintscope::model
