// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/csv_line.h"

#include "model/base/format.h"

#include <QString>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace maintscope::model {
namespace {

using Qt::Literals::StringLiterals::operator""_s;

/// A spreadsheet interprets a cell that begins with one of these as a formula.
bool looksLikeFormula(const QString& text) {
    return !text.isEmpty() && QStringView(u"=+-@\t\r").contains(text.front());
}

/// Words, numbers and times need no quoting: nearly every cell of millions of lines.
bool isPlain(std::string_view value) {
    const bool formula =
        !value.empty() && std::string_view("=+-@").find(value.front()) != std::string_view::npos;
    return !formula && std::all_of(value.begin(), value.end(), [](char c) {
        return c > ' ' && c < '\x7f' && c != '"' && c != ',' && c != '\\';
    });
}

QByteArray csvCell(std::string_view value) {
    if (isPlain(value)) return {value.data(), static_cast<qsizetype>(value.size())};
    // Control characters from a server would affect the terminal that shows the file. Backslashes are not
    // doubled: the exact bytes are in raw_resp.
    QString text = escapeServerText(value, static_cast<int>(value.size()) + 1).replace(u"\\\\"_s, u"\\"_s);
    if (looksLikeFormula(text)) text.prepend(u'\'');
    const bool quote =
        std::any_of(text.begin(), text.end(), [](QChar c) { return c == u'"' || c == u',' || c == u' '; });
    if (!quote) return text.toUtf8();
    return '"' + text.replace(u'"', u"\"\""_s).toUtf8() + '"';
}

} // namespace

void CsvLine::add(const QByteArray& cell) {
    if (m_any) m_line += ',';
    m_any = true;
    m_line += cell;
}

void CsvLine::text(const char* /*name*/, std::string_view value) {
    add(csvCell(value));
}

void CsvLine::number(const char* /*name*/, std::optional<std::int64_t> value) {
    add(value ? QByteArray::number(static_cast<qlonglong>(*value)) : QByteArray());
}

void CsvLine::count(const char* /*name*/, std::uint64_t value) {
    add(QByteArray::number(static_cast<qulonglong>(value)));
}

void CsvLine::duration(const char* name, std::optional<Duration> value) {
    number(name, value ? std::optional<std::int64_t>(value->count()) : std::nullopt);
}

void CsvLine::figures(const char* /*name*/, const std::vector<Figure>& figures) {
    std::string joined;
    for (const Figure& f : figures)
        joined += (joined.empty() ? "" : ";") + f.name + '=' + std::to_string(f.value);
    add(csvCell(joined));
}

QByteArray CsvLine::take() {
    m_any = false;
    return std::exchange(m_line, {}) + "\r\n";
}

} // namespace maintscope::model
