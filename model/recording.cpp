// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording.h"

#include "model/event_text.h"
#include "model/recording_schema.h"
#include "model/sample_block.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QUrl>
#include <QUuid>
#include <QVariant>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// Longer texts are none of ours.
constexpr int kLongestText = 64 * 1024;
/// A recording of more targets is none of ours.
constexpr int kMostTargets = 1'024;

std::string bytesOf(const QVariant& value) {
    const QByteArray bytes =
        value.typeId() == QMetaType::QByteArray ? value.toByteArray() : value.toString().toUtf8();
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

std::optional<std::int64_t> integer(const QVariant& value) {
    if (value.isNull()) return std::nullopt;
    bool ok = false;
    const qlonglong number = value.toLongLong(&ok);
    return ok ? std::optional<std::int64_t>(number) : std::nullopt;
}

std::optional<Duration> duration(const QVariant& value) {
    const auto number = integer(value);
    return number ? std::optional(Duration(*number)) : std::nullopt;
}

template <class Small>
Small narrowed(const QVariant& value) {
    const std::int64_t number = integer(value).value_or(0);
    if (number < 0 || static_cast<std::uint64_t>(number) > std::numeric_limits<Small>::max()) return 0;
    return static_cast<Small>(number);
}

/// The value whose word it is; enums count up from 0 to `last`.
template <class Enum>
std::optional<Enum> fromWord(const QVariant& value, Enum last) {
    const std::string word = bytesOf(value);
    for (int i = 0; i <= static_cast<int>(last); ++i)
        if (toString(static_cast<Enum>(i)) == word) return static_cast<Enum>(i);
    return std::nullopt;
}

std::vector<Figure> figuresOf(const QVariant& value) {
    std::vector<Figure> figures;
    if (value.isNull()) return figures;
    const QByteArray text = value.toString().toUtf8();
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    for (auto it = object.begin(); it != object.end(); ++it)
        figures.push_back({it.key().toStdString(), it.value().toInteger()});
    // QJsonObject sorts its keys; the file has them in the order in which the steps were taken.
    std::sort(figures.begin(), figures.end(), [&text](const Figure& a, const Figure& b) {
        const auto place = [&text](const Figure& f) {
            return text.indexOf('"' + QByteArray::fromStdString(f.name) + "\":");
        };
        return place(a) < place(b);
    });
    return figures;
}

/// One row of `events`. nullopt: it holds what no recorder writes.
std::optional<Event> eventOf(const QSqlQuery& row) {
    int column = 0;
    const auto next = [&]() { return row.value(column++); };
    const auto nextText = [&]() { return bytesOf(next()); };
    Event e;
    const auto key = integer(next());
    next(); // event_id follows from the key
    const auto seqNo = integer(next());
    const auto mono = integer(next());
    const auto end = integer(next());
    const auto wall = integer(next());
    e.clockStep = duration(next()).value_or(Duration{});
    const auto kind = fromWord(next(), EventKind::State);
    e.name = nextText();
    const auto severity = fromWord(next(), Severity::Error);
    if (!key || !seqNo || !mono || !wall || !kind || !severity) return std::nullopt;
    e.key = EventKey{static_cast<std::uint64_t>(*key)};
    e.seqNo = static_cast<std::uint64_t>(*seqNo);
    e.at = MonoTime(Duration(*mono));
    if (end) e.end = MonoTime(Duration(*end));
    e.wall = WallTime(Duration(*wall));
    e.kind = *kind;
    e.severity = *severity;
    e.target = TargetId{narrowed<std::uint16_t>(next())};
    e.connection = ConnectionId{narrowed<std::uint16_t>(next())};
    e.stream = StreamId{narrowed<std::uint32_t>(next())};
    e.role = fromWord(next(), ProbeRole::Control).value_or(ProbeRole::Protected);
    if (const auto sequence = integer(next())) e.sequence = SequenceId{*sequence};
    e.announced = duration(next());
    e.peerOld = nextText();
    e.peerNew = nextText();
    e.slots = nextText();
    e.shards = nextText();
    if (const auto pair = integer(next())) e.pair = EventKey{static_cast<std::uint64_t>(*pair)};
    e.pairState = fromWord(next(), PairState::OrphanClose).value_or(PairState::None);
    e.phases.notified = duration(next());
    e.phases.connecting = duration(next());
    e.phases.optedIn = duration(next());
    e.phases.firstOk = duration(next());
    e.phases.oldDrained = duration(next());
    e.phases.oldClosed = duration(next());
    e.timeoutBefore = duration(next());
    e.timeoutEffective = duration(next());
    if (const auto attempt = integer(next())) e.attempt = static_cast<int>(*attempt);
    e.result = fromWord(next(), ResultWord::Expired).value_or(ResultWord::None);
    e.errorType = nextText();
    e.errorText = nextText();
    e.policy = fromWord(next(), Policy::Never);
    e.support = fromWord(next(), Support::Unsupported);
    e.raw = nextText();
    e.figures = figuresOf(next());
    e.text = nextText();
    return e;
}

TargetInfo targetOf(const QSqlQuery& row) {
    int column = 0;
    const auto next = [&]() { return row.value(column++); };
    TargetInfo t;
    t.id = TargetId{narrowed<std::uint16_t>(next())};
    t.name = bytesOf(next());
    t.environment = fromWord(next(), Environment::Development).value_or(Environment::Unspecified);
    t.endpoint.host = bytesOf(next());
    t.endpoint.port = narrowed<std::uint16_t>(next());
    t.user = bytesOf(next());
    t.tls = next().toInt() != 0;
    t.policy = fromWord(next(), Policy::Never).value_or(Policy::Auto);
    t.endpointType = fromWord(next(), EndpointType::None).value_or(EndpointType::Auto);
    t.timeouts.normal = duration(next()).value_or(t.timeouts.normal);
    t.timeouts.relaxed = duration(next()).value_or(t.timeouts.relaxed);
    t.timeouts.connect = duration(next()).value_or(t.timeouts.connect);
    t.timeouts.handoff = duration(next());
    t.timeouts.drainLimit = duration(next());
    t.timeouts.tail = duration(next()).value_or(t.timeouts.tail);
    t.timeouts.windowCap = duration(next()).value_or(t.timeouts.windowCap);
    t.probe.connections = narrowed<std::uint16_t>(next());
    t.probe.ratePerSecond = next().toDouble();
    t.probe.command = fromWord(next(), ProbeCommand::Incr).value_or(ProbeCommand::Get);
    t.probe.key = bytesOf(next());
    t.probe.control = next().toInt() != 0;
    return t;
}

/// What stands in every file at the same place; read by hand, so that SQLite never sees a stranger's file.
Result<int> schemaVersionOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{"The recording cannot be opened.", path.toStdString(), file.errorString().toStdString(),
                     "Check the name and whether you may read it."};
    const QByteArray header = file.read(100);
    // Source: sqlite.org/fileformat2.html, 1.3: magic at 0, user version at 60, application id at 68.
    if (header.size() < 100 || !header.startsWith(QByteArrayView("SQLite format 3\0", 16)))
        return Error{"This file is not a Maintscope recording.", path.toStdString(), "it is no SQLite file",
                     "Recordings end in .maintscope."};
    const auto number = [&header](int offset) {
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i)
            value = value << 8 | static_cast<unsigned char>(header[offset + i]);
        return static_cast<std::int32_t>(value);
    };
    if (number(68) != schema::kApplicationId)
        return Error{"This file is not a Maintscope recording.", path.toStdString(),
                     "it is an SQLite file of another program", "Recordings end in .maintscope."};
    return number(60);
}

} // namespace

