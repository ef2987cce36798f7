// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/events/calendar_reader.h"

#include "model/base/format.h"

#include <QDateTime>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>
#include <optional>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// Longer lines are cut: descriptions may be very long.
constexpr qsizetype kLongestLine = 16 * 1024;
constexpr qsizetype kMostRemarks = 20;
/// A longer window is a holiday or a mistake.
constexpr Duration kLongestWindow = std::chrono::hours(31 * 24);

struct Property {
    QByteArray name;
    QMap<QByteArray, QByteArray> parameters;
    QByteArray value;
};

/// NAME;PARAM=value;PARAM="quoted: value":text
std::optional<Property> propertyOf(const QByteArray& line) {
    Property property;
    QList<QByteArray> parts{QByteArray()};
    bool quoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ';' && !quoted) {
            parts += QByteArray();
        } else if (c == ':' && !quoted) {
            property.value = line.mid(i + 1);
            property.name = parts.takeFirst().toUpper();
            for (const QByteArray& part : parts)
                if (const qsizetype equals = part.indexOf('='); equals > 0)
                    property.parameters[part.left(equals).toUpper()] = part.mid(equals + 1);
            return property;
        } else {
            parts.last() += c;
        }
    }
    return std::nullopt;
}

QString unescaped(const QByteArray& value) {
    const QString text = QString::fromUtf8(value);
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != u'\\' || i + 1 == text.size()) {
            result += text[i];
            continue;
        }
        const QChar next = text[++i];
        result += next == u'n' || next == u'N' ? QChar(u' ') : next;
    }
    return result.simplified().left(CalendarWindows::kLongestLabel);
}

std::optional<Duration> durationOf(const QByteArray& value) {
    static const QRegularExpression form(
        u"^\\+?P(?:([0-9]{1,2})W)?(?:([0-9]{1,3})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,7})S)?)?$"_s);
    const auto match = form.match(QString::fromLatin1(value));
    if (!match.hasMatch()) return std::nullopt;
    const auto part = [&match](int index) { return match.captured(index).toLongLong(); };
    return std::chrono::hours(part(1) * 7 * 24 + part(2) * 24 + part(3)) + std::chrono::minutes(part(4)) +
           std::chrono::seconds(part(5));
}

struct Moment {
    WallTime at{};
    bool wholeDay = false;
    bool floating = false;
};

std::optional<QTimeZone> zoneOf(const QByteArray& id) {
    // "/citadel.org/20260101_1/Europe/Berlin" names the same zone. Source: RFC 5545 3.2.19.
    for (QByteArray name = id; !name.isEmpty();) {
        if (QTimeZone::isTimeZoneIdAvailable(name)) return QTimeZone(name);
        if (const QByteArray iana = QTimeZone::windowsIdToDefaultIanaId(name); !iana.isEmpty())
            return QTimeZone(iana);
        const qsizetype slash = name.indexOf('/');
        name = slash < 0 ? QByteArray() : name.mid(slash + 1);
    }
    return std::nullopt;
}

/// A parsed time, or the reason why it is invalid.
/// A time that occurs twice, when clocks are set back, is the first of the two; one that does not occur, when
/// they are set forward, is counted with the offset before the gap (RFC 5545, 3.3.5). Qt takes the second of two.
qint64 firstOccurrence(const QDateTime& clock, const QTimeZone& zone) {
    const qint64 local = clock.toMSecsSinceEpoch(); // as if it were UTC
    constexpr qint64 kDay = qint64{24} * 3600 * 1000;
    const int before = zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(local - kDay, Qt::UTC));
    const qint64 early = local - qint64{before} * 1000;
    if (zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(early, Qt::UTC)) == before) return early;
    const int after = zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(local + kDay, Qt::UTC));
    const qint64 late = local - qint64{after} * 1000;
    if (zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(late, Qt::UTC)) == after) return late;
    return early; // no clock shows it
}

