// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/format.h"

#include <QChar>
#include <QList>

#include <array>
#include <chrono>
#include <optional>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;
using std::chrono::duration_cast;

constexpr QChar kMinus(0x2212);
constexpr QChar kEllipsis(0x2026);
constexpr QChar kThousands(0x202f);

QString number(std::int64_t value) {
    return QString::number(static_cast<qlonglong>(value));
}

QString padded(std::int64_t value, int width) {
    return number(value).rightJustified(width, u'0');
}

/// `value` units of 10^-decimals, written with that many decimals.
QString fixed(std::int64_t value, int decimals) {
    if (decimals == 0) return number(value);
    std::int64_t scale = 1;
    for (int i = 0; i < decimals; ++i)
        scale *= 10;
    return number(value / scale) + u'.' + padded(value % scale, decimals);
}

/// Three significant digits of ns in a unit of `unitNs`, or nothing if rounding reaches `limit` units.
std::optional<QString> threeDigits(std::int64_t ns, std::int64_t unitNs, std::int64_t limit) {
    for (int decimals = 2; decimals >= 0; --decimals) {
        std::int64_t step = unitNs;
        for (int i = 0; i < decimals; ++i)
            step /= 10;
        const std::int64_t rounded = (ns + step / 2) / step;
        if (decimals > 0 && rounded >= 1000) continue;
        if (rounded * step >= limit * unitNs) return std::nullopt;
        return fixed(rounded, decimals);
    }
    return std::nullopt;
}

QString pair(std::int64_t high, const QString& highUnit, std::int64_t low, const QString& lowUnit) {
    const QString text = number(high) + u' ' + highUnit;
    return low == 0 ? text : text + u' ' + number(low) + u' ' + lowUnit;
}

struct Calendar {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    std::int64_t hour = 0;
    std::int64_t minute = 0;
    std::int64_t second = 0;
    std::int64_t ns = 0;
};

