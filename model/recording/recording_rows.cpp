// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recording/recording_rows.h"

#include "model/base/event_ids.h"
#include "model/base/json_writer.h"
#include "model/events/event_text.h"
#include "model/metrics/sample_block.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlQuery>
#include <QStringDecoder>

#include <algorithm>
#include <limits>

namespace maintscope::model::rows {

using Qt::Literals::StringLiterals::operator""_s;

// Writing

/// Stored as text if it is valid UTF-8, otherwise as bytes.
QVariant textOrBytes(std::string_view value) {
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArrayView(value.data(), static_cast<qsizetype>(value.size())));
    // SQLite truncates text at its first zero byte.
    if (decoder.hasError() || value.find('\0') != std::string_view::npos)
        return QByteArray(value.data(), static_cast<qsizetype>(value.size()));
    return text;
}

/// An upper bound of probes per second on one connection.
constexpr double kHighestRate = 1e6;

QVariant number(std::int64_t value) {
    return QVariant::fromValue<qlonglong>(value);
}

namespace {

QVariant optionalText(std::string_view value) {
    return value.empty() ? QVariant() : textOrBytes(value);
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

} // namespace

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

// Reading

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

/// Times out of range are rejected, so that sums of two do not overflow.
std::optional<Duration> duration(const QVariant& value) {
    const auto ns = integer(value);
    if (!ns || *ns > kFarthestTime.count() || *ns < -kFarthestTime.count()) return std::nullopt;
    return Duration(*ns);
}

namespace {

template <class Small>
Small narrowed(const QVariant& value) {
    const std::int64_t number = integer(value).value_or(0);
    if (number < 0 || static_cast<std::uint64_t>(number) > std::numeric_limits<Small>::max()) return 0;
    return static_cast<Small>(number);
}

/// The enum value with this name; enums count from 0 to `last`.
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
    // QJsonObject sorts its keys; the file has them in the order of the steps.
    std::sort(figures.begin(), figures.end(), [&text](const Figure& a, const Figure& b) {
        const auto place = [&text](const Figure& f) {
            return text.indexOf('"' + QByteArray::fromStdString(f.name) + "\":");
        };
        return place(a) < place(b);
    });
    return figures;
}

} // namespace

std::optional<Event> eventOf(const QSqlQuery& row, int column) {
    const auto next = [&]() { return row.value(column++); };
    const auto nextText = [&]() { return bytesOf(next()); };
    Event e;
    const auto key = integer(next());
    next(); // event_id follows from the key
    const auto seqNo = integer(next());
    const auto mono = duration(next());
    const auto end = duration(next());
    const auto wall = duration(next());
    e.clockStep = duration(next()).value_or(Duration{});
    const auto kind = fromWord(next(), EventKind::State);
    e.name = nextText();
    const auto severity = fromWord(next(), Severity::Error);
    if (!key || !seqNo || !mono || !wall || !kind || !severity) return std::nullopt;
    e.key = EventKey{static_cast<std::uint64_t>(*key)};
    e.seqNo = static_cast<std::uint64_t>(*seqNo);
    e.at = MonoTime(*mono);
    if (end) e.end = MonoTime(*end);
    e.wall = WallTime(*wall);
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
    t.probe.ratePerSecond = std::clamp(next().toDouble(), 0.0, kHighestRate);
    t.probe.command = fromWord(next(), ProbeCommand::Incr).value_or(ProbeCommand::Get);
    t.probe.key = bytesOf(next());
    t.probe.control = next().toInt() != 0;
    return t;
}

} // namespace maintscope::model::rows