Result<Moment> momentOf(const Property& property) {
    const auto wrong = [&property](const char* why) {
        return Error{why, property.value.left(60).toStdString(), {}, {}};
    };
    const QString text = QString::fromLatin1(property.value);
    Moment moment;
    moment.wholeDay = text.size() == 8;
    const bool utc = text.endsWith(u'Z');
    const QDateTime clock(QDate::fromString(text.left(8), u"yyyyMMdd"_s),
                          moment.wholeDay ? QTime(0, 0) : QTime::fromString(text.mid(9, 6), u"HHmmss"_s),
                          Qt::UTC);
    const bool whole = moment.wholeDay || (text.size() == (utc ? 16 : 15) && text[8] == u'T');
    if (!clock.isValid() || !whole) return wrong("has an invalid time");
    qint64 ms = clock.toMSecsSinceEpoch();
    const QByteArray zoneName = property.parameters.value("TZID");
    if (!utc && !zoneName.isEmpty()) {
        const auto zone = zoneOf(zoneName);
        if (!zone) return Error{"has an unknown time zone", zoneName.left(60).toStdString(), {}, {}};
        ms = firstOccurrence(clock, *zone);
    } else {
        moment.floating = !utc && !moment.wholeDay;
    }
    // The years 2000 to 2090: the nanoseconds of a recording do not reach beyond.
    constexpr qint64 kNearest = qint64{946'684'800} * 1'000;
    constexpr qint64 kFarthest = qint64{3'786'912'000} * 1'000;
    if (ms < kNearest || ms > kFarthest) return wrong("has a time out of range");
    moment.at = WallTime(std::chrono::milliseconds(ms));
    return moment;
}

struct Entry {
    std::optional<Property> start;
    std::optional<Property> end;
    std::optional<Property> duration;
    QString summary;
    QByteArray categories;
    bool cancelled = false;
    bool repeats = false;
};

class Reader {
public:
    explicit Reader(const QByteArray& bytes)
        : m_bytes(bytes) {}

    Result<CalendarWindows> read() {
        if (m_bytes.size() > CalendarWindows::kLargestFile)
            return Error{"The calendar is too large.",
                         {},
                         formatSize(static_cast<std::uint64_t>(m_bytes.size())).toStdString(),
                         "Export only the maintenance events."};
        QByteArray line;
        qsizetype at = m_bytes.startsWith("\xef\xbb\xbf") ? 3 : 0; // a byte order mark
        while (nextLine(at, line) && m_result.windows.size() < CalendarWindows::kMostWindows)
            take(line);
        if (!m_isCalendar)
            return Error{"The file is not a calendar.",
                         {},
                         "BEGIN:VCALENDAR is missing",
                         "Choose an iCalendar file (.ics)."};
        if (m_result.windows.size() == CalendarWindows::kMostWindows)
            remark(u"only the first %1 windows were imported"_s.arg(CalendarWindows::kMostWindows));
        if (m_result.windows.empty())
            return Error{"The calendar does not contain a planned window.",
                         {},
                         m_result.remarks.join(u"; "_s).toStdString(),
                         "Add an event with a start and an end."};
        std::stable_sort(m_result.windows.begin(), m_result.windows.end(),
                         [](const PlannedWindow& a, const PlannedWindow& b) { return a.from < b.from; });
        m_result.windows.erase(std::unique(m_result.windows.begin(), m_result.windows.end()),
                               m_result.windows.end());
        return std::move(m_result);
    }

private:
    /// The next unfolded line: a line that begins with a blank continues the previous one.
    bool nextLine(qsizetype& at, QByteArray& line) const {
        line.clear();
        if (at >= m_bytes.size()) return false;
        for (;;) {
            qsizetype end = m_bytes.indexOf('\n', at);
            if (end < 0) end = m_bytes.size();
            qsizetype length = end - at;
            if (length > 0 && m_bytes[at + length - 1] == '\r') --length;
            line += m_bytes.mid(at, std::min(length, kLongestLine - line.size()));
            at = end + 1;
            if (at >= m_bytes.size() || (m_bytes[at] != ' ' && m_bytes[at] != '\t')) return true;
            ++at;
        }
    }

    void take(const QByteArray& line) {
        const auto property = propertyOf(line);
        if (!property) return;
        const QByteArray what = property->value.trimmed().toUpper();
        if (property->name == "BEGIN") {
            m_isCalendar = m_isCalendar || what == "VCALENDAR";
            if (what == "VEVENT") m_entry = Entry{};
            ++m_depth;
            if (what == "VEVENT") m_eventDepth = m_depth;
            return;
        }
        if (property->name == "END") {
            if (what == "VEVENT" && m_entry && m_isCalendar) finish(*m_entry);
            if (what == "VEVENT") m_entry.reset();
            m_depth = std::max(0, m_depth - 1);
            return;
        }
        if (property->name == "X-MAINTSCOPE-SCHEMA") m_isOurs = true;
        // An alarm inside an event has a duration and a summary of its own.
        if (m_entry && m_depth == m_eventDepth) fill(*m_entry, *property);
    }

    static void fill(Entry& entry, const Property& property) {
        if (property.name == "DTSTART") entry.start = property;
        if (property.name == "DTEND") entry.end = property;
        if (property.name == "DURATION") entry.duration = property;
        if (property.name == "SUMMARY") entry.summary = unescaped(property.value);
        if (property.name == "CATEGORIES") entry.categories = property.value.toUpper();
        if (property.name == "STATUS") entry.cancelled = property.value.trimmed().toUpper() == "CANCELLED";
        if (property.name == "RRULE" || property.name == "RDATE") entry.repeats = true;
    }

    void finish(const Entry& entry) {
        if (m_isOurs && !entry.categories.contains("PLANNED")) return;
        const QString name =
            entry.summary.isEmpty() ? u"an event without a name"_s : u'"' + entry.summary + u'"';
        if (entry.cancelled) return remark(name + u" is cancelled"_s);
        if (!entry.start) return remark(name + u" has no start"_s);
        const auto from = momentOf(*entry.start);
        if (!from) return remark(name + u' ' + textOf(from.error()));
        const auto to = endOf(entry, *from);
        if (!to) return remark(name + u' ' + textOf(to.error()));
        if (*to <= from->at) return remark(name + u" has no duration"_s);
        if (*to - from->at > kLongestWindow) return remark(name + u" lasts longer than a month"_s);
        if (entry.repeats) remark(name + u" repeats; only its first occurrence was imported"_s);
        if (from->floating) remark(name + u" has no time zone; UTC was assumed"_s);
        m_result.windows.push_back(
            {entry.summary.isEmpty() ? u"planned maintenance"_s : entry.summary, from->at, *to});
    }

    static Result<WallTime> endOf(const Entry& entry, const Moment& from) {
        if (entry.end) {
            const auto to = momentOf(*entry.end);
            if (!to) return to.error();
            return to->at;
        }
        if (entry.duration) {
            const auto length = durationOf(entry.duration->value.trimmed());
            if (!length)
                return Error{"has an invalid duration", entry.duration->value.left(60).toStdString(), {}, {}};
            return from.at + *length;
        }
        return from.at + (from.wholeDay ? Duration(std::chrono::hours(24)) : Duration{});
    }

    static QString textOf(const Error& error) {
        return QString::fromStdString(error.what) + u" ("_s + escapeServerText(error.where) + u')';
    }

    void remark(const QString& text) {
        if (m_result.remarks.size() < kMostRemarks) m_result.remarks += text;
    }

    const QByteArray& m_bytes;
    CalendarWindows m_result;
    std::optional<Entry> m_entry;
    int m_depth = 0;
    int m_eventDepth = 0;
    bool m_isCalendar = false;
    bool m_isOurs = false;
};

} // namespace

Result<CalendarWindows> readCalendar(const QByteArray& bytes) {
    return Reader(bytes).read();
}

Result<CalendarWindows> readCalendarFile(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{"The calendar cannot be read.", path.toStdString(), file.errorString().toStdString(),
                     "Check the file name and its permissions."};
    auto calendar = readCalendar(file.read(CalendarWindows::kLargestFile + 1));
    if (calendar) return calendar;
    Error error = calendar.error();
    error.where = path.toStdString();
    return error;
}

} // namespace maintscope::model