Calendar calendar(WallTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::int64_t ns = duration_cast<Duration>(time - day).count();
    constexpr std::int64_t kSecondNs = 1'000'000'000;
    const std::int64_t seconds = ns / kSecondNs;
    return {static_cast<int>(date.year()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            ns % kSecondNs};
}

QString clock(const Calendar& c) {
    return padded(c.hour, 2) + u':' + padded(c.minute, 2) + u':' + padded(c.second, 2);
}

QString date(const Calendar& c) {
    return padded(c.year, 4) + u'-' + padded(c.month, 2) + u'-' + padded(c.day, 2);
}

/// Length of the valid UTF-8 sequence at the front, 0 if there is none. Overlong forms and surrogates are
/// not valid.
std::size_t utf8Length(std::string_view s) {
    const auto at = [s](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const unsigned char lead = at(0);
    std::size_t length = 0;
    char32_t least = 0;
    char32_t value = 0;
    if (lead < 0x80) return 1;
    if ((lead & 0xe0) == 0xc0) {
        length = 2;
        least = 0x80;
        value = lead & 0x1fU;
    } else if ((lead & 0xf0) == 0xe0) {
        length = 3;
        least = 0x800;
        value = lead & 0x0fU;
    } else if ((lead & 0xf8) == 0xf0) {
        length = 4;
        least = 0x10000;
        value = lead & 0x07U;
    } else {
        return 0;
    }
    if (s.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((at(i) & 0xc0) != 0x80) return 0;
        value = (value << 6) | (at(i) & 0x3fU);
    }
    if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return 0;
    return length;
}

/// Characters that are invisible or affect how adjacent ones are displayed.
bool isTreacherous(char32_t c) {
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QString hex(char32_t value, int width) {
    return QString::number(static_cast<uint>(value), 16).rightJustified(width, u'0');
}

QString escapedCharacter(char32_t code) {
    return code < 0x100 ? u"\\x"_s + hex(code, 2) : u"\\u{"_s + hex(code, 4) + u'}';
}

template <class Replacement>
QString replaceTreacherous(const QString& text, LineFeeds lineFeeds, Replacement replacement) {
    QString result;
    result.reserve(text.size());
    for (const char32_t code : text.toUcs4()) {
        const bool kept = code == U'\n' ? lineFeeds == LineFeeds::Kept : !isTreacherous(code);
        if (kept)
            result += QChar::fromUcs4(code);
        else
            result += replacement(code);
    }
    return result;
}

} // namespace

QString formatDuration(Duration value) {
    if (value < Duration{}) return kMinus + formatDuration(-value);
    const std::int64_t ns = value.count();
    if (ns == 0) return u"0 ms"_s;
    if (ns < 1'000) return number(ns) + u" ns"_s;
    if (ns < 10'000) {
        // Below 0.01 ms, two decimals of a millisecond are not precise enough.
        if (const auto text = threeDigits(ns, 1'000, 1'000)) return *text + u" µs"_s;
    }
    if (const auto text = threeDigits(ns, 1'000'000, 1'000)) return *text + u" ms"_s;
    if (const auto text = threeDigits(ns, 1'000'000'000, 60)) return *text + u" s"_s;
    const std::int64_t seconds = (ns + 500'000'000) / 1'000'000'000;
    if (seconds < 3'600) return pair(seconds / 60, u"min"_s, seconds % 60, u"s"_s);
    const std::int64_t minutes = (seconds + 30) / 60;
    if (minutes < 24 * 60) return pair(minutes / 60, u"h"_s, minutes % 60, u"min"_s);
    const std::int64_t hours = (minutes + 30) / 60;
    return pair(hours / 24, u"d"_s, hours % 24, u"h"_s);
}

QString formatSetting(Duration value) {
    if (value < Duration{}) return kMinus + formatSetting(-value);
    const std::int64_t ns = value.count();
    const auto trimmed = [](std::int64_t thousandths, const QString& unit) {
        QString text = fixed(thousandths, 3);
        while (text.endsWith(u'0'))
            text.chop(1);
        if (text.endsWith(u'.')) text.chop(1);
        return text + u' ' + unit;
    };
    if (ns < 1'000'000'000) return trimmed((ns + 500) / 1'000, u"ms"_s);
    if (ns < 60'000'000'000) return trimmed((ns + 500'000) / 1'000'000, u"s"_s);
    return formatDuration(value);
}

QString formatCountdown(Duration left) {
    std::int64_t seconds = 0;
    if (left > Duration{}) seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
    if (seconds < 3'600) return number(seconds / 60) + u':' + padded(seconds % 60, 2);
    return number(seconds / 3'600) + u':' + padded(seconds / 60 % 60, 2) + u':' + padded(seconds % 60, 2);
}

QString formatCount(std::int64_t value) {
    // The lowest value has no positive counterpart; its digits do.
    QString digits = number(value);
    const bool negative = digits.startsWith(u'-');
    if (negative) digits.remove(0, 1);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, kThousands);
    return negative ? kMinus + digits : digits;
}

QString formatCounted(std::int64_t count, const QString& one, const QString& many) {
    return formatCount(count) + u' ' + (count == 1 ? one : many);
}

QString formatSize(std::uint64_t bytes) {
    static const std::array<QString, 5> units{u"B"_s, u"kB"_s, u"MB"_s, u"GB"_s, u"TB"_s};
    if (bytes < 1'000) return QString::number(static_cast<qulonglong>(bytes)) + u" B"_s;
    std::size_t unit = 0;
    std::uint64_t scale = 1;
    // 999 950 and above round to the next unit.
    while (unit + 1 < units.size() && bytes / scale >= 1'000) {
        scale *= 1'000;
        ++unit;
    }
    std::uint64_t tenths = (bytes * 10 + scale / 2) / scale;
    if (bytes > UINT64_MAX / 20) tenths = bytes / (scale / 10);
    if (tenths >= 10'000 && unit + 1 < units.size()) {
        tenths = 10;
        ++unit;
    }
    if (tenths < 100)
        return QString::number(static_cast<qulonglong>(tenths / 10)) + u'.' +
               QString::number(static_cast<qulonglong>(tenths % 10)) + u' ' + units[unit];
    return QString::number(static_cast<qulonglong>((tenths + 5) / 10)) + u' ' + units[unit];
}

QString formatTimeMs(WallTime time) {
    const Calendar c = calendar(time);
    return clock(c) + u'.' + padded(c.ns / 1'000'000, 3);
}

QString formatTimeS(WallTime time) {
    return clock(calendar(time));
}

QString formatDate(WallTime time) {
    return date(calendar(time));
}

QString formatRfc3339(WallTime time) {
    const Calendar c = calendar(time);
    return date(c) + u'T' + clock(c) + u'.' + padded(c.ns, 9) + u'Z';
}

QString escapeServerText(std::string_view bytes, int limit) {
    QString text;
    int shown = 0;
    while (!bytes.empty()) {
        if (shown++ >= limit) return text + kEllipsis;
        const std::size_t length = utf8Length(bytes);
        if (length == 0) {
            text += u"\\x"_s + hex(static_cast<unsigned char>(bytes.front()), 2);
            bytes.remove_prefix(1);
            continue;
        }
        const QString character = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(length));
        const char32_t code = character.toUcs4().value(0);
        if (code == U'\\')
            text += u"\\\\"_s;
        else
            text += isTreacherous(code) ? escapedCharacter(code) : character;
        bytes.remove_prefix(length);
    }
    return text;
}

QString escapeControls(const QString& text, LineFeeds lineFeeds) {
    return replaceTreacherous(text, lineFeeds, escapedCharacter);
}

QString escapeControlsInJson(const QString& json) {
    return replaceTreacherous(json, LineFeeds::Kept, [](char32_t code) {
        QString text;
        for (const char16_t unit : QChar::fromUcs4(code))
            text += u"\\u"_s + hex(unit, 4);
        return text;
    });
}

} // namespace maintscope::model