struct Recording::State {
    QString path;
    QString connectionName;
    SessionInfo session;
    bool complete = false;
    MonoTime until{};

    ~State() {
        if (connectionName.isEmpty()) return;
        if (QSqlDatabase db = database(); db.isOpen()) db.close();
        QSqlDatabase::removeDatabase(connectionName);
    }

    [[nodiscard]] QSqlDatabase database() const { return QSqlDatabase::database(connectionName, false); }

    [[nodiscard]] Error readError(const QSqlQuery& query) const {
        return schema::sqlError(u"The recording cannot be read to its end."_s, path, query.lastError());
    }
    [[nodiscard]] Error damaged(const QString& detail) const {
        return {"The recording is damaged.", path.toStdString(), detail.toStdString(),
                "What can be read of it is shown."};
    }

    Status readMeta() {
        QSqlQuery query(database());
        query.setForwardOnly(true);
        // A view or a table that computes would run a stranger's expressions.
        if (!query.exec(u"SELECT count(*) FROM sqlite_schema WHERE type='table' AND name IN "
                        "('meta','targets','events','samples') AND sql NOT LIKE '%GENERATED%'"_s) ||
            !query.next())
            return readError(query);
        if (query.value(0).toInt() != 4) return damaged(u"tables are missing"_s);
        if (!query.exec(u"SELECT name, value FROM meta"_s)) return readError(query);
        while (query.next()) {
            const QString name = query.value(0).toString();
            const QVariant value = query.value(1);
            if (name == u"uuid"_s) session.uuid = bytesOf(value);
            if (name == u"app_version"_s) session.appVersion = bytesOf(value);
            if (name == u"started_wall_ns"_s)
                session.startedWall = WallTime(Duration(integer(value).value_or(0)));
            if (name == u"until_ns"_s) until = MonoTime(Duration(integer(value).value_or(0)));
            if (name == u"complete"_s) complete = value.toInt() != 0;
        }
        if (query.lastError().isValid()) return readError(query);
        if (!query.exec(u"SELECT "_s + schema::targetColumns().join(u", "_s) +
                        u" FROM targets ORDER BY id LIMIT "_s + QString::number(kMostTargets)))
            return readError(query);
        while (query.next())
            session.targets.push_back(targetOf(query));
        return query.lastError().isValid() ? Status(readError(query)) : success();
    }
};

