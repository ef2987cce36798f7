// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/wire/resp_codec.h"

#include "client/types/ascii.h"

#include <charconv>

namespace maintscope::demo::resp {

namespace {

constexpr std::int64_t kMaxArguments = 64 * 1024;
constexpr std::int64_t kMaxBulk = 1024 * 1024;
constexpr std::size_t kMaxLine = 64 * 1024;

std::optional<std::int64_t> toInteger(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

} // namespace

void RequestParser::append(std::string_view bytes) {
    if (m_position == m_buffer.size()) {
        m_buffer.clear();
        m_position = 0;
    } else if (m_position > kMaxLine) {
        m_buffer.erase(0, m_position);
        m_position = 0;
    }
    m_buffer.append(bytes);
}

RequestParser::Status RequestParser::next(Command& command) {
    while (m_error.empty()) {
        if (m_argumentsLeft == 0) {
            if (m_position == m_buffer.size()) return Status::NeedMore;
            if (m_buffer[m_position] != '*') {
                const Status status = nextInline(command);
                if (status == Status::Whole && command.empty()) continue; // redis ignores an empty line
                return status;
            }
            const auto line = takeLine("too big mbulk count string");
            if (!line) break;
            const auto count = toInteger(line->substr(1));
            if (!count || *count > kMaxArguments) return fail("invalid multibulk length");
            if (*count <= 0) continue;
            m_argumentsLeft = *count;
            m_partial.clear();
        }
        return nextMultibulk(command);
    }
    return m_error.empty() ? Status::NeedMore : Status::Error;
}

RequestParser::Status RequestParser::nextMultibulk(Command& command) {
    while (m_argumentsLeft > 0) {
        if (m_bulkLength < 0) {
            if (m_position == m_buffer.size()) return Status::NeedMore;
            if (m_buffer[m_position] != '$')
                return fail(std::string("expected '$', got '") + m_buffer[m_position] + "'");
            const auto line = takeLine("too big bulk count string");
            if (!line) return m_error.empty() ? Status::NeedMore : Status::Error;
            const auto length = toInteger(line->substr(1));
            if (!length || *length < 0 || *length > kMaxBulk) return fail("invalid bulk length");
            m_bulkLength = *length;
        }
        const auto length = static_cast<std::size_t>(m_bulkLength);
        if (m_buffer.size() - m_position < length + 2) return Status::NeedMore;
        m_partial.emplace_back(m_buffer, m_position, length);
        m_position += length + 2;
        m_bulkLength = -1;
        --m_argumentsLeft;
    }
    command = std::move(m_partial);
    m_partial.clear();
    return Status::Whole;
}

RequestParser::Status RequestParser::nextInline(Command& command) {
    const auto end = m_buffer.find('\n', m_position);
    if (end == std::string::npos) {
        if (buffered() > kMaxLine) return fail("too big inline request");
        return Status::NeedMore;
    }
    std::string_view line(m_buffer.data() + m_position, end - m_position);
    if (line.ends_with('\r')) line.remove_suffix(1);
    auto words = splitInline(line);
    m_position = end + 1;
    if (!words) return fail("unbalanced quotes in request");
    command = std::move(*words);
    return Status::Whole;
}

std::optional<std::string_view> RequestParser::takeLine(const char* tooLong) {
    const auto end = m_buffer.find('\r', m_position);
    if (end == std::string::npos) {
        if (buffered() > kMaxLine) m_error = tooLong;
        return std::nullopt;
    }
    if (end + 1 >= m_buffer.size()) return std::nullopt;
    const std::string_view line(m_buffer.data() + m_position, end - m_position);
    m_position = end + 2;
    return line;
}

RequestParser::Status RequestParser::fail(std::string error) {
    m_error = std::move(error);
    return Status::Error;
}

std::optional<Command> splitInline(std::string_view line) {
    Command words;
    std::size_t i = 0;
    while (true) {
        while (i < line.size() && isBlank(line[i]))
            ++i;
        if (i == line.size()) return words;
        std::string word;
        char quote = 0;
        for (; i < line.size(); ++i) {
            const char c = line[i];
            if (quote == 0) {
                if (isBlank(c)) break;
                if (c == '"' || c == '\'')
                    quote = c;
                else
                    word += c;
            } else if (c == quote) {
                // A closing quote must end the word, as in redis' sdssplitargs().
                if (i + 1 < line.size() && !isBlank(line[i + 1])) return std::nullopt;
                quote = 0;
            } else if (c == '\\' && quote == '"' && i + 1 < line.size()) {
                const char next = line[++i];
                if (next == 'x' && i + 2 < line.size() && hexDigit(line[i + 1]) >= 0 &&
                    hexDigit(line[i + 2]) >= 0) {
                    word += static_cast<char>(hexDigit(line[i + 1]) * 16 + hexDigit(line[i + 2]));
                    i += 2;
                } else {
                    word += next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next;
                }
            } else if (c == '\\' && quote == '\'' && i + 1 < line.size() && line[i + 1] == '\'') {
                word += line[++i];
            } else {
                word += c;
            }
        }
        if (quote != 0) return std::nullopt;
        words.push_back(std::move(word));
    }
}

void Writer::header(char type, std::int64_t number) {
    char digits[24];
    const auto result = std::to_chars(digits, digits + sizeof digits, number);
    m_out += type;
    m_out.append(digits, result.ptr);
    m_out += "\r\n";
}

void writeCommand(std::string& out, const Command& command) {
    Writer writer(out, 2);
    writer.array(command.size());
    for (const std::string& word : command)
        writer.bulk(word);
}

void Writer::simple(std::string_view text) {
    m_out += '+';
    m_out += text;
    m_out += "\r\n";
}

void Writer::error(std::string_view text) {
    m_out += '-';
    for (const char c : text)
        m_out += c == '\r' || c == '\n' ? ' ' : c;
    m_out += "\r\n";
}

void Writer::integer(std::int64_t value) {
    header(':', value);
}

void Writer::bulk(std::string_view value) {
    header('$', static_cast<std::int64_t>(value.size()));
    m_out += value;
    m_out += "\r\n";
}

void Writer::null() {
    m_out += m_protocol >= 3 ? "_\r\n" : "$-1\r\n";
}

void Writer::array(std::size_t elements) {
    header('*', static_cast<std::int64_t>(elements));
}

void Writer::map(std::size_t pairs) {
    if (m_protocol >= 3)
        header('%', static_cast<std::int64_t>(pairs));
    else
        header('*', static_cast<std::int64_t>(pairs * 2));
}

void Writer::push(std::size_t elements) {
    header('>', static_cast<std::int64_t>(elements));
}

} // namespace maintscope::demo::resp
