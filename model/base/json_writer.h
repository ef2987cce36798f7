// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace maintscope::model {

/// Writes JSON with the keys in call order (QJsonObject sorts them), so that equal input produces equal
/// bytes. Invisible characters and those that change the text direction are escaped; bytes that are not UTF-8
/// become U+FFFD.
class JsonWriter {
public:
    enum class Style { Compact, Indented };
    explicit JsonWriter(Style style = Style::Compact)
        : m_style(style) {}

    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();
    JsonWriter& key(std::string_view name);

    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(const QString& text);
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
    JsonWriter& value(std::uint64_t number);
    JsonWriter& value(bool truth);
    /// The shortest number that reads back as the same one. `number` is finite.
    JsonWriter& real(double number);
    /// Nanoseconds as a number of microseconds with their fraction: 1234567 -> 1234.567.
    JsonWriter& microseconds(std::int64_t nanoseconds);
    JsonWriter& null();
    template <class T>
    JsonWriter& value(const std::optional<T>& maybe) {
        return maybe ? value(*maybe) : null();
    }
    /// null if the text is empty.
    JsonWriter& textOrNull(std::string_view text) { return text.empty() ? null() : value(text); }

    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }
    [[nodiscard]] QByteArray take() { return std::move(m_bytes); }

private:
    void beforeValue();
    void newLine();
    void open(char bracket);
    void close(char bracket);
    void quote(const QString& text);

    Style m_style;
    QByteArray m_bytes;
    std::vector<bool> m_hasItems; ///< one per open object or array
    bool m_afterKey = false;
};

} // namespace maintscope::model