Recording::Recording(std::unique_ptr<State> state)
    : m_state(std::move(state)) {}
Recording::~Recording() = default;

Result<std::unique_ptr<Recording>> Recording::open(const QString& path) {
    auto version = schemaVersionOf(path);
    if (!version) return version.error();
    if (*version > schema::kVersion)
        return Error{"This recording was made by a newer Maintscope.", path.toStdString(),
                     "its format is version " + std::to_string(*version) +
                         ", this program reads up to version " + std::to_string(schema::kVersion),
                     "Open it with the version that made it, or a later one."};
    if (*version < 1)
        return Error{"This file is not a Maintscope recording.",
                     path.toStdString(),
                     "it was given up before anything was recorded",
                     {}};

    auto state = std::make_unique<State>();
    state->path = path;
    state->connectionName = u"recording-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, state->connectionName);
        db.setDatabaseName(path);
        db.setConnectOptions(u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"_s);
        if (!db.open()) return schema::sqlError(u"The recording cannot be opened."_s, path, db.lastError());
        QSqlQuery query(db);
        for (const QString& pragma : {u"PRAGMA trusted_schema=OFF"_s, u"PRAGMA query_only=ON"_s,
                                      u"PRAGMA cell_size_check=ON"_s, u"PRAGMA mmap_size=0"_s})
            if (!query.exec(pragma))
                return schema::sqlError(u"The recording cannot be opened."_s, path, query.lastError());
    }
    if (auto status = state->readMeta(); !status) return status.error();
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

Status Recording::events(const TimeRange& range, const std::function<bool(const Event&)>& visit) const {
    QStringList columns;
    for (const QString& column : schema::eventColumns())
        columns += column == u"raw"_s || column == u"text"_s || column == u"error_text"_s ||
                           column == u"figures"_s || column == u"name"_s || column == u"shards"_s ||
                           column == u"slots"_s || column == u"peer_old"_s || column == u"peer_new"_s ||
                           column == u"error_type"_s
                       ? u"substr(%1,1,%2)"_s.arg(column).arg(kLongestText)
                       : column;
    QSqlQuery query(m_state->database());
    query.setForwardOnly(true);
    // An open span touches everything after its begin.
    query.prepare(
        u"SELECT "_s + columns.join(u", "_s) +
        u" FROM events WHERE mono_ns < ? AND (mono_ns >= ? OR end_mono_ns > ? OR (end_mono_ns IS NULL AND "
        "kind IN ('window', 'handoff', 'relaxed', 'connect_attempt'))) ORDER BY seq_no"_s);
    constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
    const qlonglong from = range.from ? range.from->time_since_epoch().count() : kFirst;
    const qlonglong to = range.to ? range.to->time_since_epoch().count() : kLast;
    query.addBindValue(to);
    query.addBindValue(from);
    query.addBindValue(from);
    if (!query.exec()) return m_state->readError(query);
    while (query.next()) {
        const auto event = eventOf(query);
        if (!event) return m_state->damaged(u"an event holds what no recorder writes"_s);
        if (!visit(*event)) return success();
    }
    return query.lastError().isValid() ? Status(m_state->readError(query)) : success();
}

Status Recording::samples(const TimeRange& range, const std::function<bool(const Sample&)>& visit) const {
    QSqlQuery query(m_state->database());
    query.setForwardOnly(true);
    query.prepare(u"SELECT CASE WHEN length(data) <= ? THEN data END FROM samples "
                  "WHERE last_ns >= ? AND first_ns < ? ORDER BY id"_s);
    const qlonglong from =
        range.from ? range.from->time_since_epoch().count() : std::numeric_limits<qlonglong>::min();
    const qlonglong to =
        range.to ? range.to->time_since_epoch().count() : std::numeric_limits<qlonglong>::max();
    query.addBindValue(QVariant::fromValue<qlonglong>(kLargestBlock));
    query.addBindValue(from);
    query.addBindValue(to);
    if (!query.exec()) return m_state->readError(query);
    while (query.next()) {
        const QByteArray data = query.value(0).toByteArray();
        const auto samples =
            decodeSamples(std::string_view(data.constData(), static_cast<std::size_t>(data.size())));
        if (!samples) return m_state->damaged(QString::fromStdString(toString(samples.error())));
        for (const Sample& sample : *samples) {
            if (range.from && sample.intended < *range.from) continue;
            if (range.to && sample.intended >= *range.to) continue;
            if (!visit(sample)) return success();
        }
    }
    return query.lastError().isValid() ? Status(m_state->readError(query)) : success();
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

} // namespace maintscope::model
