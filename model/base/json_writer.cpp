// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/json_writer.h"

#include <QChar>
#include <QLocale>

namespace maintscope::model {

void JsonWriter::newLine() {
    if (m_style == Style::Compact) return;
    m_bytes += '\n';
    m_bytes.append(static_cast<qsizetype>(m_hasItems.size()) * 2, ' ');
}

void JsonWriter::beforeValue() {
    if (m_afterKey) {
        m_afterKey = false;
        return;
    }
    if (m_hasItems.empty()) return;
    if (m_hasItems.back()) m_bytes += ',';
    m_hasItems.back() = true;
    newLine();
}

void JsonWriter::open(char bracket) {
    beforeValue();
    m_bytes += bracket;
    m_hasItems.push_back(false);
}

void JsonWriter::close(char bracket) {
    const bool hadItems = m_hasItems.back();
    m_hasItems.pop_back();
    if (hadItems) newLine();
    m_bytes += bracket;
}

JsonWriter& JsonWriter::beginObject() {
    open('{');
    return *this;
}

JsonWriter& JsonWriter::endObject() {
    close('}');
    return *this;
}

JsonWriter& JsonWriter::beginArray() {
    open('[');
    return *this;
}

JsonWriter& JsonWriter::endArray() {
    close(']');
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    value(name);
    m_bytes += m_style == Style::Compact ? ":" : ": ";
    m_afterKey = true;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    return value(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

JsonWriter& JsonWriter::value(const QString& text) {
    beforeValue();
    quote(text);
    return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
    beforeValue();
    m_bytes += QByteArray::number(static_cast<qlonglong>(number));
    return *this;
}

JsonWriter& JsonWriter::value(std::uint64_t number) {
    beforeValue();
    m_bytes += QByteArray::number(static_cast<qulonglong>(number));
    return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
    beforeValue();
    m_bytes += truth ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::real(double number) {
    beforeValue();
    m_bytes += QByteArray::number(number, 'g', QLocale::FloatingPointShortest);
    return *this;
}

JsonWriter& JsonWriter::microseconds(std::int64_t nanoseconds) {
    beforeValue();
    const auto magnitude = static_cast<qulonglong>(nanoseconds < 0 ? -nanoseconds : nanoseconds);
    if (nanoseconds < 0) m_bytes += '-';
    m_bytes += QByteArray::number(magnitude / 1'000) + '.' +
               QByteArray::number(magnitude % 1'000).rightJustified(3, '0');
    return *this;
}

JsonWriter& JsonWriter::null() {
    beforeValue();
    m_bytes += "null";
    return *this;
}

void JsonWriter::quote(const QString& text) {
    QString out;
    out.reserve(text.size() + 2);
    out += u'"';
    for (const QChar c : text) {
        switch (c.unicode()) {
        case u'"':
            out += QLatin1String("\\\"");
            continue;
        case u'\\':
            out += QLatin1String("\\\\");
            continue;
        case u'\n':
            out += QLatin1String("\\n");
            continue;
        case u'\r':
            out += QLatin1String("\\r");
            continue;
        case u'\t':
            out += QLatin1String("\\t");
            continue;
        default:
            break;
        }
        const QChar::Category category = c.category();
        const bool hidden = category == QChar::Other_Control || category == QChar::Other_Format ||
                            category == QChar::Separator_Line || category == QChar::Separator_Paragraph;
        if (hidden)
            out += QLatin1String("\\u") + QString::number(c.unicode(), 16).rightJustified(4, u'0');
        else
            out += c;
    }
    out += u'"';
    m_bytes += out.toUtf8();
}

} // namespace maintscope::model
